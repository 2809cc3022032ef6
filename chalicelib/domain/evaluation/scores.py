"""Scores of entries from the marks of experts.

They are computed by the method that a call declares. Experts differ in strictness. `severity` estimates by how much
each marks above the others who read the same entries, and takes it off; `standard` puts each expert's marks on one
scale; `mean` takes them as they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import isqrt, lcm
from typing import Literal

from chalicelib.domain.evaluation.linear import solve_symmetric
from chalicelib.frozen import dataclass

Kind = Literal["mean", "severity", "standard"]

SIX_PLACES = 10**6
FEWEST_AFTER_TRIM = 3


@dataclass(frozen=True)
class SheetTotal:
    """The total that an expert gave an entry, out of 100."""

    entry: str
    expert: str
    value: Fraction


@dataclass(frozen=True)
class Method:
    """How marks become a score.

    - `shrink`: as if each expert had given so many more marks exactly at everybody's level (`severity` alone).
    - `trim`: so many of an entry's highest and lowest adjusted marks are left out, where three stay.
    """

    kind: Kind
    shrink: int = 4
    trim: int = 0


@dataclass(frozen=True)
class Scores:
    """The outcome of one computation.

    - `finals`: entry → score.
    - `adjusted`: (entry, expert) → the mark that counts.
    - `leniency`: expert → by how much above the others it marked; empty but for `severity`. Its sum is 0.
    - `islands`: groups of experts that share no entry with those of another group; what one group gave is compared
      with another's by nothing but the shrinking.
    """

    finals: Mapping[str, Fraction]
    adjusted: Mapping[tuple[str, str], Fraction]
    leniency: Mapping[str, Fraction]
    islands: tuple[tuple[str, ...], ...]


def total(marks: Mapping[str, Fraction], weights: Mapping[str, int], highest: Fraction) -> Fraction:
    """Return a sheet's total out of the sum of the weights.

    `marks` and `weights` are by criterion; a mark of `highest` gets the whole weight.
    """
    return sum((weights[criterion] * mark for criterion, mark in marks.items()), Fraction(0)) / highest


def compute(method: Method, sheets: Iterable[SheetTotal]) -> Scores:
    """Compute the scores of all entries that have a mark.

    The order of `sheets` does not matter. An expert has one of an entry.
    """
    totals = sorted(sheets, key=lambda one: (one.entry, one.expert))
    islands = _islands(totals)
    leniency = _leniency(totals, islands, method.shrink) if method.kind == "severity" else {}
    if method.kind == "standard":
        adjusted = _standardised(totals)
    else:
        adjusted = {(m.entry, m.expert): m.value - leniency.get(m.expert, 0) for m in totals}
    of_entry: dict[str, list[Fraction]] = defaultdict(list)
    for (entry, _), value in adjusted.items():
        of_entry[entry].append(value)
    finals = {entry: trimmed_mean(values, method.trim) for entry, values in of_entry.items()}
    return Scores(finals, adjusted, leniency, islands)


def trimmed_mean(values: Sequence[Fraction], trim: int) -> Fraction:
    """Return the mean without the `trim` highest and lowest values.

    Where fewer than three would stay, it is the mean of all.
    """
    kept = sorted(values)
    if len(kept) - 2 * trim >= FEWEST_AFTER_TRIM:
        kept = kept[trim : len(kept) - trim]
    return _mean(kept)


def spread(scores: Scores, entry: str) -> Fraction:
    """Return how far apart the highest and lowest adjusted mark are."""
    values = [value for (one, _), value in scores.adjusted.items() if one == entry]
    return max(values) - min(values)


def standard_marks(values: Sequence[Fraction]) -> list[Fraction]:
    """Return one expert's marks on the standard scale.

    T = 50 + 10 (x - mean) / deviation. The deviation is the sample's (n - 1). What T differs from 50 by is cut
    toward zero at the sixth place, by a whole square root, so that every computer gets the same. Marks that are all
    equal are 50 each.
    """
    scale = lcm(*(value.denominator for value in values))
    whole = [int(value * scale) for value in values]
    count, first, second = len(whole), sum(whole), sum(value * value for value in whole)
    scatter = count * second - first * first
    if scatter == 0:
        return [Fraction(50)] * count
    return [50 + _cut(count * value - first, count, scatter) for value in whole]


def _cut(distance: int, count: int, scatter: int) -> Fraction:
    size = isqrt((10 * SIX_PLACES * distance) ** 2 * (count - 1) // (count * scatter))
    return Fraction(size if distance > 0 else -size, SIX_PLACES)


def _standardised(totals: Sequence[SheetTotal]) -> dict[tuple[str, str], Fraction]:
    adjusted: dict[tuple[str, str], Fraction] = {}
    for marks in _by_expert(totals).values():
        values = standard_marks([mark.value for mark in marks])
        adjusted |= {(mark.entry, mark.expert): value for mark, value in zip(marks, values, strict=True)}
    return dict(sorted(adjusted.items()))


def _leniency(totals: Sequence[SheetTotal], islands: Sequence[Sequence[str]], shrink: int) -> dict[str, Fraction]:
    """Return by how much each expert marks above the others.

    It minimises the sum of (mark - quality - leniency)² + shrink · leniency². A quality is the mean of an entry's
    marks less their experts' leniency, so that only the experts' equations are left: one system for each island.
    """
    readers, by_expert = _by_entry(totals), _by_expert(totals)
    return {
        expert: value
        for island in islands
        for expert, value in _leniency_within(island, by_expert, readers, shrink).items()
    }


def _leniency_within(
    island: Sequence[str],
    by_expert: Mapping[str, Sequence[SheetTotal]],
    readers: Mapping[str, Sequence[SheetTotal]],
    shrink: int,
) -> dict[str, Fraction]:
    place = {expert: i for i, expert in enumerate(island)}
    read = {mark.entry for expert in island for mark in by_expert[expert]}
    counts = lcm(*(len(readers[entry]) for entry in read))
    values = lcm(*(mark.value.denominator for entry in read for mark in readers[entry]))
    matrix = [[0] * len(island) for _ in island]
    right = [0] * len(island)
    for expert, i in place.items():
        matrix[i][i] += counts * (len(by_expert[expert]) + shrink)
        right[i] += sum(int(counts * values * mark.value) for mark in by_expert[expert])
    for entry in read:
        share = counts // len(readers[entry])
        all_marks = int(share * values * sum(mark.value for mark in readers[entry]))
        seats = [place[mark.expert] for mark in readers[entry]]
        for i in seats:
            right[i] -= all_marks
            for j in seats:
                matrix[i][j] -= share
    leniency = solve_symmetric(matrix, right)
    return {expert: value / values for expert, value in zip(island, leniency, strict=True)}


def _islands(totals: Sequence[SheetTotal]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of experts that entries connect, each sorted."""
    readers, by_expert = _by_entry(totals), _by_expert(totals)
    left, islands = set(by_expert), []
    while left:
        reached, ahead = set(), [min(left)]
        while ahead:
            expert = ahead.pop()
            if expert not in reached:
                reached.add(expert)
                ahead.extend(other.expert for mark in by_expert[expert] for other in readers[mark.entry])
        left -= reached
        islands.append(tuple(sorted(reached)))
    return tuple(islands)


def _by_entry(totals: Sequence[SheetTotal]) -> dict[str, list[SheetTotal]]:
    by_entry: dict[str, list[SheetTotal]] = defaultdict(list)
    for mark in totals:
        by_entry[mark.entry].append(mark)
    return by_entry


def _by_expert(totals: Sequence[SheetTotal]) -> dict[str, list[SheetTotal]]:
    by_expert: dict[str, list[SheetTotal]] = defaultdict(list)
    for mark in totals:
        by_expert[mark.expert].append(mark)
    return by_expert


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
