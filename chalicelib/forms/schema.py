"""A form as frozen values, built from its stored description.

The description was checked when it was published.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

from chalicelib.forms.checks import Check, read_check
from chalicelib.forms.fields import Field, Words, read_field
from chalicelib.frozen import dataclass

Defaults = Mapping[str, Mapping[str, Any]]
"""Map type of field to options that a description may leave out."""
NO_DEFAULTS: Defaults = {}


@dataclass(frozen=True)
class Section:
    """Fields under one heading."""

    id: str
    title: Words
    help: Words | None
    fields: tuple[Field, ...]

    @classmethod
    def parse(cls, data: Mapping[str, Any], defaults: Defaults = NO_DEFAULTS) -> Self:
        fields = ({**defaults.get(field["type"], {}), **field} for field in data["fields"])
        return cls(data["id"], data["title"], data.get("help"), tuple(map(read_field, fields)))


@dataclass(frozen=True)
class Form:
    """The form of a track.

    ``total_size`` is in bytes over all attachments, None for no limit.
    """

    call: str
    version: int
    track: str
    names: Words
    name_field: str
    landing: str | None
    total_size: int | None
    sections: tuple[Section, ...]
    checks: tuple[Check, ...]

    @classmethod
    def parse(cls, data: Mapping[str, Any], defaults: Defaults = NO_DEFAULTS) -> Self:
        """Read a form from its description.

        Missing keys take `defaults`, else those of the field's class.
        """
        return cls(
            call=data.get("call", ""),
            version=data.get("version", 0),
            track=data.get("track", ""),
            names=data.get("names", {}),
            name_field=data.get("name_field", ""),
            landing=data.get("landing"),
            total_size=data.get("total_size"),
            sections=tuple(Section.parse(section, defaults) for section in data["sections"]),
            checks=tuple(map(read_check, data.get("checks", ()))),
        )

    @cached_property
    def by_id(self) -> Mapping[str, Field]:
        """All fields by id, in the order of the page."""
        return {field.id: field for section in self.sections for field in section.fields}

    @cached_property
    def section_of(self) -> Mapping[str, str]:
        """Map of field id to section id."""
        return {field.id: section.id for section in self.sections for field in section.fields}

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields, in the order of the page."""
        return tuple(self.by_id.values())

    def field(self, id: str) -> Field | None:
        """Return the field with this id."""
        return self.by_id.get(id)

    @cached_property
    def checks_at(self) -> Mapping[str, list[Check]]:
        """Map of field id to the checks reporting at it, in order."""
        homes = dict.fromkeys(check.home for check in self.checks)
        return {home: [check for check in self.checks if check.home == home] for home in homes}

    @cached_property
    def dossier(self) -> Mapping[str, str]:
        """Map of dossier fact to the field that takes it."""
        return {field.dossier: field.id for field in self.fields if field.dossier}
