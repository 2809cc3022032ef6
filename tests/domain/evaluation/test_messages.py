"""Who is told of each step of a jury, and who is not; and that nothing unannounced is in what they are told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.access import Role
from chalicelib.domain.call import Call
from chalicelib.domain.evaluation import messages as rules
from chalicelib.domain.evaluation.draw import Seats
from chalicelib.domain.evaluation.jury import STEPS, Jury
from chalicelib.domain.evaluation.messages import OF_EXPERTS, Panel, messages_for_jury_step, messages_for_proposal
from chalicelib.domain.evaluation.panel import Assignment, Draw, PoolExpert, Review, ReviewState
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.history import Event, append
from chalicelib.domain.message_kinds import KINDS, Kind
from chalicelib.domain.messages import Audience, Message, Reminder
from chalicelib.domain.subjects import JuryId, ReaderId
from chalicelib.domain.submission import ORGANISER
from chalicelib.services.messages import templates
from tests.factories import CALL, MARKS_CLOSE, TRACK, call, evaluated

ID = JuryId(CALL, TRACK, "written")
AT = MARKS_CLOSE - timedelta(days=9)
HERE = Call.from_dict(call(**evaluated()))
MARK = "9.5"
TITLE = "智慧供热"
NAMES = ("赵专家", "钱专家", "孙专家")
WHO = {"E001": "a-zhao", "E002": "a-qian", "E003": "a-sun"}
"""E001 and E002 are of the agency, E003 is the organiser's own."""
AGENCIES = {"E001": "qilu", "E002": "qilu", "E003": None}

POOL = tuple(PoolExpert(label, account, "it", "b", "c", 60, AGENCIES[label]) for label, account in WHO.items())
DRAW = Draw(*ID, POOL, Seats({}, 3), secret=MARK)


def reads(label: str, *states: ReviewState, round: int = 1) -> Assignment:
    reviews = tuple(Review(f"e{n}", 1, state, round) for n, state in enumerate(states, 1))
    return Assignment(*ReaderId(*ID, WHO[label]), label, reviews)


ASSIGNED = (reads("E001", "assigned", "started"), reads("E002", "submitted", "assigned"), reads("E003", "submitted"))
OPEN = Panel(Jury(*ID, opened_at=AT - timedelta(days=1)), MARKS_CLOSE, DRAW, ASSIGNED)
CLOSED = replace(OPEN, jury=Jury(*ID))
"""Before marks are opened."""

FACTS: dict[str, dict[str, Any]] = {
    "open": {"experts": 3, "reviews": 5},
    "decline": {"expert": "E001", "entry": "e1", "ground": "interest"},
    "reopen_sheet": {"expert": "E002", "entry": "e1"},
    "replace": {"from": "E001", "to": ["E003"], "why": "declined", "moved": 2, "by_hand": 0, "digest": MARK},
    "reassign": {"entry": "e1", "from": "E001", "to": "E003"},
    "seal_marks": {"round": 1, "experts": 3, "sheets": 5, "short": 0},
    "tally": {"run": 1, "rows": MARK},
    "reconsider": {"round": 2, "entries": ["e1"]},
    "confirm_selection": {"digest": MARK, "run": 1},
}


def happened(step: str, actor: str = "a-org") -> Event:
    return append(ID.subject, (4, "before"), step, actor, AT, FACTS.get(step, {"digest": MARK}), {})


def hearing(step: str, panel: Panel = OPEN, actor: str = "a-org") -> list[tuple[str, str]]:
    """(who, what) of a step's messages."""
    told = messages_for_jury_step(happened(step, actor), ID, HERE, panel if step in OF_EXPERTS else None)
    return [(named(audience), message.kind.value) for audience, message in told]


def named(audience: Audience) -> str:
    known = {account: label for label, account in WHO.items()}
    return known.get(audience.account) or audience.agency or audience.role or audience.desk


