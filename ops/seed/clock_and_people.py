"""The context of seeding actions: tools, clock and people.

These are the product's tools with a settable clock, and the people of a call.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.accounts import Account, SignedIn
from chalicelib.services.context import Act, Tools
from chalicelib.storage.idempotency import IdempotencyRecord
from chalicelib.wiring import Wiring


class SettableClock:
    """A clock that shows the time it was set to last.

    Each thread has its own, so that actions side by side have their moments.
    """

    def __init__(self, now: datetime) -> None:
        self._now = ContextVar("now", default=now)

    @property
    def now(self) -> datetime:
        """The time it shows here, and to what is begun from here."""
        return self._now.get()

    @now.setter
    def now(self, now: datetime) -> None:
        self._now.set(now)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class SeedContext:
    """A call with its people and submissions.

    People are by key, ids of submissions by call and name of sample.
    """

    call: str
    tools: Tools
    clock: SettableClock
    submissions: dict[str, str]
    people: dict[str, SignedIn] = field(default_factory=dict)

    def submission(self, sample: str) -> str:
        """Return the id of a sample's submission."""
        return self.submissions[f"{self.call}/{sample}"]

    def note_submission(self, sample: str, submission: str) -> None:
        """Note the id of a sample's submission."""
        self.submissions[f"{self.call}/{sample}"] = submission

    def act(self, who: SignedIn, action: str = "") -> Act:
        """Return an act of a person.

        With an `action`, its change is carried out once, however often it is repeated.
        """
        if not action:
            return Act(self.tools, who)
        record = IdempotencyRecord(who.caller.account, f"seed-{self.call}-{action}", "seed")
        return Act(self.tools, who, record)


def open_context(wiring: Wiring, call: str, submissions: dict[str, str]) -> SeedContext:
    """Return a context over the same engines as `wiring`."""
    clock = SettableClock(wiring.clock())
    return SeedContext(call, Wiring(wiring.settings, clock).tools, clock, submissions)


def signed_in(accounts: Mapping[str, Account]) -> dict[str, SignedIn]:
    """Return accounts as signed-in callers, by key."""
    return {key: SignedIn(account.caller(""), account, False) for key, account in accounts.items()}
