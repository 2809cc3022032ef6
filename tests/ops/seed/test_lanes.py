"""Actions side by side touch nothing of one another, and within a lane stay in order."""

from functools import cache

import pytest

from chalicelib.domain.call import Call
from ops.bootstrap import ROOT
from ops.calls.loading import compile_call
from ops.seed import plan
from ops.seed.actions import SampleAction, SeedAction, Take
from ops.seed.clock_and_people import SettableClock
from ops.seed.lanes import carry_out_side_by_side, lanes
from ops.seed.season_file import SeasonFile


@cache
def season() -> tuple[Call, list[SeedAction]]:
    call = Call.from_dict(compile_call(ROOT / "calls/shandong-2021"))
    period = plan.SeedPeriod(call, call.calendar.filing_closes)
    return call, plan.actions(SeasonFile(call.id), period)


def test_what_one_sample_or_one_list_is_about_stays_in_one_lane_and_in_order() -> None:
    call, actions = season()
    found = lanes(call, actions[-400:])
    assert sorted(a.name for lane in found for a in lane) == sorted(a.name for a in actions[-400:])
    order = {action.name: n for n, action in enumerate(actions)}
    for lane in found:
        assert [order[a.name] for a in lane] == sorted(order[a.name] for a in lane)
    for facts in ("sample", "who"):
        homes = [{getattr(a, facts) for a in lane if isinstance(a, SampleAction)} for lane in found]
        assert sum(map(len, homes)) == len(set().union(*homes))


def test_a_county_stays_with_its_city_whose_list_its_report_changes() -> None:
    call, actions = season()
    steps = [a for a in actions if not isinstance(a, Take) or a.step != "push"]
    homes = {a.who: n for n, lane in enumerate(lanes(call, steps)) for a in lane}
    counties = [code for code in homes if code in call.desks and call.desks[code].parent in homes]
    assert counties
    assert all(homes[code] == homes[call.desks[code].parent or ""] for code in counties)


def test_a_failure_is_raised_once_all_lanes_have_ended() -> None:
    ended: list[int] = []

    def act(n: int) -> None:
        if n == 1:
            raise RuntimeError("it failed")
        ended.append(n)

    with pytest.raises(RuntimeError, match="it failed"):
        carry_out_side_by_side(act, range(6))
    assert sorted(ended) == [0, 2, 3, 4, 5]


def test_each_lane_has_its_own_time() -> None:
    _, actions = season()
    clock, shown = SettableClock(actions[0].at), list[bool]()

    def act(action: SeedAction) -> None:
        clock.now = action.at
        shown.append(clock() == action.at)

    carry_out_side_by_side(act, actions[:200])
    assert all(shown)
    assert clock() == actions[0].at
