"""The context of seeding actions: the product's tools with a settable clock, and the people of a call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.accounts import Account
from chalicelib.services.signing.sessions import SignedIn
from chalicelib.services.tools import Tools
from chalicelib.storage import keys
from chalicelib.storage.repeats import Repeat
from chalicelib.storage.submissions import Found
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

    def request(self, who: SignedIn, action: str) -> Repeat:
        """A request id that every repetition of an action shares, so that repeating changes nothing."""
        return Repeat(who.caller.account, f"seed-{self.call}-{action}", "seed")

    def load(self, sample: str) -> tuple[str, Found]:
        """A sample's submission: id, and items of head, answers and files."""
        submission = self.submission(sample)
        parts = (keys.head(submission), keys.answers(submission), keys.files(submission))
        return submission, Found(self.tools.table.read(parts))

    def etag(self, sample: str) -> str:
        """The current ETag of a sample's answers."""
        submission, items = self.load(sample)
        return items.answers(submission).etag


def open_context(wiring: Wiring, call: str, submissions: dict[str, str]) -> SeedContext:
    """A context over the same engines as `wiring`."""
    clock = SettableClock(wiring.clock())
    return SeedContext(call, Wiring(wiring.settings, clock).tools, clock, submissions)


def signed_in(accounts: Mapping[str, Account]) -> dict[str, SignedIn]:
    """Accounts as their owners use them."""
    return {key: SignedIn(account.caller(""), account, False) for key, account in accounts.items()}
