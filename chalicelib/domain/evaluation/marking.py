"""An expert's marks: their faults, total, and the steps of a review.

A review is assigned, started with the first save, and submitted; it may be declined as long as it is open. The
organiser may reopen a submitted one before marks are sealed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Literal

from chalicelib.domain.errors import Closed, NotFound, StepNotAllowed, problem
from chalicelib.domain.evaluation.jury import Jury, JuryState
from chalicelib.domain.evaluation.panel import Assignment, Recusals, Review
from chalicelib.domain.evaluation.rules import Criterion, ReviewStage, Scale, mark_of
from chalicelib.domain.evaluation.scores import total
from chalicelib.domain.evaluation.sheets import Marks, Sheet
from chalicelib.domain.history import Event, append, digest

Ground = Literal["interest", "took_part", "recognised", "not_my_field", "other"]
"""Why an expert declines an entry."""
RECUSING: frozenset[Ground] = frozenset({"interest", "took_part", "recognised"})
"""Grounds that keep the expert from the entry from then on."""


def problems(marks: Marks, criteria: Sequence[Criterion], scale: Scale, *, final: bool) -> list[dict[str, Any]]:
    """Return what is wrong with marks, as entries of an `errors` list.

    A draft may lack anything; `final` marks may not, nor a comment that a mark asks for.
    """
    known = {criterion.id: criterion for criterion in criteria}
    unknown = [
        problem(f"/{part}/{id}", "unknown_criterion")
        for part, held in (("marks", marks.marks), ("comments", marks.comments))
        for id in held
        if id not in known
    ]
    off = [
        problem(f"/marks/{id}", "off_scale", min=scale.min, max=scale.max, step=scale.step)
        for id in known
        if id in marks.marks and not scale.has(marks.marks[id])
    ]
    if not final:
        return [*unknown, *off]
    lacking = [problem(f"/marks/{id}", "required") for id in known if id not in marks.marks]
    uncommented = [
        problem(f"/comments/{id}", "comment_required")
        for id, criterion in known.items()
        if _asks(criterion, marks.marks.get(id), scale) and not marks.comments.get(id, "").strip()
    ]
    return [*unknown, *off, *lacking, *uncommented]


def _asks(criterion: Criterion, mark: str | None, scale: Scale) -> bool:
    if mark is None or not scale.has(mark):
        return criterion.comment.when == "always"
    return criterion.comment.asks(mark_of(mark))


def total_of(marks: Mapping[str, str], criteria: Iterable[Criterion], scale: Scale) -> Fraction:
    """Return the total of marks out of 100.

    Criteria of weight 0, and those without a mark, add nothing.
    """
    weights = {criterion.id: criterion.weight for criterion in criteria}
    known = {id: mark_of(mark) for id, mark in marks.items() if id in weights}
    return total(known, weights, mark_of(scale.max))


def counted(sheet: Sheet) -> Marks | None:
    """Return the marks of a sheet that count: the last submitted.

    In a later round whoever submits nothing keeps the marks of the one before. None for a draft of the first, and for
    what was declined or struck.
    """
    if sheet.state == "submitted":
        return sheet.current
    return sheet.earlier[-1] if sheet.state == "draft" and sheet.earlier else None


def is_counted(review: Review) -> bool:
    """Return whether a review has marks that count."""
    return review.state == "submitted" or (review.is_open and review.was_sealed)


def in_round(sheet: Sheet | None, entry: str, expert: str, n: int) -> Sheet:
    """Return the sheet that an expert writes on in the n-th round.

    A later round begins with the marks of the one before, which stay beside it.
    """
    if sheet is None:
        return Sheet(entry, expert, round=n)
    if sheet.round >= n:
        return sheet
    kept = replace(sheet.current, submitted_at=None, salt="")
    return replace(sheet, current=kept, earlier=(*sheet.earlier, sheet.current), round=n, state="draft")


def give_back(sheet: Sheet, review: Review, ground: Ground, reason: str) -> tuple[Sheet, Review]:
    """Return sheet and review of an entry that its expert gives back.

    In a later round what was sealed before is not undone: its marks count on as they were, and are struck only where
    the ground keeps the expert from the entry.
    """
    if not sheet.earlier:
        after = replace(sheet, state="declined", reason=reason, v=sheet.v + 1)
        return after, replace(review, state="declined")
    state: Literal["struck", "submitted"] = "struck" if ground in RECUSING else "submitted"
    before = replace(sheet, current=sheet.earlier[-1], earlier=sheet.earlier[:-1], round=len(sheet.earlier))
    after = replace(before, state=state, reason=reason if state == "struck" else "", v=sheet.v + 1)
    return after, replace(review, state=state)


def must_be_read(jury: Jury, assignment: Assignment | None, entry: str, recusals: Recusals) -> Review:
    """Return the review of an entry that its expert may read.

    Raises NotFound before the marks are opened, where it is not assigned or was given back, and where the expert is
    kept from it.
    """
    review = assignment.review(entry) if assignment else None
    if jury.opened_at is None or review is None or review.state in {"declined", "struck"}:
        raise NotFound()
    if recusals.keeps_from(jury.track, entry):
        raise NotFound()
    return review


def must_write(jury: Jury, review: Review, stage: ReviewStage, grace: timedelta, now: datetime) -> None:
    """Refuse marks outside their time, and on a sheet that was submitted.

    Raises StepNotAllowed, Closed. The call's grace is silent.
    """
    if jury.state is not JuryState.OPEN:
        raise StepNotAllowed(step="save_sheet", state=jury.state.value)
    if not review.is_open:
        raise StepNotAllowed(step="save_sheet", state=review.state)
    if now > stage.closes + grace:
        raise Closed(which="marking", closed_at=stage.closes)


def record(
    assignment: Assignment, review: Review, step: str, at: datetime, facts: Mapping[str, Any]
) -> tuple[Assignment, Event]:
    """Return an assignment one step on, and the event of its chain.

    `facts` are codes and digests, never marks.
    """
    end = (assignment.events, assignment.last_hash)
    known = {"entry": review.entry, "round": review.round, **facts}
    event = append(assignment.id.subject, end, step, assignment.expert, at, known, {})
    return with_step(assignment, review, events=event.n, last_hash=event.hash), event


def with_step(assignment: Assignment, review: Review, **changes: Any) -> Assignment:
    """Return an assignment's next version, with one review changed."""
    return replace(assignment.with_review(review), v=assignment.v + 1, **changes)


