"""Rows of one thing in several items.

One item holds 400 KB at most.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from chalicelib.frozen import dataclass
from chalicelib.storage.engine.reads import Ref
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import packed_rows, unpacked_rows
from chalicelib.storage.keys import Key

R = TypeVar("R")


@dataclass(frozen=True)
class Parts(Generic[R]):
    """Where rows of a kind lie.

    `key` of each part, from 0; `size` is how many rows a part has at most.
    """

    key: Callable[[int], Key]
    kind: Any
    size: int

    def read(self, count: int) -> Ref[list[R]]:
        """Read `count` rows, in their order."""
        keys = tuple(map(self.key, range(-(-count // self.size))))
        return Ref(
            keys, lambda items: [r for key in keys if key in items for r in unpacked_rows(items[key], self.kind)]
        )

    def put(self, rows: Sequence[R]) -> list[Put]:
        """Write rows, over what an attempt that was cut off has left.

        They count once whatever they belong to says how many there are.
        """
        starts = enumerate(range(0, len(rows), self.size))
        return [Put(packed_rows(self.key(n), rows[at : at + self.size], self.kind)) for n, at in starts]
