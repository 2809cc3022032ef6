"""Seals: what was fixed in the evaluation, numbered and chained.

A seal names what is sealed and keeps the digests of its parts in the order in which they were sealed. Its own digest
covers the seal before it, so that no seal can be changed, dropped or put in between afterwards.
"""

from datetime import datetime
from typing import Literal

from chalicelib.domain.history import digest
from chalicelib.frozen import dataclass

Sealed = Literal[
    "roll",
    "rules",
    "pool",
    "draw",
    "assignment",
    "report",
    "marks",
    "tally",
    "selection",
    "notice",
    "ruling",
    "results",
]
"""What a seal is of."""


@dataclass(frozen=True)
class Seal:
    """The n-th seal of a call, from 1.

    `about` names the jury that it concerns (`track/stage`); `by` is the account that sealed; `before` is the digest of
    the seal before, empty in the first.
    """

    call: str
    n: int
    what: Sealed
    about: str
    at: datetime
    by: str
    leaves: tuple[str, ...]
    before: str = ""

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
            }
        )


def is_whole(seals: list[Seal]) -> bool:
    """Return whether seals, in order, are all there and unchanged."""
    befores = ["", *(seal.digest for seal in seals)]
    numbered = enumerate(zip(seals, befores, strict=False), start=1)
    return all(seal.n == n and seal.before == before for n, (seal, before) in numbered)