def marks_digest(marks: Marks) -> str:
    """Return the digest of submitted marks.

    A salt is part of it, so that nobody finds marks by trying. Whoever has marks, salt and the digest of the words
    computes it without the words.
    """
    return digest(
        {
            "marks": dict(marks.marks),
            "submitted_at": marks.submitted_at,
            "salt": marks_salt(marks),
            "words": words_digest(marks),
        }
    )


def marks_salt(marks: Marks) -> str:
    """Return the salt of marks, which says nothing of that of words."""
    return digest({"salt": marks.salt})


def words_digest(marks: Marks) -> str:
    """Return the digest of all that was written beside marks."""
    words = {"comments": dict(marks.comments), "comment": marks.comment, "for_applicant": marks.for_applicant}
    return digest({**words, "salt": marks.salt})


def handed_in(sheet: Sheet) -> tuple[int, Marks] | None:
    """Return the marks of a sheet that are sealed, and their round.

    Those that count, and those of a sheet that was struck: it stays what it was. None where nothing was submitted.
    """
    if sheet.state in {"submitted", "struck"}:
        return sheet.round, sheet.current
    return (len(sheet.earlier), sheet.earlier[-1]) if sheet.state == "draft" and sheet.earlier else None


def sheets_digest(expert: str, sheets: Iterable[Sheet]) -> str:
    """Return the digest of all marks that an expert handed in.

    `expert` is the label. The order of `sheets` does not matter.
    """
    of_entry = {sheet.entry: marks_digest(known[1]) for sheet in sheets if (known := handed_in(sheet))}
    return digest({"expert": expert, "sheets": of_entry})


def short_of(entries: Iterable[str], assignments: Iterable[Assignment], at_least: int) -> dict[str, int]:
    """Return the entries with too few submitted sheets: how many each has."""
    submitted = dict.fromkeys(entries, 0)
    for assignment in assignments:
        for review in assignment.reviews:
            submitted[review.entry] = submitted.get(review.entry, 0) + is_counted(review)
    return {entry: count for entry, count in sorted(submitted.items()) if count < at_least}


def sealing_digest(jury: Jury, assignments: Iterable[Assignment], reason: str) -> str:
    """Return the digest of what sealing would fix now.

    It covers the end of each expert's chain, which any sheet submitted meanwhile moves on.
    """
    ends = {a.label: [a.events, a.last_hash, _reviews(a)] for a in assignments}
    return digest({"jury": jury.id.subject, "round": jury.round, "experts": ends, "reason": reason})


def _reviews(assignment: Assignment) -> dict[str, str]:
    """Map entry to its state; a draft begun or not is open."""
    return {one.entry: "open" if one.is_open else one.state for one in assignment.reviews}
