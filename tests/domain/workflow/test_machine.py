"""No sequence of actions, by anybody, gets anywhere the table forbids."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.domain.access import Caller
from chalicelib.domain.errors import LaurelError
from chalicelib.domain.history import ErasableText, Event, broken
from chalicelib.domain.submission import ORGANISER, Head, State
from chalicelib.domain.workflow.commands import Command, Push, Recommend, ReopenList, ReorderList, ReportList
from chalicelib.domain.workflow.deciding import allowed
from chalicelib.domain.workflow.rows import ENTRY_STEPS, LIST_STEPS, Actor, row_of
from tests.domain.season import CITY, COUNTY, DEPARTMENT, DESKS, IN_TIME, PEOPLE, TOO_LATE, Season
from tests.factories import command

D, P, R, W, L, N, G = (
    State.DRAFT,
    State.PUSHED,
    State.RETURNED,
    State.WITHDRAWN,
    State.RECOMMENDED,
    State.DECLINED,
    State.NOMINATED,
)
MOVES: dict[str, set[tuple[State, State | None]]] = {
    "delete": {(D, None)},
    "push": {(D, P), (R, P), (R, G)},
    "ask_back": {(P, P), (L, L), (N, N)},
    "withdraw": {(P, W), (R, W), (L, W), (N, W)},
    "recommend": {(P, L), (N, L)},
    "take_back": {(L, P)},
    "decline": {(P, N)},
    "return": {(P, R), (L, R), (N, R), (G, R)},
    "send_back": {(P, P), (G, P)},
    "late_pass": {(state, state) for state in State},
    "report": {(L, P), (L, G)},
    "ask_correction": {(G, G)},
    "correct": {(G, G)},
    "admit": {(G, G)},
    "not_admit": {(G, G)},
    "notice": {(G, G)},
    "take_objection": {(G, G)},
    "rule_objection": {(G, G)},
    "award": {(G, G)},
    "pass_over": {(G, G)},
    "revoke": {(G, G)},
    "exclude": {(G, G)},
}
"""The table once more, as design and manual have it, written down apart from the code."""

OWNERS = {"delete", "push", "ask_back", "withdraw", "correct"}
OF_THE_SEASON = {step for step, row in ENTRY_STEPS.items() if row.actor is Actor.SEASON}
TIMED = {"push", "recommend", "send_back"}
REFUSED, WARNED = {"level": "refuse", "code": "required"}, {"level": "warn", "code": "double"}
ANYBODY = st.sampled_from(PEOPLE)
ANY_STEP = st.sampled_from(sorted(ENTRY_STEPS.keys() - {"report", *OF_THE_SEASON}))
ANY_WORDS = st.sampled_from(("原因", "原因", " ", ""))
ANY_PROBLEMS = st.sampled_from(((), (), (REFUSED,), (WARNED,)))
AN_INDEX = st.integers(0, 11)


def _command(step: str, desk: str, rank: int, words: str = "原因") -> Command[Head]:
    until = IN_TIME + timedelta(days=1)
    until = until if step == "late_pass" else None
    more = {"asks": {"served": words}, "fields": ("served",)}
    return command(step, desk=desk, rank=rank, opinion=words, reason=words, until=until, **more)


class Machine(RuleBasedStateMachine):
    """Acts as anybody on anything. What is refused must leave everything as it was."""

    season: Season

    @initialize()
    def opens(self) -> None:
        """A filing season with something on its way, so that what follows gets far."""
        self.season = Season()
        for desk in (*[COUNTY] * 4, *[CITY] * 3, DEPARTMENT, None):
            self.season.start(PEOPLE[0])
            if desk:
                self._take(PEOPLE[0], list(self.season.heads)[-1], Push(desk), False)

    @rule(who=ANYBODY)
    def start(self, who: Caller) -> None:
        if len(self.season.heads) < 12 and who.account != "organiser":
            self.season.start(who)

    @rule(who=ANYBODY, which=AN_INDEX)
    def save(self, who: Caller, which: int) -> None:
        entry = self._entry(which)
        before = self.season.heads[entry]
        if self._tried(lambda: self.season.save(who, entry)):
            assert before.owner == who.account
            assert before.state in {D, R}

    @rule(
        who=ANYBODY,
        which=AN_INDEX,
        step=ANY_STEP,
        desk=st.sampled_from((*DESKS, ORGANISER)),
        rank=st.integers(0, 5),
        words=ANY_WORDS,
        problems=ANY_PROBLEMS,
    )
    def anybody_takes_any_step(
        self,
        who: Caller,
        which: int,
        step: str,
        desk: str,
        rank: int,
        words: str,
        problems: tuple[Mapping[str, Any], ...],
    ) -> None:
        self._take(who, self._entry(which), _command(step, desk, rank, words), False, problems)

    @rule(which=st.integers(0, 999), rank=st.integers(1, 3), desk=st.sampled_from(DESKS))
    def whoever_may_takes_a_step(self, which: int, rank: int, desk: str) -> None:
        """Most steps of anybody are refused; these get far. Few are withdrawn, or nothing is left to do."""
        open_to = [(h, who, step) for h in self.season.heads.values() for who, step in self._may(h)]
        head, who, step = open_to[which % len(open_to)]
        if step in {"withdraw", "delete"} and which % 7:
            return
        to = head.desk if head.came else who.desk or desk
        self._take(who, head.id, _command(step, to, rank), False)

    @rule(desk=st.sampled_from((COUNTY, CITY, CITY, DEPARTMENT)), some=st.integers(1, 5), rank=st.integers(0, 2))
    def a_desk_recommends_what_it_has(self, desk: str, some: int, rank: int) -> None:
        held = [h for h in self.season.heads.values() if h.state in {P, N} and h.desk == desk]
        who = next(p for p in PEOPLE if p.desk == desk)
        for head in held[:some]:
            at = rank % (len(self.season.lists[desk].ids) + 1) + 1
            self._take(who, head.id, Recommend(at, "好"), False)

    @rule(which=AN_INDEX)
    def nobody_is_in_time_after_the_end(self, which: int) -> None:
        head = self.season.heads[self._entry(which)]
        for who, step in self._may(head):
            if step in TIMED:
                to = head.desk or who.desk or COUNTY
                self._take(who, head.id, _command(step, to, 1), True)

    @rule(which=AN_INDEX, step=st.sampled_from(("send_back", "send_back", "return", "decline")))
    def the_level_above_handles_what_came_up(self, which: int, step: str) -> None:
        came = [h for h in self.season.heads.values() if h.below and h.state in {P, G}]
        if came:
            head = came[which % len(came)]
            who = next(p for p in PEOPLE if p.seat == head.desk)
            self._take(who, head.id, _command(step, head.below.desk if head.below else COUNTY, 1), False)

    def _may(self, head: Head) -> list[tuple[Caller, str]]:
        found = [(who, step) for who in PEOPLE for step in allowed(head, who, self.season.call)]
        return found or [(PEOPLE[0], "push")]

    @rule(who=ANYBODY, desk=st.sampled_from(DESKS), order=st.permutations(range(5)), drops=st.booleans())
    def reorder(self, who: Caller, desk: str, order: list[int], drops: bool) -> None:
        ids = self.season.lists[desk].ids
        new = [ids[i] for i in order if i < len(ids)][drops:]
        if self._tried(lambda: self.season.take_on_list(who, desk, ReorderList(tuple(new)), IN_TIME)):
            assert who.desk == desk

    @rule(
        desk=st.sampled_from(DESKS),
        who=ANYBODY,
        own=st.booleans(),
        late=st.booleans(),
        at_once=st.integers(0, 8),
    )
    def report(self, desk: str, who: Caller, own: bool, late: bool, at_once: int) -> None:
        if own and not self.season.lists[desk].ids:
            return
        who = next(p for p in PEOPLE if p.desk == desk) if own else who
        now = TOO_LATE if late and not own else IN_TIME
        if self._tried(lambda: self.season.take_on_list(who, desk, ReportList(), now)):
            assert who.desk == desk
            assert now == IN_TIME
            self.entries_follow_a_report(len(self.season.following) - 1, at_once)

    @rule(desk=st.sampled_from(DESKS), who=ANYBODY, above=st.booleans(), words=ANY_WORDS)
    def reopen(self, desk: str, who: Caller, above: bool, words: str) -> None:
        seat = self.season.call.desks[desk].parent or ORGANISER
        who = next(p for p in PEOPLE if p.seat == seat) if above else who
        was = self.season.lists[desk].reported
        if self._tried(lambda: self.season.take_on_list(who, desk, ReopenList(words), IN_TIME)):
            assert was
            assert words.strip()
            assert who.seat == (CITY if self.season.call.desks[desk].parent else ORGANISER)

    @rule(which=AN_INDEX, some=st.integers(1, 8))
    def entries_follow_a_report(self, which: int, some: int) -> None:
        if not self.season.following:
            return
        before = dict(self.season.heads)
        which %= len(self.season.following)
        report = self.season.following[which]
        self.season.follow(which, some)
        for entry, head in self.season.heads.items():
            old = before[entry]
            if (old.state, old.desk) != (head.state, head.desk):
                assert (old.state, head.state) in MOVES["report"]
                assert (old.desk, head.desk) == (report.desk, report.to)

    def _take(
        self,
        who: Caller,
        entry: str,
        command: Command[Head],
        late: bool,
        problems: tuple[Mapping[str, Any], ...] = (),
    ) -> None:
        before, lists = self.season.heads[entry], dict(self.season.lists)
        now, step = TOO_LATE if late else IN_TIME, row_of(command).step
        if not self._tried(lambda: self.season.take(who, entry, command, now, problems)):
            return
        after = self.season.heads.get(entry)
        assert (before.state, after.state if after else None) in MOVES[step]
        if step == "late_pass":
            assert who.seat == ORGANISER
        else:
            assert who.account == before.owner if step in OWNERS else who.seat == before.desk
        assert not (late and step in TIMED)
        assert not (step == "push" and REFUSED in problems)
        assert all(text.strip() for name, text in command.words.items() if name in {"reason", "opinion"})
        assert after is None or after.revision == before.revision + (step in {"push", "correct"})
        for desk, ranked in self.season.lists.items():
            if ranked.ids != lists[desk].ids:
                self._may_move(desk, lists[desk].reported, before, step)

    def _may_move(self, desk: str, reported: bool, before: Head, step: str) -> None:
        """A list moves while it is open by its own desk's hand and what is withdrawn, or by what is sent back to it."""
        if step == "send_back":
            assert before.below is not None
            assert desk == before.below.desk
            assert not self.season.lists[desk].reported
        else:
            assert desk == before.desk
            assert not reported

    def _tried(self, act: Callable[[], None]) -> bool:
        photographed = deepcopy(self._all_that_changes())
        try:
            act()
        except LaurelError:
            assert photographed == self._all_that_changes()
            return False
        return True

    def _all_that_changes(self) -> dict[str, Any]:
        return {name: held for name, held in vars(self.season).items() if name not in {"_numbers", "call"}}

    def _entry(self, which: int) -> str:
        if not self.season.heads:
            self.season.start(PEOPLE[0])
        entries = list(self.season.heads)
        return entries[which % len(entries)]

    @invariant()
    def ranks_are_one_to_n_of_what_is_recommended(self) -> None:
        for desk, ranked in self.season.lists.items():
            assert len(set(ranked.ids)) == len(ranked.ids)
            assert set(ranked.ids) == self.season.listed(desk)
            ranks = sorted(r for i in ranked.ids if (r := ranked.rank(i)))
            assert ranks == list(range(1, len(ranked.ids) + 1))

    @invariant()
    def no_hard_quota_is_exceeded(self) -> None:
        assert len(self.season.lists[CITY].ids) <= 2
        assert len(self.season.lists[COUNTY].ids) <= 3

    @invariant()
    def every_head_is_somewhere_that_its_state_allows(self) -> None:
        for head in self.season.heads.values():
            assert (head.state is D) == (head.revision == 0) == (head.filing_no is None)
            assert (head.desk is None) == (head.state is D)
            assert head.state is not G or head.desk == ORGANISER
            assert head.state not in {P, L, N} or head.desk in DESKS

    @invariant()
    def what_was_pushed_stays_as_it_was_pushed(self) -> None:
        for entry, revisions in self.season.frozen.items():
            head = self.season.heads[entry]
            assert len(revisions) == head.revision
            if not head.editable and head.state is not W:
                assert self.season.content[entry] == revisions[-1]

    @invariant()
    def every_chain_is_whole(self) -> None:
        for head in self.season.heads.values():
            assert broken(self.season.chains.get(head.id, []), (head.events, head.last_hash)) is None
        for ranked in self.season.lists.values():
            chain = self.season.chains.get(ranked.subject, [])
            assert broken(chain, (ranked.events, ranked.last_hash)) is None

    def teardown(self) -> None:
        """Whatever happened: a history that anybody has touched shows it."""
        if not hasattr(self, "season"):
            return
        for chain in self.season.chains.values():
            last = (chain[-1].n, chain[-1].hash)
            for n in range(len(chain)):
                for tampered in _tampered(chain[n]):
                    assert broken([*chain[:n], tampered, *chain[n + 1 :]], last) is not None
                assert broken([*chain[:n], *chain[n + 1 :]], last) is not None


def _tampered(event: Event) -> list[Event]:
    other: dict[str, Any] = {"actor": "x", "step": "x", "facts": {}, "n": 99, "hash": "0", "before": "1"}
    changed = [replace(event, **{k: v}) for k, v in other.items() if getattr(event, k) != v]
    words = {name: ErasableText("另一句", text.salt) for name, text in event.texts.items()}
    return [*changed, replace(event, texts=words)] if words else changed


TestMachine = Machine.TestCase
TestMachine.settings = settings(stateful_step_count=60)


def test_the_table_has_a_row_for_every_step_and_no_other() -> None:
    assert MOVES.keys() == ENTRY_STEPS.keys()
    assert set(LIST_STEPS) == {"reorder", "report", "attach_scan", "reopen"}


@pytest.mark.parametrize("step", sorted(ENTRY_STEPS))
def test_a_rows_sources_are_those_of_the_design(step: str) -> None:
    """What is not reported yet is 'pushed' for its owner, so that refusing gives nothing away."""
    told = {P if step in OWNERS and source in {L, N} else source for source, _ in MOVES[step]}
    assert ENTRY_STEPS[step].sources == told
