"""Visibility: what each kind of reader sees of entries and lists.

Histories included. `readers` says which kind a caller is, `table` what that kind sees, and `redact` applies the table
to values. Whether a caller may read a record at all is in `domain/access.py`.
"""

from chalicelib.domain.visibility.redact import (
    as_linked,
    as_seen_by,
    is_recommended,
    is_reopened_below,
    may_read_draft,
    may_read_revision,
    may_read_words,
    readable_opinions,
    redacted,
    state_for_area,
    visible_events,
    visible_list_events,
)

__all__ = [
    "as_linked",
    "as_seen_by",
    "is_recommended",
    "is_reopened_below",
    "may_read_draft",
    "may_read_revision",
    "may_read_words",
    "readable_opinions",
    "redacted",
    "state_for_area",
    "visible_events",
    "visible_list_events",
]
