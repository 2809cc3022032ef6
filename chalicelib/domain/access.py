"""Who may see or touch which record.

The routes' `allow=` says which roles; this says which records. What a reader sees of one is in `domain/visibility`.
"""

from enum import StrEnum

from chalicelib.domain import desks
from chalicelib.domain.call import Call
from chalicelib.domain.errors import NotFound
from chalicelib.domain.submission import ORGANISER, Head
from chalicelib.frozen import dataclass


class Role(StrEnum):
    """What an account is for."""

    APPLICANT = "applicant"
    RECOMMENDER = "recommender"
    ORGANISER = "organiser"


@dataclass(frozen=True)
class Caller:
    """Whoever sends the request.

    All from the account as it is now, nothing from a copy in the session.
    """

    account: str
    role: Role
    authority: str
    desk: str | None = None
    session: str = ""

    @property
    def seat(self) -> str | None:
        """The desk whose entries this caller handles; `ORGANISER` for what is nominated."""
        return ORGANISER if self.role is Role.ORGANISER else self.desk


def must_belong(caller: Caller, call: Call) -> Call:
    """The call, or NotFound where another authority runs it.

    Desks' codes may be the same there, and one authority's people know nothing of another's entries, lists and
    accounts. Asked before all else.
    """
    if call.authority.id != caller.authority:
        raise NotFound()
    return call


def may_oversee(caller: Caller, call: Call, desk: str) -> bool:
    """Whether the caller is of the desk, of one above it, or the organiser."""
    return caller.role is Role.ORGANISER or caller.desk in desks.chain(call, desk)


def is_owner(caller: Caller, head: Head) -> bool:
    """Whether the entry is the caller's own."""
    return head.owner == caller.account


def is_holder(caller: Caller, head: Head) -> bool:
    """Whether the entry lies with the caller's desk; nominated, with the organiser."""
    return head.revision > 0 and caller.seat is not None and head.desk == caller.seat


def may_read(caller: Caller, head: Head) -> bool:
    """Whether the caller is its owner or, once pushed, on its way or the organiser."""
    if is_owner(caller, head):
        return True
    if head.revision == 0:
        return False
    return caller.role is Role.ORGANISER or (caller.desk is not None and caller.desk in head.way)


def must_read(caller: Caller, head: Head | None) -> Head:
    """The head, or NotFound: also where the caller may not know that it exists."""
    if head is None or not may_read(caller, head):
        raise NotFound()
    return head


def must_own(caller: Caller, head: Head | None) -> Head:
    """The head, or NotFound where it is not the caller's own."""
    if head is None or not is_owner(caller, head):
        raise NotFound()
    return head
