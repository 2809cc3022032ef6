"""Tallies and their rows in the table."""

from collections.abc import Sequence

from chalicelib.domain.evaluation.tally import PART, Tally, TallyRow
from chalicelib.domain.subjects import JuryId
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Ref, ref
from chalicelib.storage.engine.table import Conflict, Put
from chalicelib.storage.items import packed, unpack
from chalicelib.storage.parts import Parts


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
    return _rows(id, n).read(count)


def put_rows(id: JuryId, n: int, rows: Sequence[TallyRow]) -> list[Put]:
    """Write a run's rows.

    They count once the run is done, so that writing them again changes nothing.
    """
    return _rows(id, n).put(rows)


def _rows(id: JuryId, n: int) -> Parts[TallyRow]:
    return Parts(lambda part: keys.tally_rows(*id, n, part), TallyRow, PART)