WATCHERS = [("qilu", "jury_step"), ("observer", "jury_step")]
TABLE: dict[str, list[tuple[str, str]]] = {
    "freeze_roll": [],
    "fix_rules": WATCHERS,
    "commit_draw": WATCHERS,
    "reveal_draw": WATCHERS,
    "name_jury": WATCHERS,
    "assign": WATCHERS,
    "open": [*WATCHERS, ("E001", "reviews_opened"), ("E002", "reviews_opened")],
    "decline": [(ORGANISER, "expert_declined"), ("qilu", "expert_declined")],
    "replace": [("E001", "relieved"), ("E003", "reviews_added")],
    "reassign": [("E001", "reviews_moved"), ("E003", "reviews_added")],
    "reopen_sheet": [("E002", "sheet_reopened")],
    "seal_marks": WATCHERS,
    "strike": [],
    "tally": WATCHERS,
    "reconsider": [*WATCHERS, ("E001", "reconsider")],
    "propose_selection": [],
    "confirm_selection": WATCHERS,
}


@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_told_to_those_of_its_row_and_to_nobody_else(step: str) -> None:
    assert hearing(step) == TABLE.get(step, [])


def test_the_table_has_no_step_that_is_none() -> None:
    assert set(TABLE) <= set(STEPS)
    assert set(KINDS[Kind.JURY_STEP].lines) <= set(STEPS)
    assert set(OF_EXPERTS) <= set(STEPS)


def test_whoever_did_it_is_not_told_of_it() -> None:
    told = messages_for_jury_step(happened("assign", "a-agency"), ID, HERE)
    assert {audience.but for audience, _ in told} == {"a-agency"}


def test_an_expert_is_told_how_much_is_to_mark_and_until_when() -> None:
    told = messages_for_jury_step(happened("open"), ID, HERE, OPEN)
    counts = {named(audience): (m.n, m.until) for audience, m in told if m.kind is Kind.REVIEWS_OPENED}
    assert counts == {"E001": (2, MARKS_CLOSE), "E002": (1, MARKS_CLOSE)}


def test_a_later_round_counts_what_it_is_about_and_names_no_deadline_that_is_past() -> None:
    late = replace(OPEN, closes=AT - timedelta(hours=1))
    told = messages_for_jury_step(happened("reconsider"), ID, HERE, late)
    assert [(named(a), m.n, m.until) for a, m in told if m.kind is Kind.RECONSIDER] == [("E001", 1, None)]


def test_before_marks_are_open_only_who_loses_a_seat_hears_of_changes() -> None:
    assert hearing("reassign", CLOSED) == []
    assert hearing("replace", CLOSED) == [("E001", "relieved")]


def test_a_declining_expert_of_the_organisers_own_is_named_to_no_agency() -> None:
    event = append(ID.subject, (4, "b"), "decline", "a-sun", AT, {"expert": "E003", "entry": "e1"}, {})
    told = messages_for_jury_step(event, ID, HERE, OPEN)
    assert [(named(a), m.name) for a, m in told] == [(ORGANISER, "E003")]


def test_an_expert_whom_nobody_knows_is_told_nothing() -> None:
    event = append(ID.subject, (4, "b"), "reopen_sheet", "a-org", AT, {"expert": "E099", "entry": "e1"}, {})
    assert messages_for_jury_step(event, ID, HERE, OPEN) == []


def everything() -> list[tuple[Audience, Message]]:
    panels = dict.fromkeys(OF_EXPERTS, OPEN)
    return [told for step in STEPS for told in messages_for_jury_step(happened(step), ID, HERE, panels.get(step))]


def test_no_message_holds_a_mark_a_name_a_title_or_a_digest() -> None:
    for _, message in everything():
        texts = [templates.line(HERE, message, language) for language in ("zh", "en")]
        for seeded in (MARK, TITLE, *NAMES, *WHO.values()):
            assert seeded not in str([message, texts])
        assert not [text for text in texts if "{" in text]


def test_an_experts_label_is_told_to_organiser_and_own_agency_alone() -> None:
    labelled = {named(audience) for audience, message in everything() if message.name in WHO}
    assert labelled == {ORGANISER, "qilu"}


