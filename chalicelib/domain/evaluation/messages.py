"""Messages of the evaluation, by step and hearer.

None holds a mark, a rank, a decision or a title. An expert is named by label, and only to the organiser and the
expert's own agency; an entry by its short id, and only to an expert who reads it. Owners and desks hear of the roll
alone (`domain/messages.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.access import Role
from chalicelib.domain.call import Call
from chalicelib.domain.evaluation.jury import STEPS, Jury
from chalicelib.domain.evaluation.panel import Assignment, Draw, Review
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.history import Event
from chalicelib.domain.message_kinds import KINDS, Kind
from chalicelib.domain.messages import NEAR, Audience, Message, Notification, Reminder, message_from
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import ORGANISER
from chalicelib.frozen import dataclass

OF_EXPERTS = frozenset({"open", "decline", "reopen_sheet", "reconsider", "replace", "reassign"})
"""Steps that concern single experts, so that the panel is needed to tell of them."""


@dataclass(frozen=True)
class Panel:
    """A jury and its experts as they are now.

    `closes` is when marking ends.
    """

    jury: Jury
    closes: datetime
    draw: Draw | None = None
    assignments: Sequence[Assignment] = ()

    def account(self, label: str) -> str:
        """Return the account of an expert, "" for an unknown label."""
        pool = {one.label: one.account for one in self.draw.pool} if self.draw else {}
        return {**pool, **{one.label: one.expert for one in self.assignments}}.get(label, "")

    def agency(self, label: str) -> str:
        """Return the agency of an expert, "" for the organiser's own."""
        pool = self.draw.pool if self.draw else ()
        return next((one.agency or "" for one in pool if one.label == label), "")

    def was_open(self, at: datetime) -> bool:
        """Return whether its experts had been asked to mark by then."""
        return self.jury.opened_at is not None and self.jury.opened_at <= at


def messages_for_jury_step(event: Event, id: JuryId, call: Call, panel: Panel | None = None) -> list[Notification]:
    """Return the messages of a jury's step.

    `panel` is needed for those `OF_EXPERTS`.
    """
    watched = _watchers(event, id, call) if event.step in KINDS[Kind.JURY_STEP].lines else []
    return [*watched, *(_experts(event, id, call, panel) if panel else [])]


def _watchers(event: Event, id: JuryId, call: Call) -> list[Notification]:
    """Return how far a jury is, for its call's agencies and observers."""
    message = _about(event, id, Kind.JURY_STEP, step=event.step)
    hearing = [*_agencies(call), Audience(role=Role.OBSERVER)]
    return [(replace(one, but=event.actor), message) for one in hearing]


def _agencies(call: Call) -> list[Audience]:
    agencies = call.evaluation.agencies if call.evaluation else {}
    return [Audience(role=Role.AGENCY, agency=code) for code in agencies]


def _experts(event: Event, id: JuryId, call: Call, panel: Panel) -> list[Notification]:
    facts = event.facts
    match event.step:
        case "open":
            return _each(event, Kind.REVIEWS_OPENED, panel, panel.assignments)
        case "reconsider":
            return _each(event, Kind.RECONSIDER, panel, panel.assignments, set(facts["entries"]))
        case "decline":
            return _of_decline(event, id, call, panel)
        case "reopen_sheet":
            return _one(event, Kind.SHEET_REOPENED, panel, facts["expert"], name=facts["entry"])
        case "replace":
            moved = int(facts.get("moved", 0))
            new = [m for label in facts["to"] if moved for m in _added(event, panel, label, moved)]
            return [*_one(event, Kind.RELIEVED, panel, facts["from"]), *new]
        case "reassign" if panel.was_open(event.at):
            gone = _one(event, Kind.REVIEWS_MOVED, panel, facts["from"])
            return [*gone, *_added(event, panel, facts["to"], 1)]
    return []


def _of_decline(event: Event, id: JuryId, call: Call, panel: Panel) -> list[Notification]:
    label = str(event.facts["expert"])
    message = _about(event, id, Kind.EXPERT_DECLINED, name=label)
    own = panel.agency(label)
    offices = [Audience(desk=ORGANISER), *(one for one in _agencies(call) if one.agency == own)]
    return [(one, message) for one in offices]


