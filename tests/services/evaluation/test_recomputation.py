"""From the export alone a program of another kind gets every number and rank: the site's own, in whole numbers."""

import csv
import io
import json
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.errors import NotFound, StepNotAllowed
from chalicelib.domain.evaluation.scores import Method
from chalicelib.domain.evaluation.tally import Tally, digest_of_rows, lots
from chalicelib.services.evaluation import recomputation, reconsidering, tallies
from chalicelib.storage import juries, keys
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import packed
from ops.programs import node
from tests.conftest import Place
from tests.domain.evaluation.test_tally import KINDS, counting, run, seasons
from tests.factories import OPENS, World, evaluated, world
from tests.services.evaluation.jury_room import JuryRoom, open_jury
from tests.services.evaluation.marked import ID, draw, roll_entry, sealed

Files = Mapping[str, str]
SITE = Path(__file__).parents[3] / "static_site"
MODULE = SITE / "src/features/evaluation/recompute/recompute.ts"


@pytest.fixture(scope="module")
def recompute(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Files], Any]]:
    """The site's module, run by Node.js."""
    program, bundle = node()[0], tmp_path_factory.mktemp("recompute") / "recompute.mjs"
    rolldown = SITE / "node_modules/rolldown/bin/cli.mjs"
    if not rolldown.exists():
        pytest.skip("the site's packages are not installed (make site)")
    subprocess.run([program, rolldown, MODULE, "-f", "esm", "-o", bundle], check=True, capture_output=True)
    command = [program, Path(__file__).with_name("recompute.mjs"), bundle]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        sent, answers = process.stdin, process.stdout

        def ask(files: Files) -> Any:
            known = {name.partition(".")[0]: text for name, text in files.items()}
            sent.write(json.dumps(known) + "\n")
            sent.flush()
            return json.loads(answers.readline())

        yield ask
        sent.close()


def exported(season: Any, method: Method, **changes: Any) -> Files:
    entries, sheets = season
    rules = counting(method, **changes)
    made = run(rules, entries, *sheets)
    tally = Tally("c", "t", "s", 1, "a", "x", OPENS, rows=digest_of_rows(made.rows), experts=made.experts, lot_key=KEY)
    return {
        "marks.csv": recomputation.marks_csv(sheets),
        "rules.json": recomputation.rules_json(rules, tally),
        "tally.csv": recomputation.tally_csv(tally, made.rows),
        "seals.csv": "",
    }


KEY = "07" * 32


@given(seasons(), st.sampled_from(KINDS), st.sampled_from([0, 40]), st.sampled_from([None, 50]))
@settings(deadline=None)
def test_every_number_and_rank_of_any_season_is_the_same(
    recompute: Callable[[Files], Any], season: Any, method: Method, carries: int, floor: int | None
) -> None:
    entries, sheets = season
    lot = lots(bytes.fromhex(KEY), [one.entry for one in entries])
    carried = Fraction(200, 3) if carries else None
    entries = [replace(one, lot=lot[one.entry], carried=carried) for one in entries]
    told = recompute(exported((entries, sheets), method, carries=carries, floor=floor))
    assert told.get("differences") == [], told
    assert told["entries"] == len(entries)
    assert told["compared"] == 3 * len(sheets) + 8 * len(entries)


BY = {
    "aa": {"E001": ("9", "9"), "E002": ("8", "8")},
    "bb": {"E001": ("8.5", "9"), "E003": ("7", "7")},
    "cc": {"E001": ("9", "9.5"), "E002": ("4", "4"), "E003": ("9", "7")},
}


@pytest.fixture
def here(table_moto: Place, bucket_moto: Place) -> World:
    made = world(table_moto, bucket_moto, **evaluated())
    sealed(made, BY)
    return made


def tallied(here: World) -> None:
    tallies.start(here.change(here.organiser()), ID)


