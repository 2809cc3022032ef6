"""Public notices: given by two, opened by date, followed by entries, and nothing of them readable before."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.errors import Invalid, NotFound, NotProposed, ProposalChanged, SamePerson
from chalicelib.domain.evaluation.seals import is_whole
from chalicelib.domain.states import Outcome
from chalicelib.jobs import season
from chalicelib.services.publication import notices
from chalicelib.storage import juries, submissions
from chalicelib.storage import notices as stored
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import head_item
from tests.conftest import Place
from tests.factories import CALL, TRACK, World, evaluated, world
from tests.services.evaluation.marked import ID
from tests.services.publication.season import files, follow, give, outcomes, second, selected


@pytest.fixture
def here(table_moto: Place, bucket_moto: Place) -> World:
    return selected(table_moto, bucket_moto)


def test_what_is_selected_waits_for_a_notice(here: World) -> None:
    view = notices.read(here.act(here.organiser()), CALL)
    assert [(one.track, len(one.waiting)) for one in view.tracks] == [(TRACK, 2)]
    assert view.draft
    assert (view.draft.n, view.draft.count, view.notices) == (1, 2, [])


def test_one_proposes_another_confirms_and_entries_learn_of_it(here: World, bucket_moto: Place) -> None:
    view = give(here)
    assert [(one.n, one.count, one.supplements) for one in view.notices] == [(1, 2, 0)]
    assert set(outcomes(here).values()) == {Outcome.ADMITTED}
    follow(here)
    assert sorted(str(one) for one in outcomes(here).values()) == ["admitted", "admitted", "noticed", "noticed"]
    seals = fetch(here.tools.table, juries.seals(CALL))
    assert (seals[-1].what, is_whole(seals)) == ("notice", True)


def test_rows_stand_by_place_and_name_whatever_their_rank(here: World) -> None:
    give(here)
    notice = fetch(here.tools.table, stored.notice(CALL, 1))
    assert notice
    rows = fetch(here.tools.table, stored.rows(notice))
    assert [(row.place, row.name) for row in rows] == sorted((row.place, row.name) for row in rows)


def test_pages_are_written_once_it_is_open_and_name_nobody_else(here: World, bucket_moto: Place) -> None:
    give(here, opens_at=here.clock.now + timedelta(days=1))
    follow(here)
    assert files(here, bucket_moto) == {}
    assert set(outcomes(here).values()) == {Outcome.ADMITTED}
    here.clock.now += timedelta(days=1)
    season.tick(here.wiring, here.clock.now)
    follow(here)
    written = files(here, bucket_moto)
    index = json.loads(written[f"open/{CALL}/index.json"])
    (one,) = index["notices"]
    rows = json.loads(written[one["rows"].removeprefix("/")])
    assert len(rows["rows"]) == 2
    page = written[f"open/{CALL}/notice-1.html"]
    assert all(row["name"] in page for row in rows["rows"])
    left_out = [name for name, outcome in outcomes(here).items() if outcome is Outcome.ADMITTED]
    assert left_out
    assert not any(name in text for name in left_out for text in written.values())


def test_what_is_written_into_a_page_is_escaped(here: World, bucket_moto: Place) -> None:
    roll = fetch(here.tools.table, juries.roll(ID, 4))
    nasty = [replace(one, name=f"<script>alert({n})</script>\"'&</script>") for n, one in enumerate(roll)]
    for write in juries.put_roll(ID, nasty):
        here.tools.table.write([write])
    give(here)
    follow(here)
    page = files(here, bucket_moto)[f"open/{CALL}/notice-1.html"]
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_nobody_gives_notice_alone_nor_of_what_has_changed(here: World) -> None:
    seen = notices.propose(here.change(here.organiser()), CALL, [TRACK], "")
    with pytest.raises(SamePerson):
        notices.confirm(here.change(here.organiser()), CALL, seen.digest)
    with pytest.raises(ProposalChanged):
        notices.confirm(here.change(second(here)), CALL, "another")
    entry = seen.rows[0].entry
    head = fetch(here.tools.table, submissions.head(ID.submission(entry)))
    assert head
    here.tools.table.write([Put(head_item(replace(head, outcome=Outcome.EXCLUDED, v=head.v + 1)))])
    with pytest.raises(ProposalChanged):
        notices.confirm(here.change(second(here)), CALL, seen.digest)


def test_nobody_confirms_what_nobody_proposed(here: World) -> None:
    with pytest.raises(NotProposed):
        notices.confirm(here.change(second(here)), CALL, notices.read(here.act(here.organiser()), CALL).digest)


def test_nothing_is_in_two_notices(here: World) -> None:
    give(here)
    with pytest.raises(Invalid):
        give(here, "补充")
    assert notices.read(here.act(here.organiser()), CALL).draft is None


def test_a_call_without_public_notice_has_none(table_moto: Place) -> None:
    plain = world(table_moto, **evaluated())
    with pytest.raises(NotFound):
        notices.read(plain.act(plain.organiser()), CALL)


def test_another_authority_knows_of_none(here: World) -> None:
    away = here.organiser(id="a-away", login="away", authority="elsewhere")
    with pytest.raises(NotFound):
        notices.read(here.act(away), CALL)
