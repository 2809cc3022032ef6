"""A local season's evaluation: played to where it stands, in one whole chain, and once."""

from collections import Counter
from typing import Any

import pytest

from chalicelib.domain.evaluation.jury import Jury, JuryState
from chalicelib.domain.evaluation.marking import is_counted, sheets_digest
from chalicelib.domain.evaluation.panel import Draw
from chalicelib.domain.evaluation.rules import mark_of
from chalicelib.domain.evaluation.seals import is_whole
from chalicelib.domain.history import broken
from chalicelib.domain.states import Outcome
from chalicelib.domain.subjects import JuryId
from chalicelib.storage import accounts, experts, juries, sheets, submissions, tallies
from chalicelib.storage.engine.reads import fetch
from ops.accounts.creation import create_account
from ops.integrity import draw_check
from ops.seed import evaluation
from ops.seed.cities import SeasonStage
from ops.seed.clock_and_people import SeedContext, SettableClock, open_context, signed_in
from ops.seed.season_file import SeasonFile
from tests.conftest import Place
from tests.factories import CALL, CITY, DEPARTMENT, MARKS_CLOSE, TRACK, World, evaluated, world

ID = JuryId(CALL, TRACK, "written")


class SmallSeason(SeasonFile):
    """The season of the 2021 call, cut down to what the test call has."""

    def __init__(self, stage: SeasonStage) -> None:
        super().__init__("shandong-2021", stage)
        written = self.evaluation
        people = [{**one, **({"agency": "qilu"} if "agency" in one else {})} for one in written["people"]]
        changes = {"people": people, "seats": {TRACK: {"": 6}}, "not_admitted": {"s2": "盖章与单位不符"}}
        bodies = written["experts"]["bodies"][2:6]
        few = {"bodies": bodies, "agency": "qilu", "fields": []}
        self.evaluation = {**written, **changes, "experts": {**written["experts"], **few}}


def context(here: World, season: SeasonFile) -> SeedContext:
    """Three entries that are nominated, and everybody who runs the evaluation."""
    entries = []
    for name, desk in (("智慧供热", CITY), ("智慧停车", CITY), ("智慧电梯", DEPARTMENT)):
        entries.append(here.pushed(name, desk))
        here.take(here.recommender(desk), entries[-1], "recommend", rank=1, opinion="好")
    for desk in (CITY, DEPARTMENT):
        here.report(desk)
    submissions = {f"{CALL}/s{n}": entry for n, entry in enumerate(entries)}
    made = open_context(here.wiring, CALL, submissions)
    wanted = [p for p in season.people.values() if p.role in {"organiser", "agency", "observer"}]
    call = here.tools.calls.latest(CALL)
    made.people = signed_in({p.key: create_account(made.tools, call, p.account(season.password)) for p in wanted})
    return made


def played(table: Place, stage: SeasonStage, **rules: Any) -> World:
    here, season = world(table, **evaluated(**rules)), SmallSeason(stage)
    known = context(here, season)
    assert isinstance(known.clock, SettableClock)
    for _ in range(2):
        evaluation.play(known, season, here.tools.calls.latest(CALL), MARKS_CLOSE)
    return here


def jury_of(here: World) -> Jury:
    return fetch(here.tools.table, juries.jury(ID))


def draw_of(here: World) -> Draw:
    known = fetch(here.tools.table, juries.draw(ID))
    assert known
    return known


@pytest.mark.parametrize("rules", [{}, {"numbers": []}, {"second_person": []}])
def test_in_the_middle_of_marking_some_sheets_are_in(table_moto: Place, rules: dict[str, Any]) -> None:
    here = played(table_moto, "evaluation", **rules)
    assert jury_of(here).state is JuryState.OPEN
    reviews = [one for a in fetch(here.tools.table, juries.assignments(ID)) for one in a.reviews]
    assert len(reviews) == 4
    assert {one.state for one in reviews} <= {"submitted", "started", "assigned"}
    assert is_whole(fetch(here.tools.table, juries.seals(CALL)))


def test_after_the_tally_all_sheets_are_in_and_sealed(table_moto: Place) -> None:
    here = played(table_moto, "tallied")
    jury = jury_of(here)
    assert (jury.state, jury.run, jury.roll, jury.refused) == (JuryState.TALLIED, 1, 2, 1)
    assigned = fetch(here.tools.table, juries.assignments(ID))
    reading = [one for one in assigned if one.reviews]
    assert all(is_counted(review) for one in reading for review in one.reviews)
    written = {one.label: fetch(here.tools.table, sheets.sheets(one.id)) for one in reading}
    assert all(one.seal == sheets_digest(one.label, written[one.label]) for one in reading)
    every = [sheet for own in written.values() for sheet in own]
    assert len(every) == 4
    assert all(0 <= mark_of(mark) <= 10 for sheet in every for mark in sheet.current.marks.values())
    assert [seal.what for seal in fetch(here.tools.table, juries.seals(CALL))] == [
        *("roll", "rules", "pool", "draw", "assignment", "marks", "tally")
    ]
    rows = fetch(here.tools.table, tallies.rows(ID, 1, 2))
    assert [row.rank for row in rows] == [1, 2]


def test_every_chain_is_whole_and_goes_on_in_time(table_moto: Place) -> None:
    here = played(table_moto, "tallied")
    reading = fetch(here.tools.table, juries.assignments(ID))
    ends = {ID.subject: jury_of(here), **{one.id.subject: one for one in reading}}
    for subject, end in ends.items():
        events = fetch(here.tools.table, submissions.history(subject))
        assert broken(events, (end.events, end.last_hash)) is None
        assert sorted(one.at for one in events) == [one.at for one in events]
    seals = fetch(here.tools.table, juries.seals(CALL))
    assert is_whole(seals)
    assert sorted(one.at for one in seals) == [one.at for one in seals]


def test_entries_have_the_outcome_of_their_formal_check(table_moto: Place) -> None:
    here = played(table_moto, "evaluation")
    ids = [row.entry for row in fetch(here.tools.table, juries.roll(ID, 2))]
    refused = [entry for entry, _ in fetch(here.tools.table, juries.not_admitted(ID, 1))]
    outcomes = Counter(here.head(ID.submission(entry)).outcome for entry in (*ids, *refused))
    assert outcomes == {Outcome.ADMITTED: 2, Outcome.NOT_ADMITTED: 1}


def test_the_draw_comes_out_the_same_and_two_people_and_an_observer_were_there(table_moto: Place) -> None:
    here = played(table_moto, "evaluation")
    assert len(draw_of(here).witnessed_by) == 1
    public, seals = draw_check.read_stage(here.tools, ID)
    assert len(public.drawn) == 6
    assert draw_check.faults(public, seals) == []
    steps = fetch(here.tools.table, submissions.history(ID.subject))
    by = {one.step: one.actor for one in steps}
    assert by["commit_draw"] != by["reveal_draw"]


def test_experts_are_imported_with_their_profiles_and_have_a_password(table_moto: Place) -> None:
    here = played(table_moto, "evaluation")
    season = SmallSeason("evaluation")
    logins = fetch(here.tools.table, accounts.logins(p.login for p in season.people.values() if p.role == "expert"))
    assert len(logins) == 8
    assert all(login.password and login.batch is None for login in logins.values())
    profiles = fetch(here.tools.table, experts.profiles([login.account for login in logins.values()]))
    assert all(profile.body and profile.title for profile in profiles.values())
