"""Two at a jury in the same moment: seals, recusals and replacements against what an expert does."""

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import Busy, NotFound, NotProposed, ProposalChanged, StepNotAllowed
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.marking import counted
from chalicelib.domain.evaluation.recusals import TypedRecusal
from chalicelib.domain.evaluation.sheets import Marks
from chalicelib.domain.history import broken
from chalicelib.services.evaluation import reading, recusals, sealing, sheets
from chalicelib.services.evaluation.reading import EntryView
from chalicelib.services.evaluation.replacements import Departure, replace_expert
from chalicelib.storage import experts, juries, submissions
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, TRACK, World, evaluated, world
from tests.races.between import Act, at_every_step, is_refusal
from tests.services.evaluation.jury_room import RIGHT, open_jury
from tests.services.evaluation.ruled import ID, Season, ruled

pytestmark = pytest.mark.engine
LOSES = (Busy, StepNotAllowed, NotFound, NotProposed, ProposalChanged)


@pytest.fixture
def here(table_local: Place) -> World:
    return world(table_local, **evaluated())


def test_two_confirm_a_seal_and_it_is_sealed_once(here: World) -> None:
    room = open_jury(here, ("E001", "E002"), entries=1)
    room.submit_all()
    third = here.organiser(id="a-organiser-3", login="organiser-3")
    sealing.seal(here.change(room.organiser), room.id, room.progress().digest, "")
    digest = room.progress().digest

    def confirming(who: SignedIn) -> Act:
        request = here.request(who)
        return lambda: sealing.confirm_seal(here.act(who, request), room.id, digest)

    done = [None, None]
    for n, outcomes in enumerate(at_every_step(here, lambda: (confirming(room.second), confirming(third)))):
        done = list(outcomes)
        if n == 0:
            assert [is_refusal(one, *LOSES) for one in done].count(False) == 1
        assert room.jury().state is JuryState.SEALED
    while sealing.carry_out(here.tools, room.id):
        pass
    [seal] = fetch(here.tools.table, juries.seals(CALL))
    history = fetch(here.tools.table, submissions.history(room.id.subject))
    assert [event.step for event in history].count("seal_marks") == 1
    assert len(seal.leaves) == 2


class Rounds:
    """A fresh entry for each round, which the same expert reads and may be kept from."""

    def __init__(self, here: World) -> None:
        self.here, self.room = here, open_jury(here, ("E001",), entries=24)
        self.n, self.expert = -1, self.room.experts["E001"]

    def begin(self) -> None:
        self.n += 1
        self.entry = self.room.entries[self.n]

    def opening(self) -> Act:
        return lambda: reading.read_entry(self.here.act(self.expert), self.room.id, self.entry, 1)

    def recusing(self) -> Act:
        here, account, request = self.here, self.expert.account.id, self.here.request(self.here.organiser())
        known = fetch(here.tools.table, experts.recusals(account, CALL))
        before = [TypedRecusal(entry=one.entry, reason=one.reason) for one in known.standing]
        typed = [*before, TypedRecusal(entry=f"{TRACK}.{self.entry}", reason="师生")]
        return lambda: recusals.rule(here.act(here.organiser(), request), account, CALL, typed, str(known.v))

    def submitting(self) -> Act:
        here, request, entry = self.here, self.here.request(self.expert), self.entry
        marks = Marks(RIGHT, {"effect": "数据不可比"})
        return lambda: sheets.submit(here.act(self.expert, request), self.room.id, entry, marks, "0")


@pytest.mark.parametrize("reads_first", [True, False])
def test_once_a_recusal_is_acknowledged_its_expert_opens_the_entry_no_more(here: World, reads_first: bool) -> None:
    rounds = Rounds(here)

    def begin() -> tuple[Act, Act]:
        rounds.begin()
        acts = (rounds.opening(), rounds.recusing())
        return acts if reads_first else acts[::-1]

    for outcomes in at_every_step(here, begin):
        opened, recused = outcomes if reads_first else outcomes[::-1]
        assert isinstance(opened, EntryView | NotFound)
        assert not is_refusal(recused)
        with pytest.raises(NotFound):
            rounds.opening()()


def test_a_sheet_beside_a_recusal_is_refused_or_known_as_a_clash(here: World) -> None:
    """What came first counts, and is shown to whoever has to strike it."""
    rounds = Rounds(here)

    def begin() -> tuple[Act, Act]:
        rounds.begin()
        return rounds.submitting(), rounds.recusing()

    for submitted, recused in at_every_step(here, begin):
        assert not is_refusal(recused)
        sheet = rounds.room.sheet("E001", rounds.entry)
        is_in = not is_refusal(submitted, NotFound, Busy)
        assert (sheet is not None and counted(sheet) is not None) is is_in
        clashes = recusals.read_clashes(here.act(here.organiser()), rounds.room.id)
        of_entry = [one.review.state for one in clashes if one.review.entry == rounds.entry]
        assert of_entry == (["submitted"] if is_in else ["assigned"])


@pytest.mark.parametrize("replaces_first", [True, False])
def test_an_expert_who_declines_while_replaced_leaves_each_entry_in_one_hand(
    table_local: Place, replaces_first: bool
) -> None:
    season = ruled(table_local, entries=24, people=24)
    season.drawn({"": 4})
    season.assign()
    season.world.clock.move(days=4)
    season.open()
    here = season.world
    accounts = {one.account.id: one for one in season.members}

    def begin() -> tuple[Act, Act]:
        leaver = max(season.assignments().values(), key=lambda one: sum(review.is_open for review in one.reviews))
        entry = next(review.entry for review in leaver.reviews if review.is_open)
        who, organiser = accounts[leaver.expert], here.organiser()
        requests = here.request(who), here.request(organiser)
        declining = lambda: sheets.decline(here.act(who, requests[0]), ID, entry, "not_my_field", "")  # noqa: E731
        replacing = lambda: replace_expert(  # noqa: E731
            here.act(organiser, requests[1]), ID, Departure(leaver.label, "declined")
        )
        return (replacing, declining) if replaces_first else (declining, replacing)

    for outcomes in at_every_step(here, begin):
        assert [is_refusal(one, *LOSES) for one in outcomes].count(False) >= 1
        _assert_each_entry_is_in_one_hand(season)


def _assert_each_entry_is_in_one_hand(season: Season) -> None:
    """Nobody has it twice, no more experts than it needs, none who is no member; and the chain is whole."""
    every, seated = season.assignments(), set(season.public().seated)
    read: dict[str, list[str]] = {}
    for label, one in every.items():
        entries = [review.entry for review in one.reviews]
        assert len(entries) == len(set(entries))
        for review in one.reviews:
            if review.is_open:
                assert label in seated
                read.setdefault(review.entry, []).append(label)
    assert all(len(labels) <= 2 for labels in read.values())
    jury = season.jury()
    history = fetch(season.world.tools.table, submissions.history(ID.subject))
    assert broken(history, (jury.events, jury.last_hash)) is None
