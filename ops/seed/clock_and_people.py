"""The context of seeding actions: the product's tools with a settable clock, and the people of a call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.accounts import Account, SignedIn
from chalicelib.services.context import Act, Tools
from chalicelib.storage.idempotency import IdempotencyRecord
from chalicelib.wiring import Wiring


class SettableClock:
    """A clock that shows the time it was set to last."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass
class SeedContext:
    """A call, its people by key, and ids of submissions by the names of their samples."""

    call: str
    tools: Tools
    clock: SettableClock
    submissions: dict[str, str]
    people: dict[str, SignedIn] = field(default_factory=dict)

    def submission(self, sample: str) -> str:
        """The id of a sample's submission."""
        return self.submissions[f"{self.call}/{sample}"]

    def note_submission(self, sample: str, submission: str) -> None:
        """Note the id of a sample's submission."""
        self.submissions[f"{self.call}/{sample}"] = submission

    def act(self, who: SignedIn, action: str = "") -> Act:
        """Something that somebody does; under an `action`, once, however often it is repeated."""
        if not action:
            return Act(self.tools, who)
        record = IdempotencyRecord(who.caller.account, f"seed-{self.call}-{action}", "seed")
        return Act(self.tools, who, record)


def open_context(wiring: Wiring, call: str, submissions: dict[str, str]) -> SeedContext:
    """A context over the same engines as `wiring`."""
    clock = SettableClock(wiring.clock())
    return SeedContext(call, Wiring(wiring.settings, clock).tools, clock, submissions)


def signed_in(accounts: Mapping[str, Account]) -> dict[str, SignedIn]:
    """Accounts as their owners use them."""
    return {key: SignedIn(account.caller(""), account, False) for key, account in accounts.items()}
