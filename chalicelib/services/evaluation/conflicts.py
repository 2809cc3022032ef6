"""The pairs of expert and entry that are kept apart."""

from collections.abc import Iterable, Mapping, Sequence

from chalicelib.domain.evaluation.panel import PoolExpert
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.subjects import JuryId
from chalicelib.services.context import Act
from chalicelib.services.evaluation.juries import fixed_rules
from chalicelib.storage import experts as experts_store
from chalicelib.storage import juries
from chalicelib.storage.engine.reads import by_name


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


def kept(
    act: Act, id: JuryId, roll: Sequence[RollEntry], accounts_of: Iterable[str]
) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return which experts are kept from which entries of a roll.

    Account → short id of an entry → why.
    """
    ids = list(accounts_of)
    jury, profiles, recusals = act.read(
        juries.jury(id),
        experts_store.profiles(ids),
        by_name({one: experts_store.recusals(one, id.call) for one in ids}),
    )
    together = fixed_rules(act, jury).evaluation.experts.keep_apart
    pairs: dict[str, dict[str, tuple[str, ...]]] = {}
    for one in ids:
        body, city = (profiles[one].body, profiles[one].city) if one in profiles else ("", "")
        for entry in roll:
            name = f"{id.track}.{entry.entry}"
            reasons = [
                *(["body"] if "body" in together and body and body == entry.unit_name else []),
                *(["city"] if "city" in together and city and entry.place.startswith(city[:4]) else []),
                *(known.source for known in recusals[one].items if known.entry == name),
            ]
            if reasons:
                pairs.setdefault(one, {})[entry.entry] = tuple(reasons)
    return pairs
