"""What an expert's routes cost, in a jury of a hundred entries and in one of ten thousand."""

from collections.abc import Callable

import pytest

from chalicelib.domain.evaluation.panel import Assignment, ReadingCard, Review
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.submission import short_id
from chalicelib.storage import juries
from chalicelib.storage.engine.table import Write
from ops.local.engines import Engine
from tests.budgets.meter import metered
from tests.conftest import IN_PROCESS, Place, a_table
from tests.factories import DEPARTMENT, World, evaluated, world
from tests.services.evaluation.jury_room import RIGHT, JuryRoom, assigned_to
from tests.web.conftest import serve
from tests.web.people import Browser

pytestmark = pytest.mark.engine
SIZES = (100, 10_000)
LOAD = 60
Costs = dict[str, tuple[int, float, float]]
"""Route → round trips, read units, write units."""
BODY = {"marks": RIGHT, "comments": {"effect": "有可核实的前后对比，数据说得清。" * 20}}


def costs_among(entries: int, engine: Engine) -> Costs:
    with IN_PROCESS, pytest.MonkeyPatch.context() as patch:
        made = a_table(engine)
        table = next(made)
        here = world(table, **evaluated())
        serve(here, patch)
        room = _room(here, entries)
        browser = Browser(here.cookie(room.experts["E001"]))
        entry = room.entries[0]
        at = f"/reading/{'/'.join(room.id)}/{entry}"
        costs = {
            "list": _cost(here, table, lambda: browser.get("/reading").status),
            "open": _cost(here, table, lambda: browser.get(f"{at}?revision=1").status),
            "first save": _cost(here, table, lambda: _send(browser, "PUT", f"{at}/sheet", "0")),
            "save": _cost(here, table, lambda: _send(browser, "PUT", f"{at}/sheet", "1")),
            "submit": _cost(here, table, lambda: _send(browser, "POST", f"{at}/sheet/submit", "2")),
        }
        made.close()
    return costs


def _send(browser: Browser, method: str, path: str, etag: str) -> int:
    body = {**BODY, "comment": f"第 {etag} 次"}
    return browser.send(method, path, body, {"If-Match": etag}).status


def _cost(here: World, table: Place, act: Callable[[], int]) -> tuple[int, float, float]:
    here.tools.calls.ids()
    here.tools.table.closed()
    with metered(here, table) as meter:
        assert act() < 300
    return meter.trips, meter.read, meter.written


def _room(here: World, entries: int) -> JuryRoom:
    """A jury of so many entries: its roll, and experts of sixty each, of whom the first reads a real one."""
    first = short_id(here.pushed("智慧供热", DEPARTMENT))
    room = assigned_to(JuryRoom(here, entries=[first]), ["E001"])
    names = [first, *(f"crowd{n:011}" for n in range(1, entries))]
    before = room.assignment("E001")
    account, read = room.account("E001"), names[:LOAD]
    cards = [ReadingCard(one, 1, "智慧供热平台建设与应用", "数字社会", {"served": "128000"}) for one in read]
    mine = Assignment(*room.id, account, "E001", tuple(Review(one, 1) for one in read), v=before.v + 1)
    writes: list[Write] = [juries.put_assignment(mine), juries.put_cards(room.id, account, cards)]
    writes += juries.put_roll(room.id, [RollEntry(one, 1, "code", "a", "名", "单位") for one in names])
    for n, at in enumerate(range(LOAD, entries, LOAD), start=2):
        reviews = tuple(Review(one, 1) for one in names[at : at + LOAD])
        writes.append(juries.put_assignment(Assignment(*room.id, f"a-{n}", f"E{n:03}", reviews)))
    for i in range(0, len(writes), 20):
        here.tools.table.write(writes[i : i + 20])
    room.open()
    return room


@pytest.fixture(scope="module")
def costs(dynamodb_local: Engine) -> tuple[Costs, Costs]:
    few, many = SIZES
    return costs_among(few, dynamodb_local), costs_among(many, dynamodb_local)


def test_nothing_of_an_expert_takes_more_than_two_round_trips(costs: tuple[Costs, Costs]) -> None:
    assert {route: trips for route, (trips, _, _) in costs[1].items() if trips > 2} == {}


def test_nothing_takes_more_among_ten_thousand_entries_than_among_a_hundred(costs: tuple[Costs, Costs]) -> None:
    few, many = ({route: units for route, (_, *units) in some.items()} for some in costs)
    assert few == many


def test_the_units_are_those_of_the_plan(costs: tuple[Costs, Costs]) -> None:
    units = {route: (read, written) for route, (_, read, written) in costs[1].items()}
    assert units["list"][0] <= 12
    assert units["open"][0] <= 10
    assert units["save"][1] == 2
    assert units["submit"][1] <= 20
