"""Yes or no, one of several, several of several. Values are ASCII slugs; labels are words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from chalicelib.forms.conditions import Cond, Value
from chalicelib.forms.fields.base import Field, Look, Scalar, Words, counted
from chalicelib.forms.normal import one_line
from chalicelib.forms.problem import Flaw

SLUG = 60
"""The most code points that a draft may hold for one chosen value or one id."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One option; under its condition alone, where it has one."""

    value: str
    label: Words
    when: Cond | None = None
    hint: Words | None = None


def read_options(data: list[dict[str, Any]]) -> tuple[Option, ...]:
    """Options from their JSON."""
    return tuple(Option(**option) for option in data)


def option_flaw(options: tuple[Option, ...], value: str, look: Look) -> Iterator[Flaw]:
    """What is wrong with one chosen value."""
    option = next((one for one in options if one.value == value), None)
    if option is None:
        yield Flaw("not_an_option")
    elif not look.scope.holds(option.when):
        yield Flaw("option_not_allowed", {"option": value})


@dataclass(frozen=True, kw_only=True)
class YesNo(Scalar):
    """``yes`` or ``no``."""

    type: ClassVar[str] = "yesno"

    def flaws(self, value: Value, look: Look) -> Iterator[Flaw]:
        if value not in ("yes", "no"):
            yield Flaw("not_an_option")


@dataclass(frozen=True, kw_only=True)
class Choice(Scalar):
    """One option."""

    type: ClassVar[str] = "choice"
    readers: ClassVar[Mapping[str, Callable[[Any], Any]]] = {"options": read_options}

    options: tuple[Option, ...]

    def flaws(self, value: Value, look: Look) -> Iterator[Flaw]:
        yield from option_flaw(self.options, value, look)


@dataclass(frozen=True, kw_only=True)
class Several(Field):
    """A field whose answer is a list of strings, each of them once, in the order typed."""

    min: int | None = None
    max: int | None = None

    def clean(self, raw: object) -> Value | None:
        typed = raw if isinstance(raw, list) else []
        read = (one_line(one) for one in typed if isinstance(one, str))
        return list(dict.fromkeys(one for one in read if one)) or None

    def misshapen(self, raw: object) -> Iterator[Flaw]:
        if raw is None:
            return
        if not isinstance(raw, list):
            yield Flaw("wrong_shape")
            return
        yield from counted(len(raw), None, self.most(), "too_few", "too_many")
        for index, one in enumerate(raw):
            if not isinstance(one, str) or len(one) > SLUG:
                yield Flaw("wrong_shape", path=f"/{index}")

    def flaws(self, value: Value, look: Look) -> Iterator[Flaw]:
        yield from counted(len(value), self.min, self.max, "too_few", "too_many")
        for index, one in enumerate(value):
            yield from (flaw.within(f"/{index}") for flaw in self.one(one, look))

    def one(self, value: str, look: Look) -> Iterator[Flaw]:
        """What is wrong with one of the values."""
        raise NotImplementedError

    def most(self) -> int:
        """The most values that a draft may hold."""
        raise NotImplementedError

    def orderable(self, value: Value) -> None:
        return None

    def weight(self) -> int:
        return self.most() * (3 * SLUG + 3) + len(self.id) + 6


@dataclass(frozen=True, kw_only=True)
class Choices(Several):
    """Several options."""

    type: ClassVar[str] = "choices"
    readers: ClassVar[Mapping[str, Callable[[Any], Any]]] = {"options": read_options}

    options: tuple[Option, ...]

    def one(self, value: str, look: Look) -> Iterator[Flaw]:
        yield from option_flaw(self.options, value, look)

    def most(self) -> int:
        return len(self.options) + 10


@dataclass(frozen=True, kw_only=True)
class Link(Several):
    """Submissions of one's own unit in another track, by id. ``states`` are those that may be linked to."""

    type: ClassVar[str] = "link"

    track: str
    states: tuple[str, ...]

    def one(self, value: str, look: Look) -> Iterator[Flaw]:
        state = look.given.links.get(value)
        if state is None:
            yield Flaw("unknown_submission")
        elif state not in self.states:
            yield Flaw("not_pushed", {"state": state})

    def most(self) -> int:
        return (self.max or 20) + 10
