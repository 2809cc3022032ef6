"""The assignment: as good as any other solution of small ones, and every rule held."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product

import networkx as nx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.domain.evaluation.assignment import UNEVEN, Assigned, Expert, NoReader, assign

Misfits = dict[str, dict[str, int]]


def price(loads: Counter[str], most: dict[str, int]) -> int:
    """What a solution's loads cost, as the model says: convex around the even load."""
    total, even = sum(loads.values()), 0
    while sum(min(even + 1, n) for n in most.values()) <= total and even < total:
        even += 1
    return sum(UNEVEN * max(one - even, -1) for label in most for one in range(loads[label]))


def worth(readers: dict[str, tuple[str, ...]], misfits: Misfits, most: dict[str, int]) -> int:
    loads = Counter(label for row in readers.values() for label in row)
    return price(loads, most) + sum(misfits[entry][label] for entry, row in readers.items() for label in row)


def every_solution(people: list[Expert], misfits: Misfits, reviews: int) -> Iterator[dict[str, tuple[str, ...]]]:
    body = {one.label: one.body or one.label for one in people}
    options = [
        [row for row in combinations(costs, reviews) if len({body[label] for label in row}) == reviews]
        for costs in misfits.values()
    ]
    for rows in product(*options):
        loads = Counter(label for row in rows for label in row)
        if all(loads[one.label] <= one.most for one in people):
            yield dict(zip(misfits, rows, strict=True))


@st.composite
def tasks(draw: st.DrawFn, entries: int = 4, experts: int = 5) -> tuple[list[Expert], Misfits, int]:
    count = draw(st.integers(1, experts))
    people = [Expert(f"E{n}", draw(st.integers(0, 4)), draw(st.sampled_from(["", "a", "b"]))) for n in range(count)]
    cost = st.dictionaries(st.sampled_from([one.label for one in people]), st.integers(0, 20))
    misfits = {f"e{n}": draw(cost) for n in range(draw(st.integers(1, entries)))}
    return people, misfits, draw(st.integers(1, 3))


@given(tasks())
def test_no_other_solution_of_a_small_task_is_better(task: tuple[list[Expert], Misfits, int]) -> None:
    people, misfits, reviews = task
    most = {one.label: one.most for one in people}
    best = min((worth(one, misfits, most) for one in every_solution(people, misfits, reviews)), default=None)
    if best is None:
        with pytest.raises(NoReader) as refused:
            assign(people, misfits, reviews)
        assert refused.value.entry in misfits
        assert refused.value.experts < reviews
        return
    found = assign(people, misfits, reviews)
    assert worth(dict(found.readers), misfits, most) == best
    assert found.misfit == sum(misfits[entry][label] for entry, row in found.readers.items() for label in row)
    assert found.loads == {one.label: sum(one.label in row for row in found.readers.values()) for one in people}


@st.composite
def larger(draw: st.DrawFn) -> tuple[list[Expert], Misfits, int]:
    count = draw(st.integers(4, 9))
    people = [Expert(f"E{n}", 60) for n in range(count)]
    rows = st.lists(st.one_of(st.none(), st.sampled_from([0, 10, 20])), min_size=count, max_size=count)
    misfits = {
        f"e{n:02}": {f"E{i}": cost for i, cost in enumerate(draw(rows)) if cost is not None}
        for n in range(draw(st.integers(5, 20)))
    }
    return people, misfits, draw(st.integers(1, 3))


def least(people: list[Expert], misfits: Misfits, reviews: int) -> int | None:
    """The same task by networkx' network simplex, without bodies."""
    graph = nx.MultiDiGraph()
    total = reviews * len(misfits)
    graph.add_node("end", demand=total)
    for entry, row in misfits.items():
        graph.add_node(entry, demand=-reviews)
        for label, cost in row.items():
            graph.add_edge(entry, label, capacity=1, weight=cost)
    even = total // len(people)
    for one in people:
        graph.add_edge(one.label, "end", capacity=even, weight=-UNEVEN)
        for extra in range(total - even):
            graph.add_edge(one.label, "end", capacity=1, weight=UNEVEN * extra)
    try:
        cost, _ = nx.network_simplex(graph)
    except nx.NetworkXUnfeasible:
        return None
    return int(cost)


@given(larger())
def test_a_larger_task_costs_what_another_solver_says(task: tuple[list[Expert], Misfits, int]) -> None:
    people, misfits, reviews = task
    best = least(people, misfits, reviews)
    most = {one.label: one.most for one in people}
    if best is None:
        with pytest.raises(NoReader):
            assign(people, misfits, reviews)
        return
    assert worth(dict(assign(people, misfits, reviews).readers), misfits, most) == best


@given(larger())
def test_the_same_input_gives_the_same_assignment(task: tuple[list[Expert], Misfits, int]) -> None:
    people, misfits, reviews = task
    assume(least(people, misfits, reviews) is not None)
    turned = {entry: dict(reversed(row.items())) for entry, row in misfits.items()}
    assert assign(people, turned, reviews) == assign(people, misfits, reviews)


def test_loads_are_even_before_fields_fit() -> None:
    misfits = {f"e{n}": {"A": 0, "B": 20} for n in range(4)}
    found = assign([Expert("A", 60), Expert("B", 60)], misfits, 1)
    assert (found.loads, found.misfit) == ({"A": 2, "B": 2}, 40)


def test_nobody_reads_more_than_may_be_asked_for() -> None:
    misfits = {f"e{n}": {"A": 0, "B": 20} for n in range(4)}
    found = assign([Expert("A", 1), Expert("B", 60)], misfits, 1)
    assert found.loads == {"A": 1, "B": 3}


def test_of_a_body_one_expert_reads_an_entry() -> None:
    people = [Expert("A", 9, "x"), Expert("B", 9, "x"), Expert("C", 9, "y")]
    costs: Misfits = {"e": {"A": 0, "B": 0, "C": 20}}
    assert assign(people, costs, 2).readers == {"e": ("A", "C")}
    assert assign(people, costs, 2, one_of_a_body=False).readers == {"e": ("A", "B")}


def test_an_entry_without_enough_experts_is_named() -> None:
    people = [Expert("A", 9, "x"), Expert("B", 9, "x")]
    with pytest.raises(NoReader) as refused:
        assign(people, {"e1": {"A": 0}, "e2": {"A": 0, "B": 0}}, 2)
    assert (refused.value.entry, refused.value.experts) == ("e1", 1)


def test_nothing_to_read_is_assigned_to_nobody() -> None:
    assert assign([Expert("A", 9)], {}, 3) == Assigned({}, {"A": 0}, 0)
