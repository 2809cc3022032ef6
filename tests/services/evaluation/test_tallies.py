"""The tally of sealed sheets: what it comes to, what it says, and that nothing counts twice."""

from dataclasses import replace
from fractions import Fraction

import pytest

from chalicelib.domain.errors import Forbidden, NotFound, SheetsToStrike, StepNotAllowed, TooFewSheets
from chalicelib.domain.evaluation.exact import fraction
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.marking import Ground
from chalicelib.domain.evaluation.recusals import TypedRecusal
from chalicelib.domain.evaluation.seals import is_whole
from chalicelib.domain.evaluation.sheets import Marks
from chalicelib.domain.evaluation.tally import Crossing
from chalicelib.domain.history import broken
from chalicelib.domain.subjects import ReaderId
from chalicelib.jobs import season
from chalicelib.services.evaluation import long_acts, marks, reconsidering, recusals, tallies
from chalicelib.services.evaluation import sheets as writing
from chalicelib.storage import accounts, juries, sheets, submissions
from chalicelib.storage import tallies as stored
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from tests.conftest import Place
from tests.factories import TRACK, World, evaluated, world
from tests.services.evaluation.marked import ID, account_of, comes_to_light, draw, expert, jury_of, put_state, sealed

BY = {
    "aa": {"E001": ("9", "9"), "E002": ("8", "8")},
    "bb": {"E001": ("8.5", "9"), "E003": ("7", "7")},
    "cc": {"E002": ("8", "8.5"), "E003": ("7.5", "7")},
    "dd": {"E001": ("9", "9.5"), "E002": ("4", "4"), "E003": ("9", "7")},
}


@pytest.fixture
def here(table_moto: Place) -> World:
    made = world(table_moto, **evaluated())
    sealed(made, BY)
    return made


def tallied(here: World) -> tallies.TallyView:
    return tallies.start(here.change(here.organiser()), ID)


def test_a_run_is_numbered_sealed_and_in_the_jurys_chain(here: World) -> None:
    view = tallied(here)
    jury = jury_of(here)
    assert view.tally
    assert (view.tally.n, view.tally.state, view.tally.count) == (1, "done", 4)
    assert (jury.state, jury.run) == (JuryState.TALLIED, 1)
    seals = fetch(here.tools.table, juries.seals(ID.call))
    assert [(seal.what, seal.about) for seal in seals] == [("tally", "scenario/written")]
    assert is_whole(seals)
    assert seals[0].leaves == (view.tally.rules, view.tally.sheets, view.tally.rows)
    events = fetch(here.tools.table, submissions.history(ID.subject))
    assert broken(events, (jury.events, jury.last_hash)) is None


def test_rows_hold_exact_values_in_the_order_of_the_result(here: World) -> None:
    view = tallied(here)
    assert view.tally
    finals = [fraction(row.final) for row in view.rows]
    assert finals == sorted(finals, reverse=True)
    row = {row.entry: row for row in view.rows}["aa"]
    assert row.totals == {"E001": "90/1", "E002": "80/1"}
    assert sum(view.tally.leniency.values()) == 0
    assert fraction(row.final) == sum(view.tally.adjusted(row).values()) / 2
    assert row.means["effect"] == "17/2"


def test_wide_differences_are_flagged(here: World) -> None:
    assert [row.entry for row in tallied(here).rows if row.flagged] == ["dd"]


def test_an_entry_with_too_few_sheets_is_refused_by_name(here: World) -> None:
    reconsidering.strike(here.change(here.organiser()), ID, "E001", "aa", "配偶是完成人")
    with pytest.raises(TooFewSheets) as refused:
        tallied(here)
    assert refused.value.details == {"entries": ["aa"], "at_least": 2}
    assert jury_of(here).run == 0


def test_a_sheet_whose_expert_is_kept_from_the_entry_is_struck_before_anything_goes_on(here: World) -> None:
    comes_to_light(here, "E002", "dd")
    with pytest.raises(SheetsToStrike) as refused:
        tallied(here)
    assert refused.value.details == {"sheets": [{"expert": "E002", "entry": "dd"}]}
    assert jury_of(here).run == 0
    reconsidering.strike(here.change(here.organiser()), ID, "E002", "dd", "亲属")
    assert tallied(here).tally


