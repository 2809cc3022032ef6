"""YAML that remembers its lines.

Plain scalars are read narrowly: ``true``, ``false``, ``null``, whole numbers; all else is text, so that ``no`` stays
a word and a date stays as written. A key that stands twice is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML, MappingNode, Node, SequenceNode
from ruamel.yaml.error import MarkedYAMLError

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, order=True)
class Fault:
    """Something wrong in a call's files: the file as seen from the call's folder, the line (from 1), the reason."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class Faults(Exception):
    """Everything wrong with a call, in the order of its files and lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class Place:
    """A line of a file."""

    file: str
    line: int

    def fault(self, message: str) -> Fault:
        """Something wrong here."""
        return Fault(self.file, self.line, message)


class Map(dict[str, Any]):
    """A mapping, with the place of each of its keys."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.places: dict[str, Place] = {}

    def put(self, key: str, value: object, place: Place) -> None:
        """Set a key that stands at a place."""
        self[key] = value
        self.places[key] = place

    def over(self, base: Map) -> Map:
        """This mapping laid over another: its own keys win, all keep their places."""
        merged = Map(self.place)
        for source in (base, self):
            for key, value in source.items():
                merged.put(key, value, source.places[key])
        return merged


class Items(list[Any]):
    """A sequence, with the place of each of its items."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []


@dataclass
class Reader:
    """Reads the files of one call's folder, and keeps what is wrong with them."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)

    def map(self, name: str) -> Map | None:
        """The mapping a YAML file holds; None, with a fault, where it holds none."""
        known = len(self.faults)
        tree = self._parsed(name)
        if isinstance(tree, Map):
            return tree
        if len(self.faults) == known:
            self.faults.append(Fault(name, 1, "a mapping is expected"))
        return None

    def text(self, name: str) -> str:
        """A text file; ``""``, with a fault, where there is none."""
        try:
            return (self.folder / name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.faults.append(Fault(name, 1, f"cannot be read: {error.__class__.__name__}"))
            return ""

    def _parsed(self, name: str) -> object:
        source = self.text(name)
        try:
            node = YAML(typ="safe", pure=True).compose(source)
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.faults.append(Fault(name, line, f"not YAML: {error.problem}"))
            return None
        return self._built(node, name) if node else None

    def _built(self, node: Node, file: str) -> Any:
        if isinstance(node, MappingNode):
            return self._mapped(node, file)
        if isinstance(node, SequenceNode):
            return self._listed(node, file)
        return _scalar(node)

    def _mapped(self, node: MappingNode, file: str) -> Map:
        built = Map(_place(node, file))
        for key, value in node.value:
            name = str(key.value)
            if name in built:
                self.faults.append(_place(key, file).fault(f"{name} stands twice"))
            built.put(name, self._built(value, file), _place(key, file))
        return built

    def _listed(self, node: SequenceNode, file: str) -> Items:
        built = Items()
        for value in node.value:
            built.append(self._built(value, file))
            built.places.append(_place(value, file))
        return built


def place_of(tree: Map, path: Sequence[str | int]) -> Place:
    """Where a path leads to, as far as it does; steps that the file does not know are passed over."""
    at: Any = tree
    place = tree.place
    for step in path:
        if isinstance(at, Map) and step in at:
            place, at = at.places[str(step)], at[str(step)]
        elif isinstance(at, Items) and isinstance(step, int) and step < len(at):
            place, at = at.places[step], at[step]
    return place


def _place(node: Node, file: str) -> Place:
    return Place(file, node.start_mark.line + 1)


def _scalar(node: Node) -> str | int | bool | None:
    text = str(node.value)
    if getattr(node, "style", None) is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE.fullmatch(text) else text
