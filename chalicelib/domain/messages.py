"""Messages: what each step, announcement or deadline sends, and to whom.

A message is made of an event and of nothing else, so that the same event handled twice, late or in another order
makes the same message. It holds codes, figures and the entry's name; its words are those of its kind
(`domain/message_kinds.py`).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account, AccountStep
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.channels import AddressChannel, Channel
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.erasure import NOTICE_PERIOD, kept_until
from chalicelib.domain.history import Event
from chalicelib.domain.links import LinkRequest
from chalicelib.domain.message_kinds import KINDS, Line
from chalicelib.domain.message_kinds import Kind as Kind
from chalicelib.domain.subjects import JuryId, ListId
from chalicelib.domain.submission import ORGANISER, Head, State
from chalicelib.domain.workflow.rows import ENTRY_STEPS, LIST_STEPS
from chalicelib.frozen import dataclass

Standing = Literal["nothing", "draft", "returned"]
"""What somebody who has not pushed has: nothing begun, a draft, or an entry that was returned."""


NEAR = (timedelta(hours=24), timedelta(days=3))
"""How long before a deadline somebody with an unfinished entry is told, nearest first."""


MOST_WAITING = 100
MOST_TRIES = 9


@dataclass(frozen=True)
class Message:
    """A message to one account.

    `id` begins with the moment that lists sort by; `n` counts the entries it stands for; `until` is the deadline it is
    about; `desk` the desk that acted, or where the entry lies. Of the evaluation: `stage` the jury's, `step` what it
    or a second person's act is called, `name` the label of an expert or the short id of an entry.
    """

    id: str
    kind: Kind
    call: str
    at: datetime
    track: str = ""
    submission: str = ""
    name: str = ""
    desk: str = ""
    n: int = 1
    until: datetime | None = None
    standing: Standing | None = None
    stage: str = ""
    step: str = ""

    @property
    def expires(self) -> datetime:
        return self.at + KINDS[self.kind].kept

    @property
    def line(self) -> Line:
        """The variant of its kind's words that fits, else the kind's first."""
        lines, fitting = KINDS[self.kind].lines, (self.standing, self.step, self.until and "until")
        return next((lines[one] for one in fitting if one and one in lines), next(iter(lines.values())))

    def joined(self, other: "Message") -> "Message":
        """One message for both: the same id, all entries, the later moment."""
        return replace(self, n=self.n + other.n, at=max(self.at, other.at))


@dataclass(frozen=True)
class Audience:
    """One account, or all of a desk but the one who acted.

    The organiser's office counts as a desk. `role`: all of a role instead, of an agency if one is named.
    """

    account: str = ""
    desk: str = ""
    but: str = ""
    role: Role | None = None
    agency: str = ""


Notification = tuple[Audience, Message]


def has_hearers(step: str, *, of_account: bool = False) -> bool:
    """Return whether anybody hears of a step of an entry or account."""
    if of_account:
        return step in _DONE_TO_ACCOUNT
    row = ENTRY_STEPS.get(step)
    return row is not None and bool(row.hearers.owner or row.hearers.desk)


def messages_for_step(event: Event, head: Head, call: Call) -> list[Notification]:
    """Return the messages of an entry's step, as its row says.

    An applicant hears what its timeline shows, without ranks and opinions: of a recommendation when it goes up with the
    report, of a decline when it is announced (`messages_for_announcement`). Desks hear of a report by its list
    (`messages_for_list_step`).
    """
    row = ENTRY_STEPS.get(event.step)
    if row is None:
        return []
    owner, desk, messages = row.hearers.owner, _desk_after(event), list[Notification]()
    if owner and (KINDS[owner].confirms or event.actor != head.owner):
        messages.append((Audience(account=head.owner), _for_owner(owner, event, head, call)))
    if row.hearers.desk:
        audience = Audience(desk=desk, but=event.actor)
        messages.append((audience, _for_desk(row.hearers.desk, event, head, call)))
    return messages


def messages_for_list_step(event: Event, list_id: ListId, call: Call) -> list[Notification]:
    """Return the messages of a list's step, as its row says."""
    row, (_, desk, track) = LIST_STEPS.get(event.step), list_id
    if row is None or desk not in call.desks:
        return []
    n = len(event.facts.get("order", ())) or 1

    def message(kind: Kind) -> Message:
        by_itself = kind is Kind.REPORTED and event.facts.get("automatic")
        return Message(
            _id(event.at, event.subject, event.n),
            Kind.REPORTED_AT_CLOSE if by_itself else kind,
            call.id,
            event.at,
            track=track,
            desk=desk,
            n=n,
        )

    hearing = ((desk, row.hearers.desk), (call.desk(desk).parent or ORGANISER, row.hearers.above))
    return [(Audience(desk=to, but=event.actor), message(kind)) for to, kind in hearing if kind]


