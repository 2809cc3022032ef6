"""The conditions of the workflow's rows.

Each checks one thing: it returns, or raises the refusal.
"""

from collections.abc import Container
from typing import Protocol

from chalicelib.domain.calendar import check_future
from chalicelib.domain.errors import (
    Busy,
    Closed,
    DeskNotAllowed,
    Incomplete,
    Invalid,
    QuotaFull,
    StepNotAllowed,
    TrackRetired,
)
from chalicelib.domain.evaluation.roll import is_correcting, is_current
from chalicelib.domain.ranking import RankedList, ceiling
from chalicelib.domain.submission import ORGANISER, Head, State
from chalicelib.domain.workflow.commands import (
    Admit,
    AskBack,
    AskCorrection,
    Award,
    Correct,
    GiveNotice,
    GrantLatePass,
    NotAdmit,
    PassOver,
    Push,
    Recommend,
    ReopenList,
    ReportList,
    Return,
    RuleObjection,
    SendBack,
    TakeObjection,
)
from chalicelib.domain.workflow.facts import Facts


class Reasoned(Protocol):
    """A command with a reason."""

    @property
    def reason(self) -> str: ...


def check_reason(subject: Head | RankedList, facts: Facts, command: Reasoned) -> None:
    if not command.reason.strip():
        raise Invalid.at("/reason", "required")


def check_opinion(head: Head, facts: Facts, command: Recommend) -> None:
    if not command.opinion.strip():
        raise Invalid.at("/opinion", "required")


def check_filing_open(head: Head, facts: Facts, command: Push) -> None:
    facts.dates.must_file(facts.now, head, command.desk, facts.settings)


def check_track_open(head: Head, facts: Facts, command: Push) -> None:
    """Refuse a first push in a retired track.

    What was returned in it may come again.
    """
    if facts.call.track(head.track).retired and head.revision == 0:
        raise TrackRetired(track=head.track)


def check_desk_may_receive(head: Head, facts: Facts, command: Push) -> None:
    if not may_receive(head, command.desk, facts.checked_draft.receiving):
        raise DeskNotAllowed(desk=command.desk)


def check_complete(head: Head, facts: Facts, command: Push | Correct) -> None:
    problems = facts.checked_draft.problems
    if any(problem["level"] == "refuse" for problem in problems):
        raise Incomplete(errors=list(problems))


def check_first_request(head: Head, facts: Facts, command: AskBack) -> None:
    if head.asked_back_at:
        raise StepNotAllowed(step="ask_back", state=head.state)


def check_recommending_open(head: Head, facts: Facts, command: Recommend) -> None:
    facts.dates.must_recommend(facts.now, head.desk or "", facts.settings)


def check_below_may_go_on(head: Head, facts: Facts, command: SendBack) -> None:
    if head.below:
        facts.dates.must_go_on(facts.now, head.below.desk, facts.settings, command.until)


def check_not_on_roll(head: Head, facts: Facts, command: Return | SendBack) -> None:
    """Refuse to take a nominated entry off a roll that is frozen.

    One that came up too late to be on it may still go back.
    """
    if head.state is State.NOMINATED and facts.roll and is_current(facts.roll.check, head):
        _check_gate(head, facts, "return" if isinstance(command, Return) else "send_back")


def check_roll_open(head: Head, facts: Facts, command: AskCorrection | Correct) -> None:
    """Refuse what would change the roll once it is frozen."""
    _check_gate(head, facts, "correct" if isinstance(command, Correct) else "ask_correction")


def check_roll_frozen(head: Head, facts: Facts, command: Admit | NotAdmit) -> None:
    """Refuse to tell an outcome before the roll is frozen."""
    if facts.roll is None or not facts.roll.gate.frozen:
        raise StepNotAllowed(step="admit", state=head.state)


def check_announced(head: Head, facts: Facts, command: GiveNotice | Award | PassOver) -> None:
    """Refuse to tell of what is not public yet."""
    if facts.announced_at is None or facts.announced_at > facts.now:
        raise StepNotAllowed(step="announce", state=head.state)


def check_no_objection(head: Head, facts: Facts, command: Award) -> None:
    """Refuse an award while an objection is open."""
    if head.objections:
        raise StepNotAllowed(step="award", state=head.state)


def check_summary(head: Head, facts: Facts, command: TakeObjection) -> None:
    if not command.summary.strip():
        raise Invalid.at("/summary", "required")


def check_objected(head: Head, facts: Facts, command: RuleObjection) -> None:
    """Refuse a ruling where no objection is open."""
    if not head.objections:
        raise StepNotAllowed(step="rule_objection", state=head.state)


def _check_gate(head: Head, facts: Facts, step: str) -> None:
    gate = facts.roll.gate if facts.roll else None
    if gate is None or gate.frozen:
        raise StepNotAllowed(step=step, state=head.state)
    if gate.is_freezing(facts.now):
        raise Busy()


def check_fields_named(head: Head, facts: Facts, command: AskCorrection) -> None:
    """Refuse a request without fields, or with one the form lacks."""
    if not command.asks:
        raise Invalid.at("/asks", "required")
    for name in command.asks:
        if name not in facts.fields:
            raise Invalid.at(f"/asks/{name}", "not_an_option")


def check_correction_open(head: Head, facts: Facts, command: Correct) -> None:
    if not is_correcting(head, facts.now):
        raise Closed(which="correction", closed_at=head.correcting_until)


def check_only_named_fields(head: Head, facts: Facts, command: Correct) -> None:
    """Refuse a correction of nothing, or of an unnamed field."""
    if not command.fields:
        raise Invalid.at("/answers", "nothing_changed")
    for name in command.fields:
        if name not in head.correctable:
            raise Invalid.at(f"/answers/{name}", "not_correctable")


def check_until(head: Head, facts: Facts, command: GrantLatePass) -> None:
    check_future(facts.now, command.until)


def check_reporting_open(ranked: RankedList, facts: Facts, command: ReportList) -> None:
    """Refuse a desk's report after its deadline, and an automatic one before."""
    if not command.automatic:
        facts.dates.must_recommend(facts.now, ranked.desk, facts.settings)
    elif not facts.dates.is_overdue(facts.now, ranked.desk, facts.settings):
        raise StepNotAllowed(step="report", state=ranked.state)


def check_within_quota(ranked: RankedList, facts: Facts, command: ReportList) -> None:
    """Refuse a desk's report of more than its places and slack allow.

    They may have been lowered since. An automatic report goes up as it is: nobody is there to shorten it, and the level
    above sees by how much it is over.
    """
    used, quota = len(ranked.ids), facts.quota
    if quota and not command.automatic and used > ceiling(quota):
        raise QuotaFull(places=quota.places, slack=quota.slack, used=used)


def check_desk_may_go_on(ranked: RankedList, facts: Facts, command: ReopenList) -> None:
    facts.dates.must_go_on(facts.now, ranked.desk, facts.settings, command.until)


def fixed_receiver(head: Head) -> str | None:
    """Return the only desk that may receive; None with a choice.

    An entry that a level above returned goes to that level again, the organiser included.
    """
    return head.desk if head.state is State.RETURNED and (head.came or head.desk == ORGANISER) else None


def returned_by(head: Head) -> str | None:
    """Return the desk that a returned entry may always go back to."""
    return head.desk if head.state is State.RETURNED else None


def may_receive(head: Head, desk: str | None, receiving: Container[str]) -> bool:
    """Return whether a push may go to a desk."""
    fixed = fixed_receiver(head)
    return desk == fixed if fixed else desk is not None and desk in receiving
