"""Retired tracks and desks take nothing new, and what they have is read, worked on and goes up as before."""

from typing import Any

import pytest

from chalicelib.domain.errors import DeskNotAllowed, TrackRetired
from chalicelib.domain.states import State
from chalicelib.domain.submission import Head
from chalicelib.services.desks import inbox
from chalicelib.services.submissions import drafts, reading
from tests.conftest import Place
from tests.factories import CALL, CITY, COUNTY, TRACK, World, call, world


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto)


def retire(here: World, *, track: bool = False, desk: str | None = None) -> None:
    """Publish the call again with its track, or one of its desks, retired."""
    made = call()
    changed: dict[str, Any] = {
        "tracks": [{**one, "retired": track} for one in made["tracks"]],
        "desks": [{**one, "retired": one["code"] == desk} for one in made["desks"]],
    }
    here.tools.calls.publish(call(**changed))


def inbox_of(here: World, desk: str, state: State) -> list[Head]:
    return inbox.read_page(here.act(here.recommender(desk)), (CALL, desk, TRACK), state, None, 50).heads


def test_in_a_retired_track_nothing_new_is_begun_and_nothing_pushed_for_the_first_time(here: World) -> None:
    owner = here.applicant()
    draft = here.draft(owner)
    retire(here, track=True)
    with pytest.raises(TrackRetired):
        drafts.start(here.change(owner), CALL, TRACK, None)
    with pytest.raises(TrackRetired):
        here.take(owner, draft, "push", desk=COUNTY)
    assert drafts.read_own(here.act(owner), None).heads[0].id == draft
    here.save(owner, draft, {"name": "还能改"})
    assert reading.show(here.act(owner), draft).answers == {"name": "还能改"}


def test_what_was_pushed_in_a_retired_track_goes_its_way_to_the_organiser(here: World) -> None:
    owner, county = here.applicant(), here.recommender(COUNTY)
    entry = here.pushed(who=owner)
    retire(here, track=True)
    assert [head.id for head in inbox_of(here, COUNTY, State.PUSHED)] == [entry]
    here.take(county, entry, "return", reason="请补充")
    assert here.take(owner, entry, "push", desk=COUNTY).state is State.PUSHED
    here.take(county, entry, "recommend", rank=1, opinion="好")
    here.report(COUNTY)
    here.take(here.recommender(CITY), entry, "recommend", rank=1, opinion="好")
    here.report(CITY)
    assert here.head(entry).state is State.NOMINATED


def test_a_retired_desk_is_not_offered_and_receives_nothing_new(here: World) -> None:
    owner = here.applicant()
    draft = here.draft(owner)
    retire(here, desk=COUNTY)
    assert COUNTY not in [r.desk.code for r in drafts.read_receiving(here.act(owner), draft).receivers]
    with pytest.raises(DeskNotAllowed):
        here.take(owner, draft, "push", desk=COUNTY)
    assert here.take(owner, draft, "push", desk=CITY).desk == CITY


def test_what_a_retired_desk_has_is_worked_on_and_comes_back_to_it(here: World) -> None:
    owner, county = here.applicant(), here.recommender(COUNTY)
    entry = here.pushed(who=owner)
    retire(here, desk=COUNTY)
    here.take(county, entry, "return", reason="请补充")
    assert COUNTY in [r.desk.code for r in drafts.read_receiving(here.act(owner), entry).receivers]
    here.take(owner, entry, "push", desk=COUNTY)
    here.take(county, entry, "recommend", rank=1, opinion="好")
    here.report(COUNTY)
    assert [head.id for head in inbox_of(here, CITY, State.PUSHED)] == [entry]


def test_a_retired_desk_files_nothing_of_its_own_any_more(here: World) -> None:
    county = here.recommender(COUNTY)
    own = here.draft(county)
    retire(here, desk=COUNTY)
    assert drafts.read_receiving(here.act(county), own).receivers == []
    with pytest.raises(DeskNotAllowed):
        here.take(county, own, "push", desk=COUNTY)


def test_a_push_is_kept_under_the_version_that_checked_it_and_not_that_of_the_last_save(here: World) -> None:
    owner = here.applicant()
    draft = here.draft(owner)
    retire(here)
    version = here.tools.calls.latest(CALL).version
    here.take(owner, draft, "push", desk=COUNTY)
    assert version == 2
    assert reading.read_revision(here.act(owner), draft, 1).version == version
    assert here.head(draft).card.version == version
