"""What a row says beside the decision: what others may learn of a step, and who hears of it."""

import inspect
from dataclasses import replace
from typing import get_args

import pytest

from chalicelib.domain.access import Caller
from chalicelib.domain.message_kinds import Kind
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.states import ORGANISER, ROWS, State
from chalicelib.domain.subjects import AccountSubject, ListId, SubmissionSubject, read_subject
from chalicelib.domain.submission import Head, Hop
from chalicelib.domain.workflow import commands
from chalicelib.domain.workflow.commands import Command
from chalicelib.domain.workflow.facts import Beside
from chalicelib.domain.workflow.rows import (
    ALL_ROWS,
    ENTRY_STEPS,
    LIST_STEPS,
    Actor,
    Reads,
    desk_named,
    desk_of_caller,
    desk_that_lists,
    is_always_offered,
    list_below,
    list_of_holder,
    list_that_holds,
    no_list,
    row_of,
)
from chalicelib.storage import steps
from tests.domain.situation import AT_CITY, AT_COUNTY, HERE, ORGANISING, OWNER, PUSHED
from tests.factories import CALL, CITY, COUNTY, TRACK


def test_every_command_has_one_row() -> None:
    kinds = {kind for _, kind in inspect.getmembers(commands, inspect.isclass) if issubclass(kind, Command)}
    assert sorted(row.command.__name__ for row in ALL_ROWS) == sorted(k.__name__ for k in kinds - {Command})
    assert len(ENTRY_STEPS) + len(LIST_STEPS) == len(ALL_ROWS)
    assert all(row_of(row.command) is row for row in ALL_ROWS)


def test_what_a_step_is_for_others() -> None:
    assert {row.step for row in ALL_ROWS if row.is_decision} == {"recommend", "take_back", "decline"}
    assert {row.step for row in ALL_ROWS if row.is_visible_above} == {"reopen", "send_back", "attach_scan"}
    assert {row.step for row in ENTRY_STEPS.values() if not row.is_move} == {
        "ask_back",
        "late_pass",
        "ask_correction",
        "correct",
        "admit",
        "not_admit",
        "notice",
        "take_objection",
        "rule_objection",
        "award",
        "pass_over",
        "revoke",
        "exclude",
    }
    assert {row.step for row in ALL_ROWS if row.is_between_desks} == {"send_back"}


def test_what_is_counted() -> None:
    assert {row.command.__name__: row.metric for row in ALL_ROWS if row.metric} == {
        "Push": "Pushes",
        "Recommend": "Recommendations",
        "ReportList": "Reports",
    }


def test_who_hears() -> None:
    hearing = {
        (row.command.__name__, role, kind) for row in ALL_ROWS for role, kind in vars(row.hearers).items() if kind
    }
    assert hearing == {
        ("Push", "owner", Kind.PUSHED),
        ("Push", "desk", Kind.ARRIVED),
        ("AskBack", "desk", Kind.ASKED_BACK),
        ("Return", "owner", Kind.RETURNED),
        ("SendBack", "desk", Kind.SENT_BACK),
        ("GrantLatePass", "owner", Kind.LATE_PASS),
        ("GoUp", "owner", Kind.RECOMMENDED),
        ("AskCorrection", "owner", Kind.CORRECTION),
        ("Correct", "desk", Kind.CORRECTED),
        ("Admit", "owner", Kind.ADMITTED),
        ("NotAdmit", "owner", Kind.NOT_ADMITTED),
        ("GiveNotice", "owner", Kind.NOTICED),
        ("TakeObjection", "owner", Kind.OBJECTION_TAKEN),
        ("RuleObjection", "owner", Kind.OBJECTION_RULED),
        ("Award", "owner", Kind.AWARDED),
        ("PassOver", "owner", Kind.NOT_SELECTED),
        ("Revoke", "owner", Kind.REVOKED),
        ("Exclude", "owner", Kind.EXCLUDED),
        ("ReportList", "desk", Kind.REPORTED),
        ("ReportList", "above", Kind.REPORTED),
        ("ReopenList", "desk", Kind.REOPENED),
    }


def test_every_value_beside_is_written() -> None:
    """By name, since types are erased; what is missing altogether is an error of types."""
    source = inspect.getsource(steps._writes_beside)
    assert [kind.__name__ for kind in get_args(Beside) if f"case {kind.__name__}()" not in source] == []


@pytest.mark.parametrize("state", State)
def test_a_state_that_its_owner_may_edit_is_no_desks_and_none_that_may_be_linked(state: State) -> None:
    row = ROWS[state]
    assert not (row.editable and (row.linkable or row.decided or row.listed or row.waiting))
    assert row.linkable or not row.carried


def test_a_subject_is_read_as_it_is_written() -> None:
    named = ListId("call", "desk", "track")
    assert (named.subject, read_subject(named.subject)) == ("call/desk/track", named)
    assert read_subject("call.track.id") == SubmissionSubject("call.track.id")
    owner = AccountSubject("a234")
    assert (owner.subject, read_subject(owner.subject)) == ("account/a234", owner)


