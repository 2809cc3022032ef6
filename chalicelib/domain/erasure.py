"""What becomes of an account's submissions when it is closed.

What was pushed is a unit's filing with an authority, and belongs to the record of the call; the persons in it do not,
once nobody has to reach them any more (docs/adr/0033-what-erasing-leaves.md).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from chalicelib.domain.calendar import Dates
from chalicelib.domain.ranking import Row
from chalicelib.domain.states import ROWS, Phase
from chalicelib.domain.submission import Card, File, Files, Head, Revision
from chalicelib.forms.answers import without_personal
from chalicelib.forms.schema import Form


class Fate(StrEnum):
    """What erasing does with a submission."""

    DELETED = "deleted"
    BLANKED = "blanked"
    """Its personal fields go; all else stays."""
    HELD = "held"
    """It is on its way, and nothing of it goes."""


NOTICE_PERIOD = timedelta(days=14)
"""How long before a draft's end its owner is told."""


def fate(head: Head, dates: Dates, now: datetime) -> Fate:
    """Return what erasing does with a submission now.

    One that lies with a desk or the organiser is held until the call is over, whatever they have decided: its owner
    may not learn that from a refusal.
    """
    if head.revision == 0:
        return Fate.DELETED
    is_with_owner = ROWS[head.state].phase in {Phase.OWNER, Phase.OVER}
    return Fate.BLANKED if is_with_owner or now > dates.ends else Fate.HELD


def kept_until(head: Head, dates: Dates) -> datetime | None:
    """Return until when a draft is kept.

    None for ever, and for what was pushed.
    """
    until = dates.drafts_until
    return None if head.revision or until is None else max(until, head.late_until or until)


def is_spent(head: Head, dates: Dates, now: datetime) -> bool:
    """Return whether a draft has been kept as long as required."""
    until = kept_until(head, dates)
    return until is not None and now > until


def blank_head(head: Head, form: Form) -> Head:
    """Return a head whose cards show nothing personal, one version on."""
    pushed = _blank_card(head.pushed_card, form) if head.pushed_card else None
    return replace(head, card=_blank_card(head.card, form), pushed_card=pushed, v=head.v + 1)


def blank_revision(revision: Revision, form: Form) -> Revision:
    """Return a revision without personal answers and files; its code stays."""
    answers = without_personal(form, revision.answers)
    return replace(revision, answers=answers, files=_impersonal(revision.files, form))


def blank_files(files: Files, form: Form) -> Files:
    """Return files without those of personal fields.

    Unchanged if there are none.
    """
    kept = _impersonal(files.items, form)
    return files if kept == files.items else replace(files, items=kept, v=files.v + 1)


def blank_row(row: Row, form: Form) -> Row:
    """Return a reported line without what is personal in it."""
    return replace(row, facts=without_personal(form, row.facts))


def _impersonal(files: tuple[File, ...], form: Form) -> tuple[File, ...]:
    personal = {field.id for field in form.fields if field.personal}
    return tuple(file for file in files if file.field not in personal)


def _blank_card(card: Card, form: Form) -> Card:
    facts: Mapping[str, Any] = without_personal(form, card.facts)
    return replace(card, facts=facts)
