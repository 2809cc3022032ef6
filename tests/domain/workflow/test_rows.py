"""What a row says beside the decision: what others may learn of a step, and who hears of it."""

import inspect
from typing import get_args

import pytest

from chalicelib.domain.message_kinds import Kind
from chalicelib.domain.states import ROWS, State
from chalicelib.domain.subjects import ListId, SubmissionSubject, read_subject
from chalicelib.domain.workflow import commands
from chalicelib.domain.workflow.commands import Command
from chalicelib.domain.workflow.facts import Beside
from chalicelib.domain.workflow.rows import ALL_ROWS, ENTRY_STEPS, LIST_STEPS, row_of
from chalicelib.storage import steps


def test_every_command_has_one_row() -> None:
    kinds = {kind for _, kind in inspect.getmembers(commands, inspect.isclass) if issubclass(kind, Command)}
    assert sorted(row.command.__name__ for row in ALL_ROWS) == sorted(k.__name__ for k in kinds - {Command})
    assert len(ENTRY_STEPS) + len(LIST_STEPS) == len(ALL_ROWS)
    assert all(row_of(row.command) is row for row in ALL_ROWS)


def test_what_a_step_is_for_others() -> None:
    assert {row.step for row in ALL_ROWS if row.is_decision} == {"recommend", "take_back", "decline"}
    assert {row.step for row in ALL_ROWS if row.is_visible_above} == {"reopen", "send_back", "attach_scan"}
    assert {row.step for row in ENTRY_STEPS.values() if not row.is_move} == {"ask_back", "late_pass"}
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
