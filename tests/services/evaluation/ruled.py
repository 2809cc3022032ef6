"""A jury whose rules are fixed: a frozen roll, and experts who may be drawn."""

from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.evaluation.jury import Jury, take
from chalicelib.domain.evaluation.panel import Assignment, Draw, Profile
from chalicelib.domain.evaluation.published_draw import PublicDraw
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.subjects import JuryId
from chalicelib.services.evaluation import assignments, draws
from chalicelib.services.evaluation.assignments import AssignmentView
from chalicelib.services.evaluation.draws import Commitment, DrawView
from chalicelib.storage import accounts, experts, juries
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from tests.conftest import Place
from tests.factories import CALL, TRACK, World, evaluated, world

ID = JuryId(CALL, TRACK, "written")
TYPED = {"3d": [0, 4, 7], "qlc": [30, 8, 2, 11, 15, 27, 21]}
ISSUES = {"3d": "2021317", "qlc": "2021135"}
NUMBERS_ON = "2021-10-28"
"""Three days after the world's clock stands."""


@dataclass
class Season:
    """A world with a jury in it, and what its tests say often."""

    world: World
    members: list[SignedIn] = field(default_factory=list)

    def jury(self) -> Jury:
        return fetch(self.world.tools.table, juries.jury(ID))

    def draw(self) -> Draw:
        known = fetch(self.world.tools.table, juries.draw(ID))
        assert known
        return known

    def public(self) -> PublicDraw:
        return draws.read(self.world.act(self.world.organiser()), ID).public

    def seals(self) -> list[Seal]:
        return fetch(self.world.tools.table, juries.seals(CALL))

    def assignments(self) -> dict[str, Assignment]:
        return {one.label: one for one in fetch(self.world.tools.table, juries.assignments(ID))}

    def colleague(self) -> SignedIn:
        """A second person of the organiser's."""
        return self.world.organiser(id="a-colleague", login="colleague")

    def commit(self, seats: dict[str, int] | None = None, **terms: Any) -> DrawView:
        known: dict[str, Any] = {"seats": seats or {"": 4}, "numbers_on": NUMBERS_ON, "issues": ISSUES}
        return draws.commit(self.world.change(self.world.organiser()), ID, Commitment(**{**known, **terms}))

    def reveal(self) -> DrawView:
        """Both people type the numbers on their day."""
        if self.world.clock.now.day < 28:
            self.world.clock.move(days=3)
        draws.reveal(self.world.change(self.world.organiser()), ID, TYPED)
        return draws.reveal(self.world.change(self.colleague()), ID, TYPED)

    def drawn(self, seats: dict[str, int] | None = None) -> DrawView:
        self.commit(seats)
        return self.reveal()

    def assign(self) -> AssignmentView:
        assignments.begin(self.world.change(self.world.organiser()), ID)
        while assignments.carry_out(self.world.tools, ID):
            pass
        return assignments.read(self.world.act(self.world.organiser()), ID)

    def open(self) -> None:
        """Marks are open: what another service does."""
        jury = self.jury()
        after, event = take(jury, "open", self.world.organiser().caller, self.world.clock.now, {})
        self.world.tools.table.write(juries.put_step(replace(after, opened_at=self.world.clock.now), event))


def ruled(table: Place, entries: int = 6, people: int = 6, **changes: Any) -> Season:
    """A jury with a roll of so many entries, and so many experts of so many bodies."""
    here = world(table, **{**evaluated(), **changes})
    season, organiser = Season(here), here.organiser()
    roll = [entry_of(n) for n in range(entries)]
    jury, frozen = take(Jury(*ID), "freeze_roll", organiser.caller, here.clock.now, {}, roll=entries)
    here.tools.table.write([*juries.put_step(jury, frozen), *juries.put_roll(ID, roll)])
    jury, fixed = take(jury, "fix_rules", organiser.caller, here.clock.now, {}, rules="ab" * 32, version=1)
    here.tools.table.write(juries.put_step(jury, fixed))
    for n in range(people):
        season.members.append(add_expert(season, n))
    return season


def entry_of(n: int) -> RollEntry:
    return RollEntry(f"e{n:015}", 1, f"c{n}", "a-applicant", f"作品 {n}", f"单位 {n}", place="370902")


def add_expert(season: Season, n: int, **profile: Any) -> SignedIn:
    """An expert with a profile, of a body of its own; the even ones are an agency's."""
    who = season.world.expert(f"expert{n}", agency=None if n % 2 else "qilu")
    known = {"body": f"大学 {n}", "city": "370100", "most": 60, **profile}
    puts = [Put(accounts.account_item(who.account)), experts.put_profile(Profile(who.account.id, **known))]
    season.world.tools.table.write(puts)
    return who
