"""Typed reads: the items that a value needs, and its decoding.

A `Ref` names keys, so that any number of them are one BatchGet; a `Listing` is one query. Both are values, built by
the noun modules and run by `fetch`, so a service says what it needs and handles neither keys nor items.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeVar, overload

from chalicelib.frozen import dataclass
from chalicelib.storage.engine.table import Item, Key, Page, Query, Table, in_parallel

T = TypeVar("T")
V = TypeVar("V", covariant=True)
U = TypeVar("U")
K = TypeVar("K", bound=Hashable)
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")

Items = Mapping[Key, Item]


@dataclass(frozen=True)
class Ref(Generic[V]):
    """A value decoded from the items under `keys`.

    `value` receives the items that exist.
    """

    keys: tuple[Key, ...]
    value: Callable[[Items], V]

    def map(self, change: Callable[[V], U]) -> "Ref[U]":
        """Return the same read, with `change` applied to its value."""
        return Ref(self.keys, lambda items: change(self.value(items)))


@dataclass(frozen=True)
class Listing(Generic[V]):
    """A value decoded from a query.

    From one page, or from `every` page where the result is known to be small.
    """

    query: Query
    value: Callable[[Page], V]
    every: bool = False

    def map(self, change: Callable[[V], U]) -> "Listing[U]":
        """Return the same read, with `change` applied to its value."""
        return Listing(self.query, lambda page: change(self.value(page)), self.every)


Read = Ref[T] | Listing[T]


def ref(key: Key, decode: Callable[[Item], T], default: U) -> Ref[T | U]:
    """Read one item, or `default` when there is none."""
    return Ref((key,), lambda items: decode(items[key]) if key in items else default)


def required(key: Key, decode: Callable[[Item], T], absent: type[Exception]) -> Ref[T]:
    """Read one item that has to exist.

    Evaluating the read raises `absent` when there is none.
    """

    def value(items: Items) -> T:
        if key not in items:
            raise absent()
        return decode(items[key])

    return Ref((key,), value)


def is_there(key: Key) -> Ref[bool]:
    """Read whether an item exists."""
    return Ref((key,), lambda items: key in items)


def nothing() -> Ref[None]:
    """Return a read of no items, whose value is None.

    It takes the place of a read that is needed only sometimes.
    """
    return Ref((), lambda items: None)


def pair(first: Ref[A], second: Ref[B]) -> Ref[tuple[A, B]]:
    """Combine two reads into one of a tuple."""
    return Ref((*first.keys, *second.keys), lambda items: (first.value(items), second.value(items)))


def each(refs: Iterable[Ref[T]]) -> Ref[list[T]]:
    """Combine reads into one of a list, in order."""
    parts = list(refs)
    return Ref(tuple(k for part in parts for k in part.keys), lambda items: [p.value(items) for p in parts])


def by_name(refs: Mapping[K, Ref[T]]) -> Ref[dict[K, T]]:
    """Combine reads into one of a map, each under its name."""
    keys = tuple(key for part in refs.values() for key in part.keys)
    return Ref(keys, lambda items: {name: part.value(items) for name, part in refs.items()})


def run(table: Table, reads: Sequence[Read[Any]]) -> list[Callable[[], Any]]:
    """Run all reads at once; return a function per value.

    One BatchGet, and the queries in parallel. A value is decoded when its function is called. Raises what the table
    raises; decoding may raise what a `required` read names.
    """
    keys = [key for read in reads if isinstance(read, Ref) for key in read.keys]
    listings = [read for read in reads if isinstance(read, Listing)]
    queries: list[Callable[[], Any]] = [partial(_page, table, listing) for listing in listings]
    batch = [lambda: table.read(keys)] if keys else []
    answers = in_parallel(*batch, *queries)
    items: Items = answers.pop(0) if batch else {}
    pages = iter(answers)
    return [
        partial(read.value, items if isinstance(read, Ref) else next(pages))  # type: ignore[arg-type]
        for read in reads
    ]


@overload
def fetch(table: Table, a: Read[A], /) -> A: ...
@overload
def fetch(table: Table, a: Read[A], b: Read[B], /) -> tuple[A, B]: ...
@overload
def fetch(table: Table, a: Read[A], b: Read[B], c: Read[C], /) -> tuple[A, B, C]: ...
@overload
def fetch(table: Table, a: Read[A], b: Read[B], c: Read[C], d: Read[D], /) -> tuple[A, B, C, D]: ...
def fetch(table: Table, /, *reads: Read[Any]) -> Any:
    """Return the value of one read, or a tuple of several.

    All are read at once.
    """
    values = [value() for value in run(table, reads)]
    return values[0] if len(values) == 1 else tuple(values)


def _page(table: Table, listing: Listing[Any]) -> Page:
    if listing.every:
        return Page(table.all(listing.query), None)
    return table.page(listing.query)
