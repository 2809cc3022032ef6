"""Where acts are played: the product's services over a clock that each act sets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.accounts import Account
from chalicelib.services.context import Tools
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import keys
from chalicelib.storage.idempotency import IdempotencyRecord
from chalicelib.storage.submissions import Found
from chalicelib.wiring import Wiring


class Clock:
    """Stands where it was set last."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Stage:
    """A call, who acts in it by key, and the submissions made so far by the names of their samples."""

    call: str
    tools: Tools
    clock: Clock
    submissions: dict[str, str]
    people: dict[str, SignedIn] = field(default_factory=dict)

    def submission(self, sample: str) -> str:
        """The id of a sample that has been started."""
        return self.submissions[f"{self.call}/{sample}"]

    def began(self, sample: str, submission: str) -> None:
        """Remember the id of a sample."""
        self.submissions[f"{self.call}/{sample}"] = submission

    def request(self, who: SignedIn, act: str) -> IdempotencyRecord:
        """The same act asks under the same id, so that playing it again changes nothing."""
        return IdempotencyRecord(who.caller.account, f"seed-{self.call}-{act}", "seed")

    def found(self, sample: str) -> tuple[str, Found]:
        """A sample's id with its head, answers and files."""
        submission = self.submission(sample)
        wanted = (keys.head(submission), keys.answers(submission), keys.files(submission))
        return submission, Found(self.tools.table.read(wanted))

    def etag(self, sample: str) -> str:
        submission, found = self.found(sample)
        return found.answers(submission).etag


def open_stage(wiring: Wiring, call: str, submissions: dict[str, str]) -> Stage:
    """A stage over the same engines as `wiring`."""
    clock = Clock(wiring.clock())
    return Stage(call, Wiring(wiring.settings, clock).tools, clock, submissions)


def signed_in(accounts: Mapping[str, Account]) -> dict[str, SignedIn]:
    """These accounts as their owners use them."""
    return {key: SignedIn(account.caller(""), account, False) for key, account in accounts.items()}
