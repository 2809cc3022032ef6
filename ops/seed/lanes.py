"""Actions side by side, where they touch nothing of one another."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from chalicelib.domain.call import Call
from ops.seed.actions import SampleAction, SeedAction

T = TypeVar("T")

AT_ONCE = 4
"""Lanes carried out at the same time: each waits for an engine half of the time."""


def lanes(call: Call, actions: Sequence[SeedAction]) -> list[list[SeedAction]]:
    """Split actions into lanes that share no person, desk or sample.

    Within a lane they stay in order.
    """
    apart: list[tuple[set[str], set[int]]] = []
    for n, action in enumerate(actions):
        touched, places = set(_touched(call, action)), {n}
        for lane in [lane for lane in apart if lane[0] & touched]:
            apart.remove(lane)
            touched |= lane[0]
            places |= lane[1]
        apart.append((touched, places))
    return [[actions[n] for n in sorted(places)] for _, places in apart]


def _touched(call: Call, action: SeedAction) -> Iterable[str]:
    """Yield who acts, the desk above and the sample.

    A report changes the list of the desk above.
    """
    yield action.who
    if action.who in call.desks:
        yield call.desks[action.who].parent or action.who
    if isinstance(action, SampleAction):
        yield f"sample {action.sample}"


def carry_out_side_by_side(act: Callable[[T], None], each: Iterable[T]) -> None:
    """Act on each, several at once.

    Raises the first failure once all have ended.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(act, each))
