"""Messages of objections: to the organiser, and to the desk that answers.

None holds a word of whoever objects. Owners hear by the steps of their entry (`workflow/rows.py`).
"""

from chalicelib.domain.message_kinds import Kind
from chalicelib.domain.messages import Audience, Notification, message_from
from chalicelib.domain.publication.objections import Objection, ObjectionState
from chalicelib.domain.states import ORGANISER
from chalicelib.domain.submission import Head


def messages_for_objection(before: Objection | None, after: Objection, head: Head) -> list[Notification]:
    """Return the messages of what has happened to an objection."""
    was = before.state if before else ObjectionState.BEGUN
    if after.state is ObjectionState.FILED and was is ObjectionState.BEGUN:
        return [_about(Kind.OBJECTION_FILED, after, head, ORGANISER)]
    if after.state is ObjectionState.TAKEN and was is ObjectionState.FILED and after.desk != ORGANISER:
        return [_about(Kind.OBJECTION_TO_ANSWER, after, head, after.desk)]
    if after.answer and (before is None or before.answer is None) and after.answer.by != ORGANISER:
        return [_about(Kind.OBJECTION_ANSWERED, after, head, ORGANISER)]
    return []


def _about(kind: Kind, objection: Objection, head: Head, desk: str) -> Notification:
    at = {
        Kind.OBJECTION_FILED: objection.filed_at,
        Kind.OBJECTION_TO_ANSWER: objection.decided_at,
        Kind.OBJECTION_ANSWERED: objection.answer.at if objection.answer else None,
    }[kind]
    message = message_from(
        (objection.id, kind),
        kind,
        objection.call,
        at or objection.begun_at,
        track=objection.track,
        submission=objection.submission,
        name=head.card.name,
        desk=objection.desk,
        until=objection.answer_by if kind is Kind.OBJECTION_TO_ANSWER else None,
    )
    return Audience(desk=desk), message
