"""Attachments of a field: how many, how large, of which kinds.

The files themselves are no answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Literal

from chalicelib.forms.check_context import CheckContext, FileFact
from chalicelib.forms.conditions import Scope, Value
from chalicelib.forms.fields.base import DefinitionError, Field, FieldContext, Shape, count_errors
from chalicelib.forms.problem import FieldError
from chalicelib.forms.wording import Wording
from chalicelib.frozen import dataclass

KINDS = ("pdf", "ofd", "doc", "docx", "jpg", "png", "mp4")
"""The file kinds whose content the product can recognise."""


@dataclass(frozen=True, kw_only=True)
class KindLimit:
    """Limits for some of the kinds.

    ``max`` counts them together, ``size`` is in bytes each.
    """

    kinds: tuple[str, ...]
    max: int | None = None
    size: int | None = None


def read_limits(data: list[dict[str, Any]]) -> tuple[KindLimit, ...]:
    """Read limits of kinds from JSON."""
    return tuple(KindLimit(**limit | {"kinds": tuple(limit["kinds"])}) for limit in data)


@dataclass(frozen=True, kw_only=True)
class Attachments(Field):
    """Files attached to one question.

    ``size`` is in bytes per file. ``template`` names a file of the call to start from. ``blind``: what becomes of the
    files where experts may not know who filed; nobody but the author can take a name out of a file.
    """

    type: ClassVar[str] = "attachments"
    shape: ClassVar[Shape] = "files"
    can_list: ClassVar[bool] = False
    compares: ClassVar[str | None] = None
    readers: ClassVar[Mapping[str, Callable[[Any], Any]]] = {"limits": read_limits}

    min: int | None = None
    max: int
    size: int
    kinds: tuple[str, ...]
    limits: tuple[KindLimit, ...] = ()
    template: str | None = None
    pledge: bool = False
    blind: Literal["as_is", "hide"] | None = None

    @property
    def names_filer(self) -> bool:
        return self.blind != "as_is"

    def faults(self) -> Iterator[DefinitionError]:
        yield from super().faults()
        for kind in {*self.kinds} - {*KINDS}:
            yield DefinitionError("kinds", f"{kind} is no kind of file: {', '.join(KINDS)}")
        for limit in self.limits:
            for kind in {*limit.kinds} - {*self.kinds}:
                yield DefinitionError("limits", f"{kind} is not among the kinds of the field")

    def can_be(self, value: str) -> bool:
        return False

    def clean(self, raw: object) -> Value | None:
        return None

    def misshapen(self, raw: object) -> Iterator[FieldError]:
        if raw is not None:
            yield FieldError("unknown_field")

    def value_in(self, scope: Scope, context: CheckContext) -> list[FileFact] | None:
        return [file for file in context.files if file.field == self.id] or None

    def bytes_in(self, context: CheckContext) -> int:
        return sum(file.size for file in context.files if file.field == self.id)

    def flaws(self, value: Value, at: FieldContext) -> Iterator[FieldError]:
        yield from count_errors(len(value), self.min, self.max, "too_few", "too_many")
        for limit in self.limits:
            yield from _limited(limit, value)
        for index, file in enumerate(value):
            yield from (flaw.within(f"/{index}") for flaw in self.file_flaws(file))

    def file_flaws(self, file: FileFact) -> Iterator[FieldError]:
        """Yield what is wrong with one file by itself."""
        if file.kind not in self.kinds:
            yield FieldError("kind_not_allowed", {"kind": file.kind, "kinds": list(self.kinds)})
        elif file.size > self.size_of(file.kind):
            yield FieldError("too_large", {"max": self.size_of(file.kind)})

    def size_of(self, kind: str) -> int:
        """Return the most bytes of a file of this kind."""
        own = (limit.size for limit in self.limits if kind in limit.kinds and limit.size is not None)
        return next(own, self.size)

    def orderable(self, value: Value) -> None:
        return None

    def weight(self) -> int:
        return 0

    def asks(self, wording: Wording) -> str:
        return wording.between("files", self.min, self.max)


def _limited(limit: KindLimit, files: list[FileFact]) -> Iterator[FieldError]:
    size = sum(file.kind in limit.kinds for file in files)
    for flaw in count_errors(size, None, limit.max, "too_few", "too_many"):
        yield FieldError(flaw.code, {**flaw.params, "kinds": list(limit.kinds)})