OPEN_LIST = RankedList(CALL, COUNTY, TRACK)


@pytest.mark.parametrize(
    ("actor", "caller", "head", "is_actor"),
    [
        (Actor.OWNER, OWNER, PUSHED, True),
        (Actor.OWNER, AT_COUNTY, PUSHED, False),
        (Actor.HOLDER, AT_COUNTY, PUSHED, True),
        (Actor.HOLDER, AT_CITY, PUSHED, False),
        (Actor.HOLDER, ORGANISING, PUSHED, False),
        (Actor.HOLDER, ORGANISING, replace(PUSHED, desk=ORGANISER), True),
        (Actor.HOLDER, OWNER, PUSHED, False),
        (Actor.ORGANISER, ORGANISING, PUSHED, True),
        (Actor.ORGANISER, AT_CITY, PUSHED, False),
        (Actor.SYSTEM, OWNER, PUSHED, True),
        (Actor.SEASON, ORGANISING, PUSHED, True),
        (Actor.DESK, AT_COUNTY, PUSHED, False),
        (Actor.ABOVE, AT_CITY, PUSHED, False),
    ],
)
def test_who_an_actor_is_for_an_entry(actor: Actor, caller: Caller, head: Head, is_actor: bool) -> None:
    assert actor.is_on_entry(caller, head) is is_actor


@pytest.mark.parametrize(
    ("actor", "caller", "desk", "is_actor"),
    [
        (Actor.DESK, AT_COUNTY, COUNTY, True),
        (Actor.DESK, AT_CITY, COUNTY, False),
        (Actor.DESK, ORGANISING, COUNTY, False),
        (Actor.ABOVE, AT_CITY, COUNTY, True),
        (Actor.ABOVE, AT_COUNTY, COUNTY, False),
        (Actor.ABOVE, ORGANISING, COUNTY, False),
        (Actor.ABOVE, ORGANISING, CITY, True),
        (Actor.ABOVE, AT_CITY, CITY, False),
        (Actor.OWNER, OWNER, COUNTY, False),
        (Actor.HOLDER, AT_COUNTY, COUNTY, False),
        (Actor.SYSTEM, AT_COUNTY, COUNTY, False),
        (Actor.SEASON, ORGANISING, COUNTY, False),
        (Actor.ORGANISER, ORGANISING, COUNTY, False),
    ],
)
def test_who_an_actor_is_for_a_list(actor: Actor, caller: Caller, desk: str, is_actor: bool) -> None:
    assert actor.is_on_list(caller, replace(OPEN_LIST, desk=desk), HERE) is is_actor


def test_a_step_without_a_rule_of_its_own_is_always_offered() -> None:
    assert is_always_offered(PUSHED, HERE) is True
    assert no_list(PUSHED) is None


def test_which_desks_list_and_dates_are_read() -> None:
    listed, up = replace(PUSHED, state=State.RECOMMENDED), replace(PUSHED, desk=CITY, came=(Hop(COUNTY, 1, 2),))
    with_organiser = replace(PUSHED, state=State.NOMINATED, desk=ORGANISER)
    assert desk_of_caller(AT_CITY, commands.TakeBack(), PUSHED) == CITY
    assert desk_named(OWNER, commands.Push(CITY), PUSHED) == CITY
    assert desk_that_lists(OWNER, commands.Withdraw("x"), listed) == COUNTY
    assert desk_that_lists(OWNER, commands.Withdraw("x"), PUSHED) is None
    assert desk_that_lists(OWNER, commands.Withdraw("x"), None) is None
    assert (list_of_holder(PUSHED), list_of_holder(with_organiser)) == (COUNTY, None)
    assert (list_that_holds(listed), list_that_holds(PUSHED)) == (COUNTY, None)
    assert (list_below(up), list_below(PUSHED)) == (COUNTY, None)


def test_what_each_step_reads() -> None:
    assert {row.command.__name__: (row.first, set(row.reads)) for row in ALL_ROWS if row.first or row.reads} == {
        "DeleteDraft": (None, {Reads.ANSWERS}),
        "Push": (Reads.ANSWERS, {Reads.DRAFT}),
        "Withdraw": (Reads.HEAD, set()),
        "Return": (None, {Reads.ROLL}),
        "SendBack": (None, {Reads.ROLL}),
        "AskCorrection": (None, {Reads.ROLL, Reads.FIELDS}),
        "ReportList": (None, {Reads.ENTRIES}),
    }
    assert {row.command.__name__ for row in ALL_ROWS if not row.by_readers} == {"GrantLatePass"}
    assert {row.command.__name__ for row in ALL_ROWS if row.desk is None} == {
        "GrantLatePass",
        "GoUp",
        "AskCorrection",
        "Admit",
        "NotAdmit",
        "GiveNotice",
        "Award",
        "PassOver",
        "Revoke",
        "TakeObjection",
        "RuleObjection",
        "Exclude",
    }
