"""The roll: the frozen list of entries that a jury marks.

Until it is frozen, the formal checks are its draft, which the organiser alone reads. A check counts for the revision
that it was made of: what is corrected, or pushed again, is checked again.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from itertools import combinations
from typing import Literal

from chalicelib.domain.history import digest
from chalicelib.domain.states import State
from chalicelib.domain.submission import Head, Hop, short_id
from chalicelib.frozen import dataclass

PART = 200
"""Entries in one item of a roll."""

FREEZING = timedelta(minutes=2)
"""How long one attempt to freeze a roll keeps everything else from changing it."""

NEAR = 0.8
"""How much of two names must be the same for them to look like one."""

Verdict = Literal["admit", "not_admit"]


@dataclass(frozen=True)
class FormalCheck:
    """The formal check of a nominated entry.

    - `entry`: its short id; `revision`: the number of the revision that was checked.
    - `reason` says why it is not admitted.
    - `settles` are the entries that look like doubles of it, which this check was made in sight of.
    - `code`, `category` and `people`: that content's code, its category, and the names in it that an expert may not be
      among.
    """

    entry: str
    verdict: Verdict
    by: str
    at: datetime
    reason: str = field(default="", repr=False)
    settles: tuple[str, ...] = ()
    v: int = 1
    revision: int = 0
    code: str = ""
    category: str = ""
    people: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class RollEntry:
    """An entry of a frozen roll, as it was then.

    - `entry`: its short id; `revision`: the number of the revision that is read; `code`: that content's code.
    - `owner`: its account; `name`, `unit_name`, `uscc`, `place`, `parent_body`, `category`: of the head and its card.
    - `people`: the names that an expert may not be among.
    - `top`: the rank that its last desk gave it.
    - `facts`: what lists show of it.
    """

    entry: str
    revision: int
    code: str
    owner: str
    name: str
    unit_name: str
    uscc: str = ""
    place: str = ""
    parent_body: str = ""
    category: str = ""
    filing_no: str = ""
    desk: str = ""
    people: tuple[str, ...] = ()
    top: Hop | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class RollGate:
    """Whether the draft of a roll may still change.

    `frozen`: never again. Until `until` it is being frozen by the attempt `freezer`; an attempt that was cut off ends
    then by itself.
    """

    frozen: bool = False
    freezer: str = ""
    until: datetime | None = None

    def is_freezing(self, now: datetime) -> bool:
        """Return whether an attempt to freeze it is under way."""
        return not self.frozen and self.until is not None and now <= self.until


@dataclass(frozen=True)
class Pair:
    """Two entries that look like doubles, by short id.

    `settled`: whether the organiser has decided on it.
    """

    one: str
    other: str
    settled: bool


@dataclass(frozen=True)
class RollDraft:
    """What would be frozen now: all nominated entries and their checks.

    `heads` and `checks` are by short id; a check that is not of the present revision is left out.
    """

    heads: Mapping[str, Head]
    checks: Mapping[str, FormalCheck]
    now: datetime

    @property
    def unchecked(self) -> tuple[str, ...]:
        return tuple(entry for entry in self.heads if entry not in self.checks)

    @property
    def correcting(self) -> tuple[str, ...]:
        """The entries whose owners may still correct something."""
        return tuple(entry for entry, head in self.heads.items() if is_correcting(head, self.now))

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs of entries that look like doubles."""
        return doubles(self.heads, self.checks)

    @property
    def etag(self) -> str:
        """The ETag of all that would be frozen.

        It changes with each check, each correction and each entry that comes or goes.
        """
        rows = [
            [
                entry,
                head.revision,
                head.correcting_until,
                [one.verdict, one.reason, list(one.settles)] if (one := self.checks.get(entry)) else None,
            ]
            for entry, head in self.heads.items()
        ]
        return digest(rows)[:32]

    def with_verdict(self, verdict: Verdict) -> tuple[str, ...]:
        """Return the entries that were checked with this verdict."""
        return tuple(e for e in self.heads if e in self.checks and self.checks[e].verdict == verdict)


def draft_of(heads: Iterable[Head], checks: Mapping[str, FormalCheck], now: datetime) -> RollDraft:
    """Return the draft of a roll, its entries sorted by id.

    `checks` are all that were ever made.
    """
    known = {short_id(head.id): head for head in heads if head.state is State.NOMINATED and head.outcome is None}
    valid = {e: one for e, head in known.items() if (one := checks.get(e)) and is_current(one, head)}
    return RollDraft(dict(sorted(known.items())), valid, now)


def is_current(check: FormalCheck | None, head: Head) -> bool:
    """Return whether a check is of what the entry is now."""
    return check is not None and head.state is State.NOMINATED and check.revision == head.revision


def is_correcting(head: Head, now: datetime) -> bool:
    """Return whether an entry's owner may correct something now."""
    return bool(head.correctable) and head.correcting_until is not None and now <= head.correcting_until


def doubles(heads: Mapping[str, Head], checks: Mapping[str, FormalCheck]) -> tuple[Pair, ...]:
    """Return the pairs of entries that look like doubles.

    The same credit code and nearly the same name. A pair is settled when one of the two is not admitted, or a check of
    one names the other.
    """
    by_unit: dict[str, list[str]] = {}
    for entry, head in heads.items():
        if head.card.uscc:
            by_unit.setdefault(head.card.uscc, []).append(entry)
    return tuple(
        Pair(one, other, _is_settled(one, other, checks))
        for entries in by_unit.values()
        for one, other in combinations(entries, 2)
        if is_near(heads[one].card.name, heads[other].card.name)
    )


def _is_settled(one: str, other: str, checks: Mapping[str, FormalCheck]) -> bool:
    both = [(checks.get(one), other), (checks.get(other), one)]
    return any(check is not None and (check.verdict == "not_admit" or named in check.settles) for check, named in both)


def is_near(name: str, other: str) -> bool:
    """Return whether two names look like one.

    Width, case, blanks and punctuation apart: the same, one at least half of the other, or most of it the same.
    """
    one, two = sorted((_letters(name), _letters(other)), key=len)
    if not one:
        return False
    return (one in two and 2 * len(one) >= len(two)) or SequenceMatcher(None, one, two).ratio() >= NEAR


def _letters(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", name).casefold() if sign.isalnum())


def roll_entry(head: Head, check: FormalCheck) -> RollEntry:
    """Return a checked entry as it stands on the roll."""
    card = head.card
    return RollEntry(
        entry=short_id(head.id),
        revision=head.revision,
        code=check.code,
        owner=head.owner,
        name=card.name,
        unit_name=card.unit_name,
        uscc=card.uscc,
        place=head.place,
        parent_body=head.parent_body,
        category=check.category,
        filing_no=head.filing_no or "",
        desk=head.below.desk if head.below else "",
        people=check.people,
        top=head.below,
        facts=dict(card.facts),
    )


def leaves_of(entries: Sequence[RollEntry], refused: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Return what a roll's seal holds: the digest of each part.

    Of id, revision and code of its entries; the last is of the entries that were not admitted. It is there though there
    are none, since their number would tell it.
    """
    rows = [[one.entry, one.revision, one.code] for one in entries]
    parts = [digest(rows[at : at + PART]) for at in range(0, len(rows), PART)]
    return (*parts, digest([list(one) for one in refused]))
