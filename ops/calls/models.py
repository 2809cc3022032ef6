"""The border: what a call's files may say. Unknown keys are refused; the models of fields and checks are made from
the engine's own classes, so that a new type needs nothing here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    create_model,
)

from chalicelib.forms import fields as engine
from chalicelib.forms.checks import KINDS, OPS, Operand
from chalicelib.forms.conditions import Cond
from chalicelib.forms.problem import CODES

LEAVES: Mapping[str, type] = {"is": str, "in": list, "under": str, "not_after": str}
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


class Strict(BaseModel):
    """Unknown keys are refused, nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _words(value: object, info: ValidationInfo) -> object:
    languages = (info.context or {}).get("languages", ())
    return {languages[0]: value} if isinstance(value, str) and len(languages) == 1 else value


def _in_every_language(words: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    languages = (info.context or {}).get("languages", words)
    for language in languages:
        if not words.get(language, "").strip():
            raise ValueError(f"no words in {language}")
    for language in words:
        if language not in languages:
            raise ValueError(f"{language} is no language of the call")
    return words


def _condition(cond: object) -> object:
    for reason in _wrong(cond):
        raise ValueError(reason)
    return cond


def _wrong(cond: object) -> Iterator[str]:
    if not isinstance(cond, dict):
        yield "a condition is a mapping"
    elif set(cond) == {"not"}:
        yield from _wrong(cond["not"])
    elif set(cond) in ({"all"}, {"any"}):
        inner = next(iter(cond.values()))
        yield from () if isinstance(inner, list) and inner else ("all and any take a list of conditions",)
        for one in inner if isinstance(inner, list) else ():
            yield from _wrong(one)
    else:
        yield from _wrong_leaf(cond)


def _wrong_leaf(cond: dict[str, Any]) -> Iterator[str]:
    verb = next((one for one in LEAVES if one in cond), None)
    if verb is None or set(cond) != {"field", verb} or not isinstance(cond["field"], str):
        yield f"a condition is field with one of {', '.join(LEAVES)}; or not, all, any"
    elif not isinstance(cond[verb], LEAVES[verb]):
        yield f"{verb} takes a {'list' if LEAVES[verb] is list else 'text (in quotes where it looks like a number)'}"
    elif verb == "not_after" and cond[verb] != "today":
        yield "not_after knows today alone"


def _operand(value: object) -> object:
    if not isinstance(value, str) and value != {"today": True}:
        raise ValueError("an operand is a field, table.column, or {today: true}")
    return value


def _local(value: object) -> object:
    text = value if isinstance(value, str) else ""
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    raise ValueError("a moment is written 2021-11-15 23:59, local to the call's zone")


Words = Annotated[dict[str, str], BeforeValidator(_words), AfterValidator(_in_every_language)]
Condition = Annotated[dict[str, Any], BeforeValidator(_condition)]
Moment = Annotated[datetime, BeforeValidator(_local)]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name} is no time zone") from error
    return name


