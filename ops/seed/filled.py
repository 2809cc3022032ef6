"""What a sample's form holds: answers told from its subject and its unit's facts, and the files it carries."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.call import Call
from ops.seed import paper
from ops.seed.script import Cast, Sample, Script
from ops.seed.voice import Voice, pick, share

LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True)
class Paper:
    """A file for a field; `again`: it is sealed anew when the answers change."""

    field: str
    name: str
    body: bytes = dataclasses.field(repr=False)
    again: bool = False


def answers(
    script: Script, call: Call, sample: Sample, told: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The sample's answers, with those of `told` over them; what belongs to no field of the form is left out."""
    cast = script.people[sample.unit]
    form = fields_of(call, sample.track)
    voice = _voice(call, script, sample, cast)
    facts = cast.dossier()
    values: dict[str, Any] = {
        id: facts[one["dossier"]] for id, one in form.items() if one.get("dossier") in facts
    }
    values |= {"name": sample.name, "landing": cast.region, "team": _team(script, sample, cast)}
    values |= {**_common(script, sample), **script.subject(sample), **sample.answers, **(told or {})}
    return {id: _answer(sample, form[id], voice.tell(value)) for id, value in values.items() if id in form}


def kept_share(call: Call, sample: Sample, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft holds so far: the first part of its answers in the order of the page, and its own ones."""
    ordered = [id for id in fields_of(call, sample.track) if id in values]
    kept = {*ordered[: round(len(ordered) * sample.fill)], *sample.answers}
    return {id: values[id] for id in ordered if id in kept}


def attachments(script: Script, call: Call, sample: Sample, values: Mapping[str, Any]) -> Iterator[Paper]:
    """The sample's files, as far as it has been filled in: a draft lacks what is sealed."""
    for id, declared in fields_of(call, sample.track).items():
        if declared["type"] == "attachments" and (sample.fill == 1.0 or id in sample.files):
            sealed = bool(declared.get("pledge"))
            if sample.to or not sealed:
                names = sample.files.get(id) or _usual(script, sample, id, declared)
                yield from (_paper(script, sample, id, name, values, sealed) for name in names)


def _usual(script: Script, sample: Sample, id: str, declared: Mapping[str, Any]) -> list[str]:
    """What most samples send for a field: one in three more than it must have."""
    names: list[str] = script.lines["files"].get(id, [])
    generous = share(sample.id, id, "files") < 1 / 3
    return names if generous else names[: int(declared["min"] or 0)]


def fields_of(call: Call, track: str) -> dict[str, Mapping[str, Any]]:
    """The described fields of a track's form, in the order of the page."""
    return {one["id"]: one for section in call.track(track).form["sections"] for one in section["fields"]}


def _common(script: Script, sample: Sample) -> dict[str, str]:
    """One of the texts that serve every subject, for each field that has any."""
    texts = script.lines.get("common", {}) if sample.subject else {}
    return {field: pick(options, sample.id, field) for field, options in texts.items()}


def _voice(call: Call, script: Script, sample: Sample, cast: Cast) -> Voice:
    words = {"unit": cast.unit, "parent": cast.parent, **script.lines.get("areas", {}).get(cast.region, {})}
    return Voice(sample.id, {**words, **sample.words}, sample.size)


def _answer(sample: Sample, declared: Mapping[str, Any], value: Any) -> Any:
    if declared["type"] != "table":
        return value
    columns = [column["id"] for column in declared["columns"]]
    return [_row(sample, declared["id"], number, columns, row) for number, row in enumerate(value)]


def _row(sample: Sample, table: str, number: int, columns: list[str], cells: Any) -> dict[str, str]:
    """Cells in the order of the columns; an empty one is left out."""
    named = cells if isinstance(cells, Mapping) else dict(zip(columns, cells, strict=False))
    drawn = (share(sample.id, table, str(number), str(place)) for place in range(8))
    id = "".join(LETTERS[int(one * len(LETTERS))] for one in drawn)
    return {"_id": id, **{column: str(cell) for column, cell in named.items() if cell not in ("", None)}}


def _team(script: Script, sample: Sample, cast: Cast) -> list[list[str]]:
    """Three to five people of the unit."""
    told = script.lines.get("team")
    if not told:
        return []
    size = 3 + int(share(sample.id, "team") * 3)
    return [
        [
            pick(told["surnames"], sample.id, f"surname-{n}") + pick(told["given"], sample.id, f"given-{n}"),
            cast.unit,
            told["positions"][n],
            told["work"][n],
        ]
        for n in range(size)
    ]


def _paper(
    script: Script, sample: Sample, id: str, name: str, values: Mapping[str, Any], sealed: bool
) -> Paper:
    title = str(values.get("name") or values.get("title") or values.get("unit_name") or sample.name)
    if name.endswith(".png"):
        bars = [25 + int(70 * share(sample.id, name, str(n))) for n in range(9)]
        return Paper(id, name, paper.png(bars))
    stem = name.rpartition(".")[0]
    lines = [title, script.people[sample.unit].unit, "", *script.lines["paper"]]
    return Paper(id, name, paper.pdf(stem, lines, sealed=sealed), sealed)
