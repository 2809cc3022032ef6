"""YAML with the line of every key and item.

Plain scalars are `true`, `false`, `null` and whole numbers; everything else is text, so that `no` stays a word
and a date stays as written. Repeated keys are refused.
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
class CallFileFault:
    """A fault in a call's files, with its line.

    The file is relative to the call's folder, lines count from 1.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class CallFilesInvalid(Exception):
    """Refusal of a call's files, with all faults.

    They are ordered by file and line.
    """

    def __init__(self, faults: Iterable[CallFileFault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class FileLine:
    """A line of a file."""

    file: str
    line: int

    def fault(self, message: str) -> CallFileFault:
        """Return a fault in this line."""
        return CallFileFault(self.file, self.line, message)


class Map(dict[str, Any]):
    """A mapping with the line of each key."""

    def __init__(self, place: FileLine) -> None:
        super().__init__()
        self.place = place
        self.places: dict[str, FileLine] = {}

    def put(self, key: str, value: object, place: FileLine) -> None:
        """Set a key and its line."""
        self[key] = value
        self.places[key] = place

    def over(self, base: Map) -> Map:
        """Return this mapping merged over another.

        Its own keys win, and all keep their lines.
        """
        merged = Map(self.place)
        for source in (base, self):
            for key, value in source.items():
                merged.put(key, value, source.places[key])
        return merged


class Items(list[Any]):
    """A sequence with the line of each item."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[FileLine] = []


@dataclass
class Reader:
    """A reader of a call's files that collects their faults."""

    folder: Path
    faults: list[CallFileFault] = field(default_factory=list)

    def map(self, name: str) -> Map | None:
        """Return the mapping in a YAML file.

        Where there is none, returns None and adds a fault.
        """
        known = len(self.faults)
        tree = self._parsed(name)
        if isinstance(tree, Map):
            return tree
        if len(self.faults) == known:
            self.faults.append(CallFileFault(name, 1, "a mapping is expected"))
        return None

    def text(self, name: str) -> str:
        """Return a text file's content.

        Where it cannot be read, returns an empty text and adds a fault.
        """
        try:
            return (self.folder / name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.faults.append(CallFileFault(name, 1, f"cannot be read: {error.__class__.__name__}"))
            return ""

    def _parsed(self, name: str) -> object:
        source = self.text(name)
        try:
            node = YAML(typ="safe", pure=True).compose(source)
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.faults.append(CallFileFault(name, line, f"not YAML: {error.problem}"))
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


def place_of(tree: Map, path: Sequence[str | int]) -> FileLine:
    """Return the line of a path.

    Steps that are not in the file are skipped.
    """
    at: Any = tree
    place = tree.place
    for step in path:
        if isinstance(at, Map) and step in at:
            place, at = at.places[str(step)], at[str(step)]
        elif isinstance(at, Items) and isinstance(step, int) and step < len(at):
            place, at = at.places[step], at[step]
    return place


def _place(node: Node, file: str) -> FileLine:
    return FileLine(file, node.start_mark.line + 1)


def _scalar(node: Node) -> str | int | bool | None:
    text = str(node.value)
    if getattr(node, "style", None) is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE.fullmatch(text) else text
