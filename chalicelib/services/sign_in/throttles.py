"""Counts of failures, by the hour and since a login's last sign-in.

They make the next proof of work dearer, and refuse nobody. A login's failures are counted apart for the devices that
have signed in to it and for all others, so that an attacker makes nothing harder for its owner. A whole bureau may
share one address, so that gets dearer late, and not for a device that has signed in before.
"""

from datetime import datetime, timedelta

from chalicelib.domain.errors import TooManyRequests
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.storage import accounts
from chalicelib.storage.engine.reads import Ref
from chalicelib.storage.engine.table import Update, in_parallel

MISTYPED_IN_SESSION = 20
FREE_FAILURES = 3
FREE_SINCE = 10
FREE_OF_ADDRESS = 50
HARDEST = 6
SINCE_KEPT = timedelta(days=30)
GUESSING_FROM = 50
"""Failures since a login's last sign-in that are no slips any more."""


@dataclass(frozen=True)
class Throttle:
    """A count that is kept under a name until a moment."""

    name: str
    ends: datetime

    @property
    def count(self) -> Ref[int]:
        """A read of the count."""
        return accounts.count(self.name)

    def check(self, count: int, most: int, now: datetime) -> None:
        """Refuse when the count has reached `most`. Raises TooManyRequests."""
        if count >= most:
            raise self._refusal(now)

    def count_within(self, most: int, now: datetime) -> Update:
        """Add one unless the count has reached `most`; raises TooManyRequests then.

        In the transaction of what it bounds, so that what comes at the same moment counts too.
        """
        return accounts.count_within(self.name, self.ends, most, lambda _: self._refusal(now))

    def _refusal(self, now: datetime) -> TooManyRequests:
        return TooManyRequests(retry_after=int((self.ends - now).total_seconds()) + 1)


def throttle(name: str, now: datetime) -> Throttle:
    """Return the throttle of a name for the hour of `now`."""
    begins = now.replace(minute=0, second=0, microsecond=0)
    return Throttle(f"{name}#{begins:%Y%m%d%H}", begins + timedelta(hours=1))


def daily_throttle(name: str, now: datetime) -> Throttle:
    """Return the throttle of a name for the day (UTC) of `now`."""
    begins = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Throttle(f"{name}#{begins:%Y%m%d}", begins + timedelta(days=1))


def login_throttle(login: str, device: str | None, now: datetime) -> Throttle:
    """Return the throttle of failures at a login.

    Of one known device, or of all unknown ones together.
    """
    return throttle(f"device#{device}#{login}" if device else f"login#{login}", now)


def since_sign_in(login: str, now: datetime) -> Throttle:
    """Return the count of all failures since a login's last sign-in.

    It ends a month after the latest.
    """
    return Throttle(f"since#{login}", now + SINCE_KEPT)


def address_throttle(address: str, now: datetime) -> Throttle:
    return throttle(f"address#{address}", now)


def registration_throttle(address: str, now: datetime) -> Throttle:
    return throttle(f"register#{address}", now)


def level(failures: int, since: int = 0, of_address: int = 0) -> int:
    """Return how hard a proof must be, up to HARDEST.

    After a login's first few `failures` within the hour one more with each; one more with every ten `since` its last
    sign-in, and with every fifty of an address.
    """
    return min(HARDEST, max(0, failures - FREE_FAILURES + 1, since // FREE_SINCE, of_address // FREE_OF_ADDRESS))


def forget(tools: Tools, throttle: Throttle) -> None:
    """Begin a count anew."""
    tools.table.write([accounts.delete_count(throttle.name)])


def count(tools: Tools, *throttles: Throttle) -> None:
    """Add one to each throttle, in parallel.

    Not in one transaction, since an address and a login are hot items.
    """
    in_parallel(*[lambda t=t: tools.table.write([accounts.count_one(t.name, t.ends)]) for t in throttles])
