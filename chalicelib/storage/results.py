"""Results in the table, with their rows in parts."""

from collections.abc import Sequence

from chalicelib.domain.publication.results import PART, ResultRow, Results
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Listing, Ref, ref
from chalicelib.storage.engine.table import Conflict, Item, Put, Query, at_version
from chalicelib.storage.items import packed, unpack
from chalicelib.storage.parts import Parts

Passed = tuple[str, str]
"""An entry that was passed over: its track and short id."""


def results(call: str, n: int) -> Ref[Results | None]:
    return ref(keys.results(call, n), results_of, None)


def all_results(call: str) -> Listing[list[Results]]:
    """Read all results of a call, in order."""
    query = Query(keys.results(call, 0).pk, keys.RESULTS.prefix)
    return Listing(query, lambda page: [results_of(item) for item in page.items], every=True)


def results_of(item: Item) -> Results:
    return unpack(Results, item)


def put_results(results: Results) -> Put:
    """Write the next version of results.

    Raises Conflict when they have changed since they were read, or others took their number.
    """
    item = packed(keys.results(results.call, results.n), results, v=results.v)
    return Put(item, *at_version(results.v - 1), lambda _: Conflict())


def rows(results: Results) -> Ref[list[ResultRow]]:
    """Read the rows of results, in their order."""
    return _rows(results).read(results.count)


def passed(results: Results) -> Ref[list[Passed]]:
    """Read whom results pass over."""
    return _passed(results).read(results.passed)


def put_parts(results: Results, rows: Sequence[ResultRow], passed: Sequence[Passed]) -> list[Put]:
    """Write rows and those passed over.

    They count once the results are there. An attempt that was cut off is written over.
    """
    return [*_rows(results).put(rows), *_passed(results).put(passed)]


def _rows(results: Results) -> Parts[ResultRow]:
    return Parts(lambda part: keys.result_rows(results.call, results.n, part), ResultRow, PART)


def _passed(results: Results) -> Parts[Passed]:
    return Parts(lambda part: keys.passed(results.call, results.n, part), Passed, PART)
