"""Rules on which records a caller may see or change.

The routes' `allow=` says which roles may call them; this module says which records. What a reader sees of a record is
in `domain/visibility`.
"""

from enum import StrEnum

from chalicelib.domain import desks
from chalicelib.domain.call import Call
from chalicelib.domain.errors import NotFound
from chalicelib.domain.submission import ORGANISER, Head
from chalicelib.frozen import dataclass


class Role(StrEnum):
    """The kind of an account."""

    APPLICANT = "applicant"
    RECOMMENDER = "recommender"
    ORGANISER = "organiser"
    AGENCY = "agency"
    """A third party that runs the evaluation for the organiser."""
    EXPERT = "expert"
    OBSERVER = "observer"
    """Who reads how the evaluation goes and decides nothing."""


AGENCY_OFFICE = "agency:"
"""What an agency's code stands behind where desks may stand too; no desk's code has a colon."""


@dataclass(frozen=True)
class Caller:
    """The account that sends a request.

    All fields come from the account as it is now; nothing is copied from the session. `reset_by`: the account that
    reset the password which it signed in with, until its owner has chosen another. `agency`: the code of the agency
    that an agency's or expert's account belongs to; never a desk, so that no code of one meets the other's.
    """

    account: str
    role: Role
    authority: str
    desk: str | None = None
    session: str = ""
    reset_by: str | None = None
    agency: str | None = None

    @property
    def seat(self) -> str | None:
        """The desk whose entries this caller handles.

        `ORGANISER` for the organiser, who handles nominated entries; None for an applicant without a desk.
        """
        return ORGANISER if self.role is Role.ORGANISER else self.desk

    @property
    def office(self) -> str | None:
        """The office for which this caller acts on accounts.

        A desk's code, `ORGANISER`, or an agency's code behind `AGENCY_OFFICE`; None for a person.
        """
        return f"{AGENCY_OFFICE}{self.agency}" if self.role is Role.AGENCY else self.seat


def must_belong(caller: Caller, call: Call) -> Call:
    """Return the call if the caller's authority runs it.

    Raises NotFound when another authority runs it. Check this before anything else: desks of two authorities may have
    the same codes, and people of one authority must not learn of another's entries, lists and accounts.
    """
    if call.authority.id != caller.authority:
        raise NotFound()
    return call


def may_oversee(caller: Caller, call: Call, desk: str) -> bool:
    """Return whether the caller is the organiser, the desk, or above it."""
    return caller.role is Role.ORGANISER or caller.desk in desks.chain(call, desk)


def is_owner(caller: Caller, head: Head) -> bool:
    """Return whether the caller owns the entry."""
    return head.owner == caller.account


def is_holder(caller: Caller, head: Head) -> bool:
    """Return whether a pushed entry lies with the caller's desk.

    The organiser holds nominated entries.
    """
    return head.revision > 0 and caller.seat is not None and head.desk == caller.seat


def may_read(caller: Caller, head: Head) -> bool:
    """Return whether the caller may read the entry at all.

    Its owner always may; once it was pushed, so may the organiser and the desks on its way.
    """
    if is_owner(caller, head):
        return True
    if head.revision == 0:
        return False
    return caller.role is Role.ORGANISER or (caller.desk is not None and caller.desk in head.way)


def must_read(caller: Caller, head: Head | None) -> Head:
    """Return the head if the caller may read it.

    Raises NotFound when there is no head, and also when the caller may not know that it exists.
    """
    if head is None or not may_read(caller, head):
        raise NotFound()
    return head


def must_own(caller: Caller, head: Head | None) -> Head:
    """Return the head if the caller owns it.

    Raises NotFound otherwise.
    """
    if head is None or not is_owner(caller, head):
        raise NotFound()
    return head
