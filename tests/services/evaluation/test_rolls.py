"""The roll: who is checked, what looks like a double, what is frozen, and what each learns of it."""

from fractions import Fraction

import pytest

from chalicelib.domain.errors import (
    Busy,
    Forbidden,
    Invalid,
    NotFound,
    RollChanged,
    RollNotReady,
    StepNotAllowed,
)
from chalicelib.domain.evaluation.exact import fraction
from chalicelib.domain.evaluation.jury import take
from chalicelib.domain.evaluation.roll import RollGate
from chalicelib.domain.states import Outcome, State
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import short_id
from chalicelib.services.evaluation import exclusions, rolls, tallies
from chalicelib.services.evaluation.rolls import Checked
from chalicelib.services.submissions import reading
from chalicelib.storage import juries
from chalicelib.storage.engine.reads import fetch
from chalicelib.web import views
from chalicelib.web.http.errors import dump
from tests.conftest import Place
from tests.factories import CALL, CITY, COUNTY, DEPARTMENT, TRACK, World, evaluated, world
from tests.services.evaluation.marked import PATH, assigned, draw
from tests.services.evaluation.rolling import JURY, UNIT, check, etag, follow, freeze, jury, nominated


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto, **evaluated())


def test_a_roll_shows_list_by_list_how_far_its_check_is(here: World) -> None:
    first, second = nominated(here, "甲项目", "乙项目")
    nominated(here, "丙项目", desk=DEPARTMENT)
    check(here, [first])
    check(here, [second], "not_admit", "附件与申报内容不符")
    shown = rolls.summarise(here.act(here.organiser()), JURY)
    assert [(o.desk, o.nominated, o.admitted, o.refused, o.unchecked) for o in shown.lists] == [
        (CITY, 2, 1, 1, 0),
        (DEPARTMENT, 1, 0, 0, 1),
    ]


def test_a_page_has_the_entries_of_a_list_in_its_order_with_their_checks(here: World) -> None:
    first, second = nominated(here, "甲项目", "乙项目")
    check(here, [second], "not_admit", "附件与申报内容不符")
    page = rolls.read_page(here.act(here.organiser()), JURY, CITY, None)
    assert [(r.rank, r.head.id, r.check and r.check.reason) for r in page.rows] == [
        (1, first, None),
        (2, second, "附件与申报内容不符"),
    ]
    assert page.cursor is None


def test_a_list_is_read_a_page_at_a_time(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rolls, "PAGE", 1)
    entries = nominated(here, "甲项目", "乙项目")
    act = here.act(here.organiser())
    page = rolls.read_page(act, JURY, CITY, None)
    following = rolls.read_page(act, JURY, CITY, page.cursor)
    assert [r.head.id for r in (*page.rows, *following.rows)] == entries
    assert (page.cursor, following.cursor) == ("1", None)
    with pytest.raises(Invalid):
        rolls.read_page(act, JURY, CITY, "x")


def test_what_is_not_with_the_organiser_is_not_on_its_roll(here: World) -> None:
    here.recommended(CITY)
    (entry,) = nominated(here, desk=DEPARTMENT)
    here.take(here.organiser(), entry, "return", reason="请补充")
    assert rolls.summarise(here.act(here.organiser()), JURY).lists == ()
    assert rolls.read_page(here.act(here.organiser()), JURY, DEPARTMENT, None).rows == []


def test_not_admitting_needs_a_reason(here: World) -> None:
    (entry,) = nominated(here)
    with pytest.raises(Invalid) as refused:
        check(here, [entry], "not_admit", "  ")
    assert refused.value.details["errors"][0]["pointer"] == "/reason"


def test_a_check_names_some_entries_and_not_too_many(here: World) -> None:
    with pytest.raises(Invalid):
        check(here, [])
    many = [Checked("x", 1)] * (rolls.MOST_CHECKED + 1)
    with pytest.raises(Invalid):
        rolls.check(here.change(here.organiser()), JURY, many, "admit", "")


def test_a_check_is_of_the_revision_that_was_looked_at(here: World) -> None:
    (entry,) = nominated(here)
    with pytest.raises(RollChanged):
        rolls.check(here.change(here.organiser()), JURY, [Checked(short_id(entry), 2)], "admit", "")
    with pytest.raises(NotFound):
        rolls.check(here.change(here.organiser()), JURY, [Checked("nothing", 1)], "admit", "")


