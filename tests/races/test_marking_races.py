"""Sheets against their seal: whatever was acknowledged is in a digest, and whatever is not was refused."""

import pytest

from chalicelib.domain.errors import Busy, LaurelError, ProposalChanged, StepNotAllowed
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.marking import counted, sheets_digest
from chalicelib.domain.evaluation.sheets import Marks
from chalicelib.services.evaluation import long_acts, sealing, sheets
from chalicelib.storage import juries
from chalicelib.storage import sheets as stored
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, World, evaluated, world
from tests.races.between import Act, at_once, cutting_in, outcome
from tests.services.evaluation.jury_room import RIGHT, JuryRoom, open_jury

pytestmark = pytest.mark.engine
LABELS = ("E001", "E002", "E003")


@pytest.fixture
def here(table_local: Place) -> World:
    return world(table_local, **evaluated(second_person=[]))


def submitting(room: JuryRoom, label: str, entry: str) -> Act:
    who, etag = room.experts[label], room.etag(label, entry)
    request = room.here.request(who)
    return lambda: sheets.submit(room.here.act(who, request), room.id, entry, Marks(RIGHT), etag)


def sealing_it(room: JuryRoom, digest: str) -> Act:
    request = room.here.request(room.organiser)

    def act() -> None:
        sealing.seal(room.here.act(room.organiser, request), room.id, digest, "时间已到")
        while sealing.carry_out(room.here.tools, room.id):
            pass

    return act


def assert_every_acknowledged_sheet_is_sealed(room: JuryRoom, outcomes: dict[tuple[str, str], object]) -> None:
    table = room.here.tools.table
    [seal] = fetch(table, juries.seals(CALL))
    for label, leaf in zip(sorted(room.experts), seal.leaves, strict=True):
        written = fetch(table, stored.sheets(room.reader(label)))
        assert sheets_digest(label, written) == leaf
        counts = {sheet.entry for sheet in written if counted(sheet)}
        acknowledged = {e for (who, e), came in outcomes.items() if who == label and not is_refused(came)}
        assert counts == acknowledged


def is_refused(came: object) -> bool:
    return isinstance(came, LaurelError)


@pytest.mark.parametrize("request_of_seal", range(8))
def test_a_sheet_that_comes_in_between_any_two_requests_of_sealing_is_in_the_seal_or_refused(
    here: World, request_of_seal: int
) -> None:
    room = open_jury(here, LABELS, entries=1)
    [entry] = room.entries
    act, digest = submitting(room, "E002", entry), room.progress().digest
    with cutting_in(here, request_of_seal, act) as came:
        first = outcome(sealing_it(room, digest))
    if isinstance(first, ProposalChanged):  # the sheet came before the picture was looked at again
        assert came == [None]
        sealing_it(room, room.progress().digest)()
    assert room.jury().state is JuryState.SEALED
    assert_every_acknowledged_sheet_is_sealed(room, {("E002", entry): came[0]} if came else {})


@pytest.mark.parametrize("request_of_sheet", range(3))
def test_a_seal_that_comes_in_between_any_two_requests_of_a_sheet_has_it_or_refuses_it(
    here: World, request_of_sheet: int
) -> None:
    room = open_jury(here, LABELS, entries=1)
    [entry] = room.entries
    act = submitting(room, "E002", entry)
    with cutting_in(here, request_of_sheet, sealing_it(room, room.progress().digest)) as came:
        submitted = outcome(act)
    if not came:
        sealing_it(room, room.progress().digest)()
    else:
        assert isinstance(submitted, StepNotAllowed)
    assert_every_acknowledged_sheet_is_sealed(room, {("E002", entry): submitted})


def test_sheets_of_many_at_the_moment_of_sealing_are_in_the_seal_or_refused(here: World) -> None:
    room = open_jury(here, LABELS, entries=2)
    places = [(label, entry) for label in LABELS for entry in room.entries]
    acts = [submitting(room, *place) for place in places]
    done = at_once(*acts, sealing_it(room, room.progress().digest))
    outcomes = dict(zip(places, done, strict=False))
    assert all(came is None or isinstance(came, StepNotAllowed | Busy) for came in outcomes.values())
    while room.jury().state is not JuryState.SEALED:
        sealing_it(room, room.progress().digest)()
    assert_every_acknowledged_sheet_is_sealed(room, outcomes)


def test_two_runs_of_sealing_at_once_write_one_seal(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_acts, "AT_ONCE", 0)
    room = open_jury(here, LABELS, entries=1)
    room.submit_all()
    sealing.seal(here.change(room.organiser), room.id, room.progress().digest, "")
    run = lambda: sealing.carry_out(here.tools, room.id)  # noqa: E731
    assert at_once(run, run, run) == [0, 0, 0]
    [seal] = fetch(here.tools.table, juries.seals(CALL))
    assert len(seal.leaves) == 3


def test_two_tabs_that_save_at_once_one_is_told(here: World) -> None:
    room = open_jury(here, LABELS, entries=1)
    [entry] = room.entries
    done = at_once(
        lambda: room.save("E001", entry, "0", effect="8"),
        lambda: room.save("E001", entry, "0", effect="7"),
    )
    assert sorted(type(came).__name__ for came in done) == ["SavedSheet", "Stale"]
