"""The plan of an assignment, and the report of its quality.

Before a draw it says how many experts of each field are needed. A rule that keeps an expert from an entry takes a pair
out; an entry that too few are left for is named, with the rules that took them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field

from chalicelib.domain.evaluation.assignment import Assigned, Expert, NoReader, assign
from chalicelib.domain.evaluation.panel import PoolExpert
from chalicelib.domain.evaluation.pool import body_codes
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.evaluation.rules import ReviewStage
from chalicelib.domain.history import digest
from chalicelib.frozen import dataclass

Kept = Mapping[tuple[str, str], Collection[str]]
"""Pairs kept apart, (entry, label), with the names of the rules that do it."""

EXACT, ALSO, OTHER = 0, 10, 20
"""Misfits: the field that an expert is there for, another of the expert's own, none of them."""
NAMED = 20
"""How many entries a report names."""


@dataclass(frozen=True)
class FieldNeed:
    """What a field's entries need.

    `experts`: how many at least, if each reads as many as the stage allows; `in_pool`: how many there are.
    """

    field: str
    entries: int
    experts: int
    in_pool: int


@dataclass(frozen=True)
class Unserved:
    """An entry that has too few experts.

    `experts`: how many may read it; `rules`: rule → how many it keeps from it. Where enough may read it, they or
    their bodies are taken: `full`.
    """

    entry: str
    experts: int
    rules: Mapping[str, int]
    full: bool = False


@dataclass(frozen=True)
class Plan:
    """What an assignment would need.

    - `reviews`: how many sheets in all; `each`: how many experts an entry has.
    - `needed`: experts at least, in all; `load`: entries for each of those who are there, at least and at most.
    - `room`: how many reviews they can take together.
    - `kept`: pairs that each rule takes out; `pairs`: all there are, and `apart`: those that any rule takes out.
    """

    entries: int
    each: int
    reviews: int
    needed: int
    experts: int
    load: tuple[int, int]
    room: int
    fields: tuple[FieldNeed, ...]
    kept: Mapping[str, int]
    pairs: int
    apart: int
    unserved: tuple[Unserved, ...]


@dataclass(frozen=True)
class QualityReport:
    """How good an assignment is.

    - `misfits`: reviews by misfit; `worst`: entries whose misfits sum highest, with their sums.
    - `loads`: entries by label; `kept` and `apart` as in a plan; `objective`: the sum of all misfits.
    - `input` and `output`: digests of what it was computed from, and of who reads what.
    """

    entries: int
    each: int
    experts: int
    misfits: Mapping[int, int]
    worst: tuple[tuple[str, int], ...]
    loads: Mapping[str, int]
    kept: Mapping[str, int]
    pairs: int
    apart: int
    objective: int
    input: str
    output: str


@dataclass(frozen=True)
class Task:
    """What an assignment is computed from.

    `roll` and `experts` are in the order of the draw, which decides among equals.
    """

    stage: ReviewStage
    roll: Sequence[RollEntry]
    experts: Sequence[PoolExpert]
    kept: Kept = field(default_factory=dict)

    @property
    def is_panel(self) -> bool:
        """Whether every expert reads every entry."""
        return self.stage.design == "panel"

    @property
    def each(self) -> int:
        """How many experts an entry has."""
        return len(self.experts) if self.is_panel else self.stage.experts

    def most(self, one: PoolExpert) -> int:
        """Return how many entries an expert may have."""
        return len(self.roll) if self.is_panel else min(one.most, self.stage.most)

    def misfits(self) -> dict[str, dict[str, int]]:
        """Return what each pair costs; pairs kept apart are missing."""
        by_field = self.stage.fields == "category"
        return {
            entry.entry: {
                one.label: misfit_of(one, entry) if by_field else EXACT
                for one in self.experts
                if (entry.entry, one.label) not in self.kept
            }
            for entry in self.roll
        }


def misfit_of(one: PoolExpert, entry: RollEntry) -> int:
    """Return how badly an entry's category fits an expert's fields."""
    if entry.category == one.subject:
        return EXACT
    return ALSO if entry.category in one.fields else OTHER


