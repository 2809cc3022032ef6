"""Opening marks and sealing them: two people over one picture, every submitted sheet in its expert's digest."""

from dataclasses import replace

import pytest

from chalicelib.domain.errors import (
    Forbidden,
    Invalid,
    NotFound,
    NotProposed,
    NotYet,
    ProposalChanged,
    SamePerson,
    StepNotAllowed,
)
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.marking import sheets_digest
from chalicelib.domain.evaluation.seals import is_whole
from chalicelib.domain.history import broken
from chalicelib.jobs import season
from chalicelib.services.evaluation import long_acts, sealing
from chalicelib.storage import juries, sheets, submissions
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, evaluated, world
from tests.services.evaluation.jury_room import JURY, JuryRoom, assigned_jury, open_jury, step_on


@pytest.fixture
def room(table_moto: Place) -> JuryRoom:
    return open_jury(world(table_moto, **evaluated()))


def test_marks_are_opened_by_the_organiser_once_rules_and_pool_were_public_long_enough(table_moto: Place) -> None:
    room = assigned_jury(world(table_moto, **evaluated(rules_public_days=3)))
    opening = lambda: sealing.open_marks(room.here.change(room.organiser), JURY)  # noqa: E731
    with pytest.raises(NotYet) as early:
        opening()
    ruled = room.jury().ruled_at
    assert ruled
    assert early.value.details["at"].isoformat() == "2021-10-28T00:00:00+00:00"
    room.here.clock.move(days=3)
    with pytest.raises(Forbidden):
        sealing.open_marks(room.here.change(room.here.agency()), JURY)
    opening()
    assert (room.jury().state, room.jury().opened_at) == (JuryState.OPEN, room.here.clock())
    with pytest.raises(StepNotAllowed):
        opening()


def test_progress_says_who_is_how_far_and_names_people_to_those_who_may_know(room: JuryRoom) -> None:
    first, second = room.entries
    room.save("E001", first, effect="8")
    room.submit("E001", second)
    told = room.progress()
    assert [[review.state for review in one.reviews] for one in told.assignments] == [
        ["started", "submitted"],
        ["assigned", "assigned"],
    ]
    assert (told.drafts, dict(told.short), told.sealed) == (1, {first: 0, second: 1}, 0)
    assert {head.card.name for head in told.named.values()} == {"智慧供热0", "智慧供热1"}
    experts = {room.account("E001"), room.account("E002")}
    assert set(told.accounts) == experts
    own, other = (room.progress(room.here.agency(code)) for code in ("qilu", "other"))
    assert (set(own.accounts), own.named) == (experts, {})
    assert set(other.accounts) == set()
    assert set(room.progress(room.here.observer()).accounts) == set()


def test_progress_of_another_authority_or_of_no_jury_is_not_found(room: JuryRoom) -> None:
    elsewhere = replace(room.organiser.caller, authority="elsewhere")
    with pytest.raises(NotFound):
        sealing.read_progress(room.here.act(elsewhere), JURY)
    with pytest.raises(NotFound):
        sealing.read_progress(room.here.act(room.organiser), JURY._replace(stage="x"))


def test_two_people_seal_every_submitted_sheet_in_the_order_of_labels(room: JuryRoom) -> None:
    room.submit_all()
    room.seal()
    jury, table = room.jury(), room.here.tools.table
    assert (jury.state, jury.sealed_by, jury.marks_seal) == (JuryState.SEALED, room.second.account.id, 1)
    seals = fetch(table, juries.seals(CALL))
    assert is_whole(seals)
    assert (seals[0].what, seals[0].about) == ("marks", "scenario/written")
    assert seals[0].leaves == tuple(
        sheets_digest(label, fetch(table, sheets.sheets(room.reader(label)))) for label in ("E001", "E002")
    )
    assert [room.assignment(label).seal for label in ("E001", "E002")] == list(seals[0].leaves)
    events = fetch(table, submissions.history(JURY.subject))
    assert broken(events, (jury.events, jury.last_hash)) is None
    assert [event.step for event in events[-2:]] == ["seal_marks", "finish_seal"]
    assert (room.progress().sealed, room.progress().proposal) == (2, None)


def test_nobody_seals_alone_nor_what_has_changed_since(room: JuryRoom) -> None:
    here, first = room.here, room.entries[0]
    with pytest.raises(NotProposed):
        sealing.confirm_seal(here.change(room.second), JURY, room.progress().digest)
    stale = room.progress().digest
    room.submit("E001", first)
    with pytest.raises(ProposalChanged):
        sealing.seal(here.change(room.organiser), JURY, stale, "时间已到")
    sealing.seal(here.change(room.organiser), JURY, room.progress().digest, "时间已到")
    proposed = room.progress().digest
    assert room.jury().state is JuryState.OPEN
    with pytest.raises(SamePerson):
        sealing.confirm_seal(here.change(room.organiser), JURY, proposed)
    with pytest.raises(ProposalChanged):
        sealing.confirm_seal(here.change(room.second), JURY, "another")
    room.submit("E002", first)
    for digest in (proposed, room.progress().digest):
        with pytest.raises(ProposalChanged):
            sealing.confirm_seal(here.change(room.second), JURY, digest)
    sealing.seal(here.change(room.second), JURY, room.progress().digest, "时间已到")
    sealing.confirm_seal(here.change(room.organiser), JURY, room.progress().digest)
    assert room.jury().state is JuryState.SEALED


