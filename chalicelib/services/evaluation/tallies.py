"""Tallies: from sealed sheets to scores and order.

A run is started by somebody and carried out by the season, at once where it is small. It reads the sheets expert by
expert, writes its rows in parts, and last, in one transaction, that it is done, the jury's step and a seal. So it can
stop anywhere and be carried out again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.errors import StepNotAllowed, TooFewSheets
from chalicelib.domain.evaluation import draw as draws
from chalicelib.domain.evaluation.exact import fraction
from chalicelib.domain.evaluation.jury import Jury, may_take, take
from chalicelib.domain.evaluation.marking import is_counted
from chalicelib.domain.evaluation.panel import Assignment, Draw
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.evaluation.tally import (
    Counting,
    Crossing,
    LabelledSheet,
    RankingFacts,
    Tally,
    TallyRow,
    compare,
    count_up,
    digest_of_rows,
    digest_of_sheets,
    lacking,
    lots,
)
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, Tools, once, retry
from chalicelib.services.evaluation import long_acts
from chalicelib.services.evaluation.juries import Rules, fixed_rules, must_belong_to, rules_of, seal_writes
from chalicelib.services.evaluation.recusals import must_be_struck, of_readers
from chalicelib.storage import juries, sheets, tallies
from chalicelib.storage import long_acts as stored_acts
from chalicelib.storage.engine.reads import fetch, nothing, pair

LONG_ACT = "tally"
AT_A_TIME = 16
"""Experts whose sheets are read at the same time."""


@dataclass(frozen=True)
class Inputs:
    """All that a run is computed from.

    - `carried`: scores of the stage before, by entry, empty where none count.
    - `lot_key`: what entries' lots come from, empty without lots.
    """

    rules: Rules
    jury: Jury
    roll: list[RollEntry]
    assignments: list[Assignment]
    sheets: list[LabelledSheet]
    subjects: Mapping[str, str]
    carried: Mapping[str, Fraction]
    lot_key: bytes

    @property
    def counting(self) -> Counting:
        return counting_of(self.rules)

    @property
    def ranking_facts(self) -> list[RankingFacts]:
        """What each entry of the roll brings along."""
        lot = lots(self.lot_key, (one.entry for one in self.roll)) if self.lot_key else {}
        return [
            RankingFacts(
                one.entry,
                one.code,
                Fraction(one.top.rank, one.top.of) if one.top else None,
                self.carried.get(one.entry),
                lot.get(one.entry, ""),
            )
            for one in self.roll
        ]


@dataclass(frozen=True)
class TallyView:
    """A jury, and its last run with its rows.

    `tally` is None before the first run is done; `under_way`: another was started.
    """

    rules: Rules
    jury: Jury
    tally: Tally | None
    rows: list[TallyRow]
    roll: Mapping[str, RollEntry]
    under_way: bool


@once(lambda act, ids, id, seen=None: read(act, id))
def start(act: Act, id: JuryId, seen: int | None = None) -> TallyView:
    """Start a run; a small one is carried out at once.

    `seen` is the number of the last run that the caller knows, None for whichever: where there is another since, or
    one is under way, none is started. Raises NotFound, Forbidden, StepNotAllowed before all marks are in the seal,
    SheetsToStrike and TooFewSheets with what they concern.
    """
    rules = rules_of(act, id)
    jury, assignments, before = act.read(juries.jury(id), juries.assignments(id), stored_acts.long_act(id, LONG_ACT))
    must_belong_to(act, rules)
    if not may_take(jury, "tally", act.caller) or not jury.marks_seal:
        raise StepNotAllowed(step="tally", state=jury.state.value)
    begun, season = long_acts.begin(act, id, LONG_ACT, before)
    if not season or seen not in {None, jury.run}:
        return read(act, id)
    rules = fixed_rules(act, jury)
    roll, all_recusals = act.read(juries.roll(id, jury.roll or 0), of_readers(assignments, id.call))
    must_be_struck(assignments, all_recusals)
    counted = [one.entry for reader in assignments for one in reader.reviews if is_counted(one)]
    if short := lacking(rules.stage, [one.entry for one in roll], counted):
        raise TooFewSheets(entries=short, at_least=rules.stage.at_least)
    started = Tally(*id, jury.run + 1, act.caller.account, act.caller.authority, act.now, round=jury.round)
    act.commit([tallies.put_tally(started), *season])
    long_acts.carry_out_small(act.tools, begun, len(assignments), carry_out)
    return read(act, id)


def carry_out(tools: Tools, id: JuryId) -> int:
    """Carry out what was started; return how much is left.

    Nothing is done where none was. It may run twice, and beside itself. Raises TooFewSheets, StepNotAllowed, Busy.
    """
    return retry(lambda: _carry_out(tools, id))


def read(act: Act, id: JuryId) -> TallyView:
    """Return a jury's last run that is done.

    Raises NotFound, also for another authority's.
    """
    rules = rules_of(act, id)
    jury = act.read(juries.jury(id))
    must_belong_to(act, rules)
    # A run has a row for each entry of the roll, so that both are read at once.
    roll, rows, last, ahead = act.read(
        juries.roll(id, jury.roll or 0),
        tallies.rows(id, jury.run, jury.roll or 0),
        tallies.tally(id, jury.run),
        stored_acts.long_act(id, LONG_ACT),
    )
    by_entry = {one.entry: one for one in roll}
    return TallyView(fixed_rules(act, jury), jury, last, rows, by_entry, bool(ahead and ahead.under_way))


def inputs_of(act: Act, id: JuryId) -> Inputs:
    """Read all that a run is computed from.

    Raises NotFound, and StepNotAllowed where the stage before has no scores yet.
    """
    jury, assignments, draw, seals = act.read(
        juries.jury(id), juries.assignments(id), juries.draw(id), juries.seals(id.call)
    )
    rules = fixed_rules(act, jury)
    before = JuryId(id.call, id.track, rules.before.id) if rules.before and rules.stage.carries else None
    roll, earlier = act.read(pair(juries.roll(id, jury.roll or 0), juries.jury(before) if before else nothing()))
    return Inputs(
        rules,
        jury,
        roll,
        assignments,
        sheets_of(act, assignments),
        {one.label: one.subject for one in draw.pool} if draw else {},
        _carried(act, earlier) if earlier else {},
        lot_key(rules, draw, seals),
    )


def counting_of(rules: Rules) -> Counting:
    """Return what a jury counts by."""
    selection = rules.track.selection
    is_last = rules.track.stages[-1] == rules.stage
    line = rules.stage.keeps or (selection.places if selection else 0)
    floor = selection.floor if selection and is_last else None
    return Counting(rules.stage, rules.track.criteria, rules.track.ties, line, floor)


def lot_key(rules: Rules, draw: Draw | None, seals: Sequence[Seal]) -> bytes:
    """Return the key of entries' lots, empty where there are none.

    It is the draw's, or the digest of the roll's seal where nothing is drawn.
    """
    if not any(tie.by == "draw" for tie in rules.track.ties):
        return b""
    if draw and draw.code:
        return draws.draw_key(bytes.fromhex(draw.code), draws.randomness(draw.numbers))
    about = f"{rules.track.id}/{rules.stage.id}"
    sealed = [seal for seal in seals if seal.what == "roll" and seal.about == about]
    return bytes.fromhex(sealed[-1].digest) if sealed else b""


def _carry_out(tools: Tools, id: JuryId) -> int:
    jury = fetch(tools.table, juries.jury(id))
    started = fetch(tools.table, tallies.tally(id, jury.run + 1))
    if started is None or started.state == "done":
        return 0
    caller = Caller(started.by, Role.ORGANISER, started.authority)
    act = Act(tools, caller)
    known = inputs_of(act, id)
    last_seal, before = act.read(juries.last_seal(id.call), tallies.tally(id, jury.run))
    earlier = act.read(tallies.rows(id, before.n, before.count)) if before else []
    run = count_up(known.counting, known.ranking_facts, known.sheets, known.subjects)
    line = known.counting.line
    done = replace(
        started,
        state="done",
        round=known.jury.round,
        rules=known.jury.rules,
        sheets=digest_of_sheets(known.sheets),
        rows=digest_of_rows(run.rows),
        count=len(run.rows),
        line=line,
        lot_key=known.lot_key.hex(),
        experts=run.experts,
        islands=run.islands,
        crossed=compare(earlier, run.rows, line) if earlier else Crossing(),
        plain=run.plain,
    )
    for part in tallies.put_rows(id, done.n, run.rows):
        tools.table.write([part])
    figures = {"run": done.n, "rules": done.rules, "sheets": done.sheets, "rows": done.rows}
    after, event = take(known.jury, "tally", caller, act.now, figures, run=done.n)
    _, seal = seal_writes(act, last_seal, "tally", id, [done.rules, done.sheets, done.rows])
    act.commit([tallies.put_tally(done), *juries.put_step(after, event), seal])
    return 0


def sheets_of(act: Act, assignments: Sequence[Assignment]) -> list[LabelledSheet]:
    """Read all sheets of experts, some experts at a time."""
    every: list[LabelledSheet] = []
    for at in range(0, len(assignments), AT_A_TIME):
        part = assignments[at : at + AT_A_TIME]
        of_each = act.read_each([sheets.sheets(one.id) for one in part])
        every += [LabelledSheet(one.label, sheet) for one, own in zip(part, of_each, strict=True) for sheet in own]
    return every


def _carried(act: Act, earlier: Jury) -> dict[str, Fraction]:
    tally = act.read(tallies.tally(earlier.id, earlier.run))
    if tally is None:
        raise StepNotAllowed(step="tally", state=earlier.state.value)
    rows = act.read(tallies.rows(earlier.id, tally.n, tally.count))
    return {row.entry: fraction(row.final) for row in rows}
