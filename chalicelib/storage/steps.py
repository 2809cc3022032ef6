"""The writes of a step, as one transaction."""

from typing import Any, assert_never

from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import DeclineNotice, Head, Opinion, ReturnNotice, Revision
from chalicelib.domain.workflow.facts import (
    Beside,
    Change,
    ClaimedNumber,
    ClosedAnswers,
    ClosedDraft,
    CorrectedDraft,
    DeletedDraft,
    FrozenReport,
    NewExtensions,
    OpenedAnswers,
    OpenRoll,
    SealedScan,
    SearchableEntry,
    UnmovedDates,
    UnmovedList,
)
from chalicelib.storage import allowances, juries, lists, submissions
from chalicelib.storage.engine.table import Write


def writes_of(change: Change[Any]) -> list[Write]:
    """Return all writes of a step, conditioned on what it read.

    When several conditions fail, the first names the refusal: for an entry those of the records beside it come first,
    for a list that of the list itself.
    """
    beside = [write for value in change.beside for write in _writes_beside(change.before, value)]
    ranked = [lists.put_list(change.ranked)] if change.ranked else []
    events = [write for event in change.events for write in submissions.put_event(event)]
    if isinstance(change.before, RankedList):
        return [*ranked, *events, *beside]
    head = [_write_head(change.before, change.head, change.step)] if change.head else []
    return [*beside, *head, *ranked, *events]


def _write_head(before: Head, after: Head, step: str) -> Write:
    """Write a head, without its card while its owner may save.

    A save writes the card meanwhile; a push writes the card that it freezes.
    """
    if before.editable and after.revision == before.revision:
        return submissions.update_beside_card(after, step)
    return submissions.put_head(after, step)


def _writes_beside(subject: Any, value: Beside) -> list[Write]:
    match value:
        case Opinion():
            return [submissions.put_opinion(subject.id, value)]
        case DeclineNotice():
            return [submissions.put_decline(subject.id, value)]
        case ReturnNotice():
            return [submissions.put_return_notice(subject.id, value)]
        case Revision():
            return [submissions.put_revision(value)]
        case ClosedDraft():
            closed: list[Write] = [submissions.close_answers_if(value.answers), submissions.check_files(value.files)]
            was_draft = subject.revision == 0
            return [*closed, *([allowances.end_draft(subject.owner, subject.id)] if was_draft else [])]
        case ClosedAnswers():
            return [submissions.close_answers(value.submission)]
        case OpenedAnswers():
            return [submissions.open_answers(value.submission)]
        case DeletedDraft():
            ended = allowances.end_draft(value.head.owner, value.head.id)
            return [*submissions.delete_draft(value.head, value.answers), ended]
        case SearchableEntry():
            return [submissions.put_unit_row(value.head)]
        case ClaimedNumber():
            return [submissions.claim_number(value.number, value.submission)]
        case UnmovedList():
            return [lists.check_list(value.ranked)]
        case UnmovedDates():
            return lists.check_dates(value.call, value.extensions, value.above)
        case NewExtensions():
            return lists.put_extensions(value.call, value.extensions, value.new)
        case FrozenReport():
            return [lists.put_report(value.report), *lists.put_rows(value.report, value.rows)]
        case SealedScan():
            return [
                lists.put_scan(value.list_id, value.n, value.file, value.by, value.replaces),
                submissions.end_upload(value.list_id.subject, value.file.id),
                allowances.end_upload(value.by, value.file.id),
            ]
        case OpenRoll():
            return [juries.check_gate(value.jury, value.now, value.step)]
        case CorrectedDraft():
            return [submissions.put_corrected_answers(value.answers), submissions.check_files(value.files)]
        case _:
            assert_never(value)
