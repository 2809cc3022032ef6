"""The pairs of expert and entry that are kept apart."""

from collections.abc import Sequence

from chalicelib.domain.evaluation.panel import PoolExpert
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.subjects import JuryId
from chalicelib.services.context import Act
from chalicelib.services.evaluation.recusals import kept


def pairs_apart(
    act: Act, id: JuryId, roll: Sequence[RollEntry], experts: Sequence[PoolExpert]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the pairs kept apart: (entry, label) → why."""
    if not roll or not experts:
        return {}
    apart = kept(act, id, roll, [one.account for one in experts])
    return {
        (entry, one.label): tuple(reasons) for one in experts for entry, reasons in apart.get(one.account, {}).items()
    }
