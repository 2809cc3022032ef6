"""No sequence of acts on a jury, by anybody, gets where its table forbids, and nothing that was sealed changes.

The season is played in memory by the pure rules alone, as services put them together: roll, draw, assignment, sheets,
recusals at any moment, seal, strikes, rounds, tallies, selection.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.call import Call
from chalicelib.domain.errors import LaurelError, NotFound
from chalicelib.domain.evaluation.assignment import Expert, NoReader, assign
from chalicelib.domain.evaluation.jury import STEPS, Jury, JuryState, may_take, take
from chalicelib.domain.evaluation.marking import (
    Ground,
    counted,
    give_back,
    in_round,
    is_counted,
    marks_digest,
    must_be_read,
    must_write,
    record,
    sheets_digest,
    with_step,
)
from chalicelib.domain.evaluation.panel import Assignment, Profile, Recusal, Recusals, Review
from chalicelib.domain.evaluation.recusals import ExpertFacts, PersonFacts, kept_from
from chalicelib.domain.evaluation.roll import FormalCheck, RollEntry, draft_of, leaves_of, roll_entry
from chalicelib.domain.evaluation.rules import Evaluation
from chalicelib.domain.evaluation.seals import Seal, Sealed, is_whole
from chalicelib.domain.evaluation.sheets import Marks, Sheet
from chalicelib.domain.evaluation.tally import Counting, LabelledSheet, RankingFacts, count_up, digest_of_rows
from chalicelib.domain.history import Event, broken, digest
from chalicelib.domain.states import ORGANISER, State
from chalicelib.domain.submission import Card, Head
from tests.factories import CALL, MARKS_CLOSE, TRACK, call, evaluated

P, U, D, A, M, S, T, X = JuryState
LATER_ON = {D, A, M}
MOVES: dict[str, tuple[set[JuryState], JuryState | None, set[str]]] = {
    "freeze_roll": ({P, U}, None, {"organiser"}),
    "fix_rules": ({P}, U, {"organiser"}),
    "commit_draw": ({U}, None, {"organiser", "agency"}),
    "reveal_draw": ({U}, D, {"organiser", "agency"}),
    "name_jury": ({U}, D, {"organiser"}),
    "witness": (LATER_ON, None, {"observer"}),
    "replace": (LATER_ON, None, {"organiser", "agency"}),
    "begin_assignment": ({D, A}, D, {"organiser", "agency"}),
    "assign": ({D}, A, {"organiser", "agency"}),
    "reassign": ({A, M}, None, {"organiser", "agency"}),
    "open": ({A}, M, {"organiser"}),
    "decline": ({M}, None, {"expert"}),
    "reopen_sheet": ({M}, None, {"organiser"}),
    "seal_marks": ({M}, S, {"organiser"}),
    "finish_seal": ({S}, None, set(Role)),
    "strike": ({S, T}, S, {"organiser"}),
    "tally": ({S, T}, T, {"organiser"}),
    "reconsider": ({S, T}, M, {"organiser"}),
    "propose_selection": ({T}, None, {"organiser"}),
    "confirm_selection": ({T}, X, {"organiser"}),
}
"""The table once more, as design and manual have it, written down apart from the code."""

CALLERS = {role: Caller(f"a-{role.value}", role, "shandong") for role in Role}
CALLED = Call.from_dict(call(**evaluated()))
EVALUATION = CALLED.evaluation or Evaluation()
RULES, WRITTEN = CALLED.track(TRACK), CALLED.track(TRACK).stage("written")
LABELS = ("E001", "E002", "E003", "E004")
ENTRIES = ("aa", "bb", "cc")
AT = MARKS_CLOSE - timedelta(days=1)
A_LABEL, AN_ENTRY = st.sampled_from(LABELS), st.sampled_from(ENTRIES)
MARK = st.sampled_from(("0", "4.5", "7", "10"))


class Machine(RuleBasedStateMachine):
    """Everybody acts on everything; `by_heart` is what was sealed, as it was then."""

    def __init__(self) -> None:
        super().__init__()
        self.jury, self.chain = Jury(CALL, TRACK, "written"), list[Event]()
        self.heads = {entry: _head(entry) for entry in ENTRIES}
        self.checks: dict[str, FormalCheck] = {}
        self.roll: list[RollEntry] = []
        self.assignments: dict[str, Assignment] = {}
        self.chains: dict[str, list[Event]] = {label: [] for label in LABELS}
        self.sheets: dict[tuple[str, str], Sheet] = {}
        self.recusals = {label: Recusals(label, CALL) for label in LABELS}
        self.profiles = {label: Profile(label, body=f"大学 {label}", city="370100") for label in LABELS}
        self.seals: list[Seal] = []
        self.by_heart: dict[int, Any] = {}

    @initialize(far=st.sampled_from((0, 5, 9, 9, 15, 15, 16, 17)), mark=MARK)
    def begins(self, far: int, mark: str) -> None:
        """The season is well on its way, so that what follows gets far."""
        steps: list[Callable[[], Any]] = [partial(self.check, entry, "admit") for entry in ENTRIES]
        steps += [self.freeze, partial(self.go_on, "fix_rules"), partial(self.go_on, "commit_draw")]
        steps += [partial(self.go_on, "reveal_draw"), self.assign, partial(self.go_on, "open")]
        steps += [partial(self._all_write, entry, mark) for entry in ENTRIES for _ in range(2)]
        steps += [self.seal, self.tally]
        for step in steps[:far]:
            step()

    def _all_write(self, entry: str, mark: str) -> None:
        for label in LABELS:
            self.write(label, entry, mark, True)

    # What leads up to the marks

    @rule(entry=AN_ENTRY, verdict=st.sampled_from(("admit", "admit", "admit", "not_admit")))
    def check(self, entry: str, verdict: Any) -> None:
        if self.jury.roll is None:
            self.checks[entry] = FormalCheck(entry, verdict, "a-organiser", AT, "附件不符", revision=1)

    @rule()
    def freeze(self) -> None:
        draft = draft_of(self.heads.values(), self.checks, AT)
        if self.jury.roll is not None or draft.unchecked or not draft.with_verdict("admit"):
            return
        roll = [roll_entry(draft.heads[entry], draft.checks[entry]) for entry in draft.with_verdict("admit")]
        if self._take("freeze_roll", roll=len(roll)):
            self.roll = roll
            self._seal("roll", leaves_of(roll, []))

    @rule(step=st.sampled_from(("fix_rules", "commit_draw", "reveal_draw", "name_jury", "open", "begin_assignment")))
    def go_on(self, step: str) -> None:
        if step != "fix_rules" and self.jury.roll is None:
            return
        if step == "begin_assignment" and self.jury.state is not D:
            return
        changes: dict[str, Any] = {"open": {"opened_at": AT}}.get(step, {})
        self._take(step, **changes)

    @rule()
    def assign(self) -> None:
        kept = {label: self._kept(label) for label in LABELS}
        fits = {one.entry: {label: 0 for label in LABELS if one.entry not in kept[label]} for one in self.roll}
        try:
            done = assign([Expert(label, 60, self.profiles[label].body) for label in LABELS], fits, 2)
        except NoReader:
            return
        if not self.roll or not self._take("assign"):
            return
        for label in LABELS:
            own = tuple(Review(entry, 1) for entry, readers in done.readers.items() if label in readers)
            self.assignments[label] = Assignment(CALL, TRACK, "written", label, label, own)
        self._seal("assignment", [digest(sorted(done.readers.items()))])

    # What experts do, and what befalls them

    @rule(label=A_LABEL, entry=AN_ENTRY, mark=MARK, final=st.booleans())
    def write(self, label: str, entry: str, mark: str, final: bool) -> None:
        def act() -> None:
            review = self._must_be_read(label, entry)
            must_write(self.jury, review, WRITTEN, CALLED.grace, AT)
            sheet = in_round(self.sheets.get((label, entry)), entry, label, review.round)
            current = Marks({"effect": mark, "spread": mark, "prepared": mark}, submitted_at=AT if final else None)
            self.sheets[label, entry] = replace(
                sheet, current=current, state="submitted" if final else "draft", v=sheet.v + 1
            )
            if not final:
                self.assignments[label] = with_step(self.assignments[label], replace(review, state="started"))
                return
            said = {"sheet": marks_digest(current)}
            after = replace(review, state="submitted")
            self.assignments[label], event = record(self.assignments[label], after, "submit_sheet", AT, said)
            self.chains[label].append(event)

        self._tried(act)

    @rule(label=A_LABEL, entry=AN_ENTRY, ground=st.sampled_from(("interest", "not_my_field")))
    def decline(self, label: str, entry: str, ground: Ground) -> None:
        def act() -> None:
            review = self._must_be_read(label, entry)
            if review.is_open and self._take("decline", CALLERS[Role.EXPERT]):
                sheet = in_round(self.sheets.get((label, entry)), entry, label, review.round)
                sheet, review = give_back(sheet, review, ground, "不便评")
                self.sheets[label, entry] = sheet
                self.assignments[label] = with_step(self.assignments[label], review)

        self._tried(act)

    @rule(label=A_LABEL, entry=AN_ENTRY, by_body=st.booleans())
    def a_recusal_comes_to_light(self, label: str, entry: str, by_body: bool) -> None:
        """At any moment, also after the marks; whatever counted by it is struck, or cannot be struck any more."""
        plain = Recusal("ruled", "a-organiser", AT, reason="师生")
        new = replace(plain, body=f"单位 {entry}") if by_body else replace(plain, entry=f"{TRACK}.{entry}")
        before = self.recusals[label]
        after = replace(before, items=(*before.items, new), v=before.v + 1)
        self.recusals[label] = replace(after, kept=tuple(f"{TRACK}.{one}" for one in self._kept(label, after)))

    @rule()
    def strike_what_must_not_count(self) -> None:
        for label, entry in list(self.sheets):
            review = self.assignments[label].review(entry)
            clashes = self.recusals[label].keeps_from(TRACK, entry)
            if clashes and review and is_counted(review) and self._take("strike"):
                self.assignments[label] = with_step(self.assignments[label], replace(review, state="struck"))
                self.sheets[label, entry] = replace(self.sheets[label, entry], state="struck")

    # What is done with the marks

    @rule()
    def seal(self) -> None:
        if not self._take("seal_marks", sealed_at=AT):
            return
        for label, one in self.assignments.items():
            own = [sheet for (who, _), sheet in self.sheets.items() if who == label]
            self.assignments[label] = replace(one, seal=sheets_digest(label, own), sealed_round=self.jury.round)
        self._seal("marks", [one.seal for one in self.assignments.values()])
        self._take("finish_seal", marks_seal=len(self.seals))
        self.by_heart[len(self.seals)] = {
            key: counted(sheet) for key, sheet in self.sheets.items() if sheet.state != "struck"
        }

    @rule()
    def reopen_for_a_round(self) -> None:
        flagged = [one for one in self.assignments.values() if any(r.state == "submitted" for r in one.reviews)]
        if self.jury.round > 1 or not flagged or not self._take("reconsider", round=self.jury.round + 1):
            return
        for one in flagged:
            reviews = tuple(
                replace(r, state="assigned", round=self.jury.round) if r.state == "submitted" else r
                for r in one.reviews
            )
            self.assignments[one.label] = replace(one, reviews=reviews, v=one.v + 1)

    @rule()
    def tally(self) -> None:
        if not may_take(self.jury, "tally", CALLERS[Role.ORGANISER]):
            return
        self.strike_what_must_not_count()
        known = [LabelledSheet(label, sheet) for (label, _), sheet in self.sheets.items()]
        facts = [RankingFacts(one.entry, lot=one.entry) for one in self.roll]
        try:
            run = count_up(Counting(WRITTEN, RULES.criteria, RULES.ties, 2, 30), facts, known, {})
        except LaurelError:
            return
        self._take("tally", run=self.jury.run + 1)
        self._seal("tally", [digest_of_rows(run.rows)])
        for row in run.rows:
            assert not any(row.entry in self._kept(label) for label in row.totals), "a mark of whoever is kept counts"

    @rule(step=st.sampled_from(("propose_selection", "confirm_selection")))
    def select(self, step: str) -> None:
        if self._take(step) and step == "confirm_selection":
            self._seal("selection", ["chosen"])

    # Anybody, anything

    @rule(role=st.sampled_from(Role), step=st.sampled_from(sorted(STEPS)))
    def anybody_tries_any_step(self, role: Role, step: str) -> None:
        sources, target, roles = MOVES[step]
        before = deepcopy(self.jury)
        try:
            after, _ = take(self.jury, step, CALLERS[role], AT, {})
        except LaurelError:
            assert not (self.jury.state in sources and role in roles)
            assert self.jury == before
            return
        assert self.jury.state in sources
        assert role in roles
        assert after.state is (target or self.jury.state)

    def _take(self, step: str, caller: Caller = CALLERS[Role.ORGANISER], **changes: Any) -> bool:
        before = self.jury
        if before.state not in MOVES[step][0]:
            return False
        self.jury, event = take(before, step, caller, AT, {}, **changes)
        assert self.jury.state is (MOVES[step][1] or before.state)
        self.chain.append(event)
        return True

    def _tried(self, act: Callable[[], None]) -> None:
        before = deepcopy((self.jury, self.assignments, self.sheets))
        try:
            act()
        except LaurelError:
            assert before == (self.jury, self.assignments, self.sheets)

    def _must_be_read(self, label: str, entry: str) -> Review:
        return must_be_read(self.jury, self.assignments.get(label), entry, self.recusals[label])

    def _kept(self, label: str, known: Recusals | None = None) -> set[str]:
        person = PersonFacts(label, label)
        facts = ExpertFacts(person, self.profiles[label], (known or self.recusals[label]).standing)
        return set(kept_from(facts, TRACK, self.roll, {}, EVALUATION.experts))

    def _seal(self, what: Sealed, leaves: Any) -> None:
        before = self.seals[-1].digest if self.seals else ""
        about = f"{TRACK}/written"
        self.seals.append(Seal(CALL, len(self.seals) + 1, what, about, AT, "a-organiser", tuple(leaves), before))

    @invariant()
    def nobody_reads_what_they_are_kept_from(self) -> None:
        for label in LABELS:
            for entry in self._kept(label):
                try:
                    self._must_be_read(label, entry)
                except NotFound:
                    continue
                raise AssertionError(f"{label} reads {entry}")

    @invariant()
    def what_is_sealed_stays(self) -> None:
        """Marks that counted when they were sealed are still there, in the sheet or among its earlier rounds."""
        for known in self.by_heart.values():
            for key, marks in known.items():
                sheet = self.sheets[key]
                assert marks is None or marks in (sheet.current, *sheet.earlier)

    @invariant()
    def sealed_sheets_are_those_of_their_digest(self) -> None:
        if self.jury.state not in {S, T, X}:
            return
        for label, one in self.assignments.items():
            own = [sheet for (who, _), sheet in self.sheets.items() if who == label]
            if not any(sheet.state == "struck" for sheet in own):
                assert sheets_digest(label, own) == one.seal

    @invariant()
    def every_chain_and_the_seals_are_whole(self) -> None:
        assert is_whole(self.seals)
        assert broken(self.chain, (self.jury.events, self.jury.last_hash)) is None
        for label, one in self.assignments.items():
            assert broken(self.chains[label], (one.events, one.last_hash)) is None

    def teardown(self) -> None:
        """A seal that is changed, dropped or swapped shows."""
        for n, seal in enumerate(self.seals):
            forged = [*self.seals[:n], replace(seal, leaves=("forged",)), *self.seals[n + 1 :]]
            assert not is_whole(forged) or n == len(self.seals) - 1
            assert not is_whole([*self.seals[:n], *self.seals[n + 1 :]]) or n == len(self.seals) - 1


def _head(entry: str) -> Head:
    card = Card(f"项目{entry}", f"单位 {entry}")
    return Head(
        id=f"{CALL}.{TRACK}.{entry}",
        call=CALL,
        track=TRACK,
        owner="owner",
        state=State.NOMINATED,
        desk=ORGANISER,
        card=card,
        place="370902",
        revision=1,
        v=1,
        created_at=AT,
        updated_at=AT,
    )


TestMachine = Machine.TestCase
TestMachine.settings = settings(stateful_step_count=60)


def test_the_table_has_a_row_for_every_step_and_no_other() -> None:
    assert MOVES.keys() == STEPS.keys()
    for step, (sources, target, roles) in MOVES.items():
        assert STEPS[step].sources == sources
        assert STEPS[step].target == target
        assert STEPS[step].roles == (frozenset() if step == "finish_seal" else roles)
