"""Changes between two versions of a call, and what they touch.

A published call is changed while people work under it. What would put entries out of everybody's reach is refused, what
asks more than before is to be confirmed, and everything else is told (docs/adr/0032-changes-of-a-live-call.md).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import is_dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.call import Calendar, Call, Desk, Quota, Track
from chalicelib.domain.states import ROWS, State
from chalicelib.forms.form_changes import Kind as Kind
from chalicelib.forms.form_changes import Pairs, VersionChange, form_changes, moved, pairs, turn
from chalicelib.frozen import dataclass

Counts = Mapping[tuple[str, str], Mapping[str, int]]
"""The counters of a call: (desk, track) → state → number."""

OF_FORMS = frozenset({"check", "field", "form", "option"})
OF_PUSHES = frozenset({"filing.closes", "grace", "resubmit_days"})
"""Dates and times that bind those who still have to push."""
OF_RULES = frozenset({"criterion", "evaluation", "selection", "stage", "ties"})
"""What entries are judged by."""


@dataclass(frozen=True)
class Touched:
    """How many entries a change touches, and accounts at a desk.

    `drafts` are those that are still to be pushed, returned ones among them; `ranked` are on a list or nominated;
    `pushed` is everything else that was ever pushed.
    """

    drafts: int = 0
    pushed: int = 0
    ranked: int = 0
    accounts: int = 0


def loses_entries(change: VersionChange) -> bool:
    """Return whether what lies there could not be found any more."""
    gone = change.kind == "taken_out" or bool(change.new_id)
    return change.what in ("track", "desk", "authority") and gone


def is_refused(
    change: VersionChange, touched: Touched, before: Call, now: datetime, ruled: Collection[str] = ()
) -> bool:
    """Return whether a change may not be published.

    `ruled`: tracks whose rules are fixed and sealed, by which entries are judged from then on.

    Tracks and desks may go before filing opens, while nobody has filed or is registered there: later somebody may
    begin in the moment between looking and publishing.
    """
    if change.what in OF_RULES:
        return change.track in ruled if change.track else bool(ruled)
    if not loses_entries(change):
        return False
    return change.what == "authority" or now >= before.calendar.filing_opens or touched != Touched()


def concerns_drafts(change: VersionChange) -> bool:
    """Return whether those who still have to push must hear of it."""
    binds = change.what in OF_FORMS or change.id in OF_PUSHES or (change.what, change.aspect) == ("track", "retired")
    return change.tightens and binds


def touched(change: VersionChange, counts: Counts, accounts: Mapping[str, int]) -> Touched:
    """Return what a change touches, by the call's counters.

    `accounts` are those at each desk that is gone.
    """
    numbers = dict.fromkeys(("drafts", "pushed", "ranked"), 0)
    for (desk, track), by_state in counts.items():
        if change.desk in ("", desk) and change.track in ("", track):
            for state, number in by_state.items():
                if state in ROWS:
                    numbers[_group(State(state))] += number
    return Touched(**numbers, accounts=accounts.get(change.desk, 0))


def _group(state: State) -> str:
    row = ROWS[state]
    return "drafts" if row.editable else "ranked" if row.approved else "pushed"


def changes(before: Call, after: Call) -> tuple[VersionChange, ...]:
    """Return all changes from one version of a call to another."""
    return tuple(_changes(before, after))


def _changes(before: Call, after: Call) -> Iterator[VersionChange]:
    yield from _authority(before, after)
    yield from _texts(before, after)
    yield from _rules(before, after)
    yield from _dates(before, after)
    yield from _sets(before, after)
    yield from _part("evaluation", before.evaluation, after.evaluation)
    yield from _tracks(before, after)
    yield from _desks(before, after)


def _authority(before: Call, after: Call) -> Iterator[VersionChange]:
    old, new = before.authority, after.authority
    if old.id != new.id:
        yield VersionChange("renamed", "authority", old.id, before=old.names, after=new.names, new_id=new.id)
    elif old.names != new.names:
        yield VersionChange("renamed", "authority", old.id, "names", old.names, new.names)
    if old.icp != new.icp:
        yield VersionChange("changed", "authority", old.id, "icp", old.icp, new.icp)


def _texts(before: Call, after: Call) -> Iterator[VersionChange]:
    for key in (
        "names",
        "title",
        "lead",
        "note",
        "notice",
        "contacts",
        "zone",
        "region",
        "registration",
        "outgoing",
        "drafts_days",
    ):
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            yield VersionChange("renamed" if key == "names" else "changed", "call", key, key, old, new)


def _rules(before: Call, after: Call) -> Iterator[VersionChange]:
    for key in ("grace", "resubmit_days", "withdrawal"):
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            yield _binding(VersionChange(turn(new < old, new > old), "call", key, key, old, new))


def _binding(change: VersionChange) -> VersionChange:
    return replace(change, tightens=change.kind == "tightened")


def _dates(before: Call, after: Call) -> Iterator[VersionChange]:
    old, new = before.calendar, after.calendar
    if old.filing_opens != new.filing_opens:
        kind = turn(new.filing_opens > old.filing_opens, new.filing_opens < old.filing_opens)
        yield _binding(VersionChange(kind, "date", "filing.opens", "", old.filing_opens, new.filing_opens))
    closing = {"filing.closes": (old.filing_closes, new.filing_closes)}
    for level in old.recommending.keys() & new.recommending.keys():
        closing[f"recommending.{level}"] = (old.recommending[level], new.recommending[level])
    for id, (was, now) in sorted(closing.items()):
        if was != now:
            yield _binding(VersionChange(turn(now < was, now > was), "date", id, "", was, now))
    yield from _stages(old, new)


def _stages(before: Calendar, after: Calendar) -> Iterator[VersionChange]:
    """Yield the changes of the public calendar, which binds nobody."""
    old, new = ({stage.id: stage for stage in one.stages} for one in (before, after))
    known = _paired(old, new, "label")
    yield from _whole("date", known, old, new, "label", "stages.")
    lifted = moved(old, new)
    for id in known.kept:
        one, other = old[id], new[id]
        if id in lifted or (one.opens, one.closes) != (other.opens, other.closes):
            yield VersionChange("moved", "date", f"stages.{id}", "", one.closes, other.closes)
        if one.label != other.label:
            yield VersionChange("renamed", "date", f"stages.{id}", "label", one.label, other.label)


def _sets(before: Call, after: Call) -> Iterator[VersionChange]:
    """Yield the changes of languages, levels and files."""
    yield from (VersionChange("added", "language", one) for one in after.languages if one not in before.languages)
    yield from (VersionChange("taken_out", "language", one) for one in before.languages if one not in after.languages)
    yield from (VersionChange("moved", "language", one) for one in sorted(moved(before.languages, after.languages)))
    known = _paired(before.levels, after.levels, "names")
    yield from _whole("level", known, before.levels, after.levels, "names")
    yield from (VersionChange("moved", "level", id) for id in sorted(moved(before.levels, after.levels)))
    for id in known.kept:
        yield from _keys("level", id, before.levels[id], after.levels[id], {"names": "renamed", "parent": "moved"})
    old, new = ({file.name: file for file in call.files} for call in (before, after))
    known = _paired(old, new, "label")
    yield from _whole("file", known, old, new, "label")
    yield from (VersionChange("moved", "file", id) for id in sorted(moved(old, new)))
    for id in known.kept:
        yield from _keys("file", id, old[id], new[id], {"label": "renamed"})


def _keys(what: Any, id: str, before: Any, after: Any, kinds: Mapping[str, Kind]) -> Iterator[VersionChange]:
    """Yield each key that differs; one without a kind has changed.

    Of a value with keys of its own these, such as `method.kind`.
    """
    for key in vars(before):
        old, new = getattr(before, key), getattr(after, key)
        if is_dataclass(old) and is_dataclass(new):
            inner = _keys(what, id, old, new, {})
            yield from (replace(change, aspect=f"{key}.{change.aspect}") for change in inner)
        elif old != new:
            yield VersionChange(kinds.get(key, "changed"), what, id, key, old, new)


def _part(what: Any, before: Any, after: Any) -> Iterator[VersionChange]:
    """Yield the changes of what stands once or not at all."""
    if before is not None and after is not None:
        yield from _keys(what, what, before, after, {})
    elif before != after:
        yield VersionChange("added" if before is None else "taken_out", what, what)


def _paired(before: Mapping[str, Any], after: Mapping[str, Any], title: str) -> Pairs:
    order, at = ({id(one[key]): n for n, key in enumerate(one)} for one in (before, after))
    return pairs(
        before,
        after,
        lambda one, other: bool(getattr(one, title) == getattr(other, title)),
        lambda one, other: order[id(one)] == at[id(other)] and len(before) == len(after),
    )


def _whole(
    what: Any, known: Pairs, before: Mapping[str, Any], after: Mapping[str, Any], title: str, prefix: str = ""
) -> Iterator[VersionChange]:
    """Yield what is new, gone, or goes by another id."""
    for id in known.new:
        yield VersionChange("added", what, prefix + id, after=getattr(after[id], title))
    for id in known.gone:
        yield VersionChange("taken_out", what, prefix + id, before=getattr(before[id], title))
    for id, other in known.renamed.items():
        titles = {"before": getattr(before[id], title), "after": getattr(after[other], title)}
        yield VersionChange("renamed", what, prefix + id, **titles, new_id=prefix + other)


def _tracks(before: Call, after: Call) -> Iterator[VersionChange]:
    known = _paired(before.tracks, after.tracks, "names")
    for change in _whole("track", known, before.tracks, after.tracks, "names"):
        yield replace(change, track=change.id)
    yield from (VersionChange("moved", "track", id, track=id) for id in sorted(moved(before.tracks, after.tracks)))
    for id in known.kept:
        yield from (replace(change, track=id) for change in _track(before.tracks[id], after.tracks[id]))


def _track(before: Track, after: Track) -> Iterator[VersionChange]:
    id = before.id
    if before.names != after.names:
        yield VersionChange("renamed", "track", id, "names", before.names, after.names)
    for key in ("eligibility", "selects", "category_field"):
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            yield VersionChange("changed", "track", id, key, old, new)
    yield from _retired("track", id, before.retired, after.retired)
    for level in {**before.quotas, **after.quotas}:
        yield from _quota(level, before.quotas.get(level), after.quotas.get(level))
    old, new = ({one.id: one for one in track.criteria} for track in (before, after))
    known = _paired(old, new, "names")
    yield from _whole("criterion", known, old, new, "names")
    yield from (VersionChange("moved", "criterion", one) for one in sorted(moved(old, new)))
    for one in known.kept:
        yield from _keys("criterion", one, old[one], new[one], {"names": "renamed"})
    yield from _judging(before, after)
    yield from form_changes(before.parsed, after.parsed)


def _judging(before: Track, after: Track) -> Iterator[VersionChange]:
    """Yield the changes of stages, selection and ties."""
    old, new = ({stage.id: stage for stage in track.stages} for track in (before, after))
    known = _paired(old, new, "names")
    yield from _whole("stage", known, old, new, "names")
    yield from (VersionChange("moved", "stage", one) for one in sorted(moved(old, new)))
    for one in known.kept:
        yield from _keys("stage", one, old[one], new[one], {"names": "renamed", "closes": "moved"})
    yield from _part("selection", before.selection, after.selection)
    if before.ties != after.ties:
        was, now = (tuple(tie.name for tie in track.ties) for track in (before, after))
        yield VersionChange("changed", "ties", "ties", "", was, now)


def _retired(what: Any, id: str, before: bool, after: bool) -> Iterator[VersionChange]:
    if before != after:
        yield _binding(VersionChange(turn(after, before), what, id, "retired", before, after))


def _quota(level: str, before: Quota | None, after: Quota | None) -> Iterator[VersionChange]:
    if before is None or after is None:
        if before != after:
            kind: Kind = "added" if before is None else "taken_out"
            yield VersionChange(kind, "quota", level, "", before, after, tightens=before is None)
        return
    if before.places != after.places:
        kind = turn(after.places < before.places, after.places > before.places)
        yield _binding(VersionChange(kind, "quota", level, "places", before.places, after.places))
    if before.over != after.over:
        kind = turn(after.over == "refuse", after.over == "warn")
        yield _binding(VersionChange(kind, "quota", level, "over", before.over, after.over))
    if before.slack != after.slack:
        kind = turn(after.slack < before.slack, after.slack > before.slack)
        yield _binding(VersionChange(kind, "quota", level, "slack", before.slack, after.slack))


def _desks(before: Call, after: Call) -> Iterator[VersionChange]:
    def placed(one: Desk, other: Desk) -> bool:
        return (one.level, one.parent, one.region) == (other.level, other.parent, other.region) and bool(one.region)

    known = pairs(before.desks, after.desks, lambda one, other: one.names == other.names, placed)
    for change in _whole("desk", known, before.desks, after.desks, "names"):
        yield replace(change, desk=change.id)
    lifted = moved(before.desks, after.desks)
    for id in known.kept:
        yield from (replace(c, desk=id) for c in _desk(before.desks[id], after.desks[id], id in lifted))


def _desk(before: Desk, after: Desk, lifted: bool) -> Iterator[VersionChange]:
    if before.names != after.names:
        yield VersionChange("renamed", "desk", before.code, "names", before.names, after.names)
    for key in ("level", "parent", "region"):
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            yield VersionChange("moved", "desk", before.code, key, old, new)
    if lifted:
        yield VersionChange("moved", "desk", before.code)
    yield from _retired("desk", before.code, before.retired, after.retired)
