"""Commands of the workflow: a class per step, with typed arguments.

A command acts on a submission's head or on a desk's ranked list.
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
    """A step on `S`, as its actor requests it."""

    @property
    def words(self) -> Mapping[str, str]:
        """The command's erasable texts by name.

        Blank texts are not recorded.
        """
        return {}


@dataclass(frozen=True)
class DeleteDraft(Command[Head]):
    """Deletion of a draft that was never pushed."""


@dataclass(frozen=True)
class Push(Command[Head]):
    """Push to a desk, or again to the organiser that returned it."""

    desk: str


@dataclass(frozen=True)
class AskBack(Command[Head]):
    """An owner's request that the desk return the entry."""

    reason: str

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}


@dataclass(frozen=True)
class Withdraw(Command[Head]):
    """Withdrawal of an entry from the call."""

    reason: str

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}


@dataclass(frozen=True)
class Recommend(Command[Head]):
    """Recommendation: put the entry on the desk's list at `rank`.

    1 is the first rank.
    """

    rank: int
    opinion: str

    @property
    def words(self) -> Mapping[str, str]:
        return {"opinion": self.opinion}


@dataclass(frozen=True)
class TakeBack(Command[Head]):
    """Removal of a recommended entry from the desk's list."""


@dataclass(frozen=True)
class Decline(Command[Head]):
    """A decision not to recommend an entry."""

    reason: str

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}


@dataclass(frozen=True)
class Return(Command[Head]):
    """Return of an entry to its owner.

    `asks` holds a request by field id.
    """

    reason: str
    asks: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason, **{f"asks.{name}": text for name, text in self.asks.items()}}


@dataclass(frozen=True)
class SendBack(Command[Head]):
    """Return of an entry to the desk below.

    `until` gives that desk more time.
    """

    desk: str
    reason: str
    until: datetime | None = None

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}


@dataclass(frozen=True)
class GrantLatePass(Command[Head]):
    """Permission to push this submission alone until a later date."""

    until: datetime
    reason: str

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}


@dataclass(frozen=True)
class GoUp(Command[Head]):
    """An entry's move to `to` with report `n` of its desk's list.

    It goes up as number `rank` of `of`.
    """

    to: str
    rank: int
    of: int
    n: int


@dataclass(frozen=True)
class AskCorrection(Command[Head]):
    """A request that a nominated entry's owner correct named fields.

    `asks` holds what is asked by field id, which may be blank.
    """

    reason: str
    asks: Mapping[str, str]

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason, **{f"asks.{name}": text for name, text in self.asks.items()}}


@dataclass(frozen=True)
class Correct(Command[Head]):
    """An owner's correction of the named fields.

    `fields` are those that differ from what was pushed.
    """

    fields: tuple[str, ...]


@dataclass(frozen=True)
class Admit(Command[Head]):
    """Admission of an entry, which follows the frozen roll."""


@dataclass(frozen=True)
class GiveNotice(Command[Head]):
    """Give public notice of an entry."""


@dataclass(frozen=True)
class Award(Command[Head]):
    """Award an entry, which follows published results.

    `number` is that of its certificate.
    """

    number: str


@dataclass(frozen=True)
class PassOver(Command[Head]):
    """Tell an entry that it was not selected, which follows results."""


@dataclass(frozen=True)
class Revoke(Command[Head]):
    """Revoke an award."""

    reason: str

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}


@dataclass(frozen=True)
class TakeObjection(Command[Head]):
    """An objection to an entry in a public notice is taken.

    `summary` is what its owner and desk may read of it; `desk` is to answer.
    """

    objection: str
    ground: str
    summary: str
    desk: str

    @property
    def words(self) -> Mapping[str, str]:
        return {"summary": self.summary}


@dataclass(frozen=True)
class RuleObjection(Command[Head]):
    """A ruling on an objection to an entry.

    `consequence` is `none`, `exclude` or `correct`; `corrections` are right words of its card by name.
    """

    objection: str
    consequence: str
    reason: str
    corrections: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}


@dataclass(frozen=True)
class NotAdmit(Command[Head]):
    """Refusal of an entry, which follows the frozen roll."""

    reason: str

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}


@dataclass(frozen=True)
class Exclude(Command[Head]):
    """Exclusion of an admitted entry from the evaluation."""

    reason: str

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}


@dataclass(frozen=True)
class ReorderList(Command[RankedList]):
    """A new order of the same members, by short id."""

    order: tuple[str, ...]


@dataclass(frozen=True)
class ReportList(Command[RankedList]):
    """Report: freeze the list and hand it upward.

    `automatic`: because its deadline has passed.
    """

    automatic: bool = False


@dataclass(frozen=True)
class AttachScan(Command[RankedList]):
    """Attachment of a scan to reported version `n`.

    It replaces `replaces`, if there was one.
    """

    n: int
    file: File
    replaces: File | None = None

    @property
    def words(self) -> Mapping[str, str]:
        return {"file": self.file.name}


@dataclass(frozen=True)
class ReopenList(Command[RankedList]):
    """Reopening of a reported list at the desk below.

    `until` gives that desk more time.
    """

    reason: str
    until: datetime | None = None

    @property
    def words(self) -> Mapping[str, str]:
        return {"reason": self.reason}
