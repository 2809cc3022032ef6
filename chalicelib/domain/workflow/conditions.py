"""The conditions of the workflow's table, each saying one thing: it returns, or raises what stands in the way."""

from collections.abc import Container

from chalicelib.domain.errors import DeskNotAllowed, Incomplete, Invalid, StepNotAllowed
from chalicelib.domain.submission import ORGANISER, Head, State
from chalicelib.domain.workflow.situation import Command, Facts


def complete(head: Head, s: Facts, wish: Command) -> None:
    if any(p["level"] == "refuse" for p in s.problems):
        raise Incomplete(errors=list(s.problems))


def desk_may_receive(head: Head, s: Facts, wish: Command) -> None:
    if not may_receive(head, wish.desk, s.receiving):
        raise DeskNotAllowed(desk=wish.desk)


def filing_open(head: Head, s: Facts, wish: Command) -> None:
    s.dates.must_file(s.now, head, wish.desk or "", s.settings)


def recommending_open(head: Head, s: Facts, wish: Command) -> None:
    s.dates.must_recommend(s.now, head.desk or "", s.settings)


def recommending_open_below(head: Head, s: Facts, wish: Command) -> None:
    if head.below:
        s.dates.must_go_on(s.now, head.below.desk, s.settings, wish.until)


def reason_given(head: Head, s: Facts, wish: Command) -> None:
    if not wish.reason.strip():
        raise Invalid.at("/reason", "required")


def opinion_given(head: Head, s: Facts, wish: Command) -> None:
    if not wish.opinion.strip():
        raise Invalid.at("/opinion", "required")


def not_asked_yet(head: Head, s: Facts, wish: Command) -> None:
    if head.asked_back_at:
        raise StepNotAllowed(step="ask_back", state=head.state)


def may_receive(head: Head, desk: str | None, receiving: Container[str]) -> bool:
    """What a level above returned comes again to it; otherwise any desk that may receive it."""
    if head.state is State.RETURNED and (head.came or head.desk == ORGANISER):
        return desk == head.desk
    return desk is not None and desk in receiving
