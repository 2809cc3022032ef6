"""Seals: what was fixed in a season, numbered and chained.

A seal names what is sealed and keeps the digests of its parts in the order in which they were sealed. Its own digest
covers the seal before it, so that no seal can be changed, dropped or put in between afterwards. What is published of
one: `domain.record.statements`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from chalicelib.domain.history import digest
from chalicelib.frozen import dataclass

Sealed = Literal[
    "filing",
    "reports",
    "roll",
    "rules",
    "pool",
    "draw",
    "assignment",
    "marks",
    "tally",
    "selection",
    "notice",
    "ruling",
    "results",
    "key",
]
"""What a seal is of."""

PUBLIC: frozenset[Sealed] = frozenset({"rules", "pool", "draw", "key"})
"""Seals of what is public as soon as it is sealed.

Their digests are published as they are, so that anybody can compute them again. Of all others nothing may be guessed.
"""


@dataclass(frozen=True)
class Seal:
    """The n-th seal of a call, from 1.

    - `about` names the jury that it concerns (`track/stage`), or what else; it is public.
    - `by` is the account that sealed; `before` is the digest of the seal before, empty in the first.
    - `salt` is secret: what is published of a digest is told apart from others by nobody who lacks it.
    """

    call: str
    n: int
    what: Sealed
    about: str
    at: datetime
    by: str
    leaves: tuple[str, ...]
    before: str = ""
    salt: str = ""

    @property
    def digest(self) -> str:
        """The digest of all of it but the person's account."""
        return digest(
            {
                "call": self.call,
                "n": self.n,
                "what": self.what,
                "about": self.about,
                "at": self.at,
                "leaves": self.leaves,
                "before": self.before,
                "salt": self.salt,
            }
        )


@dataclass(frozen=True)
class Sealing:
    """An act that seals: of which call, when, by which account.

    `salt` is random, and new for each seal.
    """

    call: str
    at: datetime
    by: str
    salt: str


def next_seal(last: Seal | None, sealing: Sealing, what: Sealed, about: str, leaves: Iterable[str]) -> Seal:
    """Return the seal of a call after its last one."""
    n, before = (last.n + 1, last.digest) if last else (1, "")
    return Seal(sealing.call, n, what, about, sealing.at, sealing.by, tuple(leaves), before, sealing.salt)


def is_whole(seals: list[Seal]) -> bool:
    """Return whether seals, in order, are all there and unchanged."""
    befores = ["", *(seal.digest for seal in seals)]
    numbered = enumerate(zip(seals, befores, strict=False), start=1)
    return all(seal.n == n and seal.before == before for n, (seal, before) in numbered)
