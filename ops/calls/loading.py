"""Loading of a call from its folder, with all faults at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from chalicelib.forms.schema import Form
from ops.calls import models
from ops.calls.calendar_rules import calendar_findings, desk_faults
from ops.calls.evaluation_models import AGENCIES, AgencySpec
from ops.calls.evaluation_rules import CallRules, agency_faults, call_rule_findings, track_rule_findings
from ops.calls.fault_wording import discriminator, sentence
from ops.calls.form_rules import ANY, CallNames, FormFinding, form_findings
from ops.calls.located_yaml import CallFileFault, CallFilesInvalid, FileLine, Items, KeyPath, Map, Reader, place_of
from ops.calls.models import CallFile
from ops.calls.publishing import to_json
from ops.calls.repairs import Repairs
from ops.calls.value_types import NO_WORDS
from ops.cli import did_you_mean, nearest

SHARED, DESKS = "shared.yaml", "desks.csv"
RETIRED = "retired"
"""A column of desks.csv that may be left out."""
DEFINING = frozenset({"id", "type", "options", "columns"})
"""Keys of a field that others rely on."""
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


ROUNDS = 12
"""Repairs of repairs, until checking what still does not fit is given up."""
PLACES_SAID = 4
"""Places of texts that lack a language which are said one by one."""
ABSENT_NOTICE = "is missing: the notice in {0}, as Markdown. Write it, or take {0} out of languages"
ABSENT_TEXT = "is missing: {1} in {0}, as Markdown. Write it, or take {1} out of files"


@dataclass(frozen=True)
class _Table:
    """The columns of a file of CSV, beside those of the names.

    `flags` may be left out, and are true or false.
    """

    keys: tuple[str, ...]
    flags: tuple[str, ...] = ()

    def columns(self, languages: Sequence[str]) -> list[str]:
        """Return the columns that must be there."""
        return [*self.keys, *(f"name.{language}" for language in languages)]

    def row(self, place: FileLine, cells: Mapping[str, str], languages: Sequence[str]) -> Map:
        """Convert a row to a model's values.

        Empty cells become None, and columns such as `name.zh` are gathered in `names`. What the heading lacks is said
        there, and stands in each row as something.
        """
        row = Map(place)
        for key in self.keys:
            row.put(key, cells.get(key) or None, place)
        for key in self.flags:
            if key in cells:
                row.put(key, {"true": True, "false": False, "": False}.get(cells[key], cells[key]), place)
        names = {language: cells.get(f"name.{language}", "?") for language in languages}
        row.put("names", names or {"": "?"}, place)
        return row


_DESK = _Table(("code", "level", "parent", "region"), (RETIRED,))
_AGENCY = _Table(("code",))


@dataclass(frozen=True)
class _Checked(Generic[M]):
    """A file's tree, its model, and the repairs that it needed."""

    tree: Map
    model: M
    repairs: Repairs


