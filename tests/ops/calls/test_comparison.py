"""A live call is changed: what would lose entries is refused, what asks more needs a word, and the rest is told."""

import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.errors import Stale
from chalicelib.domain.evaluation.jury import Jury, JuryState
from chalicelib.domain.states import State
from chalicelib.services.desks import inbox
from chalicelib.services.submissions import reading
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import packed
from ops.calls import compile_call
from ops.calls.change_wording import lines
from ops.calls.comparison import Comparison, compare, publish
from ops.cli import DONE, FAULTY
from ops.commands import call as command
from ops.commands.call import Publishing
from tests.conftest import Place
from tests.factories import CALL, CITY, COUNTY, OPENS, TRACK, World, call, world
from tests.forms.sample import ROOT
from tests.services.telling import Stream

FOLDER = ROOT / "calls/open-data-prize-2026"
ANNA, SURE = Publishing("anna"), Publishing("anna", yes=True)
Edit = Callable[[dict[str, Any]], object]


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto)


@pytest.fixture
def stream(here: World, table_moto: Place) -> Stream:
    return Stream(here, table_moto)


def changed(edit: Edit) -> dict[str, Any]:
    made = copy.deepcopy(call())
    edit(made)
    return made


def said(comparison: Comparison) -> list[str]:
    return [line for row in comparison.rows for line in lines(row)]


def a_busy_desk(here: World, stream: Stream) -> str:
    """Two drafts, one entry that waits and one that was recommended, all counted; returns the one that waits."""
    here.draft(here.applicant("one"))
    here.draft(here.applicant("two"))
    here.recommended(name="已推荐")
    waiting = here.pushed()
    stream.flow()
    return waiting


def is_read(here: World, entry: str) -> bool:
    """Whether desk and applicant find an entry, in the list and by itself."""
    county = here.recommender(COUNTY)
    listed = inbox.read_page(here.act(county), (CALL, COUNTY, TRACK), State.PUSHED, None, 50).heads
    seen = {reading.show(here.act(who), entry).head.id for who in (county, here.applicant())}
    return seen == {entry} and entry in {head.id for head in listed}


def test_a_track_under_another_id_is_refused_and_its_entries_stay_where_they_are(here: World, stream: Stream) -> None:
    entry = a_busy_desk(here, stream)
    comparison = compare(here.tools, changed(lambda c: c["tracks"][0].update(id="case")))
    assert said(comparison) == [
        "  ! renamed    track scenario → case  (2 drafts, 1 pushed, 1 ranked)",
        "      refused: track scenario is gone and case has its title or its place: keep the id scenario."
        " Names may change",
    ]
    assert comparison.refused
    assert is_read(here, entry)


def test_a_desk_that_is_taken_out_is_refused_and_retired_it_keeps_what_it_has(here: World, stream: Stream) -> None:
    entry = a_busy_desk(here, stream)
    without = changed(lambda c: c["desks"].pop(1))
    assert said(compare(here.tools, without)) == [
        f"  ! taken out  desk {COUNTY}: {COUNTY}  (2 drafts, 1 pushed, 1 ranked)",
        f"      refused: what lies there would be out of everybody's reach. Keep {COUNTY}, with true in the column"
        " retired of desks.csv",
    ]
    retired = changed(lambda c: c["desks"][1].update(retired=True))
    comparison = compare(here.tools, retired)
    assert said(comparison) == [f"  * tightened  desk {COUNTY}, retired: false → true  (2 drafts, 1 pushed, 1 ranked)"]
    assert publish(here.tools, retired, "anna", comparison) == 2
    assert is_read(here, entry)


def test_a_rule_of_the_evaluation_is_named_by_its_key_and_refused_once_it_is_fixed(here: World) -> None:
    live = compile_call(FOLDER)
    here.tools.calls.publish(live)
    after = copy.deepcopy(live)
    after["tracks"][0]["stages"][0]["method"]["kind"] = "severity"
    after["tracks"][1]["criteria"][0]["weight"] = 50
    after["evaluation"]["second_person"] = ["results", "marks"]
    assert said(compare(here.tools, after)) == [
        "    changed    evaluation, second_person: results → marks, results",
        "    changed    stage tool.jury, method.kind: mean → severity",
        "    changed    criterion story.truthful, weight: 60 → 50",
    ]
    fixed = Jury(live["id"], "tool", "jury", JuryState.RULED, rules="ab" * 32, version=1, v=1)
    here.tools.table.write([Put(packed(keys.jury(*fixed.id), fixed, v=fixed.v))])
    assert said(compare(here.tools, after)) == [
        "  ! changed    evaluation, second_person: results → marks, results",
        "      refused: the rules are fixed and sealed, and entries are judged by them. Keep them as they are",
        "  ! changed    stage tool.jury, method.kind: mean → severity",
        "      refused: the rules of tool are fixed and sealed, and entries are judged by them. Keep them as they are",
        "    changed    criterion story.truthful, weight: 60 → 50",
    ]