def messages_for_roll(event: Event, jury: JuryId, admitted: Mapping[str, int]) -> list[Notification]:
    """Return the messages of a frozen roll to its desks.

    `admitted`: desk → how many of its entries are admitted, which may be none.
    """
    return [
        (
            Audience(desk=desk),
            Message(
                _id(event.at, event.subject, event.n),
                Kind.ROLL_FROZEN,
                jury.call,
                event.at,
                track=jury.track,
                desk=desk,
                n=n,
            ),
        )
        for desk, n in admitted.items()
    ]


def messages_for_announcement(before: Head | None, after: Head, at: datetime) -> list[Notification]:
    """Return the message of a decline that was announced just now.

    From then on its applicant may know of it (ADR 7). `at`: when that was written.
    """
    if not after.announced or (before is not None and before.announced):
        return []
    message = Message(
        _id(at, after.id, "declined", after.v),
        Kind.DECLINED,
        after.call,
        at,
        track=after.track,
        submission=after.id,
        name=after.card.name,
        desk=after.desk or "",
    )
    return [(Audience(account=after.owner), message)]


def messages_for_new_account(account: Account) -> list[Notification]:
    """Return the first message of an account if it was issued."""
    if account.agreed_at or not account.must_change:
        return []
    message = Message(
        _id(account.created_at, account.id, "handed_out"),
        Kind.HANDED_OUT,
        account.call,
        account.created_at,
        desk=account.desk or (ORGANISER if account.role is Role.ORGANISER else ""),
    )
    return [(Audience(account=account.id), message)]


def message_of_link(request: LinkRequest, linked: Head) -> Message:
    """Return the message that asks an entry's owner to confirm a link.

    It tells nothing of the other submission; the entry's page does.
    """
    return Message(
        _id(request.at, request.linked, request.linking, "link"),
        Kind.LINK_REQUEST,
        linked.call,
        request.at,
        track=linked.track,
        submission=linked.id,
        name=(linked.pushed_card or linked.card).name,
    )


def messages_for_account_step(event: Event, account: Account) -> list[Notification]:
    """Return the message of what an office did to an account."""
    kind = _DONE_TO_ACCOUNT.get(event.step)
    if kind is None or event.actor == account.id:
        return []
    office = str(event.facts.get("office", ""))
    message = Message(_id(event.at, event.subject, event.n), kind, account.call, event.at, desk=office)
    return [(Audience(account=account.id), message)]


_DONE_TO_ACCOUNT: Mapping[str, Kind] = {
    AccountStep.RESET_PASSWORD: Kind.PASSWORD_RESET,
    AccountStep.DISABLE: Kind.DISABLED,
    AccountStep.ENABLE: Kind.ENABLED,
}


def closing(head: Head, dates: Dates, settings: Mapping[str, DeskSettings], now: datetime) -> Message | None:
    """Return the warning that an unfinished entry's time is nearly over.

    Once three days before and once on the last day; None otherwise. The time is that of the desk it lay at, or of its
    area's nearest.
    """
    if not head.editable or _is_shut(head, dates.call):
        return None
    until = dates.last_push(head, head.desk or head.area, settings)
    left = until - now
    lead = next((near for near in NEAR if timedelta() < left <= near), None)
    if lead is None:
        return None
    return Message(
        _id(until - lead, head.id, "closing", until, lead),
        Kind.CLOSING,
        head.call,
        now,
        track=head.track,
        submission=head.id,
        name=head.card.name,
        desk=head.desk or "",
        until=until,
        standing="returned" if head.state is State.RETURNED else "draft",
    )