def test_marks_that_are_not_sealed_are_not_counted(here: World) -> None:
    put_state(here, JuryState.OPEN)
    with pytest.raises(StepNotAllowed):
        tallied(here)


def test_nobody_but_the_organiser_starts_a_run(here: World) -> None:
    with pytest.raises((Forbidden, StepNotAllowed)):
        tallies.start(here.change(here.agency()), ID)


def test_another_authority_knows_of_no_tally(here: World) -> None:
    away = here.organiser(id="a-away", login="away", authority="elsewhere")
    with pytest.raises(NotFound):
        tallies.read(here.act(away), ID)


def test_a_run_that_was_carried_out_is_not_carried_out_again(here: World) -> None:
    tallied(here)
    before = jury_of(here)
    assert tallies.carry_out(here.tools, ID) == 0
    assert jury_of(here) == before


def test_a_run_of_a_large_jury_is_left_to_the_season(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_acts, "AT_ONCE", 2)
    view = tallied(here)
    assert (view.under_way, view.tally) == (True, None)
    assert tallied(here).under_way
    season.tick(here.wiring, here.clock.now)
    view = tallies.read(here.act(here.organiser()), ID)
    assert (view.under_way, len(view.rows), jury_of(here).run) == (False, 4, 1)


def test_a_run_begins_only_when_all_marks_are_in_the_seal(here: World) -> None:
    put_state(here, JuryState.SEALED, marks_seal=0)
    with pytest.raises(StepNotAllowed):
        tallied(here)


def test_a_run_that_another_started_is_returned_to_who_had_not_seen_it(here: World) -> None:
    tallied(here)
    mate = here.organiser(id="a-mate", login="mate")
    assert tallies.start(here.change(mate), ID, 0).tally == tallies.read(here.act(mate), ID).tally
    assert jury_of(here).run == 1
    assert tallies.start(here.change(mate), ID, 1).jury.run == 2


def test_a_struck_sheet_leads_to_another_run_that_says_who_crossed_the_line(here: World) -> None:
    first = tallied(here)
    reconsidering.strike(here.change(here.organiser()), ID, "E002", "dd", "曾任其顾问")
    again = tallied(here)
    assert first.tally
    assert again.tally
    assert again.tally.n == 2
    assert {row.entry: row for row in again.rows}["dd"].totals.keys() == {"E001", "E003"}
    before, after = ({row.entry for row in rows[:2]} for rows in (first.rows, again.rows))
    assert again.tally.crossed == Crossing(("dd",), tuple(sorted(before - after)))
    assert fetch(here.tools.table, stored.rows(ID, 1, 4)) == first.rows


def test_a_struck_sheet_is_kept_with_its_reason(here: World) -> None:
    reconsidering.strike(here.change(here.organiser()), ID, "E002", "dd", "曾任其顾问")
    sheet = fetch(here.tools.table, sheets.sheet(ReaderId(*ID, account_of("E002")), "dd"))
    assert sheet
    assert (sheet.state, sheet.reason, sheet.current.marks["effect"]) == ("struck", "曾任其顾问", "4")
    with pytest.raises(NotFound):
        reconsidering.strike(here.change(here.organiser()), ID, "E002", "dd", "again")


def test_the_tally_says_what_a_plain_mean_would_change(here: World) -> None:
    view = tallied(here)
    assert view.tally
    means = {row.entry: sum(map(fraction, row.totals.values()), Fraction(0)) / len(row.totals) for row in view.rows}
    plain = sorted(means, key=lambda entry: -means[entry])[:2]
    own = [row.entry for row in view.rows[:2]]
    assert set(view.tally.plain.up) == set(plain) - set(own)


def test_marks_are_read_by_code_after_sealing_alone(here: World) -> None:
    shown = marks.of_entry(here.act(here.agency()), ID, "dd")
    assert [one.label for one in shown] == ["E001", "E002", "E003"]
    put_state(here, JuryState.OPEN)
    with pytest.raises(StepNotAllowed):
        marks.of_entry(here.act(here.organiser()), ID, "dd")


