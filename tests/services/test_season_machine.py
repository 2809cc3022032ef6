"""The same on the real thing: services over an engine, counters from the stream's records, entries that follow."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import LaurelError
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import ORGANISER, Head, State
from chalicelib.services.follow_ups import reports
from chalicelib.services.lists import ranking
from chalicelib.storage import lists
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, CITY, COUNTY, DEPARTMENT, TRACK, World, complete, world
from tests.races.sound import assert_sound

pytestmark = pytest.mark.engine
DESKS = (COUNTY, CITY, DEPARTMENT)
STEPS = (
    "recommend",
    "recommend",
    "recommend",
    "take_back",
    "decline",
    "return",
    "send_back",
    "push",
    "withdraw",
)
TAKEN = st.tuples(st.integers(0, 5), st.sampled_from(STEPS), st.integers(1, 3))


class Services(RuleBasedStateMachine):
    """Whoever may act does; what the rules refuse is left at that."""

    table: Place

    @initialize()
    def opens(self) -> None:
        self.here: World = world(self.table, withdrawal=True)
        self.entries = [self.here.pushed(f"项目{n}", desk) for n, desk in enumerate((*DESKS, COUNTY, CITY, COUNTY))]

    @rule(taken=TAKEN)
    def a_step_is_taken(self, taken: tuple[int, str, int]) -> None:
        which, step, rank = taken
        head = self.here.head(self.entries[which])
        who = self.here.applicant() if step in {"push", "withdraw"} else self._holder(head)
        below = head.below.desk if head.below else COUNTY
        desk = {"send_back": below, "push": head.desk}.get(step)
        self._tried(lambda: self.here.take(who, head.id, step, rank=rank, opinion="好", reason="原因", desk=desk))

    @rule(which=st.integers(0, 5), name=st.sampled_from(("改一", "改二")))
    def an_owner_saves(self, which: int, name: str) -> None:
        before = self.here.head(self.entries[which])
        done = self._tried(lambda: self.here.save(self.here.applicant(), before.id, complete(name)))
        assert done == before.editable

    @rule(desk=st.sampled_from(DESKS), follows=st.booleans())
    def a_list_is_reported(self, desk: str, follows: bool) -> None:
        clerk, seen = self.here.recommender(desk), str(self._list(desk).v)
        repeat = self.here.request(clerk)
        done = self._tried(lambda: ranking.report(self.here.act(clerk, repeat), ListId(CALL, desk, TRACK), seen))
        if done and follows:
            self.all_reports_follow()

    @rule(desk=st.sampled_from(DESKS))
    def a_list_is_reopened(self, desk: str) -> None:
        above = self.here.recommender(CITY) if desk == COUNTY else self.here.organiser()
        repeat = self.here.request(above)
        self._tried(lambda: ranking.reopen(self.here.act(above, repeat), ListId(CALL, desk, TRACK), "补报"))

    @rule()
    def all_reports_follow(self) -> None:
        for desk in DESKS:
            for report in fetch(self.here.tools.table, lists.reports(CALL, desk, TRACK)):
                reports.advance(self.here.tools, report)

    @invariant()
    def everything_is_sound(self) -> None:
        assert_sound(self.here, *self.entries, desks=DESKS)
        assert len(self._list(CITY).ids) <= 2

    def _holder(self, head: Head) -> SignedIn:
        lies = head.desk if head.state is not State.NOMINATED else ORGANISER
        return self.here.organiser() if lies == ORGANISER else self.here.recommender(lies or COUNTY)

    def _list(self, desk: str) -> ranking.RankedList:
        return fetch(self.here.tools.table, lists.ranked(CALL, desk, TRACK))

    def _tried(self, act: object) -> bool:
        try:
            act()  # type: ignore[operator]
        except LaurelError:
            return False
        return True


def test_no_sequence_of_requests_leaves_anything_unsound(table_local: Place) -> None:
    """A few runs; the many are those of the pure rules."""
    Services.table = table_local
    run_state_machine_as_test(
        _emptied(table_local),
        settings=settings(
            max_examples=6,
            stateful_step_count=20,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def _emptied(table: Place) -> type[Services]:
    """The machine, on a table that is emptied before each run."""

    class Emptied(Services):
        def __init__(self) -> None:
            super().__init__()
            pages = table.client.get_paginator("scan").paginate(TableName=table.name)
            for item in [i for page in pages for i in page["Items"]]:
                key = {n: item[n] for n in ("pk", "sk")}
                table.client.delete_item(TableName=table.name, Key=key)

    return Emptied
