"""Our `dataclass` makes what the standard library's makes with `frozen=True`."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field
from functools import cached_property
from typing import Any, ClassVar

import pytest
from pydantic import TypeAdapter

from chalicelib.frozen import dataclass


def _made(dataclass: Callable[..., Callable[[type], type]]) -> tuple[Any, Any]:
    @dataclass(frozen=True)
    class Place:
        """Where."""

        kind: ClassVar[str] = "place"
        name: str
        code: int = 3
        words: dict[str, str] = field(default_factory=dict)
        secret: str = field(default="", repr=False)

        @cached_property
        def shown(self) -> str:
            return f"{self.name} {self.code}"

    @dataclass(frozen=True, kw_only=True)
    class Area(Place):
        """Where, and in what."""

        within: str
        own: int = 1

    return Place, Area


OURS, THEIRS = _made(dataclass), _made(dataclasses.dataclass)
PLACE, AREA = OURS


@dataclass(frozen=True)
class Point:
    """At the top of a module, so that it can be pickled."""

    x: int


@pytest.mark.parametrize("n", [0, 1])
def test_it_is_made_of_the_same_arguments(n: int) -> None:
    ours, theirs = (inspect.signature(made[n]).parameters for made in (OURS, THEIRS))
    assert [(p.name, p.kind) for p in ours.values()] == [(p.name, p.kind) for p in theirs.values()]
    assert {p.name for p in ours.values() if p.default is p.empty} == {
        p.name for p in theirs.values() if p.default is p.empty
    }


@pytest.mark.parametrize(
    "arguments", [{"name": "泰安"}, {"name": "泰安", "code": 4, "words": {"zh": "市"}, "secret": "s"}]
)
def test_it_holds_and_tells_the_same(arguments: dict[str, Any]) -> None:
    ours, theirs = PLACE(**arguments), THEIRS[0](**arguments)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert repr(ours) == repr(theirs)
    assert ours.shown == theirs.shown


def test_what_a_factory_makes_is_each_ones_own() -> None:
    assert PLACE("a").words is not PLACE("a").words


def test_equal_values_are_equal_and_of_one_hash() -> None:
    assert Point(1) == Point(1) != Point(2)
    assert len({Point(1), Point(1), Point(2)}) == 2


def test_another_kind_with_the_same_values_is_not_equal() -> None:
    assert AREA("a", within="b") != PLACE("a")
    assert PLACE("a") != THEIRS[0]("a")


def test_a_value_of_what_cannot_be_hashed_cannot_be_hashed() -> None:
    with pytest.raises(TypeError):
        hash(PLACE("a"))


def test_nothing_of_it_can_be_changed() -> None:
    place = PLACE("a")
    with pytest.raises(FrozenInstanceError):
        place.name = "b"
    with pytest.raises(FrozenInstanceError):
        del place.name
    with pytest.raises(FrozenInstanceError):
        place.other = 1


def test_an_argument_that_lacks_or_that_it_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError):
        PLACE()
    with pytest.raises(TypeError):
        PLACE("a", other=1)
    with pytest.raises(TypeError):
        AREA("a", 1, {}, "", "b")


def test_it_can_be_replaced_copied_and_pickled() -> None:
    assert dataclasses.replace(PLACE("a"), code=5) == PLACE("a", 5)
    assert copy.deepcopy(PLACE("a")) == PLACE("a")
    assert pickle.loads(pickle.dumps(Point(1))) == Point(1)


def test_pydantic_reads_and_writes_it() -> None:
    adapter = TypeAdapter(AREA)
    area = AREA("a", 2, within="b")
    assert adapter.validate_json(adapter.dump_json(area)) == area
