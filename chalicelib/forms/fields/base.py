"""The base of all field types.

It says what a type must answer: its options, how it reads a typed value, what is wrong with one, how it is described.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal, NamedTuple, Self

from chalicelib.forms.check_context import CheckContext
from chalicelib.forms.conditions import Cond, Scope, Value
from chalicelib.forms.normalising import one_line
from chalicelib.forms.problem import FieldError
from chalicelib.forms.wording import Wording
from chalicelib.frozen import dataclass

Words = Mapping[str, str]
Json = Any

TYPES: dict[str, type[Field]] = {}
_NAMES = {"listed": "list"}
Reader = Literal["owner", "desk", "organiser", "expert"]
"""Who reads the answers of an entry."""
ALWAYS: tuple[Reader, ...] = ("owner", "desk", "organiser")
"""Readers from whom no answer is kept."""
Shape = Literal["line", "text", "rows", "files"]
"""What an answer is on paper: a line, a text, rows of cells, a list of files."""


class DefinitionError(NamedTuple):
    """A fault in a definition, at one of its keys."""

    key: str
    reason: str


@dataclass(frozen=True)
class FieldContext:
    """What a field may look at in a check.

    ``context`` is that of the whole check, ``scope`` holds the answers around the field.
    """

    context: CheckContext
    scope: Scope


@dataclass(frozen=True, kw_only=True)
class Field:
    """A question of a form.

    Subclasses with a ``type`` register themselves. No other code decides anything by type. ``seen_by``: who reads its
    answer, where the rules of the call do not decide.
    """

    type: ClassVar[str]
    is_cell: ClassVar[bool] = False
    """Whether it may be a column of a table."""
    can_list: ClassVar[bool] = True
    """Whether lists may show it (``list``)."""
    compares: ClassVar[str | None] = "text"
    """What checks compare it with: ``text``, ``number``, ``date``; None: nothing."""
    shape: ClassVar[Shape] = "line"
    """What it is on paper."""
    readers: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}
    """Functions that read options from JSON, where not plain values."""

    id: str
    label: Words
    help: Words | None = None
    example: Words | None = None
    required: bool = False
    when: Cond | None = None
    listed: bool = False
    public: bool = False
    personal: bool = False
    dossier: str | None = None
    errors: Mapping[str, Words] | None = None
    seen_by: tuple[Reader, ...] | None = None

    def __init_subclass__(cls) -> None:
        if "type" in cls.__dict__:
            TYPES[cls.type] = cls

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """Read a field from a stored description.

        Missing keys take their defaults.
        """
        names = [option.name for option in fields(cls)]
        keys = {name: _NAMES.get(name, name) for name in names}
        context = {name: data[key] for name, key in keys.items() if key in data}
        context.setdefault("label", {})
        return cls(**{name: cls._read(name, value) for name, value in context.items()})

    @classmethod
    def _read(cls, name: str, value: Json) -> Json:
        read = cls.readers.get(name)
        if read is not None and value is not None:
            return read(value)
        return tuple(value) if isinstance(value, list) else value

    def describe(self) -> dict[str, Any]:
        """Return the field as JSON, with every option spelled out.

        ``parse`` reads it back.
        """
        options = {_NAMES.get(one.name, one.name): as_json(getattr(self, one.name)) for one in fields(self)}
        return {"id": self.id, "type": self.type} | options | {"errors": dict(self.errors or {})}

    def faults(self) -> Iterator[DefinitionError]:
        """Yield the faults of the definition itself.

        Called when a call is checked, never later.
        """
        least, most = getattr(self, "min", None), getattr(self, "max", None)
        if least is not None and most is not None and self.rank(least) > self.rank(most):
            yield DefinitionError("min", f"min {least} is more than max {most}")

    @property
    def names_filer(self) -> bool:
        """Whether the answer says who filed the entry."""
        return self.personal or self.dossier is not None

    def rank(self, limit: Json) -> Json:
        """Return a limit as it is compared."""
        return limit

    def can_be(self, value: str) -> bool:
        """Return whether a condition may compare the answer with this value."""
        return True

    def clean(self, raw: object) -> Value | None:
        """Normalise a typed value to the form that is kept.

        None for an empty value or another shape. Idempotent.
        """
        raise NotImplementedError

    def misshapen(self, raw: object) -> Iterator[FieldError]:
        """Yield what not even a draft may hold.

        That is another shape, or more than the hard cap.
        """
        raise NotImplementedError

    def flaws(self, value: Value, at: FieldContext) -> Iterator[FieldError]:
        """Yield what is wrong with a clean value that is not empty."""
        raise NotImplementedError

    def weight(self) -> int:
        """Return the most bytes that a valid answer takes in storage.

        As UTF-8 JSON with its key, at three bytes a character of free text.
        """
        return len(self.id) + len('"":,') + self.value_weight()

    def value_weight(self) -> int:
        """Return the most bytes of a valid value, without its key."""
        raise NotImplementedError

    def value_in(self, scope: Scope, context: CheckContext) -> Value | None:
        """Return the field's value, or None if it is empty."""
        return scope.value(self.id)

    def bytes_in(self, context: CheckContext) -> int:
        """Return the total bytes of the field's attached files."""
        return 0

    def orderable(self, value: Value) -> Decimal | str | None:
        """Return the value as checks compare it.

        None where it cannot be read.
        """
        return value if isinstance(value, str) else None

    def contents(self, value: Value, scope: Scope) -> Value | None:
        """Return the part of a clean value that is kept at push."""
        return value

    def listed_part(self, value: Value) -> Value | None:
        """Return the part of a kept value that lists show."""
        return value

    def in_words(self, value: Value, wording: Wording) -> str:
        """Return a clean answer as it is read.

        One that is wrong stands as it was typed.
        """
        return str(value)

    def asks(self, wording: Wording) -> str:
        """Return the limits of an answer in words, empty for none."""
        return ""

    def blank(self, wording: Wording) -> str:
        """Return what the answer's place holds on an empty form."""
        return ""

    def check(self, value: Value | None, at: FieldContext) -> Iterator[FieldError]:
        """Yield everything wrong with a clean value, empty or not."""
        if value is not None:
            yield from self.flaws(value, at)
        elif self.required:
            yield FieldError("required")


