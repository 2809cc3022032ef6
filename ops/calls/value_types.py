"""Types of values in a call's files: words, conditions, moments, ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

LEAVES: Mapping[str, type] = {"is": str, "in": list, "under": str, "not_after": str}


class Strict(BaseModel):
    """A model that refuses unknown keys and converts nothing."""

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
    elif not isinstance(cond[verb], LEAVES[verb]) or (verb == "in" and not _are_texts(cond["in"])):
        kind = "a list of texts" if verb == "in" else "text"
        yield f"{verb} takes {kind}, in quotes where it looks like a number"
    elif verb == "not_after" and cond[verb] != "today":
        yield "not_after knows today alone"


def _are_texts(values: list[object]) -> bool:
    return all(isinstance(value, str) for value in values)


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
Either = Annotated[Any, BeforeValidator(_operand)]
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
