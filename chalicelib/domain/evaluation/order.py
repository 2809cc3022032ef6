"""The order of entries by score and tie steps."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from chalicelib.frozen import dataclass

TieValue = Fraction | str
"""What one tie step compares: the lower comes first. Of one step, all are of one type."""


@dataclass(frozen=True)
class Place:
    """An entry's place in the order.

    `decided_by` is the tie step that set it apart from the entry before, None where the score did or nothing does.
    `rank` counts from 1; entries that nothing sets apart share one.
    """

    entry: str
    rank: int
    decided_by: str | None


def arrange(
    finals: Mapping[str, Fraction], steps: Sequence[str], values: Mapping[str, Sequence[TieValue]]
) -> list[Place]:
    """Return the entries, best first.

    `steps` name the tie steps as declared; `values` has each entry's value of each of them.
    """
    keys = {entry: (-final, *values[entry]) for entry, final in finals.items()}
    order = sorted(keys, key=lambda entry: (keys[entry], entry))
    places = [Place(entry, 1, None) for entry in order[:1]]
    for n, (before, entry) in enumerate(pairwise(order), start=2):
        apart = _first_difference(keys[before], keys[entry])
        rank = places[-1].rank if apart is None else n
        places.append(Place(entry, rank, steps[apart - 1] if apart else None))
    return places


def _first_difference(one: Sequence[TieValue], other: Sequence[TieValue]) -> int | None:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b), None)
