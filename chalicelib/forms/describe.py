"""The form description for the browser: the same rules, as JSON."""

from __future__ import annotations

from typing import Any

from chalicelib.forms.schema import Form, Section


def describe(form: Form) -> dict[str, Any]:
    """Return the description of a form, with every option spelled out.

    ``Form.parse`` reads it back to an equal form.
    """
    return {
        "call": form.call,
        "version": form.version,
        "track": form.track,
        "names": dict(form.names),
        "name_field": form.name_field,
        "landing": form.landing,
        "total_size": form.total_size,
        "sections": [_section(section) for section in form.sections],
        "checks": [check.describe() for check in form.checks],
    }


def _section(section: Section) -> dict[str, Any]:
    fields = [field.describe() for field in section.fields]
    return {"id": section.id, "title": dict(section.title), "help": section.help, "fields": fields}
