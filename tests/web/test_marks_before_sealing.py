"""Before marks are sealed nobody but the expert reads a sheet: every route that is read, by everybody there is."""

import re
from collections.abc import Iterator

import pytest

from chalicelib.domain.evaluation.sheets import Marks
from chalicelib.domain.submission import short_id
from chalicelib.services.evaluation import sheets
from chalicelib.web.http.endpoint import ENDPOINTS
from ops.local.engines import Engine
from tests.conftest import IN_PROCESS, a_bucket, a_table
from tests.services.evaluation.jury_room import JURY, JuryRoom
from tests.web.asking import DESKS, JURIES, prepared
from tests.web.conftest import serve
from tests.web.stage import Stage, stage

pytestmark = pytest.mark.engine
WORDS, MARK = "只有评的人自己知道", "6.5"
READS = [endpoint.path for endpoint in ENDPOINTS if endpoint.method == "GET"]
OTHERS = ("nobody", "owner", "other", "own", "above", "dept", "org", "own2", "org2", "agency", "colleague", "observer")


@pytest.fixture(scope="module")
def played(dynamodb_local: Engine) -> Iterator[Stage]:
    """A season with a submitted sheet and a draft of E001's, and E002 who reads the same entry."""
    with IN_PROCESS, pytest.MonkeyPatch.context() as patch:
        made = a_table(dynamodb_local)
        here = stage(next(made), a_bucket(None))
        serve(here.world, patch)
        _write(here)
        yield here
        made.close()


def _write(here: Stage) -> None:
    world = here.world
    room = JuryRoom(world, JURY, [short_id(here.entries["pushed"])], {"E001": here.people["expert"]})
    [entry] = room.entries
    sheets.reopen(world.change(room.organiser), room.reader("E001"), entry, "笔误")
    marks = Marks({"effect": MARK, "spread": "7", "prepared": "9"}, {"effect": WORDS}, WORDS, WORDS)
    sheets.save(world.act(room.experts["E001"]), JURY, entry, marks, room.etag("E001", entry))
    sheets.submit(world.change(room.experts["E001"]), JURY, entry, marks, room.etag("E001", entry))
    people = {"agency": world.agency(), "observer": world.observer(), "colleague": world.expert("colleague")}
    here.cookies |= {name: world.cookie(who) for name, who in people.items()} | {
        "expert": world.cookie(room.experts["E001"])
    }


def _says_a_mark(text: str) -> bool:
    return WORDS in text or re.search(rf'"{re.escape(MARK)}"', text) is not None


@pytest.mark.parametrize("path", READS)
def test_no_answer_to_anybody_else_holds_a_mark_or_a_word_of_a_sheet(played: Stage, path: str) -> None:
    places = [*JURIES, *DESKS, *played.entries, "@expert", "pushed:frozen"]
    for who in OTHERS:
        for on in places if "{" in path else places[:1]:
            reply = prepared(played, "GET", path, on, who)()
            assert not _says_a_mark(reply.text), (who, on)
            assert not any(_says_a_mark(value) for value in reply.headers.values()), (who, on)


def test_the_expert_reads_the_sheet(played: Stage) -> None:
    reply = prepared(played, "GET", "/reading/{call}/{track}/{stage}/{entry}", "jury", "expert")()
    assert reply.status == 200
    assert _says_a_mark(reply.text)
    assert not _says_a_mark(prepared(played, "GET", "/reading", "", "expert")().text)
