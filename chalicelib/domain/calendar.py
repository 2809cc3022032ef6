"""Deadlines: when filing and recommending close for which desk.

Planned dates come from the call; extensions, a desk's own earlier dates and late passes are read with every change. No
rule here reads a clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.call import Call
from chalicelib.domain.desks import DeskSettings, chain
from chalicelib.domain.errors import Closed, Invalid
from chalicelib.domain.submission import ORGANISER, Head
from chalicelib.frozen import dataclass

Which = Literal["filing", "recommending"]

FARTHEST = timedelta(days=366)
"""How far ahead an extension or late pass may reach."""


@dataclass(frozen=True)
class Extension:
    """More time that the organiser gives to one desk, or to all.

    `desk` is None for all.
    """

    which: Which
    desk: str | None
    until: datetime
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True)
class Extensions:
    """The extensions of a call that are in force.

    Every step reads them, so they are few: the latest of all desks and of each desk, without reasons. Each extension
    has a record of its own beside them.
    """

    items: tuple[Extension, ...] = ()
    v: int = 0

    def having(self, new: Extension) -> "Extensions":
        """Return these extensions and one more, as the next version.

        Of two for the same desk the later one counts.
        """
        same = [e for e in self.items if (e.which, e.desk) == (new.which, new.desk)]
        latest = max([*same, replace(new, reason="")], key=lambda e: e.until)
        return Extensions((*(e for e in self.items if e not in same), latest), self.v + 1)


@dataclass(frozen=True)
class Closing:
    """The moment when pushing to a desk ends.

    `earlier`: the desk, the same one or one above it, whose own date this is. `extended`: the organiser gave this desk
    more time.
    """

    at: datetime
    earlier: str | None = None
    extended: bool = False


@dataclass(frozen=True)
class Dates:
    """The effective calendar of a call, extensions included."""

    call: Call
    extensions: tuple[Extension, ...] = ()

    def filing_closing(self, desk: str, settings: Mapping[str, DeskSettings]) -> Closing:
        """Return when pushing to `desk` ends, and why then.

        It is the call's date, extensions for all included; earlier where the desk or one above it has set an earlier
        date. An extension for this desk overrides all of these.
        """
        extended = self._for_one("filing", desk)
        if extended:
            return Closing(extended, extended=True)
        planned = Closing(self._for_all("filing", self.call.calendar.filing_closes))
        own = [
            Closing(s.filing_closes, earlier=d)
            for d in chain(self.call, desk)
            if (s := settings.get(d)) and s.filing_closes
        ]
        return min([planned, *own], key=lambda closing: closing.at)

    def filing_closes(self, desk: str, settings: Mapping[str, DeskSettings]) -> datetime:
        """Return when pushing to `desk` ends."""
        return self.filing_closing(desk, settings).at

    def recommending_closes(self, desk: str, settings: Mapping[str, DeskSettings]) -> datetime:
        """Return when `desk` must have reported.

        It is the date of its level, extensions for all included; earlier where its parent has set an earlier date. An
        extension for this desk overrides both.
        """
        declared = self.call.desks[desk]
        planned = self._for_all("recommending", self.call.calendar.recommending[declared.level])
        above = settings.get(declared.parent or "")
        earlier = [above.children_close] if above and above.children_close else []
        return self._for_one("recommending", desk) or min([planned, *earlier])

    @property
    def ends(self) -> datetime:
        """The call's last date, extensions included."""
        return max([self.call.calendar.ends, *(e.until for e in self.extensions)])

    @property
    def drafts_until(self) -> datetime | None:
        """Until when drafts that were never pushed are kept; None for ever."""
        days = self.call.drafts_days
        return None if days is None else self.ends + timedelta(days=days)

    def for_levels(self) -> Mapping[str, datetime]:
        """Map level id to the end of its recommending.

        Extensions for all are included.
        """
        planned = self.call.calendar.recommending
        return {level: self._for_all("recommending", closes) for level, closes in planned.items()}

    def last_push(self, head: Head, desk: str, settings: Mapping[str, DeskSettings]) -> datetime:
        """Return when this submission can last be pushed to `desk`.

        It is the desk's date, or a later one from a late pass or from the days granted with a return.
        """
        own = [t for t in (head.resubmit_until, head.late_until) if t]
        return max([self.filing_closes(desk, settings), *own])

    def must_file(self, now: datetime, head: Head, desk: str, settings: Mapping[str, DeskSettings]) -> None:
        """Refuse a push to `desk` outside the submission's filing time.

        Raises Closed when filing has not opened or is over. The call's grace is silent: pushes within it are accepted,
        but it is shown nowhere.
        """
        if now < self.call.calendar.filing_opens:
            raise Closed(which="filing_not_open", closed_at=self.call.calendar.filing_opens)
        closes = self.filing_closes(desk, settings)
        if now > max(closes + self.call.grace, self.last_push(head, desk, settings)):
            raise Closed(which="filing", closed_at=closes)

    def is_overdue(self, now: datetime, desk: str, settings: Mapping[str, DeskSettings]) -> bool:
        """Return whether a desk's time to report is over, grace included."""
        return now > self.recommending_closes(desk, settings) + self.call.grace

    def must_recommend(self, now: datetime, desk: str, settings: Mapping[str, DeskSettings]) -> None:
        """Refuse recommending by a desk whose time is over.

        Raises Closed. The call's grace is allowed.
        """
        if self.is_overdue(now, desk, settings):
            raise Closed(which="recommending", closed_at=self.recommending_closes(desk, settings))

    def must_extend(self, now: datetime, desk: str, settings: Mapping[str, DeskSettings], until: datetime) -> None:
        """Refuse an extension that the desk above `desk` may not grant.

        Raises Invalid at /until unless it is later than the time `desk` already has, and no later than the end of the
        granting desk's own recommending, so that what comes up again finds that desk still open.
        """
        check_future(now, until)
        if until <= self.recommending_closes(desk, settings):
            raise Invalid.at("/until", "too_early")
        parent = self.call.desks[desk].parent
        if parent and until > self.recommending_closes(parent, settings):
            raise Invalid.at("/until", "too_late")

    def must_go_on(
        self, now: datetime, desk: str, settings: Mapping[str, DeskSettings], until: datetime | None
    ) -> None:
        """Refuse to hand work down to a desk without time for it.

        The desk must be open in its own time, or get an extension (`until`) with the work. Raises Closed, Invalid.
        """
        if until:
            self.must_extend(now, desk, settings, until)
        else:
            self.must_recommend(now, desk, settings)

    def resubmit_until(self, now: datetime, desk: str, settings: Mapping[str, DeskSettings]) -> datetime:
        """Return until when something returned now may be pushed again.

        It is the call's `resubmit_days` from now, within the desk's own recommending time.
        """
        extended = now + timedelta(days=self.call.resubmit_days)
        if desk == ORGANISER:
            return extended
        return min(extended, max(now, self.recommending_closes(desk, settings)))

    def _for_all(self, which: Which, planned: datetime) -> datetime:
        return max([planned, *(e.until for e in self._extensions_of(which, None))])

    def _for_one(self, which: Which, desk: str) -> datetime | None:
        return max((e.until for e in self._extensions_of(which, desk)), default=None)

    def _extensions_of(self, which: Which, desk: str | None) -> Iterable[Extension]:
        return (e for e in self.extensions if e.which == which and e.desk == desk)


def check_future(now: datetime, until: datetime) -> None:
    """Refuse an extension that has already passed or exceeds `FARTHEST`.

    Raises Invalid at /until. An extension is never taken back, so a mistyped year would last for good.
    """
    if until <= now:
        raise Invalid.at("/until", "too_early")
    if until > now + FARTHEST:
        raise Invalid.at("/until", "too_late")
