"""Seals: a chain that shows what was changed, dropped or put in between."""

from dataclasses import replace

import pytest

from chalicelib.domain.evaluation.seals import Seal, is_whole
from tests.factories import OPENS


def chain(count: int) -> list[Seal]:
    seals: list[Seal] = []
    for n in range(1, count + 1):
        before = seals[-1].digest if seals else ""
        seals.append(Seal("c", n, "roll", "t/s", OPENS, "a", (f"leaf {n}", "x"), before))
    return seals


def test_a_chain_is_whole() -> None:
    assert is_whole([])
    assert is_whole(chain(4))


@pytest.mark.parametrize(
    "changed", [{"leaves": ("x", "leaf 2")}, {"leaves": ()}, {"what": "draw"}, {"about": "u/s"}, {"n": 3}]
)
def test_what_was_changed_is_found(changed: dict[str, object]) -> None:
    seals = chain(4)
    seals[1] = replace(seals[1], **changed)  # type: ignore[arg-type]
    assert not is_whole(seals)


def test_what_was_dropped_or_moved_is_found() -> None:
    one, two, three, four = chain(4)
    assert not is_whole([one, three, four])
    assert not is_whole([two, one, three, four])
