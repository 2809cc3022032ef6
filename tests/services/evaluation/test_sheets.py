"""Sheets: saved as they are written, submitted when nothing is missing, given back, reopened."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.errors import Closed, Forbidden, Invalid, NotFound, Stale, StepNotAllowed
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.marking import marks_digest
from chalicelib.domain.evaluation.sheets import Marks
from chalicelib.domain.history import broken
from chalicelib.services.evaluation import sheets
from chalicelib.storage import experts, submissions
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, MARKS_CLOSE, TRACK, evaluated, world
from tests.services.evaluation.jury_room import JURY, RIGHT, JuryRoom, open_jury


@pytest.fixture
def room(table_moto: Place) -> JuryRoom:
    return open_jury(world(table_moto, **evaluated()), entries=1)


def pointers(refusal: Invalid) -> list[tuple[str, str]]:
    return [(one["pointer"], one["code"]) for one in refusal.details["errors"]]


def test_a_save_keeps_what_is_there_so_far_and_says_that_the_review_is_started(room: JuryRoom) -> None:
    [entry] = room.entries
    saved = room.save("E001", entry, effect="4.5")
    assert saved.etag == "1"
    assert room.save("E001", entry, effect="8", spread="7").etag == "2"
    sheet = room.sheet("E001", entry)
    assert sheet
    assert (sheet.current, sheet.state) == (Marks({"effect": "8", "spread": "7"}), "draft")
    assert [one.state for one in room.assignment("E001").reviews] == ["started"]
    assert room.assignment("E001").events == 0


def test_the_same_save_sent_again_succeeds_and_another_is_told_what_stands(room: JuryRoom) -> None:
    [entry] = room.entries
    room.save("E001", entry, "0", effect="8")
    assert room.save("E001", entry, "0", effect="8").etag == "1"
    with pytest.raises(Stale) as stale:
        room.save("E001", entry, "0", effect="7")
    current = stale.value.details["current"]
    assert (current["etag"], current["sheet"]["marks"]) == ("1", {"effect": "8"})


def test_a_save_refuses_what_is_off_the_scale(room: JuryRoom) -> None:
    with pytest.raises(Invalid) as refusal:
        room.save("E001", room.entries[0], effect="8.3", nothing="5")
    assert pointers(refusal.value) == [("/marks/nothing", "unknown_criterion"), ("/marks/effect", "off_scale")]
    assert room.sheet("E001", room.entries[0]) is None


def test_a_submitted_sheet_leaves_a_digest_in_its_experts_chain_and_no_mark(room: JuryRoom) -> None:
    [entry] = room.entries
    room.save("E001", entry, **RIGHT)
    room.submit("E001", entry)
    sheet, assignment = room.sheet("E001", entry), room.assignment("E001")
    assert sheet
    assert (sheet.state, sheet.current.submitted_at, len(sheet.current.salt)) == ("submitted", room.here.clock(), 26)
    assert [one.state for one in assignment.reviews] == ["submitted"]
    events = fetch(room.here.tools.table, submissions.history(room.reader("E001").subject))
    assert broken(events, (assignment.events, assignment.last_hash)) is None
    assert [(e.step, dict(e.facts)) for e in events] == [
        ("submit_sheet", {"entry": entry, "round": 1, "sheet": marks_digest(sheet.current)})
    ]
    assert "8.5" not in str(events)


def test_a_sheet_can_be_submitted_without_a_save_before(room: JuryRoom) -> None:
    room.submit("E001", room.entries[0])
    assert room.assignment("E001").reviews[0].state == "submitted"


def test_an_incomplete_sheet_is_refused_with_all_that_is_missing(room: JuryRoom) -> None:
    who, [entry] = room.here.change(room.experts["E001"]), room.entries
    with pytest.raises(Invalid) as refusal:
        sheets.submit(who, JURY, entry, Marks({"effect": "4"}), "0")
    assert pointers(refusal.value) == [
        ("/marks/spread", "required"),
        ("/marks/prepared", "required"),
        ("/comments/effect", "comment_required"),
    ]


def test_the_same_submission_sent_again_changes_nothing(room: JuryRoom) -> None:
    [entry], who = room.entries, room.experts["E001"]
    request, marks = room.here.request(who), Marks(RIGHT)
    for _ in range(2):
        sheets.submit(room.here.act(who, request), JURY, entry, marks, "0")
    assert room.assignment("E001").events == 1


def test_a_submitted_sheet_is_neither_saved_nor_submitted_nor_given_back(room: JuryRoom) -> None:
    [entry] = room.entries
    room.submit("E001", entry)
    with pytest.raises(StepNotAllowed):
        room.save("E001", entry, effect="8")
    with pytest.raises(StepNotAllowed):
        room.submit("E001", entry)
    with pytest.raises(StepNotAllowed):
        sheets.decline(room.here.change(room.experts["E001"]), JURY, entry, "interest", "")


def test_a_submission_from_an_older_page_is_refused(room: JuryRoom) -> None:
    [entry], who = room.entries, room.experts["E001"]
    room.save("E001", entry, effect="8")
    with pytest.raises(Stale):
        sheets.submit(room.here.change(who), JURY, entry, Marks(RIGHT), "0")


def test_marking_ends_with_the_stage_and_its_grace(room: JuryRoom) -> None:
    room.here.clock.now = MARKS_CLOSE + timedelta(minutes=15)
    room.save("E001", room.entries[0], effect="8")
    room.here.clock.move(seconds=1)
    with pytest.raises(Closed):
        room.save("E001", room.entries[0], effect="7")
    with pytest.raises(Closed):
        room.submit("E001", room.entries[0])


@pytest.mark.parametrize(
    ("ground", "kept"), [("interest", 1), ("took_part", 1), ("recognised", 1), ("not_my_field", 0), ("other", 0)]
)
def test_a_declined_entry_is_gone_and_what_touches_impartiality_keeps_the_expert_from_it(
    room: JuryRoom, ground: str, kept: int
) -> None:
    [entry] = room.entries
    room.save("E001", entry, effect="8")
    sheets.decline(room.here.change(room.experts["E001"]), JURY, entry, ground, "认得")  # type: ignore[arg-type]
    assert room.assignment("E001").reviews[0].state == "declined"
    sheet, jury = room.sheet("E001", entry), room.jury()
    assert sheet
    assert (sheet.state, sheet.reason) == ("declined", "认得")
    with pytest.raises(NotFound):
        room.save("E001", entry, effect="8")
    recusals = fetch(room.here.tools.table, experts.recusals(room.account("E001"), CALL))
    assert [one.entry for one in recusals.items] == [f"{TRACK}.{entry}"] * kept
    events = fetch(room.here.tools.table, submissions.history(JURY.subject))
    assert broken(events, (jury.events, jury.last_hash)) is None
    assert dict(events[-1].facts) == {"expert": "E001", "entry": entry, "ground": ground}
    assert {name: text.value for name, text in events[-1].texts.items()} == {"reason": "认得"}
    assert room.assignment("E002").reviews[0].state == "assigned"


def test_declining_for_another_reason_asks_which(room: JuryRoom) -> None:
    with pytest.raises(Invalid) as refusal:
        sheets.decline(room.here.change(room.experts["E001"]), JURY, room.entries[0], "other", " ")
    assert pointers(refusal.value) == [("/reason", "required")]


def test_a_reopened_sheet_can_be_changed_and_does_not_count_until_it_is_submitted_again(room: JuryRoom) -> None:
    [entry] = room.entries
    room.submit("E001", entry)
    sheets.reopen(room.here.change(room.organiser), room.reader("E001"), entry, "笔误")
    assert room.assignment("E001").reviews[0].state == "started"
    assert room.progress().short == {entry: 0}
    room.save("E001", entry, **{**RIGHT, "effect": "9"})
    room.submit("E001", entry, effect="9")
    sheet = room.sheet("E001", entry)
    assert sheet
    assert sheet.current.marks["effect"] == "9"


def test_only_a_submitted_sheet_is_reopened_with_a_reason_by_the_organiser_in_time(room: JuryRoom) -> None:
    [entry], reader = room.entries, room.reader("E001")
    with pytest.raises(NotFound):
        sheets.reopen(room.here.change(room.organiser), reader, entry, "笔误")
    room.save("E001", entry, effect="8")
    with pytest.raises(StepNotAllowed):
        sheets.reopen(room.here.change(room.organiser), reader, entry, "笔误")
    room.submit("E001", entry)
    with pytest.raises(Invalid):
        sheets.reopen(room.here.change(room.organiser), reader, entry, " ")
    with pytest.raises(Forbidden):
        sheets.reopen(room.here.change(room.experts["E002"]), reader, entry, "笔误")
    elsewhere = replace(room.organiser.caller, authority="elsewhere")
    with pytest.raises(NotFound):
        sheets.reopen(room.here.act(elsewhere), reader, entry, "笔误")
    room.here.clock.now = MARKS_CLOSE + timedelta(days=1)
    with pytest.raises(Closed):
        sheets.reopen(room.here.change(room.organiser), reader, entry, "笔误")


def test_nothing_is_written_once_the_marks_are_sealed(room: JuryRoom) -> None:
    [entry] = room.entries
    room.save("E001", entry, effect="8")
    room.submit("E002", entry)
    room.seal("时间已到")
    assert room.jury().state is JuryState.SEALED
    for act in (
        lambda: room.save("E001", entry, effect="7"),
        lambda: room.submit("E001", entry),
        lambda: sheets.decline(room.here.change(room.experts["E001"]), JURY, entry, "interest", ""),
        lambda: sheets.reopen(room.here.change(room.organiser), room.reader("E002"), entry, "笔误"),
    ):
        with pytest.raises(StepNotAllowed):
            act()
