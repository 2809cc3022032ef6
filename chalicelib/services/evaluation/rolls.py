"""The roll of a jury: formal checks, doubles, and freezing.

Which entries there are is read from the lists of the desks that report to the organiser, since these are read
consistently and an index is not. Freezing closes a gate first, so that no check, correction or return comes in between
what it reads and what it writes; an attempt that is cut off opens it again after a while.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import get_args

from chalicelib.domain.access import must_belong
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Busy, Invalid, NotFound, RollChanged, RollNotReady, StepNotAllowed
from chalicelib.domain.evaluation.jury import Jury, JuryState, take
from chalicelib.domain.evaluation.roll import (
    FREEZING,
    FormalCheck,
    Pair,
    RollDraft,
    RollEntry,
    RollGate,
    Verdict,
    doubles,
    draft_of,
    is_current,
    leaves_of,
    roll_entry,
)
from chalicelib.domain.evaluation.rules import ReviewStage
from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.states import Outcome, State
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import Head, Revision, short_id
from chalicelib.forms import answers as forms
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, token
from chalicelib.services.evaluation.juries import Rules, fixed_rules, rules_of, seal_writes
from chalicelib.services.submissions import content
from chalicelib.storage import juries, lists, submissions, tallies
from chalicelib.storage.engine.reads import Ref, by_name, each
from chalicelib.storage.engine.table import Conflict, Write

PAGE = 50
MOST_CHECKED = 50
"""Entries of one request to check."""
CHECKS_AT_A_TIME = 16
PARTS_AT_A_TIME = 4
"""Parts of a roll in one transaction: each weighs up to 400 KB, and all of it up to 4 MB."""


@dataclass(frozen=True)
class ListFigures:
    """How far the formal check of one desk's entries is.

    `nominated` is all of them; the others are parts of it.
    """

    desk: str
    nominated: int
    admitted: int
    refused: int
    correcting: int

    @property
    def unchecked(self) -> int:
        return self.nominated - self.admitted - self.refused


@dataclass(frozen=True)
class RollFigures:
    """How far a roll is.

    - `etag`: of all that would be frozen.
    - `pairs`: entries that look like doubles, with their heads in `heads` by short id.
    - `outcomes`: how many of the track's entries have each outcome, once it is frozen.
    """

    jury: Jury
    lists: tuple[ListFigures, ...]
    etag: str
    pairs: tuple[Pair, ...]
    heads: Mapping[str, Head]
    checks: Mapping[str, FormalCheck]
    outcomes: Mapping[str, int]


@dataclass(frozen=True)
class RollRow:
    """An entry of a desk's list with its check.

    `rank` is the desk's; `check` None: not of what it is now. `doubles` are other entries that look like it.
    """

    head: Head
    rank: int
    check: FormalCheck | None
    doubles: tuple["Double", ...]


@dataclass(frozen=True)
class Double:
    """Another entry that looks like one, with its own check."""

    head: Head
    check: FormalCheck | None
    settled: bool


@dataclass(frozen=True)
class RollPage:
    """One page of a desk's entries, in its order."""

    rows: list[RollRow]
    cursor: str | None


@dataclass(frozen=True)
class Checked:
    """An entry to check, of the revision that was looked at.

    `settles` are the doubles that it is checked in sight of, by short id.
    """

    entry: str
    revision: int
    settles: tuple[str, ...] = ()


def summarise(act: Act, id: JuryId) -> RollFigures:
    """Return how far a roll is, list by list.

    Two round trips, however many entries there are. Raises NotFound.
    """
    rules = _first_stage(act, id)
    jury, ranked = act.read(juries.jury(id), _ranked(rules))
    must_belong(act.caller, rules.call)
    draft, outcomes = _read_draft(act, id, ranked)
    pairs = draft.pairs
    named = {entry for one in pairs for entry in (one.one, one.other)}
    return RollFigures(
        jury,
        _figures(draft, ranked),
        draft.etag,
        pairs,
        {entry: draft.heads[entry] for entry in named},
        {entry: draft.checks[entry] for entry in named if entry in draft.checks},
        outcomes,
    )