def test_what_is_returned_and_comes_again_is_checked_again(here: World) -> None:
    owner = here.applicant()
    (entry,) = nominated(here)
    check(here, [entry])
    here.take(here.organiser(), entry, "return", reason="请补充")
    here.take(owner, entry, "push", desk="organiser")
    (figures,) = rolls.summarise(here.act(here.organiser()), JURY).lists
    assert (figures.nominated, figures.unchecked) == (1, 1)


def test_many_checks_go_in_several_transactions_and_the_same_request_goes_on(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rolls, "CHECKS_AT_A_TIME", 1)
    entries = nominated(here, "甲项目", "乙项目")
    check(here, entries)
    known = fetch(here.tools.table, juries.checks(JURY, map(short_id, entries)))
    check(here, entries)
    assert fetch(here.tools.table, juries.checks(JURY, map(short_id, entries))) == known
    assert {one.v for one in known.values()} == {1}
    check(here, entries, "not_admit", "重复")
    again = fetch(here.tools.table, juries.checks(JURY, map(short_id, entries)))
    assert {one.v for one in again.values()} == {2}


def test_doubles_stand_side_by_side_until_one_is_settled(here: World) -> None:
    (one,) = nominated(here, "智慧供热平台", uscc=UNIT)
    (other,) = nominated(here, "智慧供热 平台", desk=DEPARTMENT, uscc=UNIT)
    act = here.act(here.organiser())
    (row,) = rolls.read_page(act, JURY, CITY, None).rows
    assert [(d.head.id, d.settled) for d in row.doubles] == [(other, False)]
    check(here, [one, other])
    with pytest.raises(RollNotReady) as refused:
        freeze(here)
    assert refused.value.details == {"unchecked": 0, "correcting": 0, "unsettled": 1}

    check(here, [one], settles=(other,))
    (pair,) = rolls.summarise(here.act(here.organiser()), JURY).pairs
    assert pair.settled
    assert freeze(here).roll == 2


def test_a_double_is_settled_by_not_admitting_one(here: World) -> None:
    (one,) = nominated(here, "智慧供热平台", uscc=UNIT)
    (other,) = nominated(here, "智慧供热平台", desk=DEPARTMENT, uscc=UNIT)
    check(here, [one])
    check(here, [other], "not_admit", "重复申报")
    assert (freeze(here).roll, jury(here).refused) == (1, 1)


def test_a_roll_is_not_frozen_while_something_is_open(here: World) -> None:
    with pytest.raises(RollNotReady):
        freeze(here)
    first, second = nominated(here, "甲项目", "乙项目")
    check(here, [first])
    with pytest.raises(RollNotReady) as refused:
        freeze(here)
    assert refused.value.details["unchecked"] == 1
    check(here, [second])
    here.take(here.organiser(), second, "ask_correction", reason="数字不一致", asks={"served": "与附件一致"})
    with pytest.raises(RollNotReady) as refused:
        freeze(here)
    assert refused.value.details["correcting"] == 1
    gate = fetch(here.tools.table, juries.gate(JURY))
    assert (gate.frozen, gate.until) == (False, None)
    here.clock.move(hours=49)
    assert freeze(here).roll == 2


def test_what_is_frozen_is_what_the_organiser_looked_at(here: World) -> None:
    first, second = nominated(here, "甲项目", "乙项目")
    check(here, [first, second])
    seen = etag(here)
    check(here, [second], "not_admit", "附件与申报内容不符")
    with pytest.raises(RollChanged) as refused:
        rolls.freeze(here.change(here.organiser()), JURY, seen)
    assert refused.value.details == {"etag": etag(here)}
    assert jury(here).roll is None
    check(here, [first])


def test_a_frozen_roll_holds_what_the_jury_needs(here: World) -> None:
    first, second = nominated(here, "甲项目", "乙项目", uscc=UNIT)
    check(here, [first])
    check(here, [second], "not_admit", "附件与申报内容不符")
    frozen = freeze(here)
    (entry,) = fetch(here.tools.table, juries.roll(JURY, frozen.roll or 0))
    head = here.head(first)
    assert (entry.entry, entry.revision, entry.owner, entry.name) == (short_id(first), 1, head.owner, "甲项目")
    assert (entry.desk, entry.top, entry.filing_no) == (CITY, head.came[-1], head.filing_no)
    assert entry.code == reading.read_revision(here.act(here.organiser()), first, 1).code
    assert fetch(here.tools.table, juries.not_admitted(JURY, 1)) == [(short_id(second), 1)]
    (seal,) = fetch(here.tools.table, juries.seals(CALL))
    assert (seal.what, seal.about, len(seal.leaves)) == ("roll", f"{TRACK}/written", 2)


