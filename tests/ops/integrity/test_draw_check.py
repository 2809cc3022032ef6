"""`ops verify draw`: from a file that anybody can save, and from the table with its seals."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from ops.__main__ import main
from ops.cli import Stop
from ops.integrity.draw_check import faults, read_file, read_stage, report_lines
from tests.conftest import Place
from tests.domain.evaluation.draw_cases import left, shown, worked
from tests.services.evaluation.ruled import ID, ruled

SHOWN = shown(left(worked(), "E004"))
WHERE = ["c", "t", "s"]


def saved(tmp_path: Path, document: object) -> list[str]:
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(document))
    return ["verify", "draw", *WHERE, "--from", str(file)]


def test_a_draw_is_run_again_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(saved(tmp_path, asdict(SHOWN))) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "comes out the same: 12 in order, 6 seats, 6 passed over, 1 replaced"
    )
    assert main(saved(tmp_path, {"draw": asdict(SHOWN), "state": "drawn"})) == 0


def test_what_was_changed_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(saved(tmp_path, asdict(replace(SHOWN, drawn=SHOWN.seated)))) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "other experts are drawn"
    assert main(saved(tmp_path, asdict(replace(SHOWN, call="another")))) == 1


def test_what_is_no_draw_is_refused(tmp_path: Path) -> None:
    assert main(saved(tmp_path, {"pool": []})) == 3
    assert main(["verify", "draw", *WHERE, "--from", str(tmp_path / "nothing.json")]) == 3
    assert main(["verify", "drawn"]) == 3
    with pytest.raises(Stop):
        read_file(tmp_path)


def test_from_the_table_the_seals_are_looked_at_too(table_moto: Place) -> None:
    season = ruled(table_moto)
    with pytest.raises(Stop):
        read_stage(season.world.tools, ID)
    season.commit()
    public, seals = read_stage(season.world.tools, ID)
    assert faults(public, seals) == []
    assert report_lines(public, [])[-1] == "not revealed before 2021-10-28"
    season.reveal()
    public, seals = read_stage(season.world.tools, ID)
    assert faults(public, seals) == []
    pool = (replace(public.pool[0], digest="00" * 32), *public.pool[1:])
    assert faults(replace(public, pool=pool), seals) == ["the pool is not the one that was sealed"]
    assert faults(replace(public, seated=()), seals)[-1] == "the draw is not the one that was sealed"
    assert faults(public, seals[1:])[0] == "the seals of the call are not whole"