def test_another_authority_is_refused(here: World, stream: Stream) -> None:
    entry = a_busy_desk(here, stream)
    comparison = compare(here.tools, changed(lambda c: c["authority"].update(id="other")))
    assert said(comparison)[1:] == [
        "      refused: accounts and entries belong to shandong: keep its id. Its names may change"
    ]
    assert comparison.refused
    assert is_read(here, entry)


def test_a_desk_of_a_call_that_is_not_open_may_go_until_somebody_has_an_account_there(
    here: World, table_moto: Place
) -> None:
    here.clock.now = OPENS.replace(day=1)
    without = changed(lambda c: c["desks"].pop(1))
    assert not compare(here.tools, without).refused
    here.cookie(here.recommender(COUNTY))
    assert said(compare(here.tools, without))[0].endswith("(1 account)")
    assert compare(here.tools, without).refused


def test_what_is_read_between_looking_and_publishing_by_another_is_not_written_over(here: World) -> None:
    mine, theirs = (changed(lambda c, n=n: c.update(grace_minutes=n)) for n in (20, 30))
    comparison = compare(here.tools, mine)
    here.tools.calls.publish(theirs)
    with pytest.raises(Stale):
        publish(here.tools, mine, "anna", comparison)


def test_a_first_publication_and_the_same_files_have_nothing_to_compare(here: World) -> None:
    assert compare(here.tools, call()) == Comparison(1)
    assert compare(here.tools, {**call(), "id": "another-2021"}) == Comparison(0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / FOLDER.name)
    return tmp_path / FOLDER.name


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))


def test_what_asks_more_is_published_once_somebody_says_so(
    here: World, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.publish(here.tools, folder, ANNA) == DONE
    edit(folder, "tracks/tool.yaml", "        max: 60\n        list", "        max: 50\n        list")
    capsys.readouterr()
    assert command.show_changes(here.tools, folder) == DONE
    shown = capsys.readouterr().out.splitlines()
    assert shown == [
        f"{folder}: changes from version 1; ! refused, * asks more than before",
        "  * tightened  field tool.title, max: 60 → 50",
    ]
    for how in (ANNA, Publishing("anna", dry_run=True)):
        assert command.publish(here.tools, folder, how) == FAULTY
        assert (
            capsys.readouterr()
            .out.splitlines()[-1]
            .endswith(
                "published: what is marked * asks more of those who file or recommend. If it is meant so, add --yes"
            )
        )
    assert here.tools.calls.latest(folder.name).version == 1
    assert command.publish(here.tools, folder, SURE) == DONE
    assert here.tools.calls.latest(folder.name).version == 2


def test_what_is_refused_cannot_be_forced(here: World, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.publish(here.tools, folder, ANNA)
    here.clock.now = here.tools.calls.latest(folder.name).calendar.filing_opens
    edit(folder, "call.yaml", "authority:\n  id: ", "authority:\n  id: x")
    assert command.publish(here.tools, folder, SURE) == FAULTY
    assert command.show_changes(here.tools, folder) == FAULTY
    assert "not published: what is marked ! would put entries out of reach" in capsys.readouterr().out
    assert here.tools.calls.latest(folder.name).version == 1


def test_other_words_are_shown_and_published_at_once(
    here: World, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command.publish(here.tools, folder, ANNA)
    edit(folder, "tracks/tool.yaml", "label: Name of the tool", "label: The tool's name")
    capsys.readouterr()
    assert command.publish(here.tools, folder, ANNA) == DONE
    assert capsys.readouterr().out.splitlines() == [
        f"{folder}: changes from version 1",
        "    renamed    field tool.title, label: Name of the tool → The tool's name",
        f"{folder}: version 2 published, in force within half a minute",
    ]


def test_a_desk_is_retired_in_its_file(here: World, folder: Path) -> None:
    rows = (folder / "desks.csv").read_text().splitlines()
    marked = [rows[0] + ",retired", rows[1] + ",true", *(row + "," for row in rows[2:])]
    (folder / "desks.csv").write_text("\n".join(marked) + "\n")
    edit(folder, "tracks/tool.yaml", "id: tool\n", "id: tool\nretired: true\n")
    assert command.publish(here.tools, folder, ANNA) == DONE
    made = here.tools.calls.latest(folder.name)
    assert [desk.code for desk in made.desks.values() if desk.retired] == [next(iter(made.desks))]
    assert [track.id for track in made.tracks.values() if track.retired] == ["tool"]


def test_who_has_nothing_to_do_with_it_hears_of_no_change(here: World) -> None:
    tightened = changed(lambda c: c["tracks"][0]["quotas"]["city"].update(places=1))
    assert compare(here.tools, tightened).tracks_to_notify(tightened) == ()
    earlier = changed(lambda c: c.update(grace_minutes=1))
    assert compare(here.tools, earlier).tracks_to_notify(earlier) == (TRACK,)
    assert CITY in here.tools.calls.latest(CALL).desks
