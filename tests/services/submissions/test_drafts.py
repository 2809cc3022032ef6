"""What is begun from an earlier entry, and the name that tells it apart."""

import pytest

from chalicelib.services.submissions import drafts, reading
from tests.conftest import Place
from tests.factories import CALL, TRACK, World, call, complete, world


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto)


def copied(here: World, entry: str) -> str:
    owner = here.applicant()
    return drafts.start(here.change(owner), CALL, TRACK, entry)


def test_a_copy_has_the_answers_and_a_name_that_tells_it_apart(here: World) -> None:
    entry = here.draft(here.applicant(), "智慧供热")
    made = reading.show(here.act(here.applicant()), copied(here, entry))
    answers = reading.show(here.act(here.applicant()), entry).answers
    assert made.answers == {**answers, "name": "智慧供热（副本）"}
    assert made.head.card.name == "智慧供热（副本）"


def test_a_copys_name_stays_within_its_field(here: World) -> None:
    most = here.tools.calls.latest(CALL).track(TRACK).parsed.by_id["name"].max  # type: ignore[attr-defined]
    made = here.head(copied(here, here.draft(here.applicant(), "供" * most)))
    assert made.card.name == "供" * (most - 4) + "（副本）"


def test_what_has_no_name_yet_is_copied_without_one(here: World) -> None:
    owner = here.applicant()
    entry = drafts.start(here.change(owner), CALL, TRACK, None)
    assert here.head(copied(here, entry)).card.name == ""


def test_of_a_draft_that_weighs_too_much_the_heaviest_change_is_refused(table_moto: Place) -> None:
    own = call()["tracks"][0]
    [section] = own["form"]["sections"]
    parts = [{"id": id, "type": "long", "label": {"zh": id}, "max": 20_000} for id in ("aim", "plan", "risk", "team")]
    heavy = {**own, "form": {**own["form"], "sections": [{**section, "fields": [*section["fields"], *parts]}]}}
    here = world(table_moto, tracks=[heavy])
    owner = here.applicant()
    entry = here.draft(owner)
    fits = {**complete(), "aim": "目" * 10_000, "plan": "方" * 20_000, "risk": "风" * 15_000, "team": "队" * 20_000}
    here.save(owner, entry, fits)
    saved = here.save(owner, entry, {**fits, "plan": "方" * 30_000})
    [refused] = saved.refused
    assert (refused.pointer, refused.code, refused.params) == ("/plan", "too_heavy", {"size": 225_189 - 204_800})