def test_a_roll_is_frozen_once(here: World) -> None:
    check(here, nominated(here))
    act = here.change(here.organiser())
    seen = etag(here)
    frozen = rolls.freeze(act, JURY, seen)
    assert frozen.roll == 1
    with pytest.raises(StepNotAllowed):
        rolls.freeze(here.change(here.organiser()), JURY, etag(here))


def test_the_same_request_sent_again_gets_the_frozen_jury(here: World) -> None:
    check(here, nominated(here))
    request, seen = here.request(here.organiser()), etag(here)
    first = rolls.freeze(here.act(here.organiser(), request), JURY, seen)
    assert rolls.freeze(here.act(here.organiser(), request), JURY, seen) == first


def test_nothing_of_the_draft_changes_once_the_roll_is_frozen(here: World) -> None:
    (entry,) = nominated(here)
    check(here, [entry])
    freeze(here)
    with pytest.raises(StepNotAllowed):
        check(here, [entry], "not_admit", "晚了")
    for step in ("return", "send_back", "ask_correction"):
        with pytest.raises(StepNotAllowed):
            here.take(here.organiser(), entry, step, reason="晚了", desk=CITY, asks={"served": ""})
    follow(here)
    for step in ("return", "send_back", "ask_correction"):
        with pytest.raises(StepNotAllowed):
            here.take(here.organiser(), entry, step, reason="晚了", desk=CITY, asks={"served": ""})


def test_what_came_too_late_for_the_roll_may_still_go_back(here: World) -> None:
    check(here, nominated(here))
    freeze(here)
    (late,) = nominated(here, desk=DEPARTMENT)
    follow(here)
    assert here.head(late).outcome is None
    here.take(here.organiser(), late, "return", reason="未在截止前上报")
    assert here.head(late).state is State.RETURNED


def test_while_a_roll_is_being_frozen_everything_else_waits(here: World) -> None:
    first, second = nominated(here, "甲项目", "乙项目")
    check(here, [first])
    gate = RollGate(freezer="other", until=here.clock.now + rolls.FREEZING)
    here.tools.table.write([juries.close_gate(JURY, gate, here.clock.now)])
    for act in (
        lambda: check(here, [second]),
        lambda: freeze(here),
        lambda: here.take(here.organiser(), first, "return", reason="请补充"),
        lambda: here.take(here.organiser(), second, "return", reason="请补充"),
        lambda: here.take(here.organiser(), second, "ask_correction", reason="x", asks={"served": ""}),
    ):
        with pytest.raises(Busy):
            act()
    here.clock.move(minutes=3)
    check(here, [second])
    assert freeze(here).roll == 2


def test_each_learns_of_the_outcome_once_the_roll_is_followed(here: World) -> None:
    owner = here.applicant()
    first, second = nominated(here, "甲项目", "乙项目")
    check(here, [first])
    check(here, [second], "not_admit", "附件与申报内容不符")
    freeze(here)
    assert follow(here) == {CITY: 1}
    assert jury(here).followed == 2
    assert [here.head(e).outcome for e in (first, second)] == [Outcome.ADMITTED, Outcome.NOT_ADMITTED]
    for who in (owner, here.recommender(CITY), here.organiser()):
        shown = reading.show(here.act(who), second)
        assert (shown.head.outcome, shown.declined) == (Outcome.NOT_ADMITTED, "附件与申报内容不符")
        assert reading.show(here.act(who), first).declined is None
    history, whole = reading.read_history(here.act(owner), second)
    assert (history[-1].event.step, history[-1].event.texts["reason"].value) == ("not_admit", "附件与申报内容不符")
    assert whole


def test_before_that_nobody_but_the_organiser_sees_any_difference(here: World) -> None:
    """Two seasons that differ in what is not announced answer alike, to the byte."""
    owner = here.applicant()
    first, second = nominated(here, "甲项目", "乙项目")

    def answers() -> list[str]:
        shown = []
        for who in (owner, here.recommender(CITY)):
            for entry in (first, second):
                shown.append(dump(views.submission(reading.show(here.act(who), entry), who.caller)))
                shown.append(dump([views.event(e) for e in reading.read_history(here.act(who), entry)[0]]))
        return shown

    before = answers()
    check(here, [first])
    check(here, [second], "not_admit", "附件与申报内容不符")
    assert answers() == before
    freeze(here)
    assert answers() == before
    follow(here)
    assert answers() != before