@dataclass(frozen=True, kw_only=True)
class Scalar(Field):
    """A field whose answer is one string."""

    is_cell: ClassVar[bool] = True
    cap: ClassVar[int] = 40
    """The most code points a draft may hold.

    It leaves room for values that are still wrong.
    """
    width: ClassVar[int] = 40
    """The most bytes of a valid value."""

    def normal(self, text: str) -> str:
        """Return the text as this type reads it."""
        return one_line(text)

    def clean(self, raw: object) -> Value | None:
        return one_line(self.normal(raw)) or None if isinstance(raw, str) else None

    def misshapen(self, raw: object) -> Iterator[FieldError]:
        if raw is not None and not isinstance(raw, str):
            yield FieldError("wrong_shape")
        elif raw is not None and len(raw) > self.most():
            yield FieldError("too_long", {"max": self.most(), "over": len(raw) - self.most()})

    def most(self) -> int:
        """Return this field's hard cap in code points."""
        return self.cap

    def value_weight(self) -> int:
        return len('""') + self.widest()

    def widest(self) -> int:
        """Return the most bytes of a valid value of this field."""
        return self.width


def as_json(value: Json) -> Json:
    """Convert dataclasses, fields and tuples to plain JSON."""
    if isinstance(value, Field):
        return value.describe()
    if isinstance(value, tuple):
        return [as_json(one) for one in value]
    if is_dataclass(value):
        return {one.name: as_json(getattr(value, one.name)) for one in fields(value)}
    return value


def count_errors(size: int, least: int | None, most: int | None, short: str, long: str) -> Iterator[FieldError]:
    """Yield the flaw of a count outside its limits.

    Its params say how many are missing or over.
    """
    if least is not None and size < least:
        yield FieldError(short, {"min": least, "missing": least - size})
    elif most is not None and size > most:
        yield FieldError(long, {"max": most, "over": size - most})
