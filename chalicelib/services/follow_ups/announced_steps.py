"""Steps of entries that follow a public act, some in a transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.errors import StepNotAllowed
from chalicelib.domain.submission import Head
from chalicelib.domain.workflow.commands import Command
from chalicelib.domain.workflow.deciding import decide
from chalicelib.domain.workflow.facts import Facts
from chalicelib.services.context import Tools, token
from chalicelib.storage import submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Write
from chalicelib.storage.steps import writes_of

AT_A_TIME = 8
"""Entries of one transaction: head and event each, and what they follow."""


def writes_for(tools: Tools, call: Call, steps: Mapping[str, Command[Head]], by: str, at: datetime) -> list[Write]:
    """Return the writes of entries' steps, by submission.

    `by` is the account that made the act public, at `at`. There are none for an entry that has taken its step, or
    that an exclusion or an objection came before.
    """
    heads = fetch(tools.table, submissions.heads(steps))
    facts = Facts(at, Caller(by, Role.ORGANISER, call.authority.id), Dates(call), announced_at=at)
    return [write for id, step in steps.items() for write in _writes_of_step(facts, step, heads.get(id))]


def _writes_of_step(facts: Facts, step: Command[Head], head: Head | None) -> Sequence[Write]:
    if head is None:
        return []
    try:
        return writes_of(decide(step, head, replace(facts, salt=token(26))))
    except StepNotAllowed:
        return []