def _added(event: Event, panel: Panel, label: str, n: int) -> list[Notification]:
    """Return what an expert hears of more to mark.

    Nothing before marks are open: then all of it is told at once.
    """
    return _one(event, Kind.REVIEWS_ADDED, panel, label, n=n) if panel.was_open(event.at) else []


def _one(event: Event, kind: Kind, panel: Panel, label: str, **facts: Any) -> list[Notification]:
    account = panel.account(label)
    if not account:
        return []
    until = panel.closes if "until" in KINDS[kind].lines and panel.closes > event.at else None
    return [(Audience(account=account), _about(event, panel.jury.id, kind, until=until, **facts))]


def _each(
    event: Event, kind: Kind, panel: Panel, assignments: Iterable[Assignment], entries: set[str] | None = None
) -> list[Notification]:
    """Return what each expert hears who has something to mark.

    That is of `entries`, None for all.
    """
    counts = {one.label: len(_open(one.reviews, entries)) for one in assignments}
    return [m for label, n in counts.items() if n for m in _one(event, kind, panel, label, n=n)]


def _open(reviews: Iterable[Review], entries: set[str] | None = None) -> list[Review]:
    return [one for one in reviews if one.is_open and (entries is None or one.entry in entries)]


def _about(event: Event, id: JuryId, kind: Kind, **facts: Any) -> Message:
    """Return a message of a jury's event."""
    source = (event.subject, event.n, kind)
    return message_from(source, kind, id.call, event.at, track=id.track, stage=id.stage, **facts)


def messages_for_proposal(proposal: Proposal, call: Call) -> list[Notification]:
    """Return who hears that an act waits for its second person.

    Whoever may confirm it but the one who proposed. Nothing of what is proposed is in it.
    """
    row, lines = STEPS.get(proposal.act), KINDS[Kind.SECOND_PERSON].lines
    track, _, stage = proposal.about.partition("/")
    facts: Mapping[str, Any] = {
        "track": track,
        "stage": stage if row else "",
        "step": proposal.act if proposal.act in lines else "",
    }
    source = ("proposal", proposal.call, proposal.act, proposal.about, proposal.at, proposal.v)
    message = message_from(source, Kind.SECOND_PERSON, proposal.call, proposal.at, **facts)
    agencies = _agencies(call) if row and Role.AGENCY in row.roles else []
    return [(replace(one, but=proposal.by), message) for one in (Audience(desk=ORGANISER), *agencies)]


def lead_of(closes: datetime, now: datetime) -> timedelta | None:
    """Return the nearest of `NEAR` that has begun before a closing."""
    return next((near for near in NEAR if timedelta() < closes - now <= near), None)


def reviews_closing(assignment: Assignment, closes: datetime, now: datetime) -> Message | None:
    """Return the warning that an expert's time is nearly over.

    Once three days before and once on the last day; None otherwise, and where everything is submitted.
    """
    n, lead, id = len(_open(assignment.reviews)), lead_of(closes, now), assignment.id.jury
    if not n or lead is None:
        return None
    source = (id.subject, "closing", closes, lead)
    facts: Mapping[str, Any] = {"track": id.track, "stage": id.stage, "n": n, "until": closes}
    return message_from(source, Kind.REVIEWS_CLOSING, id.call, now, closes - lead, **facts)


def review_reminder(reminder: Reminder, assignment: Assignment, closes: datetime) -> Message | None:
    """Return an office's reminder to an expert.

    None where everything is submitted.
    """
    n, id = len(_open(assignment.reviews)), assignment.id.jury
    if not n:
        return None
    facts: Mapping[str, Any] = {"track": id.track, "stage": id.stage, "n": n, "until": closes}
    return message_from((reminder.id,), Kind.REVIEW_REMINDER, id.call, reminder.at, **facts)


def has_open(assignment: Assignment) -> bool:
    """Return whether an expert has still something to mark."""
    return bool(_open(assignment.reviews))
