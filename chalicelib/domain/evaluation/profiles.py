"""What is typed of an expert, and the profile that it makes.

A profile's city is the code of a region at the level of cities, its fields are values of the tracks' category fields;
both may be typed by name. A call without regions keeps the city as it was typed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.accounts import LONGEST_BODY, LONGEST_NAME
from chalicelib.domain.call import Call
from chalicelib.domain.errors import problem
from chalicelib.domain.evaluation.panel import Profile
from chalicelib.domain.regions import Regions
from chalicelib.forms.fields.choices import Choice, Choices
from chalicelib.forms.fields.contacts import Uscc
from chalicelib.forms.normalising import one_line
from chalicelib.frozen import dataclass

MOST_FIELDS = 20
MOST_ENTRIES = 500
"""The most entries that an expert may say to read."""
COLUMNS = ("fields", "body", "uscc", "parent_body", "city", "title", "most")
"""What is typed of an expert, in the order of its columns."""


@dataclass(frozen=True)
class TypedProfile:
    """A profile as it was typed.

    `fields` stand between semicolons; `most` is a number, empty for what the profile says by itself.
    """

    fields: str = ""
    body: str = ""
    uscc: str = ""
    parent_body: str = ""
    city: str = ""
    title: str = ""
    most: str = ""
    available: bool = True

    @classmethod
    def of_row(cls, named: Mapping[str, str]) -> "TypedProfile":
        """Return what a row of a file says, by column."""
        return cls(**{column: named[column] for column in COLUMNS if column in named})  # type: ignore[arg-type]


def options_of(call: Call) -> dict[str, Mapping[str, str]]:
    """Return the fields that experts may have: value → label by language."""
    known: dict[str, Mapping[str, str]] = {}
    for track in call.tracks.values():
        field = track.parsed.by_id.get(track.category_field or "")
        if isinstance(field, Choice | Choices):
            known |= {one.value: one.label for one in field.options if one.value not in known}
    return known


def read_profile(
    account: str, typed: TypedProfile, call: Call, regions: Regions
) -> tuple[Profile, list[dict[str, Any]]]:
    """Return the profile of what was typed, and its problems by column."""
    body, title, parent_body = one_line(typed.body), one_line(typed.title), one_line(typed.parent_body)
    fields, unknown = _fields(typed.fields, call)
    city = city_of(one_line(typed.city), call, regions)
    uscc, most = _USCC.normal(one_line(typed.uscc)), one_line(typed.most)
    faults = [problem("/fields", "unknown_category", value=one[:LONGEST_NAME]) for one in unknown]
    if len(fields) > MOST_FIELDS:
        faults.append(problem("/fields", "too_many", max=MOST_FIELDS, over=len(fields) - MOST_FIELDS))
    faults += _texts({"body": (body, LONGEST_BODY, True), "title": (title, LONGEST_NAME, False)})
    faults += _texts({"parent_body": (parent_body, LONGEST_BODY, False), "city": (city or "", LONGEST_NAME, False)})
    if uscc and not _USCC.right(uscc):
        faults.append(problem("/uscc", _USCC.wrong))
    if city is None:
        faults.append(problem("/city", "unknown_city"))
    if not re.fullmatch(r"[1-9][0-9]{0,2}|", most, re.ASCII) or int(most or 1) > MOST_ENTRIES:
        faults.append(problem("/most", "bad_most", max=MOST_ENTRIES))
        most = ""
    profile = Profile(account, fields, body, parent_body, city or "", title, available=typed.available, uscc=uscc)
    return (replace(profile, most=int(most)) if most else profile), faults


def city_of(typed: str, call: Call, regions: Regions) -> str | None:
    """Return the code of the city that a text names.

    None where it names none. A county stands for its city. Where names are the same, the call's own province is meant.
    """
    if not typed or not call.region:
        return typed
    if regions.known(typed):
        return _city(typed, regions)
    known = [code for code in regions.named(typed) if _city(code, regions) == code]
    return next((code for code in known if code[:2] == call.region[:2]), known[0] if len(known) == 1 else None)


def _city(code: str, regions: Regions) -> str | None:
    """Return the city that a region lies in; None for a province.

    Provinces that are cities are one.
    """
    path = regions.path(code)
    if path and regions.name(path[0]).endswith("市"):
        return path[0]
    return path[1] if len(path) > 1 else None


def _fields(text: str, call: Call) -> tuple[tuple[str, ...], list[str]]:
    """Return the fields' values, and what names none.

    A text that is a label as a whole is one field, whatever signs it has.
    """
    values: dict[str, str] = {}
    for value, label in options_of(call).items():
        values |= dict.fromkeys((value, *map(one_line, label.values())), value)
    whole = one_line(text)
    parts = [whole] if whole in values else [one.strip() for one in re.split(r"[;；|]", whole)]
    named = [one for one in parts if one]
    return tuple(dict.fromkeys(values[one] for one in named if one in values)), [o for o in named if o not in values]


def _texts(texts: Mapping[str, tuple[str, int, bool]]) -> Iterator[dict[str, Any]]:
    for column, (value, most, needed) in texts.items():
        if not value and needed:
            yield problem(f"/{column}", "required")
        elif "\ufffd" in value:
            yield problem(f"/{column}", "lost_characters")
        elif len(value) > most:
            yield problem(f"/{column}", "too_long", max=most, over=len(value) - most)


_USCC = Uscc(id="uscc", label={})
