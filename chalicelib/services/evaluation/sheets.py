"""An expert's sheets: saved, submitted, given back; reopened by the organiser.

A save is one conditional write without an event. A sheet is submitted on condition that the jury's marks are open, so
that none comes in behind their seal.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.errors import Invalid, NotFound, Stale, StepNotAllowed
from chalicelib.domain.evaluation.jury import Jury, take
from chalicelib.domain.evaluation.marking import (
    RECUSING,
    Ground,
    give_back,
    marks_digest,
    must_write,
    problems,
    record,
    with_step,
)
from chalicelib.domain.evaluation.panel import Recusal, Recusals, Review
from chalicelib.domain.evaluation.sheets import Marks, Sheet
from chalicelib.domain.history import ErasableText
from chalicelib.domain.subjects import JuryId, ReaderId
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, retry, token, version_in
from chalicelib.services.evaluation.juries import fixed_rules, must_belong_to, rules_of
from chalicelib.services.evaluation.reading import ReadingPlace, place_of, stored_place
from chalicelib.storage import experts, juries, sheets, submissions
from chalicelib.storage.engine.table import Write

SALT = 26
"""Characters of base32: 128 bits and a little."""


@dataclass(frozen=True)
class SavedSheet:
    """The result of a save: the sheet's new ETag, and when."""

    etag: str
    saved_at: datetime


def save(act: Act, id: JuryId, entry: str, marks: Marks, etag: str) -> SavedSheet:
    """Save a sheet, however incomplete.

    The first save also says that the review was started. The same save sent again succeeds. Raises Stale with the
    stored sheet, Invalid, StepNotAllowed once it was submitted or sealed, Closed, NotFound.
    """
    return retry(lambda: _save(act, id, entry, marks, version_in(etag)))


def _save(act: Act, id: JuryId, entry: str, marks: Marks, v: int) -> SavedSheet:
    at = _writable(act, id, entry)
    _must_be_right(at, marks, final=False)
    if at.sheet.v != v:
        return _saved_before(at.sheet, marks)
    after = replace(at.sheet, current=marks, saved_at=act.now, v=v + 1)
    writes: list[Write] = [sheets.put_sheet(at.reader, after)]
    if at.review.state == "assigned":
        writes.append(juries.put_assignment(with_step(at.assignment, replace(at.review, state="started"))))
    try:
        act.commit(writes)
    except Stale as stale:
        return _saved_before(stale.details["current"], marks)
    return SavedSheet(str(after.v), act.now)


def _saved_before(stored: Sheet | None, marks: Marks) -> SavedSheet:
    """Return the stored save when its content is the same.

    Then its answer was lost, and it was sent again. Otherwise raises Stale.
    """
    if stored and stored.saved_at and stored.current == marks:
        return SavedSheet(str(stored.v), stored.saved_at)
    raise Stale(current=_current(stored))


def _current(stored: Sheet | None) -> Mapping[str, Any] | None:
    if stored is None:
        return None
    return {"etag": str(stored.v), "saved_at": stored.saved_at, "sheet": sheet_content(stored.current)}


def sheet_content(marks: Marks) -> dict[str, Any]:
    """Return what an expert wrote, as the expert's own page reads it."""
    return {
        "marks": dict(marks.marks),
        "comments": dict(marks.comments),
        "comment": marks.comment,
        "for_applicant": marks.for_applicant,
    }


def _nothing(act: Act, ids: Mapping[str, str], *_: Any) -> None:
    return None


@once(_nothing)
def submit(act: Act, id: JuryId, entry: str, marks: Marks, etag: str) -> None:
    """Submit a sheet with these marks.

    The event of the expert's chain holds their digest. Raises Stale, Invalid with all that is missing, StepNotAllowed,
    Closed, NotFound.
    """
    at = _writable(act, id, entry)
    _must_be_right(at, marks, final=True)
    v = version_in(etag)
    if at.sheet.v != v:
        raise Stale(current=_current(at.sheet))
    sealed = replace(marks, submitted_at=act.now, salt=token(SALT))
    after = replace(at.sheet, current=sealed, state="submitted", saved_at=act.now, v=v + 1)
    review = replace(at.review, state="submitted")
    assignment, event = record(at.assignment, review, "submit_sheet", act.now, {"sheet": marks_digest(sealed)})
    act.commit(
        [
            juries.check_open(id, "submit_sheet"),
            sheets.put_sheet(at.reader, after),
            juries.put_assignment(assignment),
            *submissions.put_event(event),
        ]
    )


