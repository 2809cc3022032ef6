"""The blinded card of an entry in its experts' lists."""

from chalicelib.domain.evaluation.panel import ReadingCard
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.services.evaluation.juries import Rules


def blinded_card(rules: Rules, entry: RollEntry) -> ReadingCard:
    """Return what an expert's list shows of an entry."""
    form = rules.track.parsed
    hidden = {field.id for field in form.fields if field.dossier or field.personal}
    blind = rules.evaluation.blind == "unit"
    facts = {id: value for id, value in entry.facts.items() if not (blind and id in hidden)}
    name = "" if blind and form.name_field in hidden else entry.name
    return ReadingCard(entry.entry, entry.revision, name, entry.category, facts)
