"""Findings in answers: of a field (FieldError), of a form (Problem)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from chalicelib.frozen import dataclass

CODES = (
    *(
        "required",
        "too_short",
        "too_long",
        "not_a_number",
        "not_whole",
        "too_small",
        "too_big",
        "too_many_places",
    ),
    *(
        "not_a_date",
        "not_a_month",
        "too_early",
        "too_late",
        "in_future",
        "not_an_option",
        "option_not_allowed",
    ),
    *("too_few", "too_many", "unknown_region", "region_outside", "region_level", "bad_uscc", "bad_mobile"),
    *(
        "bad_phone",
        "bad_email",
        "bad_url",
        "unknown_submission",
        "not_pushed",
        "too_large",
        "kind_not_allowed",
    ),
    "check",
)
"""All codes of the complete check.

A draft uses too_long and too_many of them, and wrong_shape and unknown_field besides.
"""


class FieldError(NamedTuple):
    """A field's own finding.

    ``path`` leads from the field to the place within it (``/2/until``).
    """

    code: str
    params: Mapping[str, Any] = {}
    path: str = ""

    def within(self, path: str) -> FieldError:
        """Return the same finding with a path from one level further out."""
        return self._replace(path=path + self.path)


@dataclass(frozen=True)
class Problem:
    """A finding at its place in the form.

    ``level`` is ``refuse`` or ``warn``. The wording is in the site, by code.
    """

    pointer: str
    field: str
    section: str
    code: str
    params: Mapping[str, Any]
    level: str = "refuse"

    def as_json(self) -> dict[str, Any]:
        """Return the problem as the API and the parity table write it."""
        return asdict(self)
