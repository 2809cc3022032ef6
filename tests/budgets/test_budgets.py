"""What each route costs, counted and never timed, with a hundred and with a thousand entries at the desk."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import pytest

from chalicelib.services.submissions import drafts
from ops.local.engines import Engine
from tests.budgets.crowd import CROWD, crowd
from tests.budgets.meter import Meter, metered, size
from tests.conftest import IN_PROCESS, Place, a_bucket, a_table
from tests.factories import COUNTY, World, complete, world
from tests.web.asking import prepared
from tests.web.conftest import serve
from tests.web.people import Browser
from tests.web.stage import Stage, photographed, put_back, stage
from tests.web.test_access import ROWS

pytestmark = pytest.mark.engine
SIZES = (100, 1000)
READ, SAVE, CHANGE = 2, 2, 3
USCC = "91370900MA3C0AAA03"

MORE = {
    "GET /calls/{call}/desks/{desk}/statistics": (12, "a line for each parent body that the area's units typed"),
    "POST /calls/{call}/juries/{track}/{stage}/tally": (18, "a small run is carried out at once"),
    "POST /calls/{call}/juries/{track}/{stage}/roll": (6, "the draft is held still, read, and let go again"),
    "POST /calls/{call}/juries/{track}/{stage}/tally/export": (4, "it reads all sheets, some experts at a time"),
    "POST /calls/{call}/juries/{track}/{stage}/reconsider": (6, "a write for each expert who is asked"),
    "GET /calls/{call}/selection/{track}": (4, "who was excluded since, what the selected link, who wrote exceptions"),
    "PUT /calls/{call}/selection/{track}": (5, "it answers with the selection"),
    "POST /calls/{call}/selection/{track}/propose": (5, "it answers with the selection"),
    "POST /calls/{call}/selection/{track}/confirm": (5, "it answers with the selection"),
    "POST /calls/{call}/accounts/import": (6, "a file of many accounts, by design written in parts"),
    "POST /calls/{call}/objections/{objection}/rule": (4, "the seal before is read where a ruling is sealed"),
    "GET /calls/{call}/experts": (3, "profiles are read for the accounts of a page"),
}
"""Routes over the budget: by how much, and why. Nothing else may be, and these by no more."""

SLIM = "POST /calls/{call}/desks/{desk}/lists/{track}/export"
WHOLE = {
    SLIM: "a sheet holds everything that waits at its desk",
    "GET /calls/{call}/desks/{desk}/statistics": "each parent body is a line",
    "GET /calls/{call}/extensions": "each extension that was ever given is a line",
    "POST /calls/{call}/extensions": "it answers with them",
}
"""Routes that read a list from end to end, and why: these alone cost more where there is more in it."""


@dataclass(frozen=True)
class Cost:
    trips: int
    read: float
    written: float


Costs = dict[tuple[str, str], Cost]


def costs_with(others: int, engine: Engine) -> Costs:
    """What every route of the table of access costs whoever may use it, among so many others.

    A thread that a busy machine starts late makes two trips of one; so what is over its budget is tried again.
    """
    with IN_PROCESS, pytest.MonkeyPatch.context() as patch:
        made = a_table(engine)
        table = next(made)
        here = stage(table, a_bucket(None))
        serve(here.world, patch)
        crowd(here, others)
        found = dict(_costs(here, table))
        made.close()
    return found


def _costs(here: Stage, table: Place) -> Iterator[tuple[tuple[str, str], Cost]]:
    before = photographed(table, CROWD)
    for method, path, on, expected in ROWS:
        for who in ("owner", "own", "above", "org", "old"):
            if expected[who] >= 400 or (who == "old" and expected["own"] < 400):
                continue
            for _ in range(4):
                act = prepared(here, method, path, on, who)
                _look_up_calls(here)
                with metered(here.world, table) as meter:
                    assert act().status < 400
                if method != "GET":
                    put_back(table, before, CROWD)
                if meter.trips <= budget(f"{method} {path}"):
                    break
            yield (f"{method} {path}", f"{on} by {who}"), Cost(meter.trips, meter.read, meter.written)


def _look_up_calls(here: Stage) -> None:
    """Which version of a call is the newest is looked up every half minute, and every ten seconds whether the table
    takes changes; now, and not while it is counted."""
    here.world.tools.calls._latest = (float("-inf"), {})
    here.world.tools.calls.ids()
    here.world.tools.table._gate_seen = (float("-inf"), None)
    here.world.tools.table.closed()


@pytest.fixture(scope="module")
def costs(dynamodb_local: Engine) -> tuple[Costs, Costs]:
    few, many = SIZES
    return costs_with(few, dynamodb_local), costs_with(many, dynamodb_local)


def budget(route: str) -> int:
    if route in MORE:
        return MORE[route][0]
    saves = route == "PUT /submissions/{submission}/answers"
    return SAVE if saves else READ if route.startswith("GET ") else CHANGE


@pytest.mark.parametrize("size_of_crowd", [0, 1], ids=["a hundred", "a thousand"])
def test_no_route_makes_more_round_trips_than_its_budget(costs: tuple[Costs, Costs], size_of_crowd: int) -> None:
    over = {row: cost.trips for row, cost in costs[size_of_crowd].items() if cost.trips > budget(row[0])}
    assert over == {}


def test_what_is_said_to_be_over_the_budget_is(costs: tuple[Costs, Costs]) -> None:
    plain = {route: READ if route.startswith("GET ") else CHANGE for route in MORE}
    under = {r for r in MORE if all(c.trips <= plain[r] for (route, _), c in costs[0].items() if route == r)}
    assert under == set()


def test_nothing_takes_more_units_among_a_thousand_entries_than_among_a_hundred(
    costs: tuple[Costs, Costs],
) -> None:
    few, many = ({row: (cost.read, cost.written) for row, cost in some.items()} for some in costs)
    assert {row: (few[row], many[row]) for row in few if few[row] != many[row] and row[0] not in WHOLE} == {}


def test_reading_a_list_whole_takes_an_eighth_of_a_unit_for_each_slim_row(costs: tuple[Costs, Costs]) -> None:
    few, many = costs
    more = [(many[row].read - few[row].read) / (SIZES[1] - SIZES[0]) for row in few if row[0] == SLIM]
    assert more
    assert all(0 < each <= 1 / 8 for each in more)


@pytest.fixture
def here(table_local: Place) -> World:
    return world(table_local)


def cost_of_save(here: World, table: Place, effect: str) -> tuple[Meter, int]:
    """What it costs to save a draft anew whose lists show nothing new, and the size of its answers in bytes."""
    owner = here.applicant()
    entry = here.draft(owner)
    here.save(owner, entry, {**complete(), "effect": effect})
    etag = here.etag(entry)
    with metered(here, table) as meter:
        drafts.save(here.act(owner), entry, {**complete(), "effect": effect[::-1]}, 1, etag)
    items = photographed(table)
    return meter, size(items[(f"SUBMISSION#{entry}", "ANSWERS")])


@pytest.mark.parametrize("length", [10, 500, 1000])
def test_a_save_is_one_trip_and_one_write_unit_per_kilobyte(here: World, table_local: Place, length: int) -> None:
    meter, bytes_ = cost_of_save(here, table_local, "字" * (length - 1) + "句")
    assert (meter.trips, meter.read, meter.written) == (1, 0, ceil(bytes_ / 1024))


def test_a_step_costs_the_same_however_long_the_list_but_for_the_lists_own_size(
    here: World, table_local: Place
) -> None:
    def cost() -> tuple[int, float]:
        entry = here.pushed()
        with metered(here, table_local) as meter:
            here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion="好")
        return meter.trips, meter.written

    first = cost()
    for _ in range(10):
        here.recommended()
    assert cost() == first


@pytest.fixture
def linking(table_local: Place, monkeypatch: pytest.MonkeyPatch) -> tuple[World, str]:
    """Routes over a draft that names another entry of its unit."""
    made = world(table_local)
    serve(made, monkeypatch)
    owner = made.applicant()
    other = made.draft(owner, "被引用的", uscc=USCC)
    made.take(owner, other, "push", desk=COUNTY)
    return made, made.draft(owner, "引用别的", uscc=USCC, related=[other])


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("POST", "push", CHANGE),
        ("POST", "check", CHANGE),
        ("GET", "linked", READ),
        ("GET", "links?field=related", READ + 1),
    ],
)
def test_linked_entries_cost_no_trip_more(
    linking: tuple[World, str], table_local: Place, method: str, path: str, most: int
) -> None:
    """But for the picker of links: the unit is known once the draft is, its entries once the unit is."""
    here, entry = linking
    owner = here.applicant()
    body = {"desk": COUNTY, "etag": here.etag(entry)} if path == "push" else None
    browser = Browser(here.cookie(owner))
    with metered(here, table_local) as meter:
        reply = browser.send(method, f"/submissions/{entry}/{path}", body)
    assert (reply.status, meter.trips) == (200, most if path != "check" else READ)
