"""Days that count: all, or working days by a call's lists.

Which weekends are worked and which weekdays are free is decided each year by the State Council, and elsewhere by
others; so a call lists both, and nothing here knows a country.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.frozen import dataclass

Count = Literal["working", "calendar"]
"""Which days count."""
_SATURDAY = 5
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True)
class CountedDays:
    """How many days something lasts, and which count.

    `holidays` are weekdays that are free; `workdays` are weekends that are worked. Both are for `working` alone.
    """

    days: int
    count: Count = "working"
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def counts(self, day: date) -> bool:
        """Return whether a day counts."""
        if self.count == "calendar" or day in self.workdays:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays

    def after(self, day: date) -> Iterator[date]:
        """Yield the days that count after a day, without end."""
        while True:
            day += timedelta(days=1)
            if self.counts(day):
                yield day

    def closes_at(self, opened_at: datetime, zone: str) -> datetime:
        """Return the last second of what opens at a moment.

        The day of opening does not count, so that what is declared is never shorter. In UTC.
        """
        local = ZoneInfo(zone)
        first = opened_at.astimezone(local).date()
        last = next(islice(self.after(first), self.days - 1, None)) if self.days else first
        return datetime.combine(last, _LAST_SECOND, local).astimezone(opened_at.tzinfo)

    def between(self, opened_at: datetime, closes_at: datetime, zone: str) -> list[date]:
        """Return the days that count of what opened and closes then."""
        local = ZoneInfo(zone)
        last = closes_at.astimezone(local).date()
        return list(takewhile(lambda day: day <= last, self.after(opened_at.astimezone(local).date())))

    def left(self, now: datetime, closes_at: datetime, zone: str) -> int:
        """Return how many days that count are left, today among them."""
        local = ZoneInfo(zone)
        day, last = now.astimezone(local).date(), closes_at.astimezone(local).date()
        return sum(self.counts(day + timedelta(days=n)) for n in range((last - day).days + 1))