def archive(here: World, who: str = "organiser") -> Files:
    """What the link leads to."""
    key = recomputation.export(here.act(getattr(here, who)()), ID).partition("exports/")[2].partition("?")[0]
    body = here.tools.objects.fetch(f"exports/{key}")
    assert body
    with zipfile.ZipFile(io.BytesIO(body.body)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_the_export_of_a_jury_is_computed_again(here: World, recompute: Callable[[Files], Any]) -> None:
    reconsidering.strike(here.change(here.organiser()), ID, "E002", "cc", "曾任其顾问")
    tallied(here)
    told = recompute(archive(here))
    assert (told["differences"], told["entries"], told["experts"]) == ([], 3, 3)


@pytest.mark.parametrize("who", ["organiser", "agency", "observer"])
def test_the_export_names_nobody(here: World, who: str) -> None:
    tallied(here)
    text = "".join(archive(here, who).values())
    for name in ("名aa", "aa的单位", "单位E001", "a-e001", "评 aa"):
        assert name not in text


def test_one_changed_mark_is_found(here: World, recompute: Callable[[Files], Any]) -> None:
    tallied(here)
    files = dict(archive(here))
    files["marks.csv"] = files["marks.csv"].replace(
        "aa,E001,1,1,submitted,effect,9", "aa,E001,1,1,submitted,effect,9.5"
    )
    told = recompute(files)
    assert {"entry": "aa", "expert": "E001", "what": "total", "told": "90/1", "computed": "93/1"} in told["differences"]


def test_the_experts_digests_in_the_seal_come_from_the_export(
    table_moto: Place, bucket_moto: Place, recompute: Callable[[Files], Any]
) -> None:
    made = world(table_moto, bucket_moto, **evaluated())
    room = open_jury(made)
    room.submit_all()
    room.seal()
    draw_and_roll(made, room)
    tallied(made)
    tables = archive(made)
    assert recompute(tables)["differences"] == []
    lines = list(csv.DictReader(io.StringIO(tables["seals.csv"])))
    [sealed_marks] = [one for one in fetch(made.tools.table, juries.seals(ID.call)) if one.what == "marks"]
    assert tuple(line["seal"] for line in lines if not line["entry"]) == sealed_marks.leaves
    assert "数据不可比" not in tables["seals.csv"]
    files = {**tables, "seals.csv": tables["seals.csv"].replace(lines[0]["words"], "00" * 32)}
    assert [(one["expert"], one["what"]) for one in recompute(files)["differences"]] == [("E001", "seal")]


def draw_and_roll(here: World, room: JuryRoom) -> None:
    """What the room's jury lacks for a tally."""
    roll = [roll_entry(n, entry) for n, entry in enumerate(room.entries, start=1)]
    after = replace(room.jury(), roll=len(roll), v=room.jury().v + 1)
    writes = [*juries.put_roll(ID, roll), juries.put_draw(draw(ID, ["E001", "E002"]))]
    here.tools.table.write([*writes, Put(packed(keys.jury(*ID), after, v=after.v))])


def test_struck_sheets_and_first_rounds_stay_in_the_export_and_do_not_count(here: World) -> None:
    reconsidering.strike(here.change(here.organiser()), ID, "E002", "cc", "曾任其顾问")
    tallied(here)
    rows = list(csv.DictReader(io.StringIO(archive(here)["marks.csv"])))
    struck = [(row["criterion"], row["mark"], row["counts"]) for row in rows if row["state"] == "struck"]
    assert struck == [("effect", "4", "0"), ("prepared", "9", "0"), ("spread", "4", "0")]


def test_marks_that_have_changed_since_the_run_are_not_exported_with_it(here: World) -> None:
    with pytest.raises(NotFound):
        archive(here)
    tallied(here)
    reconsidering.strike(here.change(here.organiser()), ID, "E002", "cc", "曾任其顾问")
    with pytest.raises(StepNotAllowed):
        archive(here)


@pytest.mark.parametrize(("value", "cell"), [("=1+1", "'=1+1"), ("-3/4", "-3/4"), ("-x", "'-x"), ("@a", "'@a"), (7, 7)])
def test_no_cell_is_taken_for_a_formula(value: Any, cell: Any) -> None:
    assert recomputation._cell(value) == cell
