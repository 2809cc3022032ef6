"""What can be asked of the workflow: a class a step, its arguments typed.

A command says on what it acts: a submission's head, or a desk's ranked list.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Generic, TypeVar

from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import File, Head
from chalicelib.frozen import dataclass

S = TypeVar("S", Head, RankedList)


class Command(Generic[S]):
    """A step on `S`, as somebody asks for it."""

    @property
    def words(self) -> Mapping[str, str]:
        """Its erasable texts by name; blank ones are none."""
        return {}


@dataclass(frozen=True)
class DeleteDraft(Command[Head]):
    """Delete what was never pushed."""


@dataclass(frozen=True)
class Push(Command[Head]):
    """Hand it to a desk, or again to the organiser that returned it."""

    desk: str


@dataclass(frozen=True)
class AskBack(Command[Head]):
    """Ask the desk to give it back."""

    reason: str

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}


@dataclass(frozen=True)
class Withdraw(Command[Head]):
    """Take it out of the call."""

    reason: str

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}


@dataclass(frozen=True)
class Recommend(Command[Head]):
    """Put it on the desk's list at `rank`, 1 for the first."""

    rank: int
    opinion: str

    @property
    def words(self) -> Mapping[str, str]:
        return {"opinion": self.opinion}


@dataclass(frozen=True)
class TakeBack(Command[Head]):
    """Take it off the desk's list again."""


@dataclass(frozen=True)
class Decline(Command[Head]):
    """Decide not to recommend it."""

    reason: str

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}


@dataclass(frozen=True)
class Return(Command[Head]):
    """Give it back to its owner; `asks` says what is asked of which field."""

    reason: str
    asks: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason, **{f"asks.{name}": text for name, text in self.asks.items()}}


@dataclass(frozen=True)
class SendBack(Command[Head]):
    """Send it back to the desk below; `until` gives that desk more time."""

    desk: str
    reason: str
    until: datetime | None = None

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}


@dataclass(frozen=True)
class GrantLatePass(Command[Head]):
    """Let this submission alone be pushed until then."""

    until: datetime
    reason: str

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}


@dataclass(frozen=True)
class GoUp(Command[Head]):
    """Follow report `n` of its desk's list to `to`, as number `rank` of `of`."""

    to: str
    rank: int
    of: int
    n: int


@dataclass(frozen=True)
class ReorderList(Command[RankedList]):
    """Put the same members, by short id, in another order."""

    order: tuple[str, ...]


@dataclass(frozen=True)
class ReportList(Command[RankedList]):
    """Freeze the list and hand it upward; `automatic`: because its time is over."""

    automatic: bool = False


@dataclass(frozen=True)
class AttachScan(Command[RankedList]):
    """Keep the scan of reported version `n`, in place of `replaces`."""

    n: int
    file: File
    replaces: File | None = None

    @property
    def words(self) -> Mapping[str, str]:
        return {"file": self.file.name}


@dataclass(frozen=True)
class ReopenList(Command[RankedList]):
    """Let the desk below go on; `until` gives it more time."""

    reason: str
    until: datetime | None = None

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}
