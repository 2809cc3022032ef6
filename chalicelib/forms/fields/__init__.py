"""The field types: a class per type, in one registry.

A new type is a class here and a component of the site.
"""

from chalicelib.forms.fields import choices, contacts, dates, files, numbers, places, tables, text
from chalicelib.forms.fields.base import TYPES, DefinitionError, Field, FieldContext, Json, Words
from chalicelib.forms.fields.tables import TableField, read_field

__all__ = [
    "TYPES",
    "DefinitionError",
    "Field",
    "FieldContext",
    "Json",
    "TableField",
    "Words",
    "choices",
    "contacts",
    "dates",
    "files",
    "numbers",
    "places",
    "read_field",
    "tables",
    "text",
]
