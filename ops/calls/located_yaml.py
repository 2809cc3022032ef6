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
from ruamel.yaml.reader import ReaderError

from ops.text_files import UTF_8, FileText, NotText, decode

KeyPath = tuple[str | int, ...]
"""The keys and places that lead to a value of a file."""

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
            self.fault(name, "the file is empty" if tree is None else "write keys with their values")
        return None

    def text(self, name: str, absent: str = "is missing") -> str:
        """Return a text file's content.

        Where there is none, returns an empty text and adds the fault `absent`. A text that is not UTF-8 is a fault
        too, and still read, so that all that is wrong in it is said as well.
        """
        read = self._read(name, absent)
        if read.encoding != UTF_8:
            self.fault(name, f"it is saved as {read.encoding}; save it as UTF-8 (in Excel: CSV UTF-8)")
        return read.text

    def fault(self, name: str, message: str) -> None:
        """Add a fault of a file as a whole."""
        self.faults.append(CallFileFault(name, 1, message))

    def _read(self, name: str, absent: str) -> FileText:
        try:
            return decode((self.folder / name).read_bytes())
        except FileNotFoundError:
            self.fault(name, absent)
        except NotText as wrong:
            self.fault(name, str(wrong))
        except OSError as error:
            self.fault(name, f"cannot be read: {error.strerror}")
        return FileText("", UTF_8)

    def _parsed(self, name: str) -> object:
        source = self.text(name)
        try:
            node = YAML(typ="safe", pure=True).compose(source)
        except (MarkedYAMLError, ReaderError) as error:
            mark = getattr(error, "problem_mark", None)
            self.faults.append(CallFileFault(name, mark.line + 1 if mark else 1, _not_yaml(error)))
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


_HINTS = {
    "mapping values are not allowed": "a text with a colon in it stands in quotes",
    "'\\t'": "indent with blanks, not with tabs",
    "expected ',' or": "a list that begins with [ ends with ]",
    "expected <block end>": "keys of one group stand one below the other",
}
"""What to do about what the parser most often says."""


def _not_yaml(error: Exception) -> str:
    problem = str(getattr(error, "problem", "") or getattr(error, "reason", "") or error)
    hint = next((hint for said, hint in _HINTS.items() if said in problem), "")
    return f"not YAML: {problem}" + (f"; {hint}" if hint else "")


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
