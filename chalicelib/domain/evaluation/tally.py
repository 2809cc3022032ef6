"""The tally: scores and order of entries from sealed sheets.

A run reads every sheet, and its rows hold the exact values. Runs are numbered: when a sheet is struck or marks are
reconsidered, run n + 1 says who crossed the line by it. What follows from a row and the experts' leniency is not
stored beside it, since exact values of a large season have hundreds of digits.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Literal

from chalicelib.domain.errors import TooFewSheets
from chalicelib.domain.evaluation import draw, order
from chalicelib.domain.evaluation.exact import exact, fraction
from chalicelib.domain.evaluation.order import Place, TieValue
from chalicelib.domain.evaluation.rules import Criterion, ReviewStage, Tie, mark_of
from chalicelib.domain.evaluation.scores import Method, Scores, SheetTotal, compute, total
from chalicelib.domain.evaluation.sheets import Marks, Sheet
from chalicelib.domain.history import digest
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass

PART = 50
"""Rows in one item: with denominators of a thousand digits an item stays under its limit of 400 KB."""
UNRANKED = Fraction(2)
"""What counts as the desk's rank of an entry that no desk ranked: behind all that one did."""


@dataclass(frozen=True)
class RankingFacts:
    """What an entry brings to the tally besides its marks.

    `desk_rank`: rank / of at its last desk; `carried`: its score of the stage before; `lot`: its position by lot.
    """

    entry: str
    code: str = ""
    desk_rank: Fraction | None = None
    carried: Fraction | None = None
    lot: str = ""


@dataclass(frozen=True)
class LabelledSheet:
    """A sheet under its expert's label."""

    label: str
    sheet: Sheet

    @property
    def counted(self) -> Marks | None:
        """The marks that count, None where none do.

        Whoever was asked to reconsider and sent nothing keeps the marks that were sealed before.
        """
        match self.sheet.state:
            case "submitted":
                return self.sheet.current
            case "draft":
                return self.sheet.earlier[-1] if self.sheet.earlier else None
        return None


@dataclass(frozen=True)
class TallyRow:
    """An entry's row of a tally; numbers are exact texts.

    - `totals`: by expert's label, out of 100; `adjusted`: what counts of them, where that is not the total less the
      expert's leniency (`standard`).
    - `means`: mean mark by criterion; `spread`: between the highest and lowest adjusted total.
    - `score`: of this stage; `carried`: that of the stage before, empty without one; `final`: both together.
    - `rank`: from 1; `decided_by`: the tie step that set it apart from the one before it.
    - `flagged`: its spread asks for more; `below_floor`: it is selected by exception alone.
    - `desk_rank`, `lot`: as in `RankingFacts`.
    """

    entry: str
    code: str
    totals: Mapping[str, str]
    means: Mapping[str, str]
    spread: str
    score: str
    final: str
    rank: int
    carried: str = ""
    adjusted: Mapping[str, str] = field(default_factory=dict)
    decided_by: str | None = None
    flagged: bool = False
    below_floor: bool = False
    desk_rank: str = ""
    lot: str = ""


@dataclass(frozen=True)
class ExpertTally:
    """How an expert marked; numbers are exact texts.

    - `mean`, `low`, `high`: of its totals.
    - `above`: by how much it marked above the others who read the same entries, on average; empty where nobody did.
    - `leniency`: what was taken off its totals; empty but for `severity`.
    """

    label: str
    subject: str
    sheets: int
    mean: str
    low: str
    high: str
    above: str = ""
    leniency: str = ""


@dataclass(frozen=True)
class Crossing:
    """Who is over and under the line by another way of counting.

    Short ids, in the order of that way.
    """

    up: tuple[str, ...] = ()
    down: tuple[str, ...] = ()

    def __len__(self) -> int:
        return max(len(self.up), len(self.down))


