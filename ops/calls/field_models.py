"""Models of fields and checks, generated from the form engine's classes.

A new type of field needs no change here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Field, create_model

from chalicelib.forms import fields as engine
from chalicelib.forms.checks import KINDS, OPS, Operand
from chalicelib.forms.conditions import Cond
from chalicelib.forms.problem import CODES
from ops.calls.value_types import Condition, Either, Id, Slug, Strict, Words

DOSSIER = [
    "unit_name",
    "uscc",
    "unit_kind",
    "region",
    "parent_body",
    "contact_name",
    "contact_mobile",
    "contact_phone",
    "contact_email",
]


def _model_type(hint: Any) -> Any:
    """Return the model's type for a type of the form engine."""
    for known, border in (
        (engine.Words, Words),
        (Cond, Condition),
        (Operand, Either),
    ):
        if hint == known:
            return border
    if hint is engine.Field:
        return cell()
    if isinstance(hint, type) and is_dataclass(hint):
        return _model_of(hint, {})
    return _generic_type(hint, get_origin(hint), get_args(hint))


def _generic_type(hint: Any, origin: Any, args: tuple[Any, ...]) -> Any:
    if origin is tuple:
        return list[_model_type(args[0])]  # type: ignore[misc]
    if origin in (Union, UnionType):
        return Union[tuple(map(_model_type, args))]  # noqa: UP007 — of types known at run time alone
    if origin is Mapping:
        return dict[args[0], _model_type(args[1])]  # type: ignore[valid-type,misc]
    return hint


def _model_of(cls: Any, more: dict[str, Any], key: Callable[[str], str] = str) -> type[BaseModel]:
    hints = get_type_hints(cls)
    members = {
        key(one.name): (_model_type(hints[one.name]), ... if one.default is MISSING else one.default)
        for one in fields(cls)
    }
    return create_model(cls.__name__, __base__=Strict, **(members | more))


def _union(models: Iterable[type[BaseModel]], by: str) -> Any:
    return Annotated[Union[tuple(models)], Field(discriminator=by)]  # noqa: UP007 — as above


@cache
def any_field() -> Any:
    """Return the type of any field; `type` discriminates."""
    return _union(map(_field, engine.TYPES.values()), "type")


@cache
def cell() -> Any:
    """Return the type of any field that may be a column."""
    return _union((_field(cls) for cls in engine.TYPES.values() if cls.is_cell), "type")


@cache
def any_check() -> Any:
    """Return the type of any check; `kind` discriminates."""
    models = (_model_of(cls, _check_keys(cls), lambda name: name.rstrip("_")) for cls in KINDS.values())
    return _union(models, "kind")


def _field(cls: type[engine.Field]) -> type[BaseModel]:
    special = {
        "id": (Id, ...),
        "type": (Literal[cls.type], ...),
        "dossier": (Literal[*DOSSIER] | None, None),
        "errors": (dict[Literal[*CODES], Words] | None, None),  # type: ignore[valid-type]
    }
    return _model_of(cls, special, lambda name: "list" if name == "listed" else name)


def _check_keys(cls: Any) -> dict[str, Any]:
    keys = {"id": (Slug, ...), "kind": (Literal[cls.kind], ...), "level": (Literal["refuse", "warn"], ...)}
    return keys | ({"op": (Literal[*OPS], ...)} if "op" in cls.__dataclass_fields__ else {})
