"""The assignment of entries to experts.

Even loads come first, then fields that fit. It is a flow of least cost, found by shortest paths one review at a time. A
path goes from an entry to an expert who takes it, who may hand another of his entries to the next, and ends at one who
has room. So the nodes are the experts, and everything is whole numbers. Whoever comes first in the order given comes
first among equals; that order is the draw's, so that nobody can choose it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from itertools import pairwise

from chalicelib.frozen import dataclass

UNEVEN = 10**6
"""The price of one review more than an even load; it exceeds any sum of misfits along a path."""

UNREACHED = 1 << 62

END = -1
"""The node after the experts: the last of a list, and the first of equals in a queue."""


@dataclass(frozen=True)
class Expert:
    """An expert who can be given entries to read.

    `most`: how many at most; `body`: where the expert works, empty for nowhere.
    """

    label: str
    most: int
    body: str = ""


@dataclass(frozen=True)
class Assigned:
    """Who reads what.

    `readers`: entry → experts; `loads`: expert → number of entries; `misfit`: the sum over all reviews.
    """

    readers: Mapping[str, tuple[str, ...]]
    loads: Mapping[str, int]
    misfit: int


class NoReader(Exception):
    """Failure to find enough experts for an entry.

    `entry` names it; `experts` is how many it could have.
    """

    def __init__(self, entry: str, experts: int) -> None:
        super().__init__(f"{entry} has {experts} experts only")
        self.entry, self.experts = entry, experts


def assign(
    experts: Sequence[Expert], misfits: Mapping[str, Mapping[str, int]], reviews: int, one_of_a_body: bool = True
) -> Assigned:
    """Give every entry so many different experts.

    `misfits`: entry → expert → 0 or more; who is not named there is kept from the entry. Loads are as even as can
    be, and among such solutions the sum of misfits is the least. With `one_of_a_body` an entry has at most one
    expert of a body. Raises NoReader for the first entry that cannot be served.
    """
    flow = _Flow(experts, misfits, reviews, one_of_a_body)
    for entry in range(len(misfits)):
        for _ in range(reviews):
            flow.add_review(entry)
    return flow.outcome()


class _Flow:
    """The reviews given so far, and the ways to change them.

    Entries and experts are numbers here. `_held[e]` are the experts of entry e. `_ways[i][f]` is a heap of (change
    of misfit, e) of entries that expert i holds and could hand to f; what is no longer so is left in it until it
    comes up. `_price` are the potentials that keep all ways non-negative, the end's is the last.
    """

    def __init__(
        self,
        experts: Sequence[Expert],
        misfits: Mapping[str, Mapping[str, int]],
        reviews: int,
        one_of_a_body: bool,
    ) -> None:
        self._experts, self._entries = experts, list(misfits)
        number = {expert.label: i for i, expert in enumerate(experts)}
        self._cost = [{number[label]: misfit for label, misfit in row.items()} for row in misfits.values()]
        self._body = [expert.body or f"~{i}" if one_of_a_body else f"~{i}" for i, expert in enumerate(experts)]
        self._of_body: dict[str, list[int]] = defaultdict(list)
        for i, body in enumerate(self._body):
            self._of_body[body].append(i)
        self._held: list[dict[str, int]] = [{} for _ in self._entries]
        self._load = [0] * len(experts)
        self._even = _even_load([expert.most for expert in experts], reviews * len(self._entries))
        self._ways: list[list[list[tuple[int, int]]]] = [[[] for _ in experts] for _ in experts]
        self._price = [0] * len(experts) + [-UNEVEN]

    def add_review(self, entry: int) -> None:
        """Give an entry one expert more.

        By the cheapest chain of changes. Raises NoReader.
        """
        path = self._cheapest_path(entry)
        handed = [(self._first(i, f), i, f) for i, f in pairwise(path)]
        self._hold(entry, path[0])
        for one, i, f in handed:
            self._let_go(one, i)
            self._hold(one, f)
        self._load[path[-1]] += 1

    def outcome(self) -> Assigned:
        """Return who reads what, in the order of the experts."""
        rows = [sorted(held.values()) for held in self._held]
        labels = [expert.label for expert in self._experts]
        return Assigned(
            {entry: tuple(labels[i] for i in row) for entry, row in zip(self._entries, rows, strict=True)},
            dict(zip(labels, self._load, strict=True)),
            sum(self._cost[entry][i] for entry, row in enumerate(rows) for i in row),
        )

    def _cheapest_path(self, entry: int) -> list[int]:
        """Return the experts along the cheapest way, and set the prices.

        It leads from an entry to an expert with room (Dijkstra).
        """
        count, price = len(self._experts), self._price
        far = [UNREACHED] * (count + 1)
        came: list[int | None] = [None] * (count + 1)
        queue: list[tuple[int, int]] = []
        for f, misfit in self._cost[entry].items():
            if self._body[f] not in self._held[entry]:
                far[f] = misfit - price[f]
                heappush(queue, (far[f], f))
        done = [False] * (count + 1)
        while queue:
            distance, i = heappop(queue)
            if i == END:
                break
            if done[i]:
                continue
            done[i] = True
            for f, step in self._ways_from(i, done):
                near = distance + step + price[i] - price[f]
                if near < far[f]:
                    far[f], came[f] = near, i
                    heappush(queue, (near, f))
        else:
            raise NoReader(self._entries[entry], len(self._held[entry]))
        nearest = far[END]
        self._price = [before + min(distance, nearest) for before, distance in zip(price, far, strict=True)]
        path: list[int] = []
        at = came[END]
        while at is not None:
            path.append(at)
            at = came[at]
        return path[::-1]

    def _ways_from(self, i: int, done: Sequence[bool]) -> list[tuple[int, int]]:
        """List what i may reach with the price of each step.

        That is the end, and experts that are not done.
        """
        ways = [(f, top[0]) for f in range(len(self._experts)) if not done[f] and (top := self._top(i, f))]
        room = self._price_of_room(i)
        return ways if room is None else [(END, room), *ways]

    def _price_of_room(self, i: int) -> int | None:
        load, most = self._load[i], self._experts[i].most
        if load >= most:
            return None
        return UNEVEN * max(load - self._even, -1)

    def _top(self, i: int, f: int) -> tuple[int, int] | None:
        """Return the cheapest entry that i can hand to f.

        Before it stands the change of misfit.
        """
        ways = self._ways[i][f]
        while ways:
            entry = ways[0][1]
            held = self._held[entry]
            if held.get(self._body[i]) == i and (self._body[f] == self._body[i] or self._body[f] not in held):
                return ways[0]
            heappop(ways)
        return None

    def _first(self, i: int, f: int) -> int:
        top = self._top(i, f)
        assert top
        return top[1]

    def _hold(self, entry: int, i: int) -> None:
        self._held[entry][self._body[i]] = i
        costs = self._cost[entry]
        for f, misfit in costs.items():
            if f != i:
                heappush(self._ways[i][f], (misfit - costs[i], entry))

    def _let_go(self, entry: int, i: int) -> None:
        """Take an entry from i.

        So its others may hand it to i's body.
        """
        held, costs = self._held[entry], self._cost[entry]
        del held[self._body[i]]
        for g in held.values():
            for f in self._of_body[self._body[i]]:
                if f in costs and f != g:
                    heappush(self._ways[g][f], (costs[f] - costs[g], entry))


def _even_load(most: Sequence[int], total: int) -> int:
    """Return the largest load that so many reviews give everybody.

    As far as each may have it.
    """
    low, high = 0, max([total, *most])
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(middle, one) for one in most) <= total:
            low = middle
        else:
            high = middle - 1
    return low
