"""What the rest relies on the table for, on each engine in turn."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import Invalid
from chalicelib.storage.engine.table import (
    MOST_IN_TRANSACTION,
    ConditionCheck,
    Delete,
    Item,
    Put,
    Query,
    Table,
    Update,
)
from chalicelib.storage.keys import Key
from tests.conftest import Place
from tests.factories import Clock
from tests.races.between import sent_again

NEW = "attribute_not_exists(#pk)"


class Refused(Exception):
    """What a failed condition turns into; `item` is what stands."""

    def __init__(self, item: Item | None, who: str = "") -> None:
        super().__init__(who)
        self.item, self.who = item, who


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def table(any_table: Place, clock: Clock) -> Table:
    return Table(any_table.client, any_table.name, clock)


def item(sk: str, pk: str = "p", **attributes: Any) -> Item:
    return {"pk": pk, "sk": sk, **attributes}


def at(sk: str, pk: str = "p") -> Key:
    return Key(pk, sk)


def test_an_item_comes_back_as_it_was_written(table: Table) -> None:
    written = item("a", text="字 'x' 🎉", number=-7, yes=True, no=False, bytes=b"\x00\xff", empty="")
    table.write([Put(written)])
    assert table.get(at("a")) == written


def test_what_is_not_there_is_none(table: Table) -> None:
    assert table.get(at("nothing")) is None
    assert table.read([]) == {}


def test_more_than_a_hundred_items_are_read_at_once_and_each_once(table: Table) -> None:
    for begin in range(0, 120, 20):
        table.write([Put(item(f"{n:03}")) for n in range(begin, begin + 20)])
    wanted = [at(f"{n:03}") for n in range(130)]
    assert set(table.read([*wanted, *wanted])) == set(wanted[:120])


@pytest.mark.parametrize("others", [[], [Put(item("other"))]], ids=["alone", "in a transaction"])
def test_a_failed_condition_raises_its_own_refusal_with_what_stands(table: Table, others: list[Put]) -> None:
    table.write([Put(item("a", v=3))])
    with pytest.raises(Refused) as refused:
        table.write([*others, Put(item("a", v=9), "#v = :v", {":v": 2}, Refused)])
    assert refused.value.item == item("a", v=3)
    assert table.get(at("other")) is None


def test_of_several_failed_conditions_the_first_written_is_told(table: Table) -> None:
    table.write([Put(item("a")), Put(item("b"))])
    writes = [Put(item(sk), NEW, otherwise=lambda old, sk=sk: Refused(old, sk)) for sk in ("c", "b", "a")]
    with pytest.raises(Refused) as refused:
        table.write(writes)
    assert refused.value.who == "b"
    assert table.get(at("c")) is None


def test_an_update_sets_adds_and_removes_at_once(table: Table) -> None:
    table.write([Put(item("a", old="x", n=1))])
    table.write([Update(at("a"), sets={"new": "y"}, adds={"n": 2, "m": 5}, removes=("old",))])
    assert table.get(at("a")) == item("a", new="y", n=3, m=5)


def test_an_update_of_what_is_not_there_makes_it_unless_its_condition_asks(table: Table) -> None:
    table.write([Update(at("a"), adds={"n": 1})])
    assert table.get(at("a")) == item("a", n=1)
    with pytest.raises(Refused):
        table.write([Update(at("b"), {"x": "y"}, condition="attribute_exists(#pk)", otherwise=Refused)])
    assert table.get(at("b")) is None


def test_a_check_holds_up_all_that_goes_with_it(table: Table) -> None:
    table.write([Put(item("a", v=1))])
    check = ConditionCheck(at("a"), "#v = :v", {":v": 2}, Refused)
    for writes in ([check], [Put(item("b")), check]):
        with pytest.raises(Refused):
            table.write(writes)
    assert table.get(at("b")) is None
    table.write([Put(item("b")), ConditionCheck(at("a"), "#v = :v", {":v": 1})])
    assert table.get(at("b")) == item("b")


REPEATED = [
    ("PutItem", Put(item("a", v=2), "#v = :v", {":v": 1}, Refused)),
    ("UpdateItem", Update(at("a"), {"v": 2}, removes=("x",), condition="#v = :v", values={":v": 1}, otherwise=Refused)),
    ("DeleteItem", Delete(at("a"), "#v = :v", {":v": 1}, Refused)),
]


@pytest.mark.parametrize(("operation", "write"), REPEATED, ids=[operation for operation, _ in REPEATED])
def test_a_write_that_is_sent_again_after_a_lost_answer_does_not_fail_on_itself(
    table: Table, any_table: Place, operation: str, write: Put | Update | Delete
) -> None:
    table.write([Put(item("a", v=1, x="x"))])
    with sent_again(any_table.client, operation) as again:
        table.write([write])
    assert again == [1]
    assert table.get(at("a")) == (None if isinstance(write, Delete) else item("a", v=2))


@pytest.mark.parametrize(("operation", "write"), REPEATED, ids=[operation for operation, _ in REPEATED])
def test_a_write_that_is_sent_again_is_refused_where_another_was_first(
    table: Table, any_table: Place, operation: str, write: Put | Update | Delete
) -> None:
    table.write([Put(item("a", v=3))])
    with sent_again(any_table.client, operation), pytest.raises(Refused):
        table.write([write])
    assert table.get(at("a")) == item("a", v=3)


@pytest.mark.parametrize("stands", [item("a", by="other"), item("a", by="me")])
def test_a_claim_that_is_sent_once_is_refused_whoever_holds_it(table: Table, stands: Item) -> None:
    table.write([Put(stands)])
    with pytest.raises(Refused):
        table.write([Put(item("a", by="me"), NEW, otherwise=Refused)])


def test_a_delete_keeps_to_its_condition(table: Table) -> None:
    table.write([Put(item("a", v=1))])
    with pytest.raises(Refused):
        table.write([Delete(at("a"), "#v = :v", {":v": 2}, Refused)])
    table.write([Delete(at("a"), "#v = :v", {":v": 1})])
    assert table.get(at("a")) is None


def test_a_transaction_of_more_than_its_bound_is_a_mistake_of_ours(table: Table) -> None:
    with pytest.raises(AssertionError):
        table.write([Put(item(str(n))) for n in range(MOST_IN_TRANSACTION + 1)])
    assert table.get(at("0")) is None


def test_pages_go_on_where_the_last_one_ended_until_there_is_no_cursor(table: Table) -> None:
    for n in range(7):
        table.write([Put(item(f"x{n}"))])
    table.write([Put(item("y")), Put(item("x9", pk="other"))])
    query, seen = Query("p", "x", limit=3), []
    while True:
        page = table.page(query)
        seen += [i["sk"] for i in page.items]
        if page.cursor is None:
            break
        query = Query("p", "x", limit=3, cursor=page.cursor)
    assert seen == [f"x{n}" for n in range(7)]
    assert [i["sk"] for i in table.all(Query("p", "x", limit=2))] == seen


def test_newest_first_turns_the_order_round(table: Table) -> None:
    table.write([Put(item("a")), Put(item("b"))])
    assert [i["sk"] for i in table.page(Query("p", newest_first=True)).items] == ["b", "a"]


@pytest.mark.parametrize("index", ["owner", "desk"])
def test_an_index_holds_what_has_its_keys_and_pages_like_the_table(table: Table, index: str) -> None:
    pk, sk = {"owner": ("own_pk", "own_sk"), "desk": ("desk_pk", "desk_sk")}[index]
    table.write([Put(item(f"a{n}", **{pk: "x", sk: f"{9 - n}"})) for n in range(5)])
    table.write([Put(item("without"))])
    first = table.page(Query("x", index=index, limit=3))
    rest = table.page(Query("x", index=index, limit=3, cursor=first.cursor))
    assert [i["sk"] for i in [*first.items, *rest.items]] == ["a4", "a3", "a2", "a1", "a0"]


def test_a_cursor_of_another_query_is_refused(table: Table) -> None:
    table.write([Put(item(f"x{n}")) for n in range(3)])
    cursor = table.page(Query("p", "x", limit=1)).cursor
    for other in (Query("other", "x", cursor=cursor), Query("p", "y", cursor=cursor)):
        with pytest.raises(Invalid):
            table.page(other)
    with pytest.raises(Invalid):
        table.page(Query("p", index="owner", cursor=cursor))


def test_what_is_past_its_time_is_absent_whatever_the_engine_has_done(table: Table, clock: Clock) -> None:
    ends = int((clock.now + timedelta(hours=1)).timestamp())
    table.write([Put(item("a", expires=ends))])
    assert table.get(at("a")) is not None
    clock.move(hours=1)
    assert table.get(at("a")) is None
    assert table.page(Query("p")).items == []
