"""The workflow's table: from which states a step leads, to which, by whom, on what conditions, with what effect."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from chalicelib.domain.submission import Head, State
from chalicelib.domain.workflow import effects
from chalicelib.domain.workflow.conditions import (
    complete,
    desk_may_receive,
    filing_open,
    not_asked_yet,
    opinion_given,
    reason_given,
    recommending_open,
    recommending_open_below,
)
from chalicelib.domain.workflow.situation import Command, Effect, Facts
from chalicelib.frozen import dataclass


class Actor(StrEnum):
    """Who may take a step: the submission's owner, or whoever holds it (its desk; nominated, the organiser)."""

    OWNER = "owner"
    HOLDER = "holder"


@dataclass(frozen=True)
class Step:
    """A row of the table. `conditions` raise; `effect` gives head and list as they will be."""

    name: str
    sources: frozenset[State]
    target: State | None
    by: Actor
    conditions: tuple[Callable[[Head, Facts, Command], None], ...]
    effect: Callable[[Head, Facts, Command], Effect]


STEPS: Mapping[str, Step] = {
    step.name: step
    for step in (
        Step("delete", frozenset({State.DRAFT}), None, Actor.OWNER, (), effects.gone),
        Step(
            "push",
            frozenset({State.DRAFT, State.RETURNED}),
            State.PUSHED,
            Actor.OWNER,
            (filing_open, desk_may_receive, complete),
            effects.pushed,
        ),
        Step(
            "ask_back",
            frozenset({State.PUSHED}),
            State.PUSHED,
            Actor.OWNER,
            (not_asked_yet, reason_given),
            effects.marked_asked,
        ),
        Step(
            "withdraw",
            frozenset({State.PUSHED, State.RETURNED}),
            State.WITHDRAWN,
            Actor.OWNER,
            (reason_given,),
            effects.withdrawn,
        ),
        Step(
            "recommend",
            frozenset({State.PUSHED, State.DECLINED}),
            State.RECOMMENDED,
            Actor.HOLDER,
            (opinion_given, recommending_open),
            effects.recommended,
        ),
        Step(
            "take_back",
            frozenset({State.RECOMMENDED}),
            State.PUSHED,
            Actor.HOLDER,
            (),
            effects.taken_back,
        ),
        Step(
            "decline",
            frozenset({State.PUSHED}),
            State.DECLINED,
            Actor.HOLDER,
            (reason_given,),
            effects.declined,
        ),
        Step(
            "return",
            frozenset({State.PUSHED, State.RECOMMENDED, State.DECLINED, State.NOMINATED}),
            State.RETURNED,
            Actor.HOLDER,
            (reason_given,),
            effects.returned,
        ),
        Step(
            "send_back",
            frozenset({State.PUSHED, State.NOMINATED}),
            State.PUSHED,
            Actor.HOLDER,
            (reason_given, recommending_open_below),
            effects.sent_back,
        ),
    )
}
"""One row a step on a submission. What is done to a desk's list itself is among `LIST_STEPS`."""

LIST_STEPS = ("reorder", "report", "attach_scan", "reopen")
