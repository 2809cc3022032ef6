"""Tallies and their rows in the table."""

from collections.abc import Sequence

from chalicelib.domain.evaluation.tally import PART, Tally, TallyRow
from chalicelib.domain.subjects import JuryId
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Ref, ref
from chalicelib.storage.engine.table import Conflict, Put
from chalicelib.storage.items import packed, packed_rows, unpack


def tally(id: JuryId, n: int) -> Ref[Tally | None]:
    """Read the n-th run of a jury's tally."""
    return ref(keys.tally(*id, n), lambda item: unpack(Tally, item), None)


def put_tally(tally: Tally) -> Put:
    """Write a run.

    One that is done is never written again: raises Conflict.
    """
    item = packed(keys.tally(*tally.id, tally.n), tally, state=tally.state)
    condition = "attribute_not_exists(#pk) OR #state = :started"
    return Put(item, condition, {":started": "started"}, lambda _: Conflict())


def rows(id: JuryId, n: int, count: int) -> Ref[list[TallyRow]]:
    """Read the `count` rows of a run, best first."""
    parts = tuple(keys.tally_rows(*id, n, part) for part in range(-(-count // PART)))
    return Ref(parts, lambda items: [r for k in parts if k in items for r in unpack(tuple[TallyRow, ...], items[k])])


def put_rows(id: JuryId, n: int, rows: Sequence[TallyRow]) -> list[Put]:
    """Write a run's rows.

    They count once the run is done, so that writing them again changes nothing.
    """
    parts = [tuple(rows[at : at + PART]) for at in range(0, len(rows), PART)]
    named = [(keys.tally_rows(*id, n, part), of) for part, of in enumerate(parts)]
    return [Put(packed_rows(key, of, TallyRow)) for key, of in named]