class _Loader:
    """A loader that continues after a fault, to report all at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reader = Reader(folder)
        self.languages: tuple[str, ...] = ()
        self.shared: Mapping[str, Any] | None = {}
        self.lacking: list[tuple[CallFileFault, tuple[str, ...]]] = []

    def read(self) -> CallFile | None:
        tree = self.reader.map("call.yaml")
        self.languages = _languages(tree)
        self.shared = self._shared()
        names, track_ids = _names(tree), self._track_ids(tree)
        call = self._checked(models.CallSpec, tree) if tree is not None else None
        rules = _call_rules(call, names)
        desks = self._desks()
        agencies = self._agencies(tree)
        notice = self._texts("notice", ABSENT_NOTICE)
        tracks = [track for id in track_ids if (track := self._track(id, names, rules))]
        self.reader.faults += desk_faults(call.model if call else None, desks, names)
        if call:
            self._report(call, calendar_findings(call.model, self.folder.name, names))
            self._report(call, call_rule_findings(call.model.evaluation))
        texts = {name: self._texts(f"files/{name}", ABSENT_TEXT, name) for name in sorted(names.files or ())}
        self._report_lacking(tree)
        if call is None:
            return None
        return CallFile(call.model, tuple(tracks), _rows(desks), _rows(agencies), notice, texts)

    def _has(self, name: str) -> bool:
        return (self.folder / name).exists()

    def _texts(self, name: str, absent: str, what: str = "") -> dict[str, str]:
        return {
            language: self.reader.text(f"{name}.{language}.md", absent.format(language, what))
            for language in self.languages
        }

    def _track_ids(self, tree: Map | None) -> list[str]:
        """List the tracks that the call names, then others with a file."""
        named = tree.get("tracks") if tree else ()
        ids = [id for id in named if isinstance(id, str)] if isinstance(named, Items) else []
        return list(dict.fromkeys([*ids, *sorted(path.stem for path in self.folder.glob("tracks/*.yaml"))]))

    def _track(self, id: str, names: CallNames, rules: CallRules) -> models.TrackSpec | None:
        tree = self.reader.map(f"tracks/{id}.yaml")
        if tree is None or self.shared is None:
            return None
        self._use_shared(tree, self.shared)
        fields = _field_names(tree)
        track = self._checked(models.TrackSpec, tree)
        if track is None:
            return None
        doubtful = track.repairs.doubtful(fields, DEFINING)
        self._report(track, _track_findings(id, track.model, replace(names, doubtful=doubtful), rules))
        return track.model

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
        place, name = field.places["use"], str(field.pop("use"))
        base = shared.get(name)
        if isinstance(base, Map):
            return field.over(deepcopy(base))
        self.reader.faults.append(place.fault(f"{SHARED} has no field {name}{did_you_mean(name, shared)}"))
        return field

    def _desks(self) -> list[tuple[FileLine, models.DeskSpec]]:
        return self._table(DESKS, models.DeskSpec, _DESK)

    def _agencies(self, tree: Map | None) -> list[tuple[FileLine, AgencySpec]]:
        """Return the rows of agencies.csv, none where the call has none."""
        evaluation = tree.get("evaluation") if tree else None
        if not isinstance(evaluation, Map) or evaluation.get("agencies") != AGENCIES:
            return []
        agencies = self._table(AGENCIES, AgencySpec, _AGENCY)
        self.reader.faults += agency_faults(agencies)
        return agencies

    def _table(self, file: str, model: type[M], table: _Table) -> list[tuple[FileLine, M]]:
        """Return the rows of a CSV file; blank ones are none."""
        known = len(self.reader.faults)
        rows = csv.reader(io.StringIO(self.reader.text(file), newline=""))
        lines = [(FileLine(file, rows.line_num), [cell.strip() for cell in row]) for row in rows]
        filled = [(place, row) for place, row in lines if any(row)]
        if not filled:
            if len(self.reader.faults) == known:
                self.reader.fault(file, f"it is empty; its heading is {','.join(table.columns(self.languages))}")
            return []
        (place, typed), *rest = filled
        heading = self._heading(place, typed, table)
        return [one for line, row in rest if heading and (one := self._row_of(line, heading, row, (model, table)))]

    def _heading(self, place: FileLine, typed: Sequence[str], table: _Table) -> list[str] | None:
        """Return the columns, those that are misspelt as they were meant.

        Each fault is reported. None where the rows cannot be read.
        """
        columns = table.columns(self.languages)
        absent = [column for column in columns if column not in typed]
        meant = {column: nearest(column, absent) for column in typed if column not in {*columns, *table.flags}}
        heading = [meant.get(column) or column for column in typed]
        for column, right in meant.items() if self.languages else ():
            hint = f"; did you mean {right}?" if right else ""
            self.reader.faults.append(place.fault(f"unknown column {column or '(empty)'}{hint}"))
        missing = [column for column in columns if column not in heading]
        self.reader.faults += [place.fault(f"the column {column} is missing") for column in missing]
        return heading if {*table.keys} <= {*heading} else None

    def _row_of(
        self, place: FileLine, heading: Sequence[str], row: Sequence[str], kind: tuple[type[M], _Table]
    ) -> tuple[FileLine, M] | None:
        model, table = kind
        if len(row) > len(heading):
            self.reader.faults.append(place.fault(f"{len(row)} cells under {len(heading)} columns"))
        cells = dict(zip(heading, row, strict=False))
        checked = self._checked(model, table.row(place, cells, self.languages))
        return (place, checked.model) if checked else None

    def _checked(self, model: type[M], tree: Map) -> _Checked[M] | None:
        """Return a file's model, repaired where its shape is wrong.

        Each fault is reported.
        """
        repairs = Repairs(tree, model, self.languages)
        for _ in range(ROUNDS):
            try:
                return _Checked(tree, model.model_validate(tree, context={"languages": self.languages}), repairs)
            except ValidationError as wrong:
                errors = wrong.errors()
                self._report_errors(errors, tree, model, repairs)
                repairs.make(errors)
        return None

    def _report_errors(self, errors: Sequence[ErrorDetails], tree: Map, model: type[M], repairs: Repairs) -> None:
        """Report errors, one for each place.

        Of a union each member has its own. What is there under a misspelt key is not missing.
        """
        there = {(*path[:-1], key) for path, key in repairs.meant(errors).items()}
        placed = {repairs.path(one): one for one in reversed(errors) if repairs.is_new(one)}
        for path, error in placed.items():
            if path in there:
                continue
            fault = place_of(tree, (*path, discriminator(error))).fault(sentence(error, path, model))
            if error["type"] == NO_WORDS:
                self.lacking.append((fault, tuple(error["ctx"]["lacking"])))
            else:
                self.reader.faults.append(fault)

    def _report_lacking(self, tree: Map | None) -> None:
        """Report the texts that lack a language.

        All at once where they are many, since the language is new to the call.
        """
        for languages in {languages for _, languages in self.lacking}:
            faults = sorted(fault for fault, lacking in self.lacking if lacking == languages)
            if len(faults) > PLACES_SAID and tree is not None:
                names, words = " and ".join(languages), ", ".join(f"{one}: …" for one in self.languages)
                said = f"{names} is missing in {len(faults)} texts: {_places(faults)}. Write {{{words}}}"
                faults = [place_of(tree, ("languages",)).fault(f"{said}, or take {names} out of languages")]
            self.reader.faults += faults

    def _report(self, checked: _Checked[Any], findings: Iterable[FormFinding]) -> None:
        kept = checked.repairs.keep(findings)
        self.reader.faults += [place_of(checked.tree, one.path).fault(one.reason) for one in kept]


def _languages(tree: Map | None) -> tuple[str, ...]:
    named = tree.get("languages") if tree else ()
    return tuple(dict.fromkeys(one for one in named if isinstance(one, str))) if isinstance(named, Items) else ()


def _maps(value: object) -> list[Map]:
    return [one for one in _items(value) if isinstance(one, Map)]


def _names(tree: Map | None) -> CallNames:
    """Return the names that call.yaml has, well defined or not."""
    if tree is None:
        return CallNames()
    tracks = tree.get("tracks")
    return CallNames(
        _known(tracks, list(tracks) if isinstance(tracks, Items) else []),
        _known(tree["files"], _all(tree["files"], "name")) if "files" in tree else frozenset(),
        _known(tree.get("levels"), _all(tree.get("levels"), "id")),
    )


def _all(items: object, key: str) -> list[Any]:
    return [one.get(key) for one in _maps(items)]


def _known(items: object, names: Sequence[Any]) -> frozenset[str] | None:
    """Return the names of a list's items.

    None where one of them cannot be told.
    """
    well = [name for name in names if isinstance(name, str) and re.fullmatch("[a-z][a-z0-9-]*", name)]
    return frozenset(well) if isinstance(items, Items) and len(well) == len(items) else None


def _field_names(tree: Map) -> dict[KeyPath, str]:
    """Return where each field is defined, and each column as table.column.

    ANY where the name cannot be told.
    """
    names: dict[KeyPath, str] = {("sections",): ANY}
    for i, section in enumerate(_items(tree.get("sections"))):
        at: KeyPath = ("sections", i, "fields")
        names |= {at[:-1]: ANY, at: ANY}
        fields = _items(section.get("fields")) if isinstance(section, Map) else []
        for j, field in enumerate(fields):
            names[*at, j] = _id(field)
            columns = _items(field.get("columns")) if isinstance(field, Map) else []
            names |= {(*at, j, "columns", k): f"{_id(field)}.{_id(column)}" for k, column in enumerate(columns)}
    return names


def _items(value: object) -> list[Any]:
    return value if isinstance(value, Items) else []


def _id(value: object) -> str:
    return value["id"] if isinstance(value, Map) and isinstance(value.get("id"), str) else ANY


def _rows(lines: Iterable[tuple[FileLine, M]]) -> tuple[M, ...]:
    return tuple(row for _, row in lines)


def _call_rules(call: _Checked[models.CallSpec] | None, names: CallNames) -> CallRules:
    """Return what a call says for its tracks' evaluation.

    As far as that was not repaired.
    """
    if call is None:
        return CallRules(levels=names.levels)
    closes = call.model.calendar.recommending.values()
    reported = None if call.repairs.touched(("calendar", "recommending")) else max(closes, default=None)
    known = not call.repairs.touched(("evaluation",))
    return CallRules(known, call.model.evaluation, reported, names.levels)


def _places(faults: Sequence[CallFileFault]) -> str:
    """Return the places of faults by file.

    Such as "call.yaml 3, 9; desks.csv 2, 3, 4, 5 and 140 more".
    """
    lines: dict[str, list[int]] = {}
    for fault in faults:
        lines.setdefault(fault.file, []).append(fault.line)
    return "; ".join(f"{file} {_some(of)}" for file, of in lines.items())


def _some(lines: Sequence[int]) -> str:
    said = ", ".join(map(str, lines[:PLACES_SAID]))
    return said + (f" and {len(lines) - PLACES_SAID} more" if len(lines) > PLACES_SAID else "")


def _track_findings(id: str, track: models.TrackSpec, names: CallNames, rules: CallRules) -> Iterator[FormFinding]:
    form = Form.parse(track.model_dump(exclude_unset=True))
    if names.tracks is not None and id not in names.tracks:
        yield FormFinding(("id",), f"the call names no such track{did_you_mean(id, names.tracks)}")
    if track.id != id:
        yield FormFinding(("id",), f"the file of {id} says {track.id}")
    for level in sorted(track.quotas.keys() - names.levels) if names.levels is not None else ():
        yield FormFinding(("quotas", level), f"there is no level {level}{did_you_mean(level, names.levels or ())}")
    if track.category_field not in {None, *form.by_id, *names.doubtful} and ANY not in names.doubtful:
        near = did_you_mean(track.category_field, form.by_id)
        yield FormFinding(("category_field",), f"there is no field {track.category_field}{near}")
    yield from form_findings(form, names)
    yield from track_rule_findings(track, form, rules)
