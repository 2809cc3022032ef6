"""What a tally is computed again from.

Marks, rules and results, by codes: the files name nobody. Their numbers are exact, and a program of another kind gets
every one of them from marks and rules alone (`static_site/src/features/evaluation/recompute`).
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from chalicelib.domain.errors import NotFound, StepNotAllowed
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.marking import handed_in, marks_salt, words_digest
from chalicelib.domain.evaluation.panel import Assignment
from chalicelib.domain.evaluation.sheets import Marks
from chalicelib.domain.evaluation.tally import Counting, LabelledSheet, Tally, TallyRow, digest_of_sheets
from chalicelib.domain.subjects import JuryId
from chalicelib.services.context import Act
from chalicelib.services.evaluation import tallies
from chalicelib.services.uploads import exports
from chalicelib.storage.juries import assignments as read_assignments

TALLIED = frozenset({JuryState.TALLIED, JuryState.SELECTED})
MARKS = ("entry", "expert", "round", "counts", "state", "criterion", "mark")
TALLY: tuple[str, ...] = ("entry", "code", "expert", "total", "leniency", "adjusted", "desk_rank", "lot", "carried")
TALLY += ("score", "final", "spread", "rank", "decided_by", "flagged", "below_floor")
SEALS = ("expert", "entry", "round", "submitted_at", "words", "salt", "seal")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(act: Act, id: JuryId) -> str:
    """Return a link to the archive of a jury's last run.

    Raises NotFound before the first, StepNotAllowed where marks have changed since.
    """
    view = tallies.read(act, id)
    if view.tally is None:
        raise NotFound()
    assigned = act.read(read_assignments(id)) if view.jury.state in TALLIED else []
    sheets = tallies.sheets_of(act, assigned)
    if digest_of_sheets(sheets) != view.tally.sheets:
        raise StepNotAllowed(step="export_tally", state=view.jury.state.value)
    files = {
        "marks.csv": marks_csv(sheets),
        "seals.csv": seals_csv(assigned, sheets),
        "rules.json": rules_json(tallies.counting_of(view.rules), view.tally),
        "tally.csv": tally_csv(view.tally, view.rows),
    }
    name = f"tally-{id.track}-{id.stage}-{view.tally.n}.zip"
    return exports.hand_out(act.tools, archive(files), name, "application/zip")


def marks_csv(sheets: Iterable[LabelledSheet]) -> str:
    """Return every mark of every round; `counts` is 1 where it does."""
    rows = []
    for one in sorted(sheets, key=lambda one: (one.sheet.entry, one.label)):
        for round, marks in _submitted(one):
            counts = int(marks is one.counted)
            for criterion, mark in sorted(marks.marks.items()):
                rows.append((one.sheet.entry, one.label, round, counts, one.sheet.state, criterion, mark))
    return _csv(MARKS, rows)


def seals_csv(assigned: Iterable[Assignment], sheets: Sequence[LabelledSheet]) -> str:
    """Return what the digests in the seal of marks come from.

    A line for each sheet, and one for each expert. Words beside the marks are there as their digest alone.
    """
    rows: list[Sequence[Any]] = []
    for reader in sorted(assigned, key=lambda one: one.label):
        for sheet in sorted((one.sheet for one in sheets if one.label == reader.label), key=lambda one: one.entry):
            if known := handed_in(sheet):
                round, marks = known
                at = marks.submitted_at.isoformat() if marks.submitted_at else ""
                rows.append((reader.label, sheet.entry, round, at, words_digest(marks), marks_salt(marks), ""))
        rows.append((reader.label, "", "", "", "", "", reader.seal))
    return _csv(SEALS, rows)


def rules_json(rules: Counting, tally: Tally) -> str:
    """Return what a tally counts by."""
    stage = rules.stage
    return json.dumps(
        {
            "call": tally.call,
            "track": tally.track,
            "stage": tally.stage,
            "run": tally.n,
            "rules": tally.rules,
            "method": {"kind": stage.method.kind, "shrink": stage.method.shrink, "trim": stage.method.trim},
            "highest": stage.scale.max,
            "weights": rules.weights,
            "carries": stage.carries,
            "spread_over": stage.spread.over if stage.spread else None,
            "at_least": stage.at_least,
            "floor": rules.floor,
            "line": rules.line,
            "ties": [tie.name for tie in rules.ties],
            "lot_key": tally.lot_key,
        },
        ensure_ascii=False,
        indent=1,
    )


def tally_csv(tally: Tally, rows: Iterable[TallyRow]) -> str:
    """Return a tally's rows.

    Each is a line an expert, and one of the entry.
    """
    leniency = {one.label: one.leniency for one in tally.experts}
    lines: list[Sequence[Any]] = []
    for row in rows:
        adjusted = tally.adjusted(row)
        for label, total in sorted(row.totals.items()):
            value = adjusted[label]
            exact = f"{value.numerator}/{value.denominator}"
            lines.append((row.entry, row.code, label, total, leniency[label], exact, *[""] * 10))
        known = (row.desk_rank, row.lot, row.carried, row.score, row.final, row.spread, row.rank, row.decided_by or "")
        lines.append((row.entry, row.code, "", "", "", "", *known, int(row.flagged), int(row.below_floor)))
    return _csv(TALLY, lines)


def archive(files: dict[str, str]) -> bytes:
    """Return files as a zip that is not compressed.

    So a browser reads it without a library.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, text in files.items():
            packed.writestr(zipfile.ZipInfo(name), text.encode())
    return out.getvalue()


def _submitted(one: LabelledSheet) -> list[tuple[int, Marks]]:
    """Return the rounds that were submitted, and their numbers."""
    earlier = list(enumerate(one.sheet.earlier, start=1))
    current = [(one.sheet.round, one.sheet.current)] if one.sheet.state in {"submitted", "struck"} else []
    return [*earlier, *current]


def _csv(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula.

    Numbers stay as they are, negative ones too.
    """
    text = str(value)
    is_number = text.lstrip("-").replace("/", "", 1).replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else value