def draft_ends(head: Head, dates: Dates, now: datetime) -> Message | None:
    """Return the notice that a draft will be erased soon.

    Once, two weeks before; None otherwise. A late pass may keep it longer.
    """
    until = kept_until(head, dates)
    if until is None or not timedelta() < until - now <= NOTICE_PERIOD:
        return None
    return Message(
        _id(until - NOTICE_PERIOD, head.id, "draft_ends", until),
        Kind.DRAFT_ENDS,
        head.call,
        now,
        track=head.track,
        submission=head.id,
        name=head.card.name,
        until=until,
    )


def reminder(request: str, desk: str, heads: Sequence[Head], call: Call, at: datetime) -> Message | None:
    """Return a desk's reminder to the owner of these entries.

    None where nothing is left to push. `request` is the id of the desk's request.
    """
    heads = [head for head in heads if not _is_shut(head, call)]
    state = standing(heads)
    if state is None:
        return None
    open_ = [h for h in heads if h.editable and (h.state is State.RETURNED) == (state == "returned")]
    only = open_[0] if len(open_) == 1 else None
    return Message(
        _id(at, request),
        Kind.REMINDER,
        call.id,
        at,
        track=only.track if only else "",
        submission=only.id if only else "",
        name=only.card.name if only else "",
        desk=desk,
        n=len(open_),
        standing=state,
    )


def call_changed(news: "CallNews", heads: Sequence[Head]) -> Message | None:
    """Return the message that a call asks more, to their owner.

    None where nothing of theirs is to be pushed in its tracks, or all has been saved since.
    """
    open_ = [h for h in heads if h.editable and h.track in news.tracks and h.card.version < news.version]
    if not open_:
        return None
    only = open_[0] if len(open_) == 1 else None
    return Message(
        _id(news.at, news.call, "version", news.version),
        Kind.CALL_CHANGED,
        news.call,
        news.at,
        track=only.track if only else "",
        submission=only.id if only else "",
        name=only.card.name if only else "",
        n=len(open_),
    )


def _is_shut(head: Head, call: Call) -> bool:
    """Return whether a draft can never be pushed, its track being retired."""
    track = call.tracks.get(head.track)
    return track is not None and track.retired and head.state is State.DRAFT


def standing(heads: Sequence[Head]) -> Standing | None:
    """Return what an applicant still has to push.

    None where everything begun was pushed.
    """
    states = {h.state for h in heads}
    if State.RETURNED in states:
        return "returned"
    if State.DRAFT in states:
        return "draft"
    return None if states else "nothing"


def message_from(
    source: Sequence[object], kind: Kind, call: str, at: datetime, moment: datetime | None = None, **facts: Any
) -> Message:
    """Return the message of a source, of which its id is made.

    `moment` is what lists sort it by, where that is not `at`.
    """
    return Message(_id(moment or at, *source), kind, call, at, **facts)


