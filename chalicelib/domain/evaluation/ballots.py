"""A panel's vote, as it was counted in the meeting.

It stands beside the scan of its protocol.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from fractions import Fraction

from chalicelib.domain.errors import Invalid, problem
from chalicelib.domain.evaluation.rules import Ballot
from chalicelib.domain.submission import File
from chalicelib.frozen import dataclass


@dataclass(frozen=True)
class Votes:
    """What the members present voted on an entry.

    A vote that is not valid counts as an abstention.
    """

    agree: int
    against: int
    abstained: int

    @property
    def cast(self) -> int:
        return self.agree + self.against + self.abstained


@dataclass(frozen=True)
class BallotCount:
    """The counts of a ballot.

    `members` of the panel, of whom `present` voted; `votes` by short id; `scan` is that of the signed protocol.
    """

    members: int
    present: int
    votes: Mapping[str, Votes] = field(default_factory=dict)
    scan: File | None = None
    by: str = ""
    at: datetime | None = None
    v: int = 0


def has_quorum(ballot: Ballot, members: int, present: int) -> bool:
    """Return whether enough members were present, to the exact fraction."""
    return present >= Fraction(ballot.quorum) * members


def passes(ballot: Ballot, votes: Votes, present: int) -> bool:
    """Return whether enough of those present agreed."""
    return votes.agree >= Fraction(ballot.passes) * present


def check(ballot: Ballot, count: BallotCount, entries: frozenset[str]) -> None:
    """Refuse counts that no meeting can have had.

    Raises Invalid with every fault.
    """
    errors = []
    if count.present > count.members:
        errors.append(problem("/present", "too_big", max=count.members))
    elif not has_quorum(ballot, count.members, count.present):
        errors.append(problem("/present", "no_quorum", members=count.members, quorum=ballot.quorum))
    for entry, votes in count.votes.items():
        if entry not in entries:
            errors.append(problem(f"/votes/{entry}", "unknown_entry"))
        elif votes.cast != count.present:
            errors.append(problem(f"/votes/{entry}", "votes_not_present", present=count.present, cast=votes.cast))
    missing = len(entries - set(count.votes))
    if missing:
        errors.append(problem("/votes", "votes_missing", missing=missing))
    if errors:
        raise Invalid(errors=errors)


def not_passed(ballot: Ballot, count: BallotCount) -> frozenset[str]:
    """Return the entries that did not pass."""
    return frozenset(entry for entry, votes in count.votes.items() if not passes(ballot, votes, count.present))