def test_whoever_reconsiders_sees_what_the_others_had_sent_of_exactly_that_entry(here: World) -> None:
    tallied(here)
    reconsidering.reconsider(here.change(here.organiser()), ID)
    jury = jury_of(here)
    assert (jury.state, jury.round) == (JuryState.OPEN, 2)
    shown = reconsidering.others(here.act(expert(here, "E002")), ID, "dd")
    assert [(one.label, one.marks.marks["effect"]) for one in shown] == [("E001", "9"), ("E003", "9")]
    assert shown[0].marks.comments == {"effect": "E001 评 dd"}
    for who, entry in (("E002", "aa"), ("E009", "dd")):
        with pytest.raises(NotFound):
            reconsidering.others(here.act(expert(here, who)), ID, entry)


def test_the_others_new_marks_are_not_seen_while_they_are_open(here: World) -> None:
    tallied(here)
    reconsidering.reconsider(here.change(here.organiser()), ID)
    reader = ReaderId(*ID, account_of("E001"))
    sheet = fetch(here.tools.table, sheets.sheet(reader, "dd"))
    assert sheet
    marks = replace(sheet.current, marks={"effect": "1", "spread": "1"})
    after = replace(sheet, round=2, state="submitted", current=marks, earlier=(sheet.current,), v=2)
    here.tools.table.write([sheets.put_sheet(reader, after)])
    shown = reconsidering.others(here.act(expert(here, "E002")), ID, "dd")
    assert shown[0].marks.marks["effect"] == "9"


def test_who_sends_nothing_in_the_second_round_keeps_the_marks(here: World) -> None:
    first = tallied(here)
    reconsidering.reconsider(here.change(here.organiser()), ID)
    put_state(here, JuryState.SEALED, round=2)
    again = tallied(here)
    assert again.rows == first.rows
    put_state(here, JuryState.TALLIED)
    reconsidering.reconsider(here.change(here.organiser()), ID)


@pytest.mark.parametrize(("ground", "state"), [("not_my_field", "submitted"), ("interest", "struck")])
def test_what_is_given_back_in_the_second_round_keeps_the_marks_unless_the_expert_is_kept_from_it(
    here: World, ground: Ground, state: str
) -> None:
    before = {row.entry: row.totals for row in tallied(here).rows}["dd"]
    reconsidering.reconsider(here.change(here.organiser()), ID)
    who = expert(here, "E002")
    here.tools.table.write([Put(accounts.account_item(who.account))])
    draft = Marks({"effect": "1"})
    writing.save(here.change(who), ID, "dd", draft, "1")
    writing.decline(here.change(who), ID, "dd", ground, "")
    reader = ReaderId(*ID, account_of("E002"))
    sheet, assignment = fetch(here.tools.table, sheets.sheet(reader, "dd"), juries.assignment(ID, reader.expert))
    assert sheet
    assert assignment
    review = assignment.review("dd")
    assert review
    assert (sheet.state, sheet.current.marks["effect"], sheet.earlier, review.state) == (state, "4", (), state)
    put_state(here, JuryState.SEALED, marks_seal=2)
    after = {row.entry: row.totals for row in tallied(here).rows}["dd"]
    assert after == {label: total for label, total in before.items() if label != "E002" or state == "submitted"}


def test_what_was_left_as_it_was_in_the_second_round_can_be_struck_like_any_that_counts(here: World) -> None:
    tallied(here)
    reconsidering.reconsider(here.change(here.organiser()), ID)
    put_state(here, JuryState.SEALED, round=2)
    reconsidering.strike(here.change(here.organiser()), ID, "E002", "dd", "曾任其顾问")
    rows = {row.entry: row for row in tallied(here).rows}
    assert set(rows["dd"].totals) == {"E001", "E003"}
    with pytest.raises(NotFound):
        reconsidering.strike(here.change(here.organiser()), ID, "E002", "dd", "again")