def day_of(at: datetime, call: Call) -> datetime:
    """Return when the day of `at` began in the call's zone."""
    local = at.astimezone(ZoneInfo(call.zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def _desk_before(event: Event) -> str:
    """Return the desk that acted, or that a first push reached."""
    return str(event.facts.get("desk") or _desk_after(event))


def _desk_after(event: Event) -> str:
    return str(event.facts.get("to_desk") or event.facts.get("desk") or "")


def _for_owner(kind: Kind, event: Event, head: Head, call: Call) -> Message:
    message = _about(event, head, kind, _desk_before(event), head.card.name)
    if kind is Kind.PUSHED:
        return replace(message, desk=_desk_after(event))
    if kind in {Kind.LATE_PASS, Kind.CORRECTION}:
        return replace(message, desk=ORGANISER, until=datetime.fromisoformat(event.facts["until"]))
    if kind is Kind.RETURNED and _still(event, head):
        return replace(message, until=_beyond_filing(head, call))
    return message


def _for_desk(kind: Kind, event: Event, head: Head, call: Call) -> Message:
    desk = _desk_after(event)
    if kind is Kind.ARRIVED:
        return _gathered(event, call, head.track, desk)
    name = (head.pushed_card or head.card).name if desk in head.way else ""
    return _about(event, head, kind, _desk_before(event), name)


def _about(event: Event, head: Head, kind: Kind, desk: str, name: str) -> Message:
    return Message(
        _id(event.at, event.subject, event.n),
        kind,
        head.call,
        event.at,
        track=head.track,
        submission=head.id,
        name=name,
        desk=desk,
    )


def _gathered(event: Event, call: Call, track: str, desk: str) -> Message:
    """Return the day's message of arrivals at a desk in a track.

    Each arrival of the day makes the same id, and the message counts them.
    """
    day = day_of(event.at, call)
    return Message(_id(day, call.id, track, desk, "arrived"), Kind.ARRIVED, call.id, event.at, track=track, desk=desk)


def _still(event: Event, head: Head) -> bool:
    """Return True if no event came after this one."""
    return head.events == event.n


def _beyond_filing(head: Head, call: Call) -> datetime | None:
    """Return the last moment for a push after a return.

    None where that is not later than the call's own last day.
    """
    until = head.resubmit_until
    return until if until and until > call.calendar.filing_closes else None


def _id(moment: datetime, *source: object) -> str:
    """Return an id that sorts by moment, the same for one source."""
    digest = hashlib.sha256("\n".join(map(str, source)).encode()).hexdigest()[:16]
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S}-{digest}"


@dataclass(frozen=True)
class Reminder:
    """A desk's request to remind `accounts` of its area.

    `by` is the seat it came from. With a `stage` it reminds experts of a jury, and `desk` is the organiser's.
    """

    id: str
    call: str
    desk: str
    by: str
    accounts: tuple[str, ...]
    at: datetime
    track: str = ""
    stage: str = ""


@dataclass(frozen=True)
class CallNews:
    """The news that a version asks more than the one before.

    It goes to the owners of unpushed entries in `tracks`, a page of accounts after the other: `role` and `cursor` say
    from where to go on, `v` rises with each page.
    """

    call: str
    version: int
    tracks: tuple[str, ...]
    at: datetime
    role: Role = Role.APPLICANT
    cursor: str | None = None
    done: bool = False
    v: int = 1

    def after_page(self, cursor: str | None) -> "CallNews":
        """Return it after a page of accounts; `cursor` leads to the next.

        Applicants come first, then the people of desks, who may have filings of their own.
        """
        if cursor:
            return replace(self, cursor=cursor, v=self.v + 1)
        last = self.role is Role.RECOMMENDER
        return replace(self, role=Role.RECOMMENDER, cursor=None, done=last, v=self.v + 1)


@dataclass(frozen=True)
class DailyScan:
    """The progress of a day's walk through all applicants of a call."""

    cursor: str | None = None
    done: bool = False


@dataclass(frozen=True)
class Preferences:
    """An account's ways to be reached: confirmed addresses and channels.

    `phone` is the number that was confirmed, whatever the account's is now. Mail and the authority's own gateway are on
    unless switched off, a text message costs and is off.
    """

    account: str
    mail: str = ""
    phone: str = ""
    channels: tuple[Channel, ...] = ("mail", "webhook")
    v: int = 0

    def confirmed(self, channel: AddressChannel) -> str:
        """Return the confirmed address of a channel, "" without one."""
        return self.mail if channel == "mail" else self.phone


@dataclass(frozen=True)
class Outbox:
    """Messages that wait to leave together for one account by one channel.

    `due`: not before; `tries` that failed so far; `confirms` is an address that asks for its code instead.
    """

    account: str
    channel: Channel
    waiting: tuple[str, ...]
    due: datetime
    tries: int = 0
    confirms: str = ""
    v: int = 1

    def with_one(self, message: str) -> "Outbox":
        """Return it with one more message.

        Beyond `MOST_WAITING` the oldest are left to the site.
        """
        waiting = tuple(dict.fromkeys((*self.waiting, message)))
        return replace(self, waiting=waiting[-MOST_WAITING:], v=self.v + 1)

    def without(self, sent: Sequence[str]) -> "Outbox":
        """Return it without the messages sent; its tries begin anew."""
        return replace(self, waiting=tuple(w for w in self.waiting if w not in sent), tries=0, v=self.v + 1)


@dataclass(frozen=True)
class OutgoingMessage:
    """A message as a channel carries it.

    `id` is the same at every try; `address` a mail address, a phone number, or empty.
    """

    id: str
    account: str
    login: str
    address: str
    subject: str
    text: str
    kinds: tuple[Kind, ...]


def backoff(tries: int) -> timedelta:
    """Return the wait after so many failed tries.

    A minute, two, four …: some eight hours in all.
    """
    return timedelta(minutes=2 ** (tries - 1))
