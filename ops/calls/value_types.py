"""Types of values in a call's files: words, conditions, moments, ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationInfo
from pydantic_core import PydanticCustomError

from ops.cli import did_you_mean

LEAVES: Mapping[str, type] = {"is": str, "in": list, "under": str, "not_after": str}


class Strict(BaseModel):
    """A model that refuses unknown keys and converts nothing."""

    model_config = ConfigDict(extra="forbid", strict=True)


NO_WORDS = "no_words"
"""Kind of error of words that a language of the call lacks; its context names the languages in `lacking`."""
_HANZI = re.compile(r"[\u3400-\u9fff]")


def _words(value: object, info: ValidationInfo) -> object:
    languages: tuple[str, ...] = tuple((info.context or {}).get("languages") or ())
    if isinstance(value, dict):
        return value
    if not isinstance(value, str):
        raise ValueError(f"write words, such as {_example(languages)}")
    if len(languages) < 2 or not value.strip():
        return dict.fromkeys(languages[:1] or ("",), value)
    chinese = [language for language in languages if language.startswith("zh")]
    spoken = next(iter(chinese if _HANZI.search(value) else [one for one in languages if one not in chinese]), None)
    return {spoken or languages[0]: value}


def _example(languages: tuple[str, ...]) -> str:
    return (
        "{" + ", ".join(f"{language}: …" for language in languages) + "}" if len(languages) > 1 else "Name of the unit"
    )


def _in_every_language(words: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    languages = (info.context or {}).get("languages")
    if not languages:
        return words
    unknown = [language for language in words if language not in languages]
    if unknown:
        raise ValueError(f"{' and '.join(unknown)} is no language of the call, which speaks {' and '.join(languages)}")
    lacking = [language for language in languages if not words.get(language, "").strip()]
    if lacking:
        raise PydanticCustomError(NO_WORDS, "{names} is missing", {"names": " and ".join(lacking), "lacking": lacking})
    return words


def _condition(cond: object) -> object:
    reasons = list(dict.fromkeys(_wrong(cond)))
    if reasons:
        raise ValueError("; ".join(reasons))
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
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError(f"the time of day is missing: write {text} 23:59, local to the call's zone")
    if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", text):
        raise ValueError(f"{text} is not in the calendar")
    raise ValueError("a moment is written 2021-11-15 23:59, local to the call's zone")


Words = Annotated[dict[str, str], BeforeValidator(_words), AfterValidator(_in_every_language)]
Condition = Annotated[dict[str, Any], BeforeValidator(_condition)]
Either = Annotated[Any, BeforeValidator(_operand)]
Moment = Annotated[datetime, BeforeValidator(_local)]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name} is no time zone{did_you_mean(name, available_timezones())}") from error
    return name


def _spelled(pattern: str, rule: str) -> Callable[[str], str]:
    """Return a validator for text of a pattern.

    `rule` says the pattern in words.
    """

    def spelled(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"{text!r} is not right: {rule}")
        return text

    return spelled


Zone = Annotated[str, AfterValidator(_zone)]
Slug = Annotated[
    str,
    AfterValidator(_spelled("[a-z][a-z0-9-]*", "small letters a–z, digits and hyphens, beginning with a letter")),
]
Id = Annotated[
    str,
    AfterValidator(_spelled("[a-z][a-z0-9_]*", "small letters a–z, digits and _, beginning with a letter")),
]
Code = Annotated[str, AfterValidator(_spelled("[0-9a-z][0-9a-z-]*", "small letters a–z, digits and hyphens"))]
DeskCode = Annotated[
    str, AfterValidator(_spelled("[0-9a-z][0-9a-z-]*", "a region's code, or small letters a–z, digits and hyphens"))
]
LanguageTag = Annotated[
    str, AfterValidator(_spelled("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language is written as zh, en or fr"))
]
IcpNumber = Annotated[
    str, AfterValidator(_spelled("[\u4e00-\u9fff]ICP备\\d{8,10}号(-\\d{1,3})?", "it is written 鲁ICP备12345678号-1"))
]
