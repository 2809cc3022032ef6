"""A table says of itself whether it takes changes; each write asks, and no request waits for the answer."""

import pytest

from chalicelib.domain.errors import Maintenance
from chalicelib.storage import keys, table_state
from chalicelib.storage.engine import table as engine
from chalicelib.storage.engine.table import Delete, Item, Put, Table
from chalicelib.storage.keys import Key
from chalicelib.storage.table_state import Closure, TableState, state_of
from tests.conftest import Place
from tests.factories import Clock

UNTIL = "2026-05-20T20:00:00+08:00"
ITEM: Item = {"pk": "p", "sk": "s"}


def state_item(state: TableState) -> Item:
    """The item of a state: what is empty is not said."""
    key = keys.table_state()
    said = {name: getattr(state, name) for name in ("table", "version", "replaced_by", "until")}
    closing = {"closing": str(state.closing)} if state.closing else {}
    return {"pk": key.pk, "sk": key.sk, "schema": 1, **{n: v for n, v in said.items() if v}, **closing}


STATES = [
    TableState("laurel"),
    TableState("laurel", 3, "laurel-2"),
    TableState("laurel", 3, "", Closure.RESTORE, UNTIL),
    TableState("laurel", 3, "", Closure.OPERATOR),
]


@pytest.fixture
def table(table_moto: Place) -> Table:
    return Table(table_moto.client, table_moto.name, Clock(), table_state.GATE)


def asked(table: Table) -> list[int]:
    """How many keys each later BatchGet names."""
    counts: list[int] = []
    table._client.meta.events.register(
        "provide-client-params.dynamodb.BatchGetItem",
        lambda params, **_: counts.append(sum(len(one["Keys"]) for one in params["RequestItems"].values())),
    )
    return counts


def outdated(table: Table) -> None:
    """What the gate said is too old to count."""
    table._gate_seen = (table._gate_seen[0] - engine.GATE_FRESH - 1, table._gate_seen[1])


@pytest.mark.parametrize("state", STATES, ids=str)
def test_a_state_comes_back_as_it_was_written(state: TableState) -> None:
    assert state_of(state_item(state)) == state


def test_a_table_that_says_nothing_or_nothing_else_is_open(table: Table) -> None:
    table.write([Put(ITEM)])
    table.write([Put(state_item(STATES[0]))])
    outdated(table)
    table.write([Put(ITEM)])


@pytest.mark.parametrize(("state", "until"), [(STATES[1], None), (STATES[2], UNTIL), (STATES[3], None)], ids=str)
def test_a_closed_or_replaced_table_takes_no_write_and_says_until_when(
    table: Table, state: TableState, until: str | None
) -> None:
    table.without_gate().write([Put(state_item(state))])
    for write in (Put(ITEM), Delete(Key("p", "s"))):
        with pytest.raises(Maintenance) as refused:
            table.write([write])
        assert refused.value.details == {"until": until}
    assert table.get(Key("p", "s")) is None


def test_what_the_gate_said_counts_for_a_while_and_no_longer(table: Table) -> None:
    table.write([Put(ITEM)])
    table.without_gate().write([Put(state_item(STATES[3]))])
    table.write([Put(ITEM)])
    outdated(table)
    with pytest.raises(Maintenance):
        table.write([Put(ITEM)])


def test_the_gate_is_read_along_with_what_is_read_anyway_and_is_no_part_of_it(table: Table) -> None:
    table.without_gate().write([Put(ITEM), Put(state_item(STATES[0]))])
    counts = asked(table)
    assert table.read([Key("p", "s")]) == {Key("p", "s"): ITEM}
    table.write([Put(ITEM)])
    table.get(Key("p", "s"))
    assert counts == [2, 1]
    assert table.read([]) == {}
    assert table.get(keys.table_state()) == state_item(STATES[0])


def test_an_older_answer_never_replaces_a_newer_one(table: Table) -> None:
    table.write([Put(ITEM)])
    seen = table._gate_seen
    table._note_gate(seen[0] - 1, state_item(STATES[3]))
    assert table.closed() is None