def test_two_messages_of_one_step_have_ids_of_their_own() -> None:
    told = messages_for_jury_step(happened("replace"), ID, HERE, OPEN)
    assert len({message.id for _, message in told}) == 2
    again = messages_for_jury_step(happened("replace"), ID, HERE, OPEN)
    assert again == told


PROPOSED = Proposal(CALL, "seal_marks", f"{TRACK}/written", "d1", "a-org", AT, {"reason": TITLE})


def told_of(proposal: Proposal) -> list[str]:
    return [named(audience) for audience, _ in messages_for_proposal(proposal, HERE)]


def test_a_proposal_is_told_to_those_who_may_confirm_it_but_its_proposer() -> None:
    assert told_of(PROPOSED) == [ORGANISER]
    assert told_of(replace(PROPOSED, act="reveal_draw")) == [ORGANISER, "qilu"]
    assert {audience.but for audience, _ in messages_for_proposal(PROPOSED, HERE)} == {"a-org"}


@pytest.mark.parametrize("act", ["reveal_draw", "seal_marks", "confirm_selection", "exclude", "something_else"])
def test_nothing_of_what_is_proposed_is_told(act: str) -> None:
    for _, message in messages_for_proposal(replace(PROPOSED, act=act), HERE):
        texts = [templates.line(HERE, message, language) for language in ("zh", "en")]
        assert not [seeded for seeded in (TITLE, "d1", "{") if seeded in str([message, texts])[1:].replace("{}", "")]


def test_a_proposal_that_takes_anothers_place_is_told_anew() -> None:
    [(_, first)] = messages_for_proposal(PROPOSED, HERE)
    [(_, second)] = messages_for_proposal(replace(PROPOSED, v=2), HERE)
    assert first.id != second.id


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (timedelta(days=4), 0),
        (timedelta(days=2), 1),
        (timedelta(hours=9), 1),
        (timedelta(), 0),
        (-timedelta(hours=1), 0),
    ],
)
def test_an_expert_is_warned_three_days_before_and_on_the_last_day(before: timedelta, expected: int) -> None:
    told = rules.reviews_closing(ASSIGNED[0], MARKS_CLOSE, MARKS_CLOSE - before)
    assert (1 if told else 0) == expected


def test_both_warnings_are_two_messages_and_each_is_one_whenever_it_is_made() -> None:
    ids = [
        told.id
        for hours in (60, 30, 20, 2)
        if (told := rules.reviews_closing(ASSIGNED[0], MARKS_CLOSE, MARKS_CLOSE - timedelta(hours=hours)))
    ]
    assert [ids[0] == ids[1], ids[1] == ids[2], ids[2] == ids[3]] == [True, False, True]


def test_whoever_has_submitted_everything_is_neither_warned_nor_reminded() -> None:
    done = ASSIGNED[2]
    asked = Reminder("r1", CALL, ORGANISER, "a-org", ("a-sun",), AT, TRACK, "written")
    assert rules.reviews_closing(done, MARKS_CLOSE, MARKS_CLOSE - timedelta(hours=2)) is None
    assert rules.review_reminder(asked, done, MARKS_CLOSE) is None
    told = rules.review_reminder(asked, ASSIGNED[0], MARKS_CLOSE)
    assert told
    assert (told.n, told.until, told.stage) == (2, MARKS_CLOSE, "written")


def test_the_words_name_the_stage_and_the_deadline() -> None:
    here = Call.from_dict(call(**evaluated()))
    told = messages_for_jury_step(happened("open"), ID, here, OPEN)
    [line] = [templates.line(here, m, "zh") for a, m in told if a.account == WHO["E001"]]
    assert line == "典型应用场景：x已开始，请在 2021-12-05 23:59 (Asia/Shanghai) 前评审 2 项。"


def test_observers_and_agencies_are_the_only_ones_asked_for_by_role() -> None:
    roles = {audience.role for audience, _ in everything() if audience.role}
    assert roles == {Role.AGENCY, Role.OBSERVER}