@once(_nothing)
def decline(act: Act, id: JuryId, entry: str, ground: Ground, reason: str) -> None:
    """Give an entry back, with a reason.

    What was marked does not count, but for what was sealed in a round before; see `give_back`. What touches
    impartiality keeps the expert from it from then on. Raises StepNotAllowed once it was submitted, NotFound.
    """
    known = act.read(stored_place(id, act.claimed_account, entry))
    at = place_of(act, id, entry, known)
    if ground == "other" and not reason.strip():
        raise Invalid.at("/reason", "required")
    if not at.review.is_open:
        raise StepNotAllowed(step="decline", state=at.review.state)
    words = {"reason": ErasableText(reason, token(SALT))} if reason else {}
    figures = {"expert": at.assignment.label, "entry": entry, "ground": ground}
    jury, event = take(at.jury, "decline", act.caller, act.now, figures, words)
    sheet, review = give_back(replace(at.sheet, saved_at=act.now), at.review, ground, reason)
    kept = [experts.put_recusals(_recused(act, at, reason))] if ground in RECUSING else []
    act.commit(
        [
            *juries.put_step(jury, event),
            juries.put_assignment(with_step(at.assignment, review)),
            sheets.put_sheet(at.reader, sheet),
            *kept,
        ]
    )


def _recused(act: Act, at: ReadingPlace, reason: str) -> Recusals:
    named = f"{at.jury.track}.{at.review.entry}"
    new = Recusal("declared", act.caller.account, act.now, entry=named, reason=reason)
    return replace(at.recusals, items=(*at.recusals.items, new), v=at.recusals.v + 1)


@once(_nothing)
def reopen(act: Act, reader: ReaderId, entry: str, reason: str) -> None:
    """Give a submitted sheet back to its expert.

    Before the marks are sealed; the organiser reads nothing of it. Raises Invalid at /reason without one,
    StepNotAllowed, Closed when its time is over, NotFound.
    """
    jury, assignment, sheet = act.read(
        juries.jury(reader.jury), juries.assignment(reader.jury, reader.expert), sheets.sheet(reader, entry)
    )
    must_belong_to(act, rules_of(act, reader.jury))
    review = assignment.review(entry) if assignment else None
    if assignment is None or review is None or sheet is None:
        raise NotFound()
    if not reason.strip():
        raise Invalid.at("/reason", "required")
    if review.state != "submitted":
        raise StepNotAllowed(step="reopen_sheet", state=review.state)
    again, open_again = replace(review, state="started"), replace(sheet.current, submitted_at=None, salt="")
    figures, words = {"expert": assignment.label, "entry": entry}, {"reason": ErasableText(reason, token(SALT))}
    after, event = take(jury, "reopen_sheet", act.caller, act.now, figures, words)
    _must_be_in_time(act, jury, again)
    act.commit(
        [
            *juries.put_step(after, event),
            juries.put_assignment(with_step(assignment, again)),
            sheets.put_sheet(reader, replace(sheet, current=open_again, state="draft", v=sheet.v + 1)),
        ]
    )


def _must_be_in_time(act: Act, jury: Jury, review: Review) -> None:
    rules = fixed_rules(act, jury)
    must_write(jury, review, rules.stage, rules.call.grace, act.now)


def _writable(act: Act, id: JuryId, entry: str) -> ReadingPlace:
    at = place_of(act, id, entry, act.read(stored_place(id, act.claimed_account, entry)))
    must_write(at.jury, at.review, at.rules.stage, at.rules.call.grace, act.now)
    return at


def _must_be_right(at: ReadingPlace, marks: Marks, *, final: bool) -> None:
    faults = problems(marks, at.rules.track.criteria, at.rules.stage.scale, final=final)
    if faults:
        raise Invalid(errors=faults)
