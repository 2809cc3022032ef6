"""When things close, for whom. Planned dates come from the call; extensions, a desk's own earlier dates and
late passes are read with every change. No rule here reads a clock."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.call import Call
from chalicelib.domain.desks import DeskSettings, chain
from chalicelib.domain.errors import Closed, Invalid
from chalicelib.domain.submission import ORGANISER, Head
from chalicelib.frozen import dataclass

Which = Literal["filing", "recommending"]

FARTHEST = timedelta(days=366)
"""How far ahead time is given."""


@dataclass(frozen=True)
class Extension:
    """More time, given by the organiser to one desk or (desk None) to all."""

    which: Which
    desk: str | None
    until: datetime
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True)
class Extensions:
    """All extensions of a call."""

    items: tuple[Extension, ...] = ()
    v: int = 0

    def having(self, new: Extension) -> "Extensions":
        """These and one more, as the next version."""
        return Extensions((*self.items, new), self.v + 1)


@dataclass(frozen=True)
class Closing:
    """When pushing to a desk ends. `earlier`: the desk, itself or above it, whose own date this is; `extended`: the
    organiser gave this desk more time."""

    at: datetime
    earlier: str | None = None
    extended: bool = False


@dataclass(frozen=True)
class Dates:
    """The calendar of a call as it stands: everything that moves a deadline, in one value."""

    call: Call
    extensions: tuple[Extension, ...] = ()

    def filing_closing(self, desk: str, settings: Mapping[str, DeskSettings]) -> Closing:
        """When pushing to `desk` ends: the call's date, earlier where the desk or one above it says so,
        later where the organiser gave time to all (the call's date) or to this desk (over everything)."""
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
        """When pushing to `desk` ends."""
        return self.filing_closing(desk, settings).at

    def recommending_closes(self, desk: str, settings: Mapping[str, DeskSettings]) -> datetime:
        """When `desk` must have reported: its level's date, earlier where its parent says so."""
        declared = self.call.desks[desk]
        planned = self._for_all("recommending", self.call.calendar.recommending[declared.level])
        above = settings.get(declared.parent or "")
        earlier = [above.children_close] if above and above.children_close else []
        return self._for_one("recommending", desk) or min([planned, *earlier])

    def for_levels(self) -> Mapping[str, datetime]:
        """When recommending ends at each level, extensions for all included."""
        planned = self.call.calendar.recommending
        return {level: self._for_all("recommending", closes) for level, closes in planned.items()}

    def last_push(self, head: Head, desk: str, settings: Mapping[str, DeskSettings]) -> datetime:
        """When this submission can last be pushed to `desk`: by the desk's date, or later by a late pass or the days
        given with a return."""
        own = [t for t in (head.resubmit_until, head.late_until) if t]
        return max([self.filing_closes(desk, settings), *own])

    def must_file(self, now: datetime, head: Head, desk: str, settings: Mapping[str, DeskSettings]) -> None:
        """Raises Closed when this submission may not be pushed to `desk` any more. The call's grace is
        silent: it is allowed, and shown nowhere."""
        if now < self.call.calendar.filing_opens:
            raise Closed(which="filing_not_open", closed_at=self.call.calendar.filing_opens)
        closes = self.filing_closes(desk, settings)
        if now > max(closes + self.call.grace, self.last_push(head, desk, settings)):
            raise Closed(which="filing", closed_at=closes)

    def must_recommend(self, now: datetime, desk: str, settings: Mapping[str, DeskSettings]) -> None:
        """Raises Closed when the desk's recommending has ended."""
        closes = self.recommending_closes(desk, settings)
        if now > closes + self.call.grace:
            raise Closed(which="recommending", closed_at=closes)

    def must_extend(self, now: datetime, desk: str, settings: Mapping[str, DeskSettings], until: datetime) -> None:
        """Raises Invalid at /until unless the desk above `desk` may give it until then: later than it has already,
        and not beyond the giver's own recommending, so that what comes up again still finds it open."""
        check_future(now, until)
        if until <= self.recommending_closes(desk, settings):
            raise Invalid.at("/until", "too_early")
        parent = self.call.desks[desk].parent
        if parent and until > self.recommending_closes(parent, settings):
            raise Invalid.at("/until", "too_late")

    def must_go_on(
        self, now: datetime, desk: str, settings: Mapping[str, DeskSettings], until: datetime | None
    ) -> None:
        """Whether what comes down to `desk` finds it open: in its own time, or in the time given with it. Raises
        Closed, Invalid."""
        if until:
            self.must_extend(now, desk, settings, until)
        else:
            self.must_recommend(now, desk, settings)

    def resubmit_until(self, now: datetime, desk: str, settings: Mapping[str, DeskSettings]) -> datetime:
        """How long something returned now may come again: the call's days, within the desk's own time."""
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
    """Raises Invalid at /until for more time that is over or `FARTHEST`: what is given is never taken back, so that
    a year mistyped would stand for good."""
    if until <= now:
        raise Invalid.at("/until", "too_early")
    if until > now + FARTHEST:
        raise Invalid.at("/until", "too_late")
