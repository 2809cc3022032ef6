"""The blinded card of an entry in its experts' lists."""

from chalicelib.domain.evaluation.blinding import blinded, hidden_from_experts
from chalicelib.domain.evaluation.panel import ReadingCard
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.services.evaluation.juries import Rules


def blinded_card(rules: Rules, entry: RollEntry) -> ReadingCard:
    """Return what an expert's list shows of an entry."""
    form, blind = rules.track.parsed, rules.evaluation.blind
    facts, _ = blinded(form, entry.facts, (), blind, rules.call.languages[0])
    field = form.field(form.name_field)
    is_hidden = field is not None and hidden_from_experts(field, blind)
    return ReadingCard(entry.entry, entry.revision, "" if is_hidden else entry.name, entry.category, facts)
