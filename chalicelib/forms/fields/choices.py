"""Choice fields: yes or no, one of several, several of several.

Values are ASCII slugs; labels are words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from chalicelib.forms.conditions import Cond, Value
from chalicelib.forms.fields.base import DefinitionError, Field, FieldContext, Scalar, Words, count_errors
from chalicelib.forms.normalising import one_line
from chalicelib.forms.problem import FieldError
from chalicelib.forms.wording import Wording
from chalicelib.frozen import dataclass

_SLUG = "[a-z0-9][a-z0-9_-]*"
SLUG = 60
"""The most code points of one value or id in a draft."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """An option of a choice.

    With a ``when`` it may be chosen only under that condition.
    """

    value: str
    label: Words
    when: Cond | None = None
    hint: Words | None = None


def read_options(data: list[dict[str, Any]]) -> tuple[Option, ...]:
    """Read options from JSON."""
    return tuple(Option(**option) for option in data)


def option_flaw(options: tuple[Option, ...], value: str, at: FieldContext) -> Iterator[FieldError]:
    """Yield what is wrong with one chosen value."""
    option = next((one for one in options if one.value == value), None)
    if option is None:
        yield FieldError("not_an_option")
    elif not at.scope.holds(option.when):
        yield FieldError("option_not_allowed", {"option": value})


def option_label(options: tuple[Option, ...], value: str, wording: Wording) -> str:
    """Return the label of one chosen value, or the value itself."""
    label = next((one.label for one in options if one.value == value), None)
    return wording.say(label) or value


def option_boxes(options: tuple[Option, ...], wording: Wording) -> str:
    """Return all options to tick on paper."""
    return wording.boxes([wording.say(one.label) or one.value for one in options])


def option_faults(options: tuple[Option, ...]) -> Iterator[DefinitionError]:
    """Yield the faults of a list of options."""
    values = [option.value for option in options]
    if not values:
        yield DefinitionError("options", "no options")
    for value in dict.fromkeys(values):
        if values.count(value) > 1:
            yield DefinitionError("options", f"the option {value} stands twice")
        if not re.fullmatch(_SLUG, value):
            yield DefinitionError("options", f"the option {value!r} is no slug of a–z, 0–9, - and _")


@dataclass(frozen=True, kw_only=True)
class YesNo(Scalar):
    """A field answered by ``yes`` or ``no``."""

    type: ClassVar[str] = "yesno"
    width: ClassVar[int] = 3

    def can_be(self, value: str) -> bool:
        return value in ("yes", "no", "")

    def flaws(self, value: Value, at: FieldContext) -> Iterator[FieldError]:
        if value not in ("yes", "no"):
            yield FieldError("not_an_option")

    def in_words(self, value: Value, wording: Wording) -> str:
        return wording.own(value) if value in ("yes", "no") else str(value)

    def blank(self, wording: Wording) -> str:
        return wording.boxes([wording.own("yes"), wording.own("no")])


@dataclass(frozen=True, kw_only=True)
class Choice(Scalar):
    """A field answered by one option."""

    type: ClassVar[str] = "choice"
    readers: ClassVar[Mapping[str, Callable[[Any], Any]]] = {"options": read_options}

    options: tuple[Option, ...]

    def faults(self) -> Iterator[DefinitionError]:
        yield from option_faults(self.options)

    def can_be(self, value: str) -> bool:
        return value in ("", *(option.value for option in self.options))

    def flaws(self, value: Value, at: FieldContext) -> Iterator[FieldError]:
        yield from option_flaw(self.options, value, at)

    def widest(self) -> int:
        return max((len(option.value) for option in self.options), default=0)

    def in_words(self, value: Value, wording: Wording) -> str:
        return option_label(self.options, value, wording)

    def blank(self, wording: Wording) -> str:
        return option_boxes(self.options, wording)


@dataclass(frozen=True, kw_only=True)
class Several(Field):
    """A field whose answer is a list of different strings.

    They are kept in the order typed.
    """

    compares: ClassVar[str | None] = None

    min: int | None = None
    max: int | None = None

    def clean(self, raw: object) -> Value | None:
        typed = raw if isinstance(raw, list) else []
        read = (one_line(one) for one in typed if isinstance(one, str))
        return list(dict.fromkeys(one for one in read if one)) or None

    def misshapen(self, raw: object) -> Iterator[FieldError]:
        if raw is None:
            return
        if not isinstance(raw, list):
            yield FieldError("wrong_shape")
            return
        yield from count_errors(len(raw), None, self.most(), "too_few", "too_many")
        for index, one in enumerate(raw):
            if not isinstance(one, str) or len(one) > SLUG:
                yield FieldError("wrong_shape", path=f"/{index}")

    def flaws(self, value: Value, at: FieldContext) -> Iterator[FieldError]:
        yield from count_errors(len(value), self.min, self.max, "too_few", "too_many")
        for index, one in enumerate(value):
            yield from (flaw.within(f"/{index}") for flaw in self.one(one, at))

    def one(self, value: str, at: FieldContext) -> Iterator[FieldError]:
        """Yield what is wrong with one of the values."""
        raise NotImplementedError

    def most(self) -> int:
        """Return the most values that a draft may hold."""
        raise NotImplementedError

    def orderable(self, value: Value) -> None:
        return None

    def value_weight(self) -> int:
        heaviest = sorted(self.widths(), reverse=True)[: self.max]
        return len("[]") + sum(len('"",') + width for width in heaviest)

    def widths(self) -> list[int]:
        """Return the bytes of each value that may be among the answer's."""
        raise NotImplementedError

    def one_in_words(self, value: str, wording: Wording) -> str:
        """Return one of the values as it is read."""
        raise NotImplementedError

    def in_words(self, value: Value, wording: Wording) -> str:
        return wording.own("series").join(self.one_in_words(one, wording) for one in value)

    def asks(self, wording: Wording) -> str:
        return wording.between("picks", self.min, self.max)