@dataclass(frozen=True)
class Tally:
    """The n-th run of a jury's tally.

    - `by`, `authority`: who started it; `state`: whether its rows are there.
    - `rules`, `sheets`, `rows`: digests of what went in and came out; `count`: how many rows there are.
    - `lot_key`: the key that entries' lots come from, hexadecimal, empty without lots.
    - `line`: how many entries go on.
    - `crossed`: who crossed the line against the run before; `plain`: who would by a plain mean of the same marks.
    """

    call: str
    track: str
    stage: str
    n: int
    by: str
    authority: str
    at: datetime
    state: Literal["started", "done"] = "started"
    round: int = 1
    rules: str = ""
    sheets: str = ""
    rows: str = ""
    count: int = 0
    line: int = 0
    lot_key: str = ""
    experts: tuple[ExpertTally, ...] = ()
    islands: tuple[tuple[str, ...], ...] = ()
    crossed: Crossing = Crossing()
    plain: Crossing = Crossing()

    @property
    def id(self) -> JuryId:
        return JuryId(self.call, self.track, self.stage)

    @cached_property
    def leniency(self) -> dict[str, Fraction]:
        """By how much each expert marked above the others."""
        return {one.label: fraction(one.leniency) for one in self.experts if one.leniency}

    def adjusted(self, row: TallyRow) -> dict[str, Fraction]:
        """Return what counts of each expert's total of an entry."""
        if row.adjusted:
            return {label: fraction(value) for label, value in row.adjusted.items()}
        leniency = self.leniency
        return {label: fraction(value) - leniency.get(label, 0) for label, value in row.totals.items()}


@dataclass(frozen=True)
class Counting:
    """The rules that a tally goes by."""

    stage: ReviewStage
    criteria: tuple[Criterion, ...]
    ties: tuple[Tie, ...]
    line: int = 0
    floor: int | None = None

    @property
    def weights(self) -> dict[str, int]:
        """The weights of the criteria that count."""
        return {one.id: one.weight for one in self.criteria if one.weight}


@dataclass(frozen=True)
class Run:
    """What a run comes to: its rows, best first, and its experts."""

    rows: tuple[TallyRow, ...]
    experts: tuple[ExpertTally, ...]
    islands: tuple[tuple[str, ...], ...]
    plain: Crossing


def lots(key: bytes, entries: Iterable[str]) -> dict[str, str]:
    """Return each entry's position by lot, from the key of the draw."""
    return {entry: draw.position(key, f"entry:{entry}") for entry in entries}


def lacking(stage: ReviewStage, entries: Iterable[str], sheets: Iterable[str]) -> list[str]:
    """Return the entries that have fewer sheets than a score needs.

    `sheets` names the entry of each sheet that counts.
    """
    of: dict[str, int] = defaultdict(int)
    for entry in sheets:
        of[entry] += 1
    return [entry for entry in entries if of[entry] < max(stage.at_least, 1)]


def count_up(
    rules: Counting, entries: Sequence[RankingFacts], sheets: Sequence[LabelledSheet], subjects: Mapping[str, str]
) -> Run:
    """Compute a run.

    `subjects` are the experts' fields by label. Neither the order of the entries nor that of the sheets matters. Raises
    TooFewSheets, with the entries.
    """
    known = {one.entry for one in entries}
    counted = [(one.label, one.sheet.entry, marks) for one in sheets if (marks := one.counted)]
    counted = sorted((one for one in counted if one[1] in known), key=lambda one: one[:2])
    if short := lacking(rules.stage, [one.entry for one in entries], [entry for _, entry, _ in counted]):
        raise TooFewSheets(entries=short, at_least=rules.stage.at_least)
    highest, weights = mark_of(rules.stage.scale.max), rules.weights
    totals = [
        SheetTotal(entry, label, total({c: mark_of(marks.marks[c]) for c in weights}, weights, highest))
        for label, entry, marks in counted
    ]
    means = _means(rules.criteria, counted)
    scores = compute(rules.stage.method, totals)
    rows = _rows(rules, entries, totals, means, scores)
    plain = _rows(rules, entries, totals, means, compute(Method("mean"), totals))
    return Run(rows, _experts(totals, scores, subjects), scores.islands, compare(rows, plain, rules.line))


def compare(before: Sequence[TallyRow], after: Sequence[TallyRow], line: int) -> Crossing:
    """Return who crossed the line between two orders."""
    first, then = [row.entry for row in before[:line]], [row.entry for row in after[:line]]
    return Crossing(tuple(e for e in then if e not in set(first)), tuple(e for e in first if e not in set(then)))


def digest_of_sheets(sheets: Iterable[LabelledSheet]) -> str:
    """Return the digest of all sheets, whether they count or not."""
    rows = [
        [one.label, one.sheet.entry, one.sheet.round, one.sheet.state, [dict(m.marks) for m in _rounds(one.sheet)]]
        for one in sheets
    ]
    return digest(sorted(rows, key=lambda row: (row[0], row[1])))


def digest_of_rows(rows: Iterable[TallyRow]) -> str:
    """Return the digest of a run's rows, in their order."""
    return digest([[row.entry, row.code, row.final, row.rank, row.decided_by] for row in rows])


def _rounds(sheet: Sheet) -> tuple[Marks, ...]:
    return (*sheet.earlier, sheet.current)


