"""What is begun from an earlier entry, and the name that tells it apart."""

from typing import Any

import pytest

from chalicelib.services.submissions import drafts, reading
from tests.conftest import Place
from tests.factories import CALL, TRACK, World, call, complete, world


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto)


def copied(here: World, entry: str) -> str:
    owner = here.applicant()
    return drafts.start(here.change(owner), CALL, TRACK, entry).id


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
    entry = drafts.start(here.change(owner), CALL, TRACK, None).id
    assert here.head(copied(here, entry)).card.name == ""


def next_year(here: World, **changes: Any) -> str:
    """Publish the next call of the authority, whose form has other fields; its id."""
    own = call()["tracks"][0]
    [section] = own["form"]["sections"]
    kept = [{**f, **changes.get(f["id"], {})} for f in section["fields"] if f["id"] != "served"]
    new = [{"id": "aim", "type": "long", "label": {"zh": "目标"}, "max": 100, "required": True}]
    form = {**own["form"], "call": "next-2022", "sections": [{**section, "fields": [*kept, *new]}]}
    here.tools.calls.publish(call(id="next-2022", tracks=[{**own, "form": form}]))
    return "next-2022"


def test_a_copy_into_another_call_takes_over_what_fits_its_form_and_names_what_does_not(here: World) -> None:
    owner = here.applicant()
    linked = here.pushed("被关联的")
    entry = here.draft(owner, "智慧供热", uscc="91370900MA3C0AAA03", related=[linked])
    later = next_year(here, unit_name={"type": "long"})
    made = drafts.start(here.change(owner), later, TRACK, entry)
    shown = reading.show(here.act(owner), made.id)
    assert made.id.startswith(f"{later}.{TRACK}.")
    assert shown.answers == {"name": "智慧供热（副本）", "uscc": "91370900MA3C0AAA03", "effect": complete()["effect"]}
    assert [label["zh"] for label in made.left_out] == ["unit_name", "served", "related"]
    assert shown.files == ()


def test_a_copy_that_is_asked_for_twice_names_the_same(here: World) -> None:
    owner = here.applicant()
    entry, later = here.draft(owner), next_year(here)
    repeat = here.request(owner)
    first = drafts.start(here.act(owner, repeat), later, TRACK, entry)
    assert drafts.start(here.act(owner, repeat), later, TRACK, entry) == first
    assert [label["zh"] for label in first.left_out] == ["served"]


def test_a_copy_within_a_call_leaves_nothing_out(here: World) -> None:
    owner = here.applicant()
    linked = here.pushed("被关联的")
    entry = here.draft(owner, related=[linked])
    made = drafts.start(here.change(owner), CALL, TRACK, entry)
    assert made.left_out == ()
    assert reading.show(here.act(owner), made.id).answers["related"] == [linked]


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
