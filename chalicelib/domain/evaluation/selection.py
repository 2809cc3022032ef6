"""The selection: which entries of a track are proposed.

It follows from the order, a line and exceptions, and is computed anew from the tally's rows whenever it is looked at.
So a trial writes nothing, and what is confirmed is what was proposed or it is refused.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Literal

from chalicelib.domain.errors import Invalid, problem
from chalicelib.domain.evaluation.rules import SelectionRules
from chalicelib.domain.evaluation.tally import TallyRow
from chalicelib.domain.history import digest
from chalicelib.frozen import dataclass

Why = Literal["line", "exception", "below_line", "below_floor", "not_passed"]
"""Why an entry is selected (`line`, `exception`) or not (all but `line`)."""


@dataclass(frozen=True)
class Exemption:
    """An entry put in, or left out, whatever its place says."""

    entry: str
    put: Literal["in", "out"]
    reason: str = field(repr=False)
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Selection:
    """The selection of a track, as it was saved last.

    - `line`: how many places count, 0 as long as nobody has drawn it; `reason`: why not as many as are declared.
    - `chosen`: the short ids that were selected when it was saved; `digest`: that of the confirmed rows.
    - `v` is the ETag.
    """

    call: str
    track: str
    stage: str
    line: int = 0
    reason: str = field(default="", repr=False)
    exceptions: tuple[Exemption, ...] = ()
    chosen: tuple[str, ...] = ()
    digest: str = ""
    by: str = ""
    at: datetime | None = None
    v: int = 0


@dataclass(frozen=True)
class Judged:
    """What becomes of an entry: its place in the order, and why."""

    row: TallyRow
    place: int
    chosen: bool
    why: Why
    exception: Exemption | None = None


@dataclass(frozen=True)
class Selected:
    """The outcome of a line and exceptions.

    `line`: where it lies after `at_line`; `lot`: the entries about it that only the lot sets apart.
    """

    candidates: tuple[Judged, ...]
    line: int
    lot: tuple[str, ...]

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(one.row.entry for one in self.candidates if one.chosen)


@dataclass(frozen=True)
class Share:
    """How many of a group are selected.

    `warns` where it is too many.
    """

    group: str
    chosen: int
    of: int
    warns: bool


def choose(rules: SelectionRules, rows: Sequence[TallyRow], draft: Selection, barred: Collection[str] = ()) -> Selected:
    """Return what a line and exceptions select.

    `rows` are the tally's, best first; `barred` are the entries that did not pass the ballot. It never refuses, so that
    what was saved can be shown whatever a later run says (`check` does).
    """
    line = draft.line or rules.places
    lot = _by_lot(rows, line)
    if lot and rules.at_line == "both":
        last = max(n for n, row in enumerate(rows, start=1) if row.entry in lot)
        line = last if last <= rules.places + rules.about else line
    exceptions = {one.entry: one for one in draft.exceptions}
    candidates = tuple(
        _candidate(row, place, line, exceptions.get(row.entry), barred) for place, row in enumerate(rows, start=1)
    )
    return Selected(candidates, line, lot)


def balance(rules: SelectionRules, selected: Selected, groups: Mapping[str, str], *, warns: bool) -> list[Share]:
    """Return how many of each group are selected, the most first.

    `groups` names each entry's; `warns`: whether the call wants to be warned of these groups.
    """
    chosen = Counter(groups.get(entry, "") for entry in selected.chosen)
    every = Counter(groups.get(one.row.entry, "") for one in selected.candidates)
    most = rules.balance.warn_over if warns and rules.balance else 100
    count = len(selected.chosen)
    shares = [Share(group, chosen[group], of, chosen[group] * 100 > most * count) for group, of in every.items()]
    return sorted(shares, key=lambda one: (-one.chosen, -one.of, one.group))


def without_linked(
    links: Mapping[str, Sequence[tuple[str, str]]], chosen: Mapping[str, Collection[str]], selected: Collection[str]
) -> list[str]:
    """Return the selected entries none of whose linked entries is selected.

    `links` has (track, short id) of what each names; `chosen` are the selected of the tracks that have a selection. An
    entry that names something of a track without one is not judged yet.
    """
    return [
        entry
        for entry in selected
        if links.get(entry)
        and all(track in chosen for track, _ in links[entry])
        and not any(short in chosen[track] for track, short in links[entry])
    ]


def digest_of(selected: Selected, draft: Selection, tally: str) -> str:
    """Return the digest of what confirming writes.

    `tally` is the digest of the run's rows.
    """
    rows = [[one.row.entry, one.place, one.row.final, one.chosen, one.why] for one in selected.candidates]
    exceptions = [[one.entry, one.put, one.reason, one.by] for one in draft.exceptions]
    return digest(
        {"tally": tally, "line": selected.line, "reason": draft.reason, "exceptions": exceptions, "rows": rows}
    )


def _candidate(row: TallyRow, place: int, line: int, exception: Exemption | None, barred: Collection[str]) -> Judged:
    why: Why = "line"
    if row.entry in barred:
        why = "not_passed"
    elif row.below_floor:
        why = "below_floor"
    elif place > line:
        why = "below_line"
    chosen = why == "line"
    if exception and chosen != (exception.put == "in"):
        return Judged(row, place, not chosen, "exception", exception)
    return Judged(row, place, chosen, why, exception)


def check(rules: SelectionRules, rows: Sequence[TallyRow], draft: Selection, selected: Selected) -> None:
    """Refuse a line or exceptions that the rules do not allow.

    Raises Invalid with every fault: a line too far from the places, one without its reason, an exception without one,
    more entries than may be selected.
    """
    line, count = draft.line or rules.places, len(selected.chosen)
    low, high = rules.places - rules.about, rules.places + rules.about
    errors = []
    if not low <= line <= high:
        errors.append(problem("/line", "line_too_far", least=max(low, 0), most=high))
    if line != rules.places and not draft.reason.strip():
        errors.append(problem("/reason", "required"))
    known, seen = {row.entry for row in rows}, set()
    for n, one in enumerate(draft.exceptions):
        if one.entry not in known:
            errors.append(problem(f"/exceptions/{n}/entry", "unknown_entry"))
        if one.entry in seen:
            errors.append(problem(f"/exceptions/{n}/entry", "named_twice"))
        if not one.reason.strip():
            errors.append(problem(f"/exceptions/{n}/reason", "required"))
        seen.add(one.entry)
    if count > high:
        errors.append(problem("/exceptions", "too_many_selected", most=high, selected=count))
    if errors:
        raise Invalid(errors=errors)


def _by_lot(rows: Sequence[TallyRow], line: int) -> tuple[str, ...]:
    """Return the entries about the line that only the lot sets apart.

    None where the lot does not decide at the line itself.
    """

    def only_lot(n: int) -> bool:
        return rows[n].decided_by == "draw" or rows[n].rank == rows[n - 1].rank

    if not 0 < line < len(rows) or not only_lot(line):
        return ()
    first, end = line - 1, line + 1
    while first and only_lot(first):
        first -= 1
    while end < len(rows) and only_lot(end):
        end += 1
    return tuple(row.entry for row in rows[first:end])