def test_entries_with_too_few_sheets_ask_for_a_reason_which_the_chain_keeps(room: JuryRoom) -> None:
    room.submit("E001", room.entries[0])
    with pytest.raises(Invalid) as refusal:
        sealing.seal(room.here.change(room.organiser), JURY, room.progress().digest, " ")
    [fault] = refusal.value.details["errors"]
    assert (fault["pointer"], fault["code"], fault["params"]) == ("/reason", "required_for_short", {"n": 2})
    room.seal("专家病假")
    events = fetch(room.here.tools.table, submissions.history(JURY.subject))
    sealed = next(event for event in events if event.step == "seal_marks")
    assert dict(sealed.facts) == {"round": 1, "experts": 2, "sheets": 1, "short": 2}
    assert sealed.texts["reason"].value == "专家病假"


def test_where_the_call_asks_for_no_second_person_one_seals(table_moto: Place) -> None:
    room = open_jury(world(table_moto, **evaluated(second_person=[])))
    room.submit_all()
    sealing.seal(room.here.change(room.organiser), JURY, room.progress().digest, "")
    assert room.jury().state is JuryState.SEALED


def test_only_the_organiser_seals_and_only_what_is_open(room: JuryRoom, table_moto: Place) -> None:
    room.submit_all()
    digest = room.progress().digest
    for who in (room.here.agency(), room.here.observer(), room.experts["E001"]):
        with pytest.raises(Forbidden):
            sealing.seal(room.here.change(who), JURY, digest, "")
    room.seal()
    with pytest.raises(StepNotAllowed):
        sealing.seal(room.here.change(room.organiser), JURY, room.progress().digest, "")


def test_sealing_goes_on_where_it_stopped_and_does_nothing_twice(
    table_moto: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "AT_A_TIME", 2)
    monkeypatch.setattr(long_acts, "AT_ONCE", 0)
    labels = [f"E{n:03}" for n in range(1, 6)]
    room = open_jury(world(table_moto, **evaluated(second_person=[])), labels, entries=1)
    room.submit("E003", room.entries[0])
    tools = room.here.tools
    assert sealing.carry_out(tools, JURY) == 0
    sealing.seal(room.here.change(room.organiser), JURY, room.progress().digest, "时间已到")
    assert [sealing.carry_out(tools, JURY) for _ in range(4)] == [3, 1, 0, 0]
    [seal] = fetch(tools.table, juries.seals(CALL))
    assert len(seal.leaves) == 5


def test_a_second_round_is_sealed_anew(room: JuryRoom) -> None:
    room.submit_all()
    room.seal()
    step_on(room, [("tally", {"run": 1}), ("reconsider", {"round": 2})])
    before, entry = room.assignment("E001"), room.entries[0]
    review = before.review(entry)
    assert review
    room.put(replace(before.with_review(replace(review, state="assigned", round=2)), v=before.v + 1))
    first = room.sheet("E001", entry)
    room.submit("E001", entry, effect="6")
    again = room.sheet("E001", entry)
    assert first
    assert again
    assert (again.round, again.earlier, again.current.marks["effect"]) == (2, (first.current,), "6")
    room.seal()
    one, two = fetch(room.here.tools.table, juries.seals(CALL))
    assert one.leaves[0] != two.leaves[0]
    assert one.leaves[1] == two.leaves[1]
    assert room.jury().marks_seal == 2


def test_sealing_a_small_jury_is_done_with_the_request(room: JuryRoom) -> None:
    room.submit_all()
    sealing.seal(room.here.change(room.organiser), JURY, room.progress().digest, "")
    sealing.confirm_seal(room.here.change(room.second), JURY, room.progress().digest)
    known = long_acts.known_act(room.here.tools, JURY, sealing.LONG_ACT)
    assert room.jury().marks_seal == 1
    assert known
    assert (known.by, known.under_way) == (room.second.account.id, False)


def test_sealing_a_large_jury_is_left_to_the_season(room: JuryRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_acts, "AT_ONCE", 1)
    room.submit_all()
    sealing.seal(room.here.change(room.organiser), JURY, room.progress().digest, "")
    sealing.confirm_seal(room.here.change(room.second), JURY, room.progress().digest)
    assert (room.jury().state, room.jury().marks_seal) == (JuryState.SEALED, 0)
    season.tick(room.here.wiring, room.here.clock.now)
    assert room.jury().marks_seal == 1
