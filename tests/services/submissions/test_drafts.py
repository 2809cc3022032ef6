"""What is begun from an earlier entry, and the name that tells it apart."""

import pytest

from chalicelib.services.submissions import drafts, reading
from tests.conftest import Place
from tests.factories import CALL, TRACK, World, world


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