@dataclass(frozen=True, kw_only=True)
class Choices(Several):
    """A field answered by several options."""

    type: ClassVar[str] = "choices"
    readers: ClassVar[Mapping[str, Callable[[Any], Any]]] = {"options": read_options}

    options: tuple[Option, ...]

    def faults(self) -> Iterator[DefinitionError]:
        yield from super().faults()
        yield from option_faults(self.options)
        if (self.min or 0) > len(self.options):
            yield DefinitionError("min", "min is more than there are options")

    def can_be(self, value: str) -> bool:
        return value in ("", *(option.value for option in self.options))

    def one(self, value: str, at: FieldContext) -> Iterator[FieldError]:
        yield from option_flaw(self.options, value, at)

    def most(self) -> int:
        return len(self.options) + 10

    def widths(self) -> list[int]:
        return [len(option.value) for option in self.options]

    def one_in_words(self, value: str, wording: Wording) -> str:
        return option_label(self.options, value, wording)

    def blank(self, wording: Wording) -> str:
        return option_boxes(self.options, wording)


@dataclass(frozen=True, kw_only=True)
class Link(Several):
    """A field answered by ids of submissions in another track.

    They are of one's own unit. ``states`` are those that may be linked to; the domain has a default (`FORM_DEFAULTS`).
    """

    type: ClassVar[str] = "link"

    track: str
    states: tuple[str, ...] = ()

    def one(self, value: str, at: FieldContext) -> Iterator[FieldError]:
        state = at.context.links.get(value)
        if state is None:
            yield FieldError("unknown_submission")
        elif state not in self.states:
            yield FieldError("not_pushed", {"state": state})

    def most(self) -> int:
        return (self.max or 20) + 10

    def widths(self) -> list[int]:
        return [SLUG] * (self.most() if self.max is None else self.max)

    def one_in_words(self, value: str, wording: Wording) -> str:
        return wording.links.get(value) or value