def test_a_later_stage_has_no_checks_and_an_unknown_one_is_not_there(table_moto: Place) -> None:
    made = evaluated()
    stage = made["tracks"][0]["stages"][0]
    made["tracks"][0]["stages"] = [{**stage, "keeps": 1}, {**stage, "id": "meeting"}]
    here = world(table_moto, **made)
    for id in (JuryId(CALL, TRACK, "meeting"), JuryId(CALL, TRACK, "none"), JuryId(CALL, "none", "written")):
        with pytest.raises(NotFound):
            rolls.summarise(here.act(here.organiser()), id)
    with pytest.raises(NotFound):
        rolls.read_page(here.act(here.organiser()), JURY, COUNTY, None)


def test_a_call_without_evaluation_has_no_roll(table_moto: Place) -> None:
    here = world(table_moto)
    (entry,) = nominated(here)
    with pytest.raises(NotFound):
        rolls.summarise(here.act(here.organiser()), JURY)
    with pytest.raises(StepNotAllowed):
        here.take(here.organiser(), entry, "ask_correction", reason="x", asks={"served": ""})
    here.take(here.organiser(), entry, "return", reason="请补充")


def test_the_roll_of_a_later_stage_has_the_best_that_the_one_before_keeps(table_moto: Place) -> None:
    made = evaluated()
    stage = made["tracks"][0]["stages"][0]
    made["tracks"][0]["stages"] = [{**stage, "keeps": 2}, {**stage, "id": "meeting", "carries": 40}]
    here = world(table_moto, **made)
    meeting = JuryId(CALL, TRACK, "meeting")
    entries = [*nominated(here, "甲项目", "乙项目"), *nominated(here, "丙项目", "丁项目", desk=DEPARTMENT)]
    shorts = [short_id(entry) for entry in entries]
    marks = (("7", "7"), ("9", "9"), ("8", "8"), ("6", "6"))
    check(here, entries)
    with pytest.raises(Invalid):
        rolls.freeze(here.change(here.organiser()), JURY)
    freeze(here)
    follow(here)
    with pytest.raises(StepNotAllowed):
        rolls.freeze(here.change(here.organiser()), meeting)
    mark_all(here, JURY, dict(zip(shorts, marks, strict=True)))
    tallies.start(here.change(here.organiser()), JURY)
    exclude(here, entries[1])
    heads = [here.head(entry) for entry in entries]
    done = rolls.freeze(here.change(here.organiser()), meeting)
    assert [e.entry for e in fetch(here.tools.table, juries.roll(meeting, done.roll or 0))] == sorted(
        [shorts[0], shorts[2]]
    )
    assert [here.head(entry) for entry in entries] == heads
    with pytest.raises(StepNotAllowed):
        rolls.freeze(here.change(here.organiser()), meeting)
    mark_all(here, meeting, {shorts[0]: ("9", "9"), shorts[2]: ("5", "5")})
    rows = {row.entry: row for row in tallies.start(here.change(here.organiser()), meeting).rows}
    assert (rows[shorts[0]].rank, fraction(rows[shorts[0]].final)) == (1, Fraction(90 * 60 + 70 * 40, 100))


def mark_all(here: World, id: JuryId, marks: dict[str, tuple[str, str]]) -> None:
    """All steps from the frozen roll to sealed marks; two experts mark alike."""
    jury = fetch(here.tools.table, juries.jury(id))
    for step in PATH[1:]:
        changes = {"version": 1, "rules": "ab" * 32} if step == "fix_rules" else {}
        changes |= {"marks_seal": 1} if step == "finish_seal" else {}
        jury, event = take(jury, step, here.organiser().caller, here.clock(), {}, **changes)
        here.tools.table.write(juries.put_step(jury, event))
    here.tools.table.write([juries.put_draw(draw(id, ["E001", "E002"]))])
    for label in ("E001", "E002"):
        assigned(here, id, label, marks)


def exclude(here: World, entry: str) -> None:
    mate = here.organiser(id="a-mate", login="mate")
    made = exclusions.exclude(here.change(here.organiser()), entry, "材料不实")
    if made.proposal:
        exclusions.confirm(here.change(mate), entry, made.proposal.digest)


def test_only_the_organiser_may_freeze_it(here: World) -> None:
    check(here, nominated(here))
    with pytest.raises(Forbidden):
        rolls.freeze(here.change(here.agency()), JURY, etag(here))
    assert jury(here).roll is None
