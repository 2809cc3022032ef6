"""Repairs of a call's tree, so that checking goes on.

They are made where its shape is wrong. A repaired value stands only for the rest of the check: what it is says
nothing, so that findings about it are not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from ops.calls.fault_wording import discriminator, keys_at, tags
from ops.calls.form_rules import FormFinding
from ops.calls.located_yaml import Items, KeyPath, Map
from ops.cli import nearest

_TAGS = {"type": "text", "kind": "note"}
"""Discriminators, and the plainest value of each."""
_MAPPINGS = {"dict_type", "model_type", "model_attributes_type"}
_WORDS = {"names", "title", "lead", "label", "message", "eligibility", "role", "hours", "words"}
_EARLY, _LATE = "0001-01-01 00:00", "9999-12-31 23:59"
_ANY_CONDITION = {"field": "?", "is": ""}

_STAND_INS: Mapping[str, Any] = {
    "level": "warn",
    "op": "==",
    "left": "?",
    "right": "?",
    "table": "?",
    "column": "?",
    "track": "?",
    "name_field": "?",
    "phone": "?",
    "n": 1,
    "where": _ANY_CONDITION,
    "if": _ANY_CONDITION,
    "selects": 0,
    "places": 0,
    "over": "warn",
    "receives": "any",
    "opens": _EARLY,
    "closes": _EARLY,
    "zone": "UTC",
    "grace_minutes": 0,
    "resubmit_days": 0,
    "withdrawal": False,
    "max_rows": 1000,
    "max": 1,
    "size": 1,
    "parent": None,
    "region": None,
    "design": "each",
    "experts": 1,
    "at_least": 1,
    "most": 1000,
    "quorum": 1,
    "passes": 1,
    "then": "reconsider",
    "by": "place",
    "warn_over": 100,
    "count": 1,
    "ordered": False,
}
"""Values that no rule has anything against, or whose findings are covered."""
_OF_EVALUATION: Mapping[str | int, Mapping[str, Any]] = {
    "scale": {"min": 0, "max": 1, "step": 1},
    "method": {"kind": "mean"},
    "spread": {"over": 100},
}
"""The same where another part of a call uses the key for something else."""
_LISTS: Mapping[str, list[Any]] = {
    "languages": ["zh"],
    "tracks": ["t"],
    "levels": [None],
    "sections": [None],
    "fields": [None],
    "columns": [],
    "stages": [],
    "options": [],
    "kinds": [],
    "numbers": [],
}
"""The same for lists; None is an empty mapping, to be repaired in its turn."""


class Repairs:
    """The repairs of one file's tree."""

    def __init__(self, tree: Map, model: type[BaseModel], languages: Iterable[str]) -> None:
        self._tree = tree
        self._model = model
        self._languages = tuple(languages) or ("",)
        self._paths: set[KeyPath] = set()
        self._guessed: set[KeyPath] = set()
        self._number = 0

    def path(self, error: ErrorDetails) -> KeyPath:
        """Return where in the tree an error stands.

        Without the steps that only its model has.
        """
        at: Any = self._tree
        path: KeyPath = ()
        for step in error["loc"]:
            inner = _inner(at, step)
            if inner is not None:
                path, at = (*path, step), inner[0]
        last = error["loc"][-1] if error["loc"] else ""
        return (*path, last) if error["type"] == "missing" else path

    def is_new(self, error: ErrorDetails) -> bool:
        """Return whether an error is of the file, not of repairs."""
        path = self.path(error)
        if error["type"] == "extra_forbidden" and path[:-1] in self._guessed and not self.meant([error]):
            return False
        return not self._covers(path)

    def meant(self, errors: Iterable[ErrorDetails]) -> dict[KeyPath, str]:
        """Return misspelt keys, with those that were meant and are not there."""
        unknown = {self.path(error): error for error in errors if error["type"] == "extra_forbidden"}
        near = {path: nearest(str(path[-1]), keys_at(self._model, unknown[path]["loc"][:-1])) for path in unknown}
        return {path: key for path, key in near.items() if key is not None and key not in self._at(path[:-1])}

    def make(self, errors: Sequence[ErrorDetails]) -> None:
        """Repair the tree where these errors stand.

        What stands under a misspelt key comes under the one that was meant, and is looked at there. Items
        of a list go from its end, so that the places of those before stay.
        """
        meant = self.meant(errors)
        placed = {self.path(error): error for error in errors}
        for path, key in meant.items():
            parent = self._at(path[:-1])
            parent.put(key, parent.pop(path[-1]), parent.places[path[-1]])
            placed.pop((*path[:-1], key), None)
            placed.pop(path)
        for path in sorted(placed, key=lambda path: tuple(map(_order, path)), reverse=True):
            self._repair(path, placed[path])

    def keep(self, findings: Iterable[FormFinding]) -> Iterable[FormFinding]:
        """Return the findings that are about what stands in the file."""
        return (one for one in findings if not any(map(self._covers, (one.path, *one.rests_on))))

    def touched(self, path: KeyPath) -> bool:
        """Return whether what stands at a path was repaired anywhere."""
        return self._covers(path) or any(one[: len(path)] == path for one in self._paths)

    def doubtful(self, names: Mapping[KeyPath, str], telling: frozenset[str]) -> frozenset[str]:
        """Return the names whose definition is in doubt.

        `names` is where each is defined; it is in doubt if that, or one of the keys `telling`, was repaired. So is what
        it would be called in small letters, since that may have been meant.
        """
        in_doubt = [
            name
            for path, name in names.items()
            if self._covers(path) or any((*path, key) in self._paths for key in telling)
        ]
        return frozenset([*in_doubt, *map(str.lower, in_doubt)])

    def _covers(self, path: KeyPath) -> bool:
        return any(path[:length] in self._paths for length in range(1, len(path) + 1))

    def _repair(self, path: KeyPath, error: ErrorDetails) -> None:
        if error["type"] in {"union_tag_invalid", "union_tag_not_found"}:
            self._retype(path, error)
        elif not path:
            return
        elif error["type"] in _MAPPINGS and path[-1] not in _WORDS:
            self._put(path, Map(self._tree.place))
        elif error["type"] == "missing" or path in self._paths:
            self._put(path, self._stand_in(path))
        else:
            self._remove(path)

    def _retype(self, path: KeyPath, error: ErrorDetails) -> None:
        key, context = discriminator(error), error["ctx"]
        near = nearest(str(context["tag"]), tags(error)) if "tag" in context else None
        if near is None:
            self._guessed.add(path)
        self._put((*path, key), near or _TAGS[key])

    def _put(self, path: KeyPath, value: Any) -> None:
        parent = self._at(path[:-1])
        if isinstance(parent, Items) and isinstance(path[-1], int):
            parent[path[-1]] = value
        elif isinstance(parent, Map):
            key = str(path[-1])
            parent.put(key, value, parent.places.get(key, parent.place))
        self._paths.add(path)

    def _remove(self, path: KeyPath) -> None:
        parent = self._at(path[:-1])
        if isinstance(parent, Items) and isinstance(path[-1], int):
            del parent[path[-1]], parent.places[path[-1]]
            self._paths.add(path[:-1])
        elif path[-1] in self._languages:
            self._put(path, "?")
        elif isinstance(parent, Map):
            parent.pop(str(path[-1]), None)
            self._paths.add(path)

    def _at(self, path: KeyPath) -> Any:
        at: Any = self._tree
        for step in path:
            at = at[step]
        return at

    def _stand_in(self, path: KeyPath) -> Any:
        key = str(path[-1])
        if key in _WORDS:
            return dict.fromkeys(self._languages, "?")
        if key in {"id", "code", "name", "value"}:
            self._number += 1
            return f"x{self._number}"
        if "recommending" in path[:-1]:
            return _LATE
        if path[-2:-1] and path[-2] in _OF_EVALUATION and key in _OF_EVALUATION[path[-2]]:
            return _OF_EVALUATION[path[-2]][key]
        if key in _LISTS:
            return self._items(_LISTS[key] if "checks" not in path else ["?"])
        return _STAND_INS[key] if key in _STAND_INS else Map(self._tree.place)

    def _items(self, values: list[Any]) -> Items:
        items, place = Items(), self._tree.place
        items += [Map(place) if value is None else value for value in values]
        items.places = [place] * len(items)
        return items


def _inner(at: object, step: str | int) -> tuple[Any] | None:
    """Return what lies one step on.

    None where the step is not in the tree.
    """
    if isinstance(at, dict) and step in at and step not in (at.get("type"), at.get("kind")):
        return (at[step],)
    if isinstance(at, list) and isinstance(step, int) and step < len(at):
        return (at[step],)
    return None


def _order(step: str | int) -> tuple[int, str]:
    return (step, "") if isinstance(step, int) else (-1, step)
