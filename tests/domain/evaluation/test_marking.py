"""What is wrong with marks, what they sum to, and which of them count."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import Closed, NotFound, StepNotAllowed
from chalicelib.domain.evaluation import marking
from chalicelib.domain.evaluation.jury import Jury, JuryState
from chalicelib.domain.evaluation.marking import (
    counted,
    in_round,
    is_counted,
    marks_digest,
    must_be_read,
    must_write,
    problems,
    record,
    sealing_digest,
    sheets_digest,
    short_of,
    total_of,
)
from chalicelib.domain.evaluation.panel import Assignment, Recusal, Recusals, Review
from chalicelib.domain.evaluation.rules import CommentRule, Criterion, ReviewStage, Scale, mark_of, mark_text
from chalicelib.domain.evaluation.scores import Method
from chalicelib.domain.evaluation.sheets import Marks, Sheet
from chalicelib.domain.history import broken
from tests.factories import MARKS_CLOSE, OPENS

SCALE = Scale("0", "10", "0.5")
CRITERIA = (
    Criterion("effect", {}, 60, comment=CommentRule("below", "5")),
    Criterion("spread", {}, 40),
    Criterion("prepared", {}, 0, comment=CommentRule("always")),
)
ON = [mark_text(Fraction(n, 2)) for n in range(21)]
OFF = ["10.5", "-0.5", "7.25", "x", "", "1/0", "11", "nan"]
WHOLE = Marks({"effect": "8.5", "spread": "7", "prepared": "10"}, {"prepared": "齐"})
JURY = Jury("c", "t", "s", JuryState.OPEN, opened_at=OPENS)
STAGE = ReviewStage("s", {}, "each", 2, SCALE, MARKS_CLOSE, Method("mean"))
GRACE = timedelta(minutes=15)


def at(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["pointer"], one["code"]) for one in found]


@given(st.dictionaries(st.sampled_from(["effect", "spread", "prepared"]), st.sampled_from(ON)))
def test_a_draft_may_lack_anything(marks: dict[str, str]) -> None:
    assert problems(Marks(marks), CRITERIA, SCALE, final=False) == []


@pytest.mark.parametrize("mark", OFF)
@pytest.mark.parametrize("final", [False, True])
def test_a_mark_off_the_scale_is_refused_even_in_a_draft(mark: str, final: bool) -> None:
    marks = replace(WHOLE, marks={**WHOLE.marks, "spread": mark})
    assert problems(marks, CRITERIA, SCALE, final=final) == [
        {"pointer": "/marks/spread", "code": "off_scale", "params": {"min": "0", "max": "10", "step": "0.5"}}
    ]


def test_a_criterion_that_is_not_there_is_refused_in_marks_and_comments() -> None:
    marks = Marks({**WHOLE.marks, "other": "7"}, {**WHOLE.comments, "more": "好"})
    expected = [("/marks/other", "unknown_criterion"), ("/comments/more", "unknown_criterion")]
    assert at(problems(marks, CRITERIA, SCALE, final=False)) == expected
    assert at(problems(marks, CRITERIA, SCALE, final=True)) == expected


def test_final_marks_name_all_that_is_missing_at_once() -> None:
    assert at(problems(Marks({"effect": "4.5"}, {"effect": "  "}), CRITERIA, SCALE, final=True)) == [
        ("/marks/spread", "required"),
        ("/marks/prepared", "required"),
        ("/comments/effect", "comment_required"),
        ("/comments/prepared", "comment_required"),
    ]


@given(st.sampled_from(ON), st.sampled_from(["", " ", "不可比"]))
def test_a_low_mark_asks_for_its_reason_and_a_high_one_does_not(mark: str, comment: str) -> None:
    marks = Marks({**WHOLE.marks, "effect": mark}, {**WHOLE.comments, "effect": comment})
    lacks = mark_of(mark) < 5 and not comment.strip()
    expected = [("/comments/effect", "comment_required")] if lacks else []
    assert at(problems(marks, CRITERIA, SCALE, final=True)) == expected


def test_the_total_is_exact_out_of_a_hundred_and_what_has_no_weight_adds_nothing() -> None:
    criteria = [Criterion(id, {}, weight) for id, weight in zip("abcde", (15, 20, 20, 30, 15), strict=True)]
    marks = dict(zip("abcde", ("8", "7", "9", "6", "8"), strict=True))
    assert total_of(marks, criteria, SCALE) == 74
    assert total_of(WHOLE.marks, CRITERIA, SCALE) == Fraction(79)
    assert total_of({"effect": "7.5"}, CRITERIA, SCALE) == 45
    assert total_of({"gone": "7.5"}, CRITERIA, SCALE) == 0


@given(st.dictionaries(st.sampled_from(["effect", "spread", "prepared"]), st.sampled_from(ON)))
def test_a_total_lies_between_nothing_and_a_hundred(marks: dict[str, str]) -> None:
    assert 0 <= total_of(marks, CRITERIA, SCALE) <= 100


def test_marks_count_once_they_are_submitted() -> None:
    submitted = replace(WHOLE, submitted_at=OPENS)
    assert counted(Sheet("e", "x", WHOLE)) is None
    assert counted(Sheet("e", "x", submitted, "submitted")) == submitted
    assert counted(Sheet("e", "x", submitted, "declined")) is None
    assert counted(Sheet("e", "x", submitted, "struck")) is None


def test_a_later_round_begins_with_the_marks_before_which_count_until_others_are_submitted() -> None:
    submitted = replace(WHOLE, submitted_at=OPENS, salt="salt")
    first = Sheet("e", "x", submitted, "submitted", v=3)
    assert in_round(first, "e", "x", 1) == first
    second = in_round(first, "e", "x", 2)
    assert (second.current, second.earlier, second.round, second.state) == (WHOLE, (submitted,), 2, "draft")
    assert counted(second) == submitted
    again = replace(second, current=submitted, state="submitted")
    assert counted(again) == submitted
    assert in_round(None, "e", "x", 2) == Sheet("e", "x", round=2)


@pytest.mark.parametrize(
    ("state", "round", "counts"),
    [
        ("assigned", 1, False),
        ("started", 1, False),
        ("submitted", 1, True),
        ("assigned", 2, True),
        ("started", 2, True),
        ("declined", 2, False),
        ("struck", 1, False),
    ],
)
def test_a_review_counts_by_its_state_and_round(state: Any, round: int, counts: bool) -> None:
    assert is_counted(Review("e", 1, state, round)) is counts


def assigned(label: str, **states: str) -> Assignment:
    return Assignment("c", "t", "s", f"a-{label}", label, tuple(Review(e, 1, s) for e, s in states.items()))  # type: ignore[arg-type]


def test_entries_with_too_few_sheets_are_named_with_how_many_they_have() -> None:
    known = [assigned("E1", a="submitted", b="started"), assigned("E2", a="submitted", b="declined", c="submitted")]
    assert short_of(["d"], known, 2) == {"b": 0, "c": 1, "d": 0}
    assert short_of([], known, 1) == {"b": 0}


def test_nobody_reads_before_the_opening_nor_what_is_not_theirs() -> None:
    known = assigned("E1", a="assigned", b="declined", c="struck")
    nothing = Recusals("a-E1", "c")
    assert must_be_read(JURY, known, "a", nothing).entry == "a"
    for jury, whose, entry, recusals in (
        (replace(JURY, opened_at=None), known, "a", nothing),
        (JURY, None, "a", nothing),
        (JURY, known, "z", nothing),
        (JURY, known, "b", nothing),
        (JURY, known, "c", nothing),
        (JURY, known, "a", replace(nothing, items=(Recusal("ruled", "a-org", OPENS, entry="t.a"),))),
        (JURY, known, "a", replace(nothing, kept=("t.a",))),
    ):
        with pytest.raises(NotFound):
            must_be_read(jury, whose, entry, recusals)
    elsewhere = replace(nothing, items=(Recusal("ruled", "a-org", OPENS, entry="other.a"),))
    assert must_be_read(JURY, known, "a", elsewhere).entry == "a"


def test_marks_are_taken_while_the_jury_is_open_until_the_grace_ends() -> None:
    must_write(JURY, Review("a", 1), STAGE, GRACE, MARKS_CLOSE + GRACE)
    with pytest.raises(Closed) as late:
        must_write(JURY, Review("a", 1), STAGE, GRACE, MARKS_CLOSE + GRACE + timedelta(seconds=1))
    assert late.value.details == {"which": "marking", "closed_at": MARKS_CLOSE}


@pytest.mark.parametrize("state", [state for state in JuryState if state is not JuryState.OPEN])
def test_no_other_state_of_the_jury_takes_marks(state: JuryState) -> None:
    with pytest.raises(StepNotAllowed):
        must_write(replace(JURY, state=state), Review("a", 1), STAGE, GRACE, OPENS)


@pytest.mark.parametrize("state", ["submitted", "declined", "struck"])
def test_what_is_done_takes_no_marks(state: Any) -> None:
    with pytest.raises(StepNotAllowed):
        must_write(JURY, Review("a", 1, state), STAGE, GRACE, OPENS)


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=6))
def test_steps_of_sheets_are_one_whole_chain(entries: list[str]) -> None:
    now, events = assigned("E1", a="started", b="started", c="started"), []
    for entry in entries:
        now, event = record(now, Review(entry, 1, "submitted"), "submit_sheet", OPENS, {"sheet": "d"})
        events.append(event)
    assert broken(events, (now.events, now.last_hash)) is None
    assert now.v == 1 + len(entries)


def test_a_digest_of_marks_covers_all_of_them_and_their_salt() -> None:
    whole = replace(WHOLE, submitted_at=OPENS, salt="a", comment="好", for_applicant="继续")
    others = [
        replace(whole, salt="b"),
        replace(whole, comment=""),
        replace(whole, for_applicant=""),
        replace(whole, submitted_at=OPENS + timedelta(seconds=1)),
        replace(whole, comments={}),
        replace(whole, marks={**whole.marks, "effect": "8"}),
    ]
    assert len({marks_digest(one) for one in (whole, *others)}) == 7


def test_an_experts_digest_is_of_the_sheets_that_count_in_any_order() -> None:
    submitted = replace(WHOLE, submitted_at=OPENS)
    one, other = Sheet("a", "x", submitted, "submitted"), Sheet("b", "x", submitted, "submitted")
    draft, back = Sheet("c", "x", WHOLE), Sheet("d", "x", WHOLE, "declined")
    assert sheets_digest("E1", [one, other, draft, back]) == sheets_digest("E1", [other, one])
    assert sheets_digest("E1", [one]) != sheets_digest("E1", [one, other])
    assert sheets_digest("E1", [one]) != sheets_digest("E2", [one])


def test_what_is_sealed_changes_with_a_sheet_and_not_with_a_draft() -> None:
    before = [assigned("E1", a="assigned", b="submitted")]
    begun = [assigned("E1", a="started", b="submitted")]
    after = [record(before[0], Review("a", 1, "submitted"), "submit_sheet", OPENS, {})[0]]
    same = sealing_digest(JURY, before, "")
    assert sealing_digest(JURY, begun, "") == same
    assert len({same, sealing_digest(JURY, after, ""), sealing_digest(JURY, before, "x")}) == 3
    assert sealing_digest(replace(JURY, round=2), before, "") != same
    assert marking.sealing_digest(JURY, [assigned("E1", a="declined", b="submitted")], "") != same