def plan(task: Task) -> Plan:
    """Return what an assignment would need, and what stands against it."""
    roll, each = task.roll, task.stage.experts
    reviews, most = len(roll) * task.each, max(task.stage.most, 1)
    needed = each if task.is_panel else max(-(-reviews // most), min(each, reviews))
    rooms = [task.most(one) for one in task.experts]
    here = max(len(rooms), 1)
    pairs = len(roll) * len(task.experts)
    unserved = [lack for entry in roll if (lack := _lack(task, entry))]
    return Plan(
        entries=len(roll),
        each=task.each,
        reviews=reviews,
        needed=needed,
        experts=len(task.experts),
        load=(reviews // here, -(-reviews // here)),
        room=sum(rooms),
        fields=_needs(task),
        kept=by_rule(task.kept),
        pairs=pairs,
        apart=len(task.kept),
        unserved=tuple(unserved[:NAMED]),
    )


def _needs(task: Task) -> tuple[FieldNeed, ...]:
    """Return what each field of roll or pool needs."""
    by_field = task.stage.fields == "category"
    entries = Counter(entry.category if by_field else "" for entry in task.roll)
    pool = Counter(one.subject for one in task.experts)
    each, most = task.stage.experts, max(task.stage.most, 1)
    fields = sorted({*entries, *pool})
    if task.is_panel:
        return tuple(FieldNeed(one, entries[one], 0, pool[one]) for one in fields)
    return tuple(FieldNeed(one, entries[one], -(-entries[one] * each // most), pool[one]) for one in fields)


def _lack(task: Task, entry: RollEntry) -> Unserved | None:
    """Return an entry that too few may read, whatever the loads.

    Bodies count once where an entry has one expert of a body.
    """
    rules = Counter(rule for one in task.experts for rule in task.kept.get((entry.entry, one.label), ()))
    may = [one for one in task.experts if (entry.entry, one.label) not in task.kept]
    codes = body_codes(may)
    bodies = len(may) if task.is_panel else len(set(codes.values()))
    least = task.stage.at_least if task.is_panel else task.stage.experts
    if bodies >= least:
        return None
    if bodies < len(may):
        rules["one_of_a_body"] = len(may) - bodies
    return Unserved(entry.entry, bodies, dict(rules.most_common()))


def by_rule(kept: Kept) -> dict[str, int]:
    """Return how many pairs each rule takes out, the most first."""
    return dict(Counter(rule for rules in kept.values() for rule in rules).most_common())


class CannotAssign(Exception):
    """Failure to give an entry its experts; `unserved` says why."""

    def __init__(self, unserved: Unserved) -> None:
        super().__init__(unserved.entry)
        self.unserved = unserved


def compute(task: Task) -> Assigned:
    """Give every entry its experts.

    Raises CannotAssign.
    """
    misfits = task.misfits()
    for entry in task.roll:
        if lack := _lack(task, entry):
            raise CannotAssign(lack)
    if task.is_panel:
        return _all_read_all(task, misfits)
    experts = [Expert(one.label, task.most(one), one.body.strip()) for one in task.experts]
    try:
        return assign(experts, misfits, task.stage.experts)
    except NoReader as refused:
        rules = Counter(rule for (entry, _), them in task.kept.items() if entry == refused.entry for rule in them)
        raise CannotAssign(Unserved(refused.entry, refused.experts, dict(rules.most_common()), full=True)) from None


def _all_read_all(task: Task, misfits: Mapping[str, Mapping[str, int]]) -> Assigned:
    readers = {entry: tuple(row) for entry, row in misfits.items()}
    loads = Counter(label for row in readers.values() for label in row)
    total = sum(cost for row in misfits.values() for cost in row.values())
    return Assigned(readers, {one.label: loads[one.label] for one in task.experts}, total)


def report(task: Task, assigned: Assigned) -> QualityReport:
    """Return how good an assignment is."""
    misfits = task.misfits()
    cost = {entry: [misfits[entry][label] for label in row] for entry, row in assigned.readers.items()}
    worst = sorted(((entry, sum(row)) for entry, row in cost.items() if any(row)), key=lambda one: (-one[1], one[0]))
    return QualityReport(
        entries=len(task.roll),
        each=task.each,
        experts=len(task.experts),
        misfits=dict(sorted(Counter(one for row in cost.values() for one in row).items())),
        worst=tuple(worst[:NAMED]),
        loads=assigned.loads,
        kept=by_rule(task.kept),
        pairs=len(task.roll) * len(task.experts),
        apart=len(task.kept),
        objective=assigned.misfit,
        input=_input_digest(task, misfits),
        output=readers_digest(assigned.readers),
    )


def _input_digest(task: Task, misfits: Mapping[str, Mapping[str, int]]) -> str:
    return digest(
        {
            "entries": [[entry.entry, entry.revision, entry.code] for entry in task.roll],
            "experts": [[one.label, task.most(one), one.digest] for one in task.experts],
            "misfits": misfits,
            "each": task.each,
        }
    )


def readers_digest(readers: Mapping[str, Iterable[str]]) -> str:
    """Return the digest of who reads what: entry → labels."""
    return digest({entry: sorted(row) for entry, row in readers.items()})
