"""Faults of a call's files in words of the trade.

They stand for the errors of the models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from ops.calls.located_yaml import KeyPath
from ops.cli import did_you_mean

LONGEST_VALUE = 40


def sentence(error: ErrorDetails, path: KeyPath, model: type[BaseModel]) -> str:
    """Return what is wrong at `path`, and what to write."""
    key, value, bounds = _key(path), error.get("input"), error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f"{key} is missing"
        case "extra_forbidden":
            return f"unknown key {key}{did_you_mean(key, keys_at(model, error['loc'][:-1]))}"
        case "union_tag_not_found":
            return f"{discriminator(error)} is missing"
        case "union_tag_invalid":
            return _unknown_tag(error, path)
        case "literal_error":
            return _no_option(key, value, error)
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than":
            return f"{key}: {_shown(value)} is too {_beyond(bounds)}"
        case "too_short":
            return f"{key} is empty; at least one is needed"
    if value is None:
        return f"{key} is empty"
    return f"{key}: {_of_value(error, value)}"


def _of_value(error: ErrorDetails, value: object) -> str:
    match error["type"]:
        case "bool_type":
            return f"write true or false, not {_shown(value)}"
        case "int_type" | "int_from_float":
            quoted = isinstance(value, str) and re.fullmatch("-?[0-9]+", value)
            return f"write {value} without quotes" if quoted else f"{_shown(value)} is no whole number"
        case "string_type" if isinstance(value, bool):
            return f'write "{str(value).lower()}", in quotes'
        case "string_type" if isinstance(value, int):
            return f'write "{value}", in quotes'
        case "string_type":
            return f"write text, not {_shown(value)}"
        case "list_type":
            return f"write a list, such as [{value}]" if isinstance(value, str) else "write a list"
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"write keys with their values, not {_shown(value)}"
    return error["msg"].removeprefix("Value error, ")


def _key(path: KeyPath) -> str:
    """Return the key that a path ends in.

    Of an item of a list, with its number.
    """
    if path and isinstance(path[-1], int):
        return f"{_key(path[:-1])} {path[-1] + 1}"
    return str(path[-1]) if path else "the file"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    shown = "a list" if isinstance(value, list) else "keys" if isinstance(value, dict) else str(value)
    return shown if len(shown) <= LONGEST_VALUE else shown[:LONGEST_VALUE] + "…"


def _beyond(bounds: Any) -> str:
    for bound, words in (("ge", "small: {} at least"), ("gt", "small: more than {}"), ("le", "large: {} at most")):
        if bound in bounds:
            return words.format(bounds[bound])
    return "large"


def discriminator(error: ErrorDetails) -> str:
    """Return the key that tells which model is meant.

    Empty for other errors.
    """
    return str(error.get("ctx", {}).get("discriminator", "")).strip("'")


def _unknown_tag(error: ErrorDetails, path: KeyPath) -> str:
    tag, among = str(error["ctx"]["tag"]), tags(error)
    what = "check" if discriminator(error) == "kind" else "column" if "columns" in path else "field"
    near = did_you_mean(tag, among)
    return f"{tag} is no {discriminator(error)} of {what}{near or ': ' + ', '.join(among)}"


def tags(error: ErrorDetails) -> list[str]:
    """Return the types or kinds of which an unknown one should be."""
    return _quoted(error["ctx"]["expected_tags"])


def _no_option(key: str, value: object, error: ErrorDetails) -> str:
    among = _quoted(error["ctx"]["expected"])
    near = did_you_mean(value, among)
    if error["loc"][-1] == "[key]":
        return f"unknown key {key}{near or ': ' + ', '.join(among)}"
    return f"{key}: {_shown(value)} is none of {', '.join(among)}{near}"


def _quoted(text: str) -> list[str]:
    return re.findall("'([^']*)'", text)


def keys_at(model: Any, steps: Sequence[str | int]) -> list[str]:
    """Return the keys that may stand where an error's steps lead."""
    at = [model]
    for step in steps:
        at = [inner for one in at for inner in _inside(one, step)]
    models = (one.model_fields for one in at if isinstance(one, type) and issubclass(one, BaseModel))
    return [field.alias or name for fields in models for name, field in fields.items()]


def _inside(annotation: Any, step: str | int) -> Iterator[Any]:
    """Yield the types that one step into a type leads to."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields
        if step in fields:
            yield from _plain(fields[str(step)].annotation)
        elif any(name in fields and get_args(fields[name].annotation) == (step,) for name in ("type", "kind")):
            yield annotation
    elif get_origin(annotation) is list:
        yield from _plain(get_args(annotation)[0])
    elif get_origin(annotation) is dict:
        yield from _plain(get_args(annotation)[1])


def _plain(annotation: Any) -> Iterator[Any]:
    """Yield the members of a union, without what annotates them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _plain(get_args(annotation)[0])
    elif origin in (list, dict, Literal) or isinstance(annotation, type):
        yield annotation
    else:
        for member in get_args(annotation):
            yield from _plain(member)