def _means(criteria: Sequence[Criterion], counted: Sequence[tuple[str, str, Marks]]) -> dict[str, dict[str, Fraction]]:
    """Return the mean marks by entry and criterion, where any is given."""
    all_marks: dict[str, dict[str, list[Fraction]]] = defaultdict(lambda: defaultdict(list))
    for _, entry, marks in counted:
        for criterion in criteria:
            if criterion.id in marks.marks:
                all_marks[entry][criterion.id].append(mark_of(marks.marks[criterion.id]))
    return {
        entry: {criterion: sum(values, Fraction(0)) / len(values) for criterion, values in by_criterion.items()}
        for entry, by_criterion in all_marks.items()
    }


def _rows(
    rules: Counting,
    entries: Sequence[RankingFacts],
    totals: Sequence[SheetTotal],
    means: Mapping[str, Mapping[str, Fraction]],
    scores: Scores,
) -> tuple[TallyRow, ...]:
    own: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for one in totals:
        own[one.entry][one.expert] = one.value
    adjusted: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for (entry, label), value in scores.adjusted.items():
        adjusted[entry][label] = value
    spreads = {entry: max(values.values()) - min(values.values()) for entry, values in adjusted.items()}
    finals = {one.entry: _final(rules.stage, scores.finals[one.entry], one.carried) for one in entries}
    values = {one.entry: _tie_values(rules.ties, one, means[one.entry], spreads[one.entry]) for one in entries}
    places = order.arrange(finals, [tie.name for tie in rules.ties], values)
    ranking_facts = {one.entry: one for one in entries}
    is_standard, over = rules.stage.method.kind == "standard", rules.stage.spread
    return tuple(
        replace(
            _row(place, ranking_facts[place.entry], finals[place.entry]),
            totals=_texts(own[place.entry]),
            adjusted=_texts(adjusted[place.entry]) if is_standard else {},
            means=_texts(means[place.entry]),
            spread=exact(spreads[place.entry]),
            score=exact(scores.finals[place.entry]),
            flagged=over is not None and spreads[place.entry] > over.over,
            below_floor=rules.floor is not None and finals[place.entry] < rules.floor,
        )
        for place in places
    )


def _row(place: Place, standing: RankingFacts, final: Fraction) -> TallyRow:
    return TallyRow(
        entry=place.entry,
        code=standing.code,
        totals={},
        means={},
        spread="",
        score="",
        final=exact(final),
        rank=place.rank,
        carried="" if standing.carried is None else exact(standing.carried),
        decided_by=place.decided_by,
        desk_rank="" if standing.desk_rank is None else exact(standing.desk_rank),
        lot=standing.lot,
    )


def _final(stage: ReviewStage, score: Fraction, carried: Fraction | None) -> Fraction:
    if carried is None:
        return score
    return (score * (100 - stage.carries) + carried * stage.carries) / 100


def _tie_values(
    ties: Sequence[Tie], standing: RankingFacts, means: Mapping[str, Fraction], spread: Fraction
) -> list[TieValue]:
    known: dict[str, TieValue] = {
        "spread": spread,
        "desk_rank": UNRANKED if standing.desk_rank is None else standing.desk_rank,
        "draw": standing.lot,
    }
    return [-means.get(tie.criterion, Fraction(0)) if tie.by == "criterion" else known[tie.by] for tie in ties]


def _experts(totals: Sequence[SheetTotal], scores: Scores, subjects: Mapping[str, str]) -> tuple[ExpertTally, ...]:
    by_expert: dict[str, list[SheetTotal]] = defaultdict(list)
    sums: dict[str, Fraction] = defaultdict(Fraction)
    readers: dict[str, int] = defaultdict(int)
    for one in totals:
        by_expert[one.expert].append(one)
        sums[one.entry] += one.value
        readers[one.entry] += 1
    experts = []
    for label, marks in sorted(by_expert.items()):
        values = [one.value for one in marks]
        shared = [one for one in marks if readers[one.entry] > 1]
        above = [one.value - (sums[one.entry] - one.value) / (readers[one.entry] - 1) for one in shared]
        leniency = scores.leniency.get(label)
        experts.append(
            ExpertTally(
                label=label,
                subject=subjects.get(label, ""),
                sheets=len(values),
                mean=exact(sum(values, Fraction(0)) / len(values)),
                low=exact(min(values)),
                high=exact(max(values)),
                above=exact(sum(above, Fraction(0)) / len(above)) if above else "",
                leniency="" if leniency is None else exact(leniency),
            )
        )
    return tuple(experts)


def _texts(values: Mapping[str, Fraction]) -> dict[str, str]:
    return {name: exact(value) for name, value in values.items()}
