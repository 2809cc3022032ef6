"""Marks by code, once they are sealed."""

from chalicelib.domain.errors import NotFound, StepNotAllowed
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.tally import LabelledSheet
from chalicelib.domain.subjects import JuryId
from chalicelib.services.context import Act
from chalicelib.services.evaluation.juries import must_belong_to, rules_of
from chalicelib.storage import juries, sheets
from chalicelib.storage.engine.reads import each

SEALED = frozenset({JuryState.SEALED, JuryState.TALLIED, JuryState.SELECTED})


def of_entry(act: Act, id: JuryId, entry: str) -> list[LabelledSheet]:
    """Return all sheets of an entry, by expert's label.

    Raises StepNotAllowed before marks are sealed, also while a round is open; NotFound.
    """
    rules = rules_of(act, id)
    jury, assignments = act.read(juries.jury(id), juries.assignments(id))
    must_belong_to(act, rules)
    if jury.state not in SEALED:
        raise StepNotAllowed(step="read_marks", state=jury.state.value)
    readers = sorted((one for one in assignments if one.review(entry)), key=lambda one: one.label)
    if not readers:
        raise NotFound()
    theirs = act.read(each(sheets.sheet(one.id, entry) for one in readers))
    return [LabelledSheet(one.label, sheet) for one, sheet in zip(readers, theirs, strict=True) if sheet]