def _figures(draft: RollDraft, ranked: Mapping[str, RankedList]) -> tuple[ListFigures, ...]:
    """Return the figures of the lists that have any entry."""
    admitted, refused = (set(draft.with_verdict(verdict)) for verdict in get_args(Verdict))
    correcting = set(draft.correcting)
    by_desk: dict[str, set[str]] = {desk: set() for desk in ranked}
    for entry, head in draft.heads.items():
        by_desk.setdefault(head.below.desk if head.below else "", set()).add(entry)
    return tuple(
        ListFigures(desk, len(own), len(own & admitted), len(own & refused), len(own & correcting))
        for desk, own in by_desk.items()
        if own
    )


def read_page(act: Act, id: JuryId, desk: str, cursor: str | None) -> RollPage:
    """Return one page of a desk's entries with their checks and doubles.

    `desk` is one that reports to the organiser. Four round trips, however many entries there are. Raises NotFound,
    Invalid.
    """
    rules = _first_stage(act, id)
    if desk not in _top_desks(rules.call):
        raise NotFound()
    start = _start(cursor)
    ranked = act.read(lists.ranked(id.call, desk, id.track))
    must_belong(act.caller, rules.call)
    part = ranked.ids[start : start + PAGE]
    heads, checks = act.read(submissions.heads(map(id.submission, part)), juries.checks(id, part))
    shown = {short_id(h.id): h for h in heads.values() if h.state is State.NOMINATED}
    others, other_checks = _read_doubles(act, id, shown)
    known = {**others, **shown}
    current = {e: one for e, one in {**other_checks, **checks}.items() if e in known and is_current(one, known[e])}
    pairs = doubles(known, current)
    rows = [
        RollRow(
            shown[entry],
            rank,
            current.get(entry),
            tuple(
                Double(known[other], current.get(other), one.settled)
                for one in pairs
                for other in ({one.one: one.other, one.other: one.one}.get(entry),)
                if other
            ),
        )
        for rank, entry in enumerate(part, start=start + 1)
        if entry in shown
    ]
    following = start + PAGE
    return RollPage(rows, str(following) if following < len(ranked.ids) else None)


def _read_doubles(act: Act, id: JuryId, shown: Mapping[str, Head]) -> tuple[dict[str, Head], dict[str, FormalCheck]]:
    """Return the nominated entries of the same units, and their checks."""
    units = sorted({head.card.uscc for head in shown.values() if head.card.uscc})
    rows = act.read_each([submissions.unit_rows(id.call, unit) for unit in units]) if units else []
    others = [
        short_id(row.submission)
        for of_unit in rows
        for row in of_unit
        if row.track == id.track and short_id(row.submission) not in shown
    ]
    if not others:
        return {}, {}
    heads, checks = act.read(submissions.heads(map(id.submission, others)), juries.checks(id, others))
    return {short_id(h.id): h for h in heads.values() if h.state is State.NOMINATED}, checks


@once(lambda act, ids, id, entries, verdict, reason: None)
def check(act: Act, id: JuryId, entries: Sequence[Checked], verdict: Verdict, reason: str) -> None:
    """Write the formal check of some nominated entries.

    Some at a time: what is cut off is done by the same request sent again. Raises Invalid, RollChanged for what was
    corrected or left since it was looked at, StepNotAllowed once the roll is frozen, Busy, NotFound.
    """
    rules = _first_stage(act, id)
    if not entries or len(entries) > MOST_CHECKED:
        raise Invalid.at("/entries", "required" if not entries else "too_many", max=MOST_CHECKED)
    if verdict == "not_admit" and not reason.strip():
        raise Invalid.at("/reason", "required")
    ids = [one.entry for one in entries]
    heads, before, revisions = act.read(
        submissions.heads(map(id.submission, ids)),
        juries.checks(id, ids),
        each(submissions.revision(id.submission(one.entry), one.revision) for one in entries),
    )
    must_belong(act.caller, rules.call)
    writes: list[Write] = []
    for one, revision in zip(entries, revisions, strict=True):
        head = heads.get(id.submission(one.entry))
        if head is None or head.call != id.call:
            raise NotFound()
        if head.state is not State.NOMINATED or head.revision != one.revision or revision is None:
            raise RollChanged(entries=[one.entry])
        new = _check_of(act, rules, one, revision, before.get(one.entry), verdict, reason)
        writes += [juries.put_check(id, new)] if new else []
    gate = partial(juries.check_gate, id, act.now, "check")
    while len(writes) > CHECKS_AT_A_TIME:
        part, writes = writes[:CHECKS_AT_A_TIME], writes[CHECKS_AT_A_TIME:]
        act.tools.table.write([gate(), *part])
    act.commit([gate(), *writes])


