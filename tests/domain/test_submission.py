"""A submission's head says where it is and how complete; its parts change as new values."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.domain.states import State
from chalicelib.domain.submission import Answers, Card, File, Files, Head, Hop, call_and_track, short_id

AT = datetime(2021, 10, 25, tzinfo=UTC)
HEAD = Head("c-2021.scenario.one", "c-2021", "scenario", "owner")


def file(id: str) -> File:
    return File(id, "proof", f"{id}.pdf", 1, "pdf", "application/pdf", "0", f"kept/{id}", AT)


def test_an_id_names_call_and_track() -> None:
    assert call_and_track("c-2021.scenario.one") == ("c-2021", "scenario")


@pytest.mark.parametrize("id", ["one", "scenario.one", "a.c-2021.scenario.one"])
def test_what_is_no_id_of_a_submission_names_neither(id: str) -> None:
    with pytest.raises(ValueError, match="unpack"):
        call_and_track(id)


def test_a_list_holds_the_last_part_of_an_id() -> None:
    assert short_id("c-2021.scenario.one") == "one"
    assert short_id("one") == "one"


def test_a_file_is_added_at_the_end_as_the_next_version() -> None:
    one, two = file("one"), file("two")
    assert Files("s", (one,), 4).with_file(two) == Files("s", (one, two), 5)
    assert Files("s").with_file(one) == Files("s", (one,), 1)


def test_a_file_is_unlinked_by_its_id_as_the_next_version() -> None:
    one, two, three = file("one"), file("two"), file("three")
    files = Files("s", (one, two, three), 4)
    assert files.without("two") == Files("s", (one, three), 5)
    assert files.without("four") == Files("s", (one, two, three), 5)


def test_a_file_is_looked_up_by_its_id() -> None:
    one, two = file("one"), file("two")
    assert Files("s", (one, two)).find("two") == two
    assert Files("s", (one, two)).find("three") is None
    assert Files("s").find("one") is None


@pytest.mark.parametrize("state", State)
def test_a_head_is_editable_and_listed_by_its_state(state: State) -> None:
    head = replace(HEAD, state=state)
    assert head.editable is (state in {"draft", "returned"})
    assert head.listed is (state == "recommended")


def test_a_draft_is_complete_when_answers_and_files_are() -> None:
    card = Card(progress=100, missing=2)
    assert (replace(HEAD, card=card).missing, replace(HEAD, card=card, lacking=3).missing) == (2, 5)
    assert (replace(HEAD, card=card).progress, replace(HEAD, card=card, lacking=3).progress) == (100, 99)
    assert replace(HEAD, card=Card(progress=40), lacking=1).progress == 40


def test_the_way_up_is_the_desks_below_and_the_present_one() -> None:
    up = replace(HEAD, desk="city", came=(Hop("town", 1, 2), Hop("county", 3, 4)))
    assert (up.way, up.below) == (("town", "county", "city"), Hop("county", 3, 4))
    assert (HEAD.way, HEAD.below) == ((), None)


def test_an_etag_is_the_version_and_what_lists_show() -> None:
    assert Answers("s", "owner", {}, 1, v=12, card_digest="ab").etag == "12-ab"
