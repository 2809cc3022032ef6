"""Which experts are kept from which entries of a roll."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from chalicelib.domain.evaluation.jury import Jury
from chalicelib.domain.evaluation.panel import PoolExpert, Recusals
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.services.context import Act
from chalicelib.services.evaluation.juries import fixed_rules
from chalicelib.storage import experts as experts_store
from chalicelib.storage.engine.reads import by_name


def kept(
    act: Act, jury: Jury, roll: Sequence[RollEntry], experts: Sequence[PoolExpert]
) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the pairs kept apart: (entry, label) → rules that do it."""
    apart = fixed_rules(act, jury).evaluation.experts.keep_apart
    refs = {one.account: experts_store.recusals(one.account, jury.call) for one in experts}
    recusals = act.read(by_name(refs))
    pairs: dict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
    for one in experts:
        for entry in roll:
            if rules := tuple(_rules(one, entry, f"{jury.track}.{entry.entry}", recusals[one.account], apart)):
                pairs[entry.entry, one.label] = rules
    return dict(pairs)


def _rules(one: PoolExpert, entry: RollEntry, name: str, recusals: Recusals, apart: Sequence[str]) -> Iterable[str]:
    if "body" in apart and one.body and one.body == entry.unit_name:
        yield "body"
    if "city" in apart and one.city and entry.place.startswith(one.city[:4]):
        yield "city"
    sources = {known.source for known in recusals.items if name == known.entry or known.body == entry.unit_name}
    yield from sorted(sources)