def test_nothing_is_reconsidered_where_nobody_differs(table_moto: Place) -> None:
    here = world(table_moto, **evaluated())
    sealed(here, {entry: BY[entry] for entry in ("aa", "bb", "cc")})
    tallied(here)
    with pytest.raises(StepNotAllowed):
        reconsidering.reconsider(here.change(here.organiser()), ID)


def another(table: Place, spare: tuple[str, ...] = ("E004", "E005")) -> World:
    declared = evaluated()
    declared["tracks"][0]["stages"][0]["spread"] = {"over": 25, "then": "another"}
    here = world(table, **declared)
    sealed(here, BY, spare=spare)
    tallied(here)
    return here


def test_one_more_expert_reads_what_is_flagged_in_the_order_of_the_draw(table_moto: Place) -> None:
    here = another(table_moto)
    reconsidering.reconsider(here.change(here.organiser()), ID)
    added = fetch(here.tools.table, juries.assignment(ID, account_of("E004")))
    assert added
    assert [(one.entry, one.state) for one in added.reviews] == [("dd", "assigned")]
    assert fetch(here.tools.table, juries.assignment(ID, account_of("E005"))) is None
    cards = fetch(here.tools.table, juries.cards(ID, account_of("E004")))
    assert [(card.entry, card.name) for card in cards] == [("dd", "名dd")]
    assert [seal.what for seal in fetch(here.tools.table, juries.seals(ID.call))] == ["tally", "assignment"]


def test_nobody_of_a_body_that_reads_it_already_and_nobody_left_is_said(table_moto: Place) -> None:
    from chalicelib.domain.errors import NobodyLeft

    here = another(table_moto, spare=())
    with pytest.raises(NobodyLeft) as refused:
        reconsidering.reconsider(here.change(here.organiser()), ID)
    assert refused.value.details == {"entry": "dd"}
    assert jury_of(here).state is JuryState.TALLIED


def test_whoever_is_kept_from_it_or_reads_as_much_as_it_can_gets_none_more(table_moto: Place) -> None:
    here = another(table_moto, spare=("E004", "E005", "E006"))
    people = {label: expert(here, label) for label in ("E004", "E006")}
    here.tools.table.write([Put(accounts.account_item(one.account)) for one in people.values()])
    known = fetch(here.tools.table, juries.draw(ID))
    assert known
    pool = tuple(replace(one, most=0) if one.label == "E005" else one for one in known.pool)
    here.tools.table.write([juries.put_draw(replace(known, pool=pool, v=known.v + 1))])
    recusal = [TypedRecusal(f"{TRACK}.dd", reason="亲属")]
    recusals.rule(here.change(here.organiser()), account_of("E004"), ID.call, recusal, "0")
    reconsidering.reconsider(here.change(here.organiser()), ID)
    added = fetch(here.tools.table, juries.assignments(ID))
    assert [one.label for one in added for review in one.reviews if review.is_open] == ["E006"]


def test_what_the_new_expert_sees_of_it_is_blinded(table_moto: Place) -> None:
    here = another(table_moto)
    reconsidering.reconsider(here.change(here.organiser()), ID)
    [card] = fetch(here.tools.table, juries.cards(ID, account_of("E004")))
    assert "unit" not in card.facts


def test_an_entry_that_lost_a_sheet_gets_another_expert_before_any_tally(table_moto: Place) -> None:
    here = world(table_moto, **evaluated())
    sealed(here, BY, spare=("E004",))
    reconsidering.strike(here.change(here.organiser()), ID, "E001", "aa", "配偶是完成人")
    reconsidering.reconsider(here.change(here.organiser()), ID)
    added = fetch(here.tools.table, juries.assignment(ID, account_of("E003")))
    assert added
    assert [one.entry for one in added.reviews if one.is_open] == ["aa"]


def test_lots_come_from_the_draws_key(here: World) -> None:
    from chalicelib.domain.evaluation.draw import draw_key, position, randomness

    view = tallied(here)
    known = draw(ID, ["E001"])
    key = draw_key(bytes.fromhex(known.code), randomness(known.numbers))
    assert {row.entry: row.lot for row in view.rows} == {e: position(key, f"entry:{e}") for e in BY}