Zone = Annotated[str, AfterValidator(_zone)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


def _translated(hint: Any) -> Any:
    """The border's type for one of the engine's."""
    for known, border in (
        (engine.Words, Words),
        (Cond, Condition),
        (Operand, Annotated[Any, BeforeValidator(_operand)]),
    ):
        if hint == known:
            return border
    if hint is engine.Field:
        return cell()
    if isinstance(hint, type) and is_dataclass(hint):
        return _modelled(hint, {})
    return _composed(hint, get_origin(hint), get_args(hint))


def _composed(hint: Any, origin: Any, args: tuple[Any, ...]) -> Any:
    if origin is tuple:
        return list[_translated(args[0])]  # type: ignore[misc]
    if origin in (Union, UnionType):
        return Union[tuple(map(_translated, args))]  # noqa: UP007 — of types known at run time alone
    if origin is Mapping:
        return dict[args[0], _translated(args[1])]  # type: ignore[valid-type,misc]
    return hint


def _modelled(cls: Any, more: dict[str, Any], key: Callable[[str], str] = str) -> type[BaseModel]:
    hints = get_type_hints(cls)
    made = {
        key(one.name): (_translated(hints[one.name]), ... if one.default is MISSING else one.default)
        for one in fields(cls)
    }
    return create_model(cls.__name__, __base__=Strict, **(made | more))


def _union(models: Iterable[type[BaseModel]], by: str) -> Any:
    return Annotated[Union[tuple(models)], Field(discriminator=by)]  # noqa: UP007 — as above


@cache
def any_field() -> Any:
    """A field of any type, told apart by ``type``."""
    return _union(map(_field, engine.TYPES.values()), "type")


@cache
def cell() -> Any:
    """A field of a type that may be a column."""
    return _union((_field(cls) for cls in engine.TYPES.values() if cls.is_cell), "type")


@cache
def any_check() -> Any:
    """A check of any kind, told apart by ``kind``."""
    made = (_modelled(cls, _check_keys(cls), lambda name: name.rstrip("_")) for cls in KINDS.values())
    return _union(made, "kind")


def _field(cls: type[engine.Field]) -> type[BaseModel]:
    special = {
        "id": (Id, ...),
        "type": (Literal[cls.type], ...),
        "dossier": (Literal[*DOSSIER] | None, None),
        "errors": (dict[Literal[*CODES], Words] | None, None),  # type: ignore[valid-type]
    }
    return _modelled(cls, special, lambda name: "list" if name == "listed" else name)


def _check_keys(cls: Any) -> dict[str, Any]:
    keys = {"id": (Slug, ...), "kind": (Literal[cls.kind], ...), "level": (Literal["refuse", "warn"], ...)}
    return keys | ({"op": (Literal[*OPS], ...)} if "op" in cls.__dataclass_fields__ else {})


class Authority(Strict):
    id: Slug
    names: Words


class Level(Strict):
    id: Slug
    names: Words
    receives: Literal["region", "any"]
    parent: str | None = None


class Filing(Strict):
    opens: Moment
    closes: Moment


class Stage(Strict):
    id: Slug
    label: Words
    opens: Moment | None = None
    closes: Moment


class Calendar(Strict):
    filing: Filing
    recommending: dict[str, Moment]
    stages: list[Stage]


class Contact(Strict):
    role: Words
    phone: str
    hours: Words


class File(Strict):
    name: Slug
    label: Words


class Call(Strict):
    """call.yaml"""

    id: Slug
    names: Words
    title: Words
    lead: Words
    authority: Authority
    languages: list[str] = Field(min_length=1)
    zone: Zone
    region: str | None = None
    note: Words | None = None
    levels: list[Level] = Field(min_length=1)
    calendar: Calendar
    grace_minutes: int = Field(ge=0, le=120)
    resubmit_days: int = Field(ge=0, le=60)
    withdrawal: bool
    tracks: list[Slug] = Field(min_length=1)
    contacts: list[Contact] = []
    files: list[File] = []


class Quota(Strict):
    places: int = Field(ge=0, le=1000)
    over: Literal["refuse", "warn"]
    slack: int = Field(default=0, ge=0, le=1000)


class Criterion(Strict):
    id: Slug
    names: Words


class Section(Strict):
    id: Slug
    title: Words
    help: Words | None = None
    fields: list[any_field()] = Field(min_length=1)  # type: ignore[valid-type]


class Track(Strict):
    """tracks/<id>.yaml"""

    id: Slug
    names: Words
    eligibility: Words
    selects: int = Field(ge=0)
    quotas: dict[str, Quota] = {}
    name_field: str
    landing: str | None = None
    category_field: str | None = None
    total_size: int | None = Field(default=None, gt=0)
    criteria: list[Criterion] = []
    sections: list[Section] = Field(min_length=1)
    checks: list[any_check()] = []  # type: ignore[valid-type]


class Desk(Strict):
    """A line of desks.csv; its names stand in columns ``name.<language>``."""

    code: str = Field(pattern=r"^[0-9a-z][0-9a-z-]*$")
    names: Words
    level: str
    parent: str | None
    region: str | None
