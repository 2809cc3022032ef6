"""Answers and files of a sample's form.

They come from its subject and its unit's facts.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.call import Call
from ops.seed import sample_files
from ops.seed.season_file import Sample, SeasonFile, SeedPerson
from ops.seed.text_variation import TextVariation, pick, share

LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True)
class SampleFile:
    """A file for a field.

    One `with_seal` is attached again when the answers change.
    """

    field: str
    name: str
    body: bytes = dataclasses.field(repr=False)
    with_seal: bool = False


def answers(
    season_file: SeasonFile, call: Call, sample: Sample, changes: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the sample's answers with `changes` over them.

    Those that belong to no field of the form are left out.
    """
    person = season_file.people[sample.unit]
    form = fields_of(call, sample.track)
    variation = _variation(call, season_file, sample, person)
    facts = person.dossier()
    values: dict[str, Any] = {id: facts[one["dossier"]] for id, one in form.items() if one.get("dossier") in facts}
    values |= {"name": sample.name, "landing": person.region, "team": _team(season_file, sample, person)}
    values |= {
        **_common(season_file, sample),
        **season_file.subject(sample),
        **sample.answers,
        **(changes or {}),
    }
    return {id: _answer(sample, form[id], variation.fill(value)) for id, value in values.items() if id in form}


def partly_filled(call: Call, sample: Sample, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of an unfinished draft.

    They are the first part in the order of the page, and the sample's own.
    """
    ordered = [id for id in fields_of(call, sample.track) if id in values]
    kept = {*ordered[: round(len(ordered) * sample.fill)], *sample.answers}
    return {id: values[id] for id in ordered if id in kept}


def attachments(season_file: SeasonFile, call: Call, sample: Sample, values: Mapping[str, Any]) -> Iterator[SampleFile]:
    """Yield the sample's files.

    An unfinished draft lacks those with a seal.
    """
    for id, declared in fields_of(call, sample.track).items():
        if declared["type"] == "attachments" and (sample.fill == 1.0 or id in sample.files):
            sealed = bool(declared.get("pledge"))
            if sample.to or not sealed:
                names = sample.files.get(id) or _usual(season_file, sample, id, declared)
                yield from (_file(season_file, sample, id, name, values, sealed) for name in names)


def _usual(season_file: SeasonFile, sample: Sample, id: str, declared: Mapping[str, Any]) -> list[str]:
    """Return the usual files of a field.

    A third of the samples have all of them, the others only as many as are required.
    """
    names: list[str] = season_file.lines["files"].get(id, [])
    generous = share(sample.id, id, "files") < 1 / 3
    return names if generous else names[: int(declared["min"] or 0)]


def fields_of(call: Call, track: str) -> dict[str, Mapping[str, Any]]:
    """Map ids to the described fields of a track's form.

    They are in the order of the page.
    """
    return {one["id"]: one for section in call.track(track).form["sections"] for one in section["fields"]}


def _common(season_file: SeasonFile, sample: Sample) -> dict[str, str]:
    """Choose a text for each field whose texts fit every subject."""
    texts = season_file.lines.get("common", {}) if sample.subject else {}
    return {field: pick(options, sample.id, field) for field, options in texts.items()}


def _variation(call: Call, season_file: SeasonFile, sample: Sample, person: SeedPerson) -> TextVariation:
    words = {
        "unit": person.unit,
        **season_file.lines.get("areas", {}).get(person.region, {}),
    }
    if call.evaluation and call.evaluation.blind == "unit":
        words = _unnamed(words, person)
    return TextVariation(sample.id, {**words, **sample.words}, sample.size)


def _unnamed(words: Mapping[str, str], person: SeedPerson) -> dict[str, str]:
    """Return the words without names, as a blind review asks for."""
    kinds = {"区": "本区", "县": "本县", "市": "本市"}
    places = {id: kinds.get(words[id][-1], words[id]) for id in ("area", "city") if id in words}
    unit = "本公司" if person.kind == "company" else "本单位"
    return {**words, **places, "unit": unit}


def _answer(sample: Sample, declared: Mapping[str, Any], value: Any) -> Any:
    if declared["type"] != "table":
        return value
    columns = [column["id"] for column in declared["columns"]]
    return [_row(sample, declared["id"], number, columns, row) for number, row in enumerate(value)]


def _row(sample: Sample, table: str, number: int, columns: list[str], cells: Any) -> dict[str, str]:
    """Return a row's cells in the order of the columns.

    Empty ones are left out.
    """
    named = cells if isinstance(cells, Mapping) else dict(zip(columns, cells, strict=False))
    drawn = (share(sample.id, table, str(number), str(place)) for place in range(8))
    id = "".join(LETTERS[int(one * len(LETTERS))] for one in drawn)
    return {"_id": id, **{column: str(cell) for column, cell in named.items() if cell not in ("", None)}}


def _team(season_file: SeasonFile, sample: Sample, person: SeedPerson) -> list[list[str]]:
    """Return the rows of three to five people of the unit."""
    words = season_file.lines.get("team")
    if not words:
        return []
    size = 3 + int(share(sample.id, "team") * 3)
    return [
        [
            pick(words["surnames"], sample.id, f"surname-{n}") + pick(words["given"], sample.id, f"given-{n}"),
            person.unit,
            words["positions"][n],
            words["work"][n],
        ]
        for n in range(size)
    ]


def _file(
    season_file: SeasonFile, sample: Sample, id: str, name: str, values: Mapping[str, Any], sealed: bool
) -> SampleFile:
    title = str(values.get("name") or values.get("title") or values.get("unit_name") or sample.name)
    if name.endswith(".png"):
        bars = [25 + int(70 * share(sample.id, name, str(n))) for n in range(9)]
        return SampleFile(id, name, sample_files.png(bars))
    stem = name.rpartition(".")[0]
    lines = [title, season_file.people[sample.unit].unit, "", *season_file.lines["paper"]]
    return SampleFile(id, name, sample_files.pdf(stem, lines, sealed=sealed), sealed)
