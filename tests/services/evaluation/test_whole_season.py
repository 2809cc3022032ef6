"""A whole season through the services: from the roll to the confirmed selection, with all that comes in between.

In both shapes: drawn from a pool, with an agency, blind, strictness taken off; and a named jury with plain means.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import NotFound
from chalicelib.domain.evaluation.jury import Jury, JuryState
from chalicelib.domain.evaluation.panel import Assignment
from chalicelib.domain.evaluation.recusals import TypedRecusal
from chalicelib.domain.evaluation.seals import is_whole
from chalicelib.domain.evaluation.selection import Exemption
from chalicelib.domain.evaluation.sheets import Marks
from chalicelib.domain.history import broken
from chalicelib.domain.states import Outcome
from chalicelib.domain.submission import short_id
from chalicelib.services.evaluation import (
    assignments,
    draws,
    reconsidering,
    recusals,
    replacements,
    rules,
    sealing,
    selections,
    sheets,
    tallies,
)
from chalicelib.services.evaluation.assignments import HandChange, JuryPlace, hindrance_of, seated
from chalicelib.services.evaluation.juries import fixed_rules
from chalicelib.services.evaluation.replacements import Departure
from chalicelib.services.evaluation.selections import SelectionDraft
from chalicelib.storage import accounts, juries, submissions
from chalicelib.storage import sheets as stored
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from tests.conftest import Place
from tests.factories import CALL, DEPARTMENT, TRACK, evaluated, world
from tests.services.evaluation.rolling import check, follow, freeze, nominated
from tests.services.evaluation.ruled import ID, Season, add_expert

SEVEN = {"effect": "7", "spread": "7", "prepared": "9"}
FEW = {"effect": "1", "spread": "1", "prepared": "1"}
MANY = {"effect": "10", "spread": "10", "prepared": "10"}
LATE = "亲属参与其中"


def drawn_shape() -> dict[str, Any]:
    return evaluated()


def named_shape() -> dict[str, Any]:
    made = evaluated(numbers=[], agencies=[], blind="none", seed="seal")
    made["tracks"][0]["stages"][0]["method"] = {"kind": "mean", "shrink": 0, "trim": 0}
    return made


@dataclass
class Play(Season):
    """A season whose people act through services alone."""

    entries: list[str] = field(default_factory=list)

    @property
    def by_account(self) -> Mapping[str, SignedIn]:
        return {one.account.id: one for one in self.members}

    def reader(self, label: str) -> SignedIn:
        return self.by_account[self.assignments()[label].expert]

    def readers(self, entry: str) -> list[Assignment]:
        """Who has still to mark an entry or has, in the order of labels."""
        every = sorted(self.assignments().values(), key=lambda one: one.label)
        return [one for one in every if (r := one.review(entry)) and r.state not in {"declined", "struck"}]

    def etag(self, one: Assignment, entry: str) -> str:
        sheet = fetch(self.world.tools.table, stored.sheet(one.id, entry))
        return str(sheet.v) if sheet else "0"

    def submit(self, label: str, entry: str, values: Mapping[str, str]) -> None:
        one = self.assignments()[label]
        marks = Marks(dict(values), {"effect": "说明"}, "意见", "可向申报单位反馈")
        sheets.submit(self.world.change(self.reader(label)), ID, entry, marks, self.etag(one, entry))

    def submit_open(self, entry: str | None = None, *values: Mapping[str, str]) -> None:
        """Everybody hands in what is open; of `entry` these marks, one after the other."""
        marks = iter(values)
        for one in sorted(self.assignments().values(), key=lambda one: one.label):
            for review in [r for r in one.reviews if r.is_open]:
                self.submit(one.label, review.entry, next(marks) if review.entry == entry else SEVEN)

    def hand_over(self, entry: str, leaves: str) -> str:
        """The organiser hands a review to whoever may take it."""
        act, every = self.world.act(self.world.organiser()), list(self.assignments().values())
        jury, draw = self.jury(), self.draw()
        place = JuryPlace(jury, draw, fixed_rules(act, jury), every)
        roll = {one.entry: one for one in fetch(self.world.tools.table, juries.roll(ID, jury.roll or 0))}
        free = [one for one in seated(draw) if not hindrance_of(act, place, roll[entry], one, leaves)]
        change = HandChange(entry, leaves, free[0].label, LATE)
        assignments.reassign(self.world.change(self.world.organiser()), ID, change)
        return free[0].label

    def seal(self) -> None:
        """One proposes, another confirms."""
        digest = lambda who: sealing.read_progress(self.world.act(who), ID).digest  # noqa: E731
        sealing.seal(self.world.change(self.world.organiser()), ID, digest(self.world.organiser()), "")
        sealing.confirm_seal(self.world.change(self.colleague()), ID, digest(self.colleague()))
        assert (self.jury().state, self.jury().marks_seal) == (JuryState.SEALED, len(self.seals()))

    def tally(self) -> tallies.TallyView:
        return tallies.start(self.world.change(self.world.organiser()), ID, self.jury().run)


def play(table: Place, shape: Callable[[], dict[str, Any]]) -> Play:
    """Up to open marks."""
    season = Play(world(table, **shape()))
    here = season.world
    people = [here.organiser(), season.colleague(), here.observer()]
    here.tools.table.write([Put(accounts.account_item(one.account)) for one in people])
    made = [*nominated(here, "甲项目", "乙项目"), *nominated(here, "丙项目", "丁项目", desk=DEPARTMENT)]
    check(here, made)
    assert freeze(here).roll == 4
    follow(here)
    season.entries = [short_id(entry) for entry in made]
    assert rules.fix(here.change(here.organiser()), ID).jury.state is JuryState.RULED
    season.members = [add_expert(season, n) for n in range(7)]
    if shape is drawn_shape:
        season.drawn({"": 5})
        draws.witness(here.change(here.observer()), ID)
    else:
        draws.name_jury(here.change(here.organiser()), ID, [one.account.id for one in season.members[:5]])
    assert season.assign().jury.state is JuryState.ASSIGNED
    sealing.open_marks(here.change(here.organiser()), ID)
    assert season.jury().state is JuryState.OPEN
    return season


def replaced(season: Play, label: str, shape: Callable[[], dict[str, Any]]) -> None:
    """An expert falls ill; who follows takes over what is not marked."""
    successor = None if shape is drawn_shape else season.members[5].account.id
    departure = Departure(label, "unavailable", "病假", successor)
    view = replacements.replace_expert(season.world.change(season.world.organiser()), ID, departure)
    assert view.takes
    for entry in view.by_hand:
        season.hand_over(entry, label)


def late_recusal(season: Play, label: str, entry: str) -> None:
    """An expert declares an interest while it reads; the entry closes at once and goes to another."""
    who = season.reader(label)
    recusals.declare(season.world.change(who), CALL, [TypedRecusal(f"{TRACK}.{entry}", reason=LATE)])
    with pytest.raises(NotFound):
        season.submit(label, entry, SEVEN)
    clashes = recusals.read_clashes(season.world.act(season.world.organiser()), ID)
    assert [(one.label, one.review.entry) for one in clashes] == [(label, entry)]
    assert season.hand_over(entry, label) != label
    assert recusals.read_clashes(season.world.act(season.world.organiser()), ID) == []


def struck(season: Play, label: str, entry: str) -> None:
    """An interest comes to light after sealing: the sheet is struck, and the tally stands no more."""
    organiser = season.world.organiser()
    account = season.assignments()[label].expert
    known = fetch(season.world.tools.table, recusals.experts.recusals(account, CALL))
    typed = [TypedRecusal(f"{TRACK}.{entry}", reason=LATE)]
    recusals.rule(season.world.change(organiser), account, CALL, typed, str(known.v))
    [clash] = recusals.read_clashes(season.world.act(organiser), ID)
    assert (clash.label, clash.review.state) == (label, "submitted")
    reconsidering.strike(season.world.change(organiser), ID, label, entry, LATE)
    assert recusals.read_clashes(season.world.act(organiser), ID) == []
    assert season.jury().state is JuryState.SEALED


def selected(season: Play) -> None:
    """One leaves an entry out and puts another in; another confirms."""
    here, organiser, mate = season.world, season.world.organiser(), season.colleague()
    view = selections.read(here.act(organiser), ID)
    ranked = [one.row.entry for one in view.selected.candidates]
    exceptions = (Exemption(ranked[0], "out", "已获同类奖励"), Exemption(ranked[2], "in", "按程序复核"))
    draft = SelectionDraft(2, "", exceptions)
    view = selections.save(here.change(organiser), ID, draft, str(view.selection.v))
    selections.propose_it(here.change(organiser), ID, view.digest)
    final = selections.confirm_it(here.change(mate), ID, view.digest)
    assert set(final.selected.chosen) == {ranked[1], ranked[2]}


@pytest.mark.parametrize("shape", [drawn_shape, named_shape])
def test_a_whole_season_goes_from_the_roll_to_the_selection(
    table_moto: Place, shape: Callable[[], dict[str, Any]]
) -> None:
    season = play(table_moto, shape)
    first, second, third, fourth = season.entries
    gives_back, falls_ill = season.readers(first)
    sheets.decline(season.world.change(season.reader(gives_back.label)), ID, first, "not_my_field", "不熟悉")
    season.hand_over(first, gives_back.label)
    replaced(season, falls_ill.label, shape)
    late_recusal(season, season.readers(second)[0].label, second)
    season.submit_open(third, MANY, FEW)
    season.seal()
    view = season.tally()
    assert [row.entry for row in view.rows if row.flagged] == [third]
    struck(season, season.readers(fourth)[0].label, fourth)
    reconsidering.reconsider(season.world.change(season.world.organiser()), ID)
    assert (season.jury().state, season.jury().round) == (JuryState.OPEN, 2)
    open_now = {r.entry: r.round for one in season.assignments().values() for r in one.reviews if r.is_open}
    assert open_now == {third: 2, fourth: 1}
    season.submit_open(third, SEVEN, SEVEN)
    season.seal()
    view = season.tally()
    assert (view.jury.run, [row.entry for row in view.rows if row.flagged]) == (2, [])
    selected(season)
    whole(season, season.jury())


def whole(season: Play, jury: Jury) -> None:
    """All chains and seals are whole, and nobody has learnt more than that its entry is judged."""
    table = season.world.tools.table
    assert (jury.state, jury.round, jury.run) == (JuryState.SELECTED, 2, 2)
    assert is_whole(season.seals())
    assert season.seals()[-1].what == "selection"
    assert broken(fetch(table, submissions.history(ID.subject)), (jury.events, jury.last_hash)) is None
    for one in season.assignments().values():
        assert broken(fetch(table, submissions.history(one.id.subject)), (one.events, one.last_hash)) is None
    for entry in season.entries:
        head = season.world.head(ID.submission(entry))
        assert head.outcome is Outcome.ADMITTED
        assert broken(fetch(table, submissions.history(head.id)), (head.events, head.last_hash)) is None