def _check_of(
    act: Act,
    rules: Rules,
    one: Checked,
    revision: Revision,
    before: FormalCheck | None,
    verdict: Verdict,
    reason: str,
) -> FormalCheck | None:
    """Return an entry's new check; None where nothing differs."""
    form = content.form_of(act.calls.version(rules.call.id, revision.version), rules.track.id)
    category = revision.answers.get(rules.track.category_field or "")
    new = FormalCheck(
        one.entry,
        verdict,
        act.caller.account,
        act.now,
        reason.strip() if verdict == "not_admit" else "",
        one.settles,
        before.v + 1 if before else 1,
        one.revision,
        revision.code,
        category if isinstance(category, str) else "",
        tuple(forms.people(form, revision.answers)),
    )
    return None if before and _says(before) == _says(new) else new


def _says(check: FormalCheck) -> tuple[object, ...]:
    return (check.verdict, check.reason, check.settles, check.revision, check.by)


@once(lambda act, ids, id, etag=None: act.read(juries.jury(id)))
def freeze(act: Act, id: JuryId, etag: str | None = None) -> Jury:
    """Freeze a roll for good.

    That of a track's first stage has those admitted: `etag` is that of what the caller looked at, and heads learn of it
    afterwards. That of a later stage has those that the stage before keeps by its tally. Raises Invalid without an ETag
    where it needs one, RollChanged, RollNotReady, StepNotAllowed, Busy, NotFound.
    """
    rules = rules_of(act, id)
    if rules.before:
        return _carry_over(act, rules, rules.before)
    if etag is None:
        raise Invalid.at("/headers/If-Match", "required")
    jury, gate = act.read(juries.jury(id), juries.gate(id))
    must_belong(act.caller, rules.call)
    _must_be_unfrozen(jury)
    return _behind_gate(act, id, gate, partial(_freeze, act, rules, id, etag))


def _freeze(act: Act, rules: Rules, id: JuryId, etag: str, freezer: str) -> Jury:
    """Write a roll behind its closed gate."""
    jury, seal, ranked = act.read(juries.jury(id), juries.last_seal(id.call), _ranked(rules))
    draft = _read_draft(act, id, ranked)[0]
    if draft.etag != etag:
        raise RollChanged(etag=draft.etag)
    unsettled = sum(not one.settled for one in draft.pairs)
    if draft.unchecked or draft.correcting or unsettled or not draft.heads:
        raise RollNotReady(unchecked=len(draft.unchecked), correcting=len(draft.correcting), unsettled=unsettled)
    entries = [roll_entry(draft.heads[e], draft.checks[e]) for e in draft.with_verdict("admit")]
    refused = [(e, draft.heads[e].revision) for e in draft.with_verdict("not_admit")]
    return _put(act, jury, Frozen(entries, refused), seal, freezer)


def _carry_over(act: Act, rules: Rules, stage: ReviewStage) -> Jury:
    """Freeze a later stage's roll: the best of the tally before.

    As many as the stage before keeps, by its rank; what was excluded since is passed over. Heads learn nothing by it.
    """
    id = JuryId(rules.call.id, rules.track.id, rules.stage.id)
    before = id._replace(stage=stage.id)
    jury, earlier, gate = act.read(juries.jury(id), juries.jury(before), juries.gate(id))
    must_belong(act.caller, rules.call)
    _must_be_unfrozen(jury)
    if earlier.state is not JuryState.TALLIED:
        raise StepNotAllowed(step="carry_roll", state=earlier.state.value)
    roll, rows = act.read(juries.roll(before, earlier.roll or 0), tallies.rows(before, earlier.run, earlier.roll or 0))
    heads = act.read(submissions.heads(id.submission(row.entry) for row in rows))
    admitted = {short_id(head.id) for head in heads.values() if head.outcome is Outcome.ADMITTED}
    ranked = [row.entry for row in rows if row.entry in admitted]
    kept = set(ranked[: fixed_rules(act, earlier).stage.keeps])
    if not kept:
        raise RollNotReady(unchecked=0, correcting=0, unsettled=0)
    return _behind_gate(act, id, gate, partial(_carry, act, id, [one for one in roll if one.entry in kept]))


