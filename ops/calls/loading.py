"""Loading of a call from its folder, with all faults at once."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from chalicelib.forms.schema import Form
from ops.calls import models
from ops.calls.calendar_rules import calendar_findings, desk_faults
from ops.calls.form_rules import CallNames, FormFinding, form_findings
from ops.calls.located_yaml import CallFileFault, CallFilesInvalid, FileLine, Items, Map, Reader, place_of
from ops.calls.models import CallFile
from ops.calls.publishing import to_json

SHARED = "shared.yaml"
M = TypeVar("M", bound=BaseModel)


def load(folder: Path) -> CallFile:
    """Load the call of a folder.

    Raises CallFilesInvalid with every fault.
    """
    loader = _Loader(folder)
    call = loader.read()
    if call is None or loader.reader.faults:
        raise CallFilesInvalid(loader.reader.faults)
    return call


def check(folder: Path) -> list[CallFileFault]:
    """List every fault of a call's folder, ordered by file and line."""
    try:
        load(folder)
    except CallFilesInvalid as wrong:
        return wrong.faults
    return []


def compile_call(folder: Path) -> dict[str, Any]:
    """Return the document to publish for the call of a folder.

    Raises CallFilesInvalid when the files have faults.
    """
    return to_json(load(folder))


class _Loader:
    """A loader that continues after a fault, to report all at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reader = Reader(folder)
        self.languages: tuple[str, ...] = ()
        self.shared: Mapping[str, Any] | None = {}

    def read(self) -> CallFile | None:
        tree = self.reader.map("call.yaml") or Map(FileLine("call.yaml", 1))
        self.languages = _languages(tree)
        self.shared = self._shared()
        call = self._valid(models.CallSpec, tree, tree) if tree else None
        desks = self._lines("desks.csv", models.DeskSpec)
        notice = self._texts("notice")
        tracks = {id: self._track(id) for id in self._track_ids(tree)}
        if call is None:
            return None
        self._report(tree, calendar_findings(call, self.folder.name))
        self.reader.faults += desk_faults(call, desks)
        texts = {file.name: self._texts(f"files/{file.name}") for file in call.files}
        right = tuple(self._fitting(id, call, *track) for id, track in tracks.items() if track)
        return CallFile(call, right, tuple(desk for _, desk in desks), notice, texts)

    def _has(self, name: str) -> bool:
        return (self.folder / name).exists()

    def _texts(self, name: str) -> dict[str, str]:
        return {language: self.reader.text(f"{name}.{language}.md") for language in self.languages}

    def _track_ids(self, tree: Map) -> list[str]:
        """List the tracks that the call names, then others with a file."""
        named = tree.get("tracks")
        ids = [id for id in named if isinstance(id, str)] if isinstance(named, Items) else []
        return list(dict.fromkeys([*ids, *sorted(path.stem for path in self.folder.glob("tracks/*.yaml"))]))

    def _track(self, id: str) -> tuple[Map, models.TrackSpec] | None:
        tree = self.reader.map(f"tracks/{id}.yaml")
        if tree is None or self.shared is None:
            return None
        self._use_shared(tree, self.shared)
        track = self._valid(models.TrackSpec, tree, tree)
        return (tree, track) if track else None

    def _fitting(self, id: str, call: models.CallSpec, tree: Map, track: models.TrackSpec) -> models.TrackSpec:
        self._report(tree, _track_findings(id, track, call))
        return track

    def _shared(self) -> Mapping[str, Any] | None:
        """Return the fields of shared.yaml, empty without the file.

        None if it cannot be read; then no track is read either.
        """
        if not self._has(SHARED):
            return {}
        tree = self.reader.map(SHARED)
        if tree is None:
            return None
        fields = tree.get("fields")
        return fields if isinstance(fields, Map) else {}

    def _use_shared(self, tree: Map, shared: Mapping[str, Any]) -> None:
        """Merge fields with those of shared.yaml that they `use`."""
        for section in _maps(tree.get("sections")):
            fields = section.get("fields")
            for index, field in enumerate(fields if isinstance(fields, Items) else ()):
                if isinstance(field, Map) and "use" in field:
                    section["fields"][index] = self._laid_over(field, shared)

    def _laid_over(self, field: Map, shared: Mapping[str, Any]) -> Map:
        place, base = field.places["use"], shared.get(str(field.pop("use")))
        if isinstance(base, Map):
            return field.over(base)
        self.reader.faults.append(place.fault(f"{SHARED} has no such field"))
        return field

    def _lines(self, name: str, model: type[M]) -> list[tuple[FileLine, M]]:
        rows = csv.DictReader(self.reader.text(name).splitlines())
        placed = [(FileLine(name, line), row) for line, row in enumerate(rows, start=2)]
        valid = ((place, self._valid(model, _row(row), Map(place))) for place, row in placed)
        return [(place, line) for place, line in valid if line is not None]

    def _valid(self, model: type[M], data: Mapping[str, Any], tree: Map) -> M | None:
        try:
            return model.model_validate(data, context={"languages": self.languages})
        except ValidationError as wrong:
            self.reader.faults += [_fault(error, tree) for error in wrong.errors()]
            return None

    def _report(self, tree: Map, findings: Iterator[FormFinding]) -> None:
        self.reader.faults += [place_of(tree, path).fault(reason) for path, reason in findings]


def _languages(tree: Map) -> tuple[str, ...]:
    named = tree.get("languages")
    return tuple(one for one in named if isinstance(one, str)) if isinstance(named, Items) else ()


def _maps(value: object) -> list[Map]:
    return [one for one in value if isinstance(one, Map)] if isinstance(value, Items) else []


def _row(row: Mapping[str, str | Any]) -> dict[str, Any]:
    """Convert a row of CSV to a model's values.

    Empty cells become None, and columns such as `name.zh` are gathered in `names`.
    """
    plain: dict[str, Any] = {key: value or None for key, value in row.items() if not str(key).startswith("name.")}
    names = {key.removeprefix("name."): value or "" for key, value in row.items() if str(key).startswith("name.")}
    return plain | ({"names": names} if names else {})


def _fault(error: ErrorDetails, tree: Map) -> CallFileFault:
    tag = str(error.get("ctx", {}).get("discriminator", "")).strip("'")
    path = (*error["loc"], *([tag] if tag else []))
    last = path[-1] if path else ""
    reason = {"extra_forbidden": f"unknown key {last}", "missing": f"{last} is missing"}.get(error["type"])
    message = reason or f"{last}: {error['msg'].removeprefix('Value error, ')}"
    return place_of(tree, path).fault(message)


def _track_findings(id: str, track: models.TrackSpec, call: models.CallSpec) -> Iterator[FormFinding]:
    levels = frozenset(level.id for level in call.levels)
    names = CallNames(frozenset(call.tracks), frozenset(file.name for file in call.files))
    form = Form.parse(track.model_dump(exclude_unset=True))
    if id not in call.tracks:
        yield FormFinding(("id",), "the call names no such track")
    if track.id != id:
        yield FormFinding(("id",), f"the file of {id} says {track.id}")
    for level in track.quotas.keys() - levels:
        yield FormFinding(("quotas", level), f"there is no level {level}")
    if track.category_field is not None and form.field(track.category_field) is None:
        yield FormFinding(("category_field",), f"there is no field {track.category_field}")
    yield from form_findings(form, names)
