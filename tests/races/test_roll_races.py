"""The roll against everybody else: what is frozen is what stands, and what comes after it is refused."""

import pytest

from chalicelib.domain.errors import Busy, RollChanged, RollNotReady, StepNotAllowed
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import State, short_id
from chalicelib.services.evaluation import corrections, rolls
from chalicelib.services.evaluation.rolls import Checked
from chalicelib.services.submissions import reading, steps
from chalicelib.storage import juries
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, DEPARTMENT, World, command, evaluated, world
from tests.races.between import Act, at_every_step, is_refusal

pytestmark = pytest.mark.engine
LOSES = (Busy, StepNotAllowed, RollChanged, RollNotReady)
TRACKS = tuple(f"track-{n:02}" for n in range(24))
"""A roll is frozen once, so that each round of a race has a track of its own."""


@pytest.fixture
def here(table_local: Place) -> World:
    made = evaluated()
    tracks = [{**made["tracks"][0], "id": id} for id in TRACKS]
    return world(table_local, **{**made, "tracks": tracks})


class Rounds:
    """An entry of a fresh track for each round, checked, with a correction that is over or open."""

    def __init__(self, here: World) -> None:
        self.here, self.n = here, -1

    def begin(self) -> None:
        self.n += 1
        here, track = self.here, TRACKS[self.n]
        self.jury = JuryId(CALL, track, "written")
        self.entry = here.pushed("智慧供热", DEPARTMENT, track=track)
        here.take(here.recommender(DEPARTMENT), self.entry, "recommend", rank=1, opinion="好")
        here.report(DEPARTMENT, track)
        self.check(1)

    def check(self, revision: int) -> None:
        checked = [Checked(short_id(self.entry), revision)]
        rolls.check(self.here.change(self.here.organiser()), self.jury, checked, "admit", "")

    def freezing(self) -> Act:
        here, jury, request = self.here, self.jury, self.here.request(self.here.organiser())
        seen = rolls.summarise(here.act(here.organiser()), jury).etag
        return lambda: rolls.freeze(here.act(here.organiser(), request), jury, seen)

    def taking(self, step: str, **more: object) -> Act:
        here, request, entry = self.here, self.here.request(self.here.organiser()), self.entry
        return lambda: steps.apply(here.act(here.organiser(), request), entry, command(step, **more))

    def correcting(self) -> Act:
        here, request, entry = self.here, self.here.request(self.here.applicant()), self.entry
        return lambda: corrections.correct(here.act(here.applicant(), request), entry, {"served": "130000"})

    def roll(self) -> list[RollEntry] | None:
        jury = fetch(self.here.tools.table, juries.jury(self.jury))
        return None if jury.roll is None else fetch(self.here.tools.table, juries.roll(self.jury, jury.roll))


def assert_held(rounds: Rounds) -> None:
    """What is frozen is what stands, to the code of its content."""
    roll, head = rounds.roll(), rounds.here.head(rounds.entry)
    if roll is not None:
        (entry,) = roll
        assert (head.state, entry.revision) == (State.NOMINATED, head.revision)
        organiser = rounds.here.act(rounds.here.organiser())
        assert entry.code == reading.read_revision(organiser, rounds.entry, head.revision).code


@pytest.mark.parametrize("step", ["return", "send_back", "ask_correction"])
@pytest.mark.parametrize("freezes_first", [True, False])
def test_of_a_roll_and_a_step_that_would_change_it_one_wins(here: World, step: str, freezes_first: bool) -> None:
    rounds = Rounds(here)

    def begin() -> tuple[Act, Act]:
        rounds.begin()
        acts = (rounds.freezing(), rounds.taking(step, reason="请补充", desk=DEPARTMENT, asks={"served": ""}))
        return acts if freezes_first else acts[::-1]

    for outcomes in at_every_step(here, begin):
        lost = [is_refusal(one, *LOSES) for one in outcomes]
        assert lost.count(True) >= 1
        freezing = outcomes[0] if freezes_first else outcomes[1]
        assert (rounds.roll() is not None) is not isinstance(freezing, Exception)
        assert_held(rounds)


@pytest.mark.parametrize("freezes_first", [True, False])
def test_a_roll_holds_the_revision_that_stands(here: World, freezes_first: bool) -> None:
    """The correction is open until the very moment at which the roll is frozen."""
    rounds = Rounds(here)

    def begin() -> tuple[Act, Act]:
        rounds.begin()
        organiser = here.organiser()
        here.take(organiser, rounds.entry, "ask_correction", reason="不一致", asks={"served": ""})
        acts = (rounds.freezing(), rounds.correcting())
        return acts if freezes_first else acts[::-1]

    for outcomes in at_every_step(here, begin):
        freezing, correcting = outcomes if freezes_first else outcomes[::-1]
        assert is_refusal(freezing, *LOSES)
        if is_refusal(correcting, *LOSES):
            assert isinstance(correcting, Busy)
        assert_held(rounds)


def test_two_organisers_freeze_a_roll_once(here: World) -> None:
    rounds = Rounds(here)

    def begin() -> tuple[Act, Act]:
        rounds.begin()
        return rounds.freezing(), rounds.freezing()

    for outcomes in at_every_step(here, begin):
        assert [is_refusal(one, *LOSES) for one in outcomes].count(False) <= 1
        if all(isinstance(one, Exception) for one in outcomes):
            rounds.freezing()()
        assert_held(rounds)
        roll = rounds.roll()
        assert roll is not None
        seals = [s for s in fetch(here.tools.table, juries.seals(CALL)) if s.about == f"{rounds.jury.track}/written"]
        assert len(seals) == 1


def test_a_check_beside_the_freezing_is_in_it_or_refused(here: World) -> None:
    rounds = Rounds(here)

    def begin() -> tuple[Act, Act]:
        rounds.begin()
        request, entry, jury = here.request(here.organiser()), rounds.entry, rounds.jury
        checked = [Checked(short_id(entry), 1)]
        return rounds.freezing(), lambda: rolls.check(
            here.act(here.organiser(), request), jury, checked, "not_admit", "附件不符"
        )

    for freezing, checking in at_every_step(here, begin):
        assert is_refusal(freezing, *LOSES) or is_refusal(checking, *LOSES)
        known = fetch(here.tools.table, juries.check(rounds.jury, short_id(rounds.entry)))
        assert known is not None
        assert (known.verdict == "admit") is (rounds.roll() is not None or isinstance(checking, Exception))