def _carry(act: Act, id: JuryId, entries: Sequence[RollEntry], freezer: str) -> Jury:
    jury, seal = act.read(juries.jury(id), juries.last_seal(id.call))
    return _put(act, jury, Frozen(entries, is_carried=True), seal, freezer)


def _must_be_unfrozen(jury: Jury) -> None:
    if jury.roll is not None:
        raise StepNotAllowed(step="freeze_roll", state=jury.state.value)


def _behind_gate(act: Act, id: JuryId, gate: RollGate, attempt: Callable[[str], Jury]) -> Jury:
    """Return what `attempt` does while nothing else may change the roll.

    It is given its own name. Whatever stops it opens the gate again.
    """
    if gate.is_freezing(act.now):
        raise Busy()
    own = RollGate(freezer=token(16), until=act.now + FREEZING)
    act.tools.table.write([juries.close_gate(id, own, act.now)])
    try:
        return attempt(own.freezer)
    except Exception:
        with suppress(Conflict):
            act.tools.table.write([juries.leave_gate(id, own.freezer, frozen=False)])
        raise


@dataclass(frozen=True)
class Frozen:
    """What a roll freezes.

    `refused` are those not admitted, each with its revision. `is_carried`: nobody learns anything by it.
    """

    entries: Sequence[RollEntry]
    refused: Sequence[tuple[str, int]] = ()
    is_carried: bool = False


def _put(act: Act, jury: Jury, frozen: Frozen, last: Seal | None, freezer: str) -> Jury:
    """Write the parts of a roll, then what makes them count."""
    id, (entries, refused) = jury.id, (frozen.entries, frozen.refused)
    parts = [*juries.put_roll(id, entries), *juries.put_not_admitted(id, refused)]
    for at in range(0, len(parts), PARTS_AT_A_TIME):
        act.tools.table.write([juries.check_freezer(id, freezer), *parts[at : at + PARTS_AT_A_TIME]])
    seal, sealed = seal_writes(act, last, "roll", id, leaves_of(entries, refused))
    figures = {"entries": len(entries), "refused": len(refused), "seal": seal.n, "digest": seal.digest}
    roll = len(entries)
    followed = roll if frozen.is_carried else 0
    after, event = take(
        jury, "freeze_roll", act.caller, act.now, figures, roll=roll, refused=len(refused), followed=followed
    )
    act.commit([*juries.put_step(after, event), sealed, juries.leave_gate(id, freezer, frozen=True)])
    return after


def _first_stage(act: Act, id: JuryId) -> Rules:
    """Return the rules of the jury that a track begins with.

    Nothing is read. Raises NotFound for a later stage, whose roll is carried over.
    """
    rules = rules_of(act, id)
    if rules.before is not None:
        raise NotFound()
    return rules


def _top_desks(call: Call) -> list[str]:
    """Return the desks that report to the organiser, retired ones too."""
    return [desk.code for desk in call.desks.values() if desk.parent is None]


def _ranked(rules: Rules) -> Ref[dict[str, RankedList]]:
    track = rules.track.id
    return by_name({desk: lists.ranked(rules.call.id, desk, track) for desk in _top_desks(rules.call)})


def _read_draft(act: Act, id: JuryId, ranked: Mapping[str, RankedList]) -> tuple[RollDraft, Mapping[str, int]]:
    """Return all that would be frozen, and how many have which outcome."""
    entries = sorted({entry for one in ranked.values() for entry in one.ids})
    heads, checks = act.read(submissions.heads(map(id.submission, entries)), juries.checks(id, entries))
    outcomes = Counter(head.outcome.value for head in heads.values() if head.outcome)
    return draft_of(heads.values(), checks, act.now), outcomes


def _start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 7):
        raise Invalid.at("/cursor", "not_a_cursor")
    return int(cursor)
