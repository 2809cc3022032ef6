"""The selection: tried without a trace, saved by version, proposed by one, confirmed by another, told to nobody."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import (
    Invalid,
    NotFound,
    NotProposed,
    ProposalChanged,
    SamePerson,
    SheetsToStrike,
    Stale,
    StepNotAllowed,
)
from chalicelib.domain.evaluation.ballots import Votes
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.selection import Exemption, Selection
from chalicelib.domain.states import Outcome
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import Hop, Opinion, Revision
from chalicelib.services.evaluation import ballots, selections, tallies
from chalicelib.services.evaluation.selections import SelectionDraft, SelectionView
from chalicelib.storage import juries, submissions
from chalicelib.storage import selections as stored
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import head_item, revision_item
from tests.conftest import Place
from tests.factories import CALL, CITY, TRACK, World, evaluated, tracks, world
from tests.races.between import at_every_step, is_refusal
from tests.services.evaluation.marked import ID, comes_to_light, jury_of, sealed
from tests.web.stage import photographed, put_back

BY = {
    entry: {"E001": (mark, mark), "E002": (mark, mark)}
    for entry, mark in zip("abcd", ("9", "8", "7", "6"), strict=True)
}


@pytest.fixture
def here(table_moto: Place) -> World:
    return counted(world(table_moto, **evaluated()))


def counted(made: World) -> World:
    sealed(made, BY)
    tallies.start(made.change(made.organiser()), ID)
    return made


def colleague(here: World) -> SignedIn:
    return here.organiser(id="a-colleague", login="colleague")


def draft(line: int = 2, reason: str = "", **exceptions: str) -> SelectionDraft:
    known = tuple(Exemption(entry, put, f"规则 {entry}") for entry, put in exceptions.items())  # type: ignore[arg-type]
    return SelectionDraft(line, reason, known)


def read(here: World, who: SignedIn | None = None) -> SelectionView:
    return selections.read(here.act(who or here.organiser()), ID)


def save(here: World, drawn: SelectionDraft, etag: str | None = None) -> SelectionView:
    return selections.save(here.change(here.organiser()), ID, drawn, etag or str(read(here).selection.v))


def propose(here: World) -> SelectionView:
    return selections.propose_it(here.change(here.organiser()), ID, read(here).digest)


def confirming(here: World, who: SignedIn) -> Callable[[], SelectionView]:
    return lambda: selections.confirm_it(here.change(who), ID, read(here).digest)


def test_before_a_tally_there_is_no_selection(table_moto: Place) -> None:
    here = world(table_moto, **evaluated())
    sealed(here, BY)
    with pytest.raises(NotFound):
        read(here)


def test_the_places_are_the_line_until_somebody_draws_it(here: World) -> None:
    view = read(here)
    assert (view.selected.chosen, view.selection.v) == (("a", "b"), 0)
    assert view.roll["a"].top == Hop(CITY, 1, 9)


def test_a_trial_writes_nothing(table_moto: Place) -> None:
    here = counted(world(table_moto, **evaluated()))
    before = photographed(table_moto)
    view = selections.attempt(here.act(here.organiser()), ID, draft(3, "多一条", a="out"))
    assert view.selected.chosen == ("b", "c")
    assert photographed(table_moto) == before
    with pytest.raises(Invalid):
        selections.attempt(here.act(here.organiser()), ID, draft(4, "更多"))


def test_what_is_saved_keeps_who_wrote_an_exception(here: World) -> None:
    save(here, draft(2, c="in"))
    here.clock.move(hours=1)
    first = read(here).selection
    again = selections.save(here.change(colleague(here)), ID, draft(2, c="in", b="out"), "1")
    assert again.selection.exceptions[0] == first.exceptions[0]
    assert again.selection.exceptions[1].by == "a-colleague"
    assert again.selection.chosen == ("a", "c")


def test_what_was_saved_by_another_meanwhile_is_not_overwritten(here: World) -> None:
    save(here, draft())
    with pytest.raises(Stale):
        save(here, draft(), "0")


def test_one_proposes_and_another_confirms_what_was_proposed(here: World) -> None:
    save(here, draft(3, "两条相同", d="in", c="out"))
    proposed = propose(here)
    assert proposed.proposal
    done = confirming(here, colleague(here))()
    assert done.jury.state is JuryState.SELECTED
    assert done.selection.chosen == ("a", "b", "d")
    assert done.selection.digest == proposed.digest == proposed.proposal.digest
    seals = fetch(here.tools.table, juries.seals(CALL))
    assert [(seal.what, seal.leaves) for seal in seals[1:]] == [("selection", (proposed.digest,))]
    assert fetch(here.tools.table, juries.proposal(CALL, selections.STEP, "scenario/written")) is None
    with pytest.raises(StepNotAllowed):
        save(here, draft())


def test_nobody_confirms_alone_nor_what_nobody_proposed(here: World) -> None:
    with pytest.raises(NotProposed):
        confirming(here, colleague(here))()
    propose(here)
    with pytest.raises(SamePerson):
        confirming(here, here.organiser())()


def test_nobody_confirms_what_has_changed_since(here: World) -> None:
    propose(here)
    save(here, draft(2, b="out"))
    with pytest.raises(ProposalChanged):
        confirming(here, colleague(here))()


def test_nobody_proposes_or_confirms_what_they_have_not_seen(here: World) -> None:
    with pytest.raises(ProposalChanged):
        selections.propose_it(here.change(here.organiser()), ID, "another")
    propose(here)
    with pytest.raises(ProposalChanged):
        selections.confirm_it(here.change(colleague(here)), ID, "another")


def test_nothing_is_selected_by_a_sheet_that_is_to_be_struck(here: World) -> None:
    seen = propose(here)
    comes_to_light(here, "E001", "b")
    with pytest.raises(SheetsToStrike):
        selections.confirm_it(here.change(colleague(here)), ID, seen.digest)
    with pytest.raises(SheetsToStrike):
        propose(here)
    assert jury_of(here).state is JuryState.TALLIED


def test_where_the_call_asks_for_one_person_one_confirms(table_moto: Place) -> None:
    here = counted(world(table_moto, **evaluated(second_person=["draw"])))
    assert confirming(here, here.organiser())().jury.state is JuryState.SELECTED


def test_no_head_learns_of_it(table_moto: Place) -> None:
    here = world(table_moto, **evaluated())
    entry = here.pushed()
    before = here.head(entry)
    counted(here)
    propose(here)
    confirming(here, colleague(here))()
    assert here.head(entry) == before


def test_the_desks_opinion_is_beside_each_row(here: World) -> None:
    opinion = Opinion(CITY, "群众办事少跑两趟", here.clock(), "a-city")
    here.tools.table.write([submissions.put_opinion(ID.submission("a"), opinion)])
    assert selections.read_opinion(here.act(here.observer()), ID, "a") == opinion
    assert selections.read_opinion(here.act(here.organiser()), ID, "b") is None
    with pytest.raises(NotFound):
        selections.read_opinion(here.act(here.organiser()), ID, "zz")


def test_a_unit_none_of_whose_linked_entries_is_selected_is_flagged(table_moto: Place) -> None:
    declared = evaluated()
    form = declared["tracks"][0]["form"]
    fields = [f | {"track": "solution"} if f["type"] == "link" else f for f in form["sections"][0]["fields"]]
    linking = declared["tracks"][0] | {"form": form | {"sections": [form["sections"][0] | {"fields": fields}]}}
    other = declared["tracks"][0] | {"id": "solution", "form": tracks("solution")[0]["form"]}
    here = counted(world(table_moto, **{**declared, "tracks": [linking, other]}))
    for entry, named in (("a", "s1"), ("b", "s2")):
        answers = {"related": [f"{CALL}.solution.{named}"]}
        made = Revision(ID.submission(entry), 1, 1, answers, (), "", here.clock(), CITY)
        here.tools.table.write([Put(revision_item(made))])
    assert read(here).unlinked == []
    chosen = Selection(CALL, "solution", "written", chosen=("s1",), v=1)
    here.tools.table.write([stored.put_selection(chosen)])
    assert read(here).unlinked == ["b"]


def test_shares_are_counted_by_the_desks_that_have_the_places(here: World) -> None:
    assert [(one.group, one.chosen, one.of) for one in read(here).by_place] == [(CITY, 2, 4)]
    assert [(one.group, one.chosen, one.of) for one in read(here).by_category] == [("政府", 1, 2), ("社会", 1, 2)]


MEETING = {"quorum": "2/3", "passes": "2/3"}
PDF = b"%PDF-1.7 a protocol"


@pytest.fixture
def voting(table_moto: Place, bucket_moto: Place) -> World:
    declared = evaluated()
    declared["tracks"][0]["stages"][0]["ballot"] = MEETING
    return counted(world(table_moto, bucket_moto, **declared))


def votes(**agree: int) -> dict[str, Votes]:
    return {entry: Votes(agree.get(entry, 2), 2 - agree.get(entry, 2), 0) for entry in BY}


def arriving(here: World) -> str:
    ticket = ballots.begin_scan(here.act(here.organiser()), ID, "表决票.pdf", len(PDF))
    here.tools.objects.put(f"incoming/{ID.subject}/{ticket.id}", PDF, "application/pdf")
    return ticket.id


def enter(here: World, upload: str | None, **agree: int) -> ballots.BallotView:
    return ballots.enter(here.change(here.organiser()), ID, 2, votes(**agree), upload)


def test_what_did_not_pass_is_selected_by_exception_alone(voting: World) -> None:
    with pytest.raises(Invalid) as refused:
        propose(voting)
    assert refused.value.details["errors"][0]["pointer"] == "/ballot"
    enter(voting, arriving(voting), a=1)
    view = read(voting)
    assert [(one.row.entry, one.why) for one in view.selected.candidates[:2]] == [("a", "not_passed"), ("b", "line")]
    propose(voting)


def test_a_ballot_has_a_scan_that_stays_when_counts_are_mended(voting: World) -> None:
    from chalicelib.domain.errors import UploadNotThere

    with pytest.raises(UploadNotThere):
        enter(voting, None)
    enter(voting, arriving(voting), a=1)
    mended = enter(voting, None, a=0).count
    assert mended
    assert mended.scan
    assert (mended.v, mended.scan.name, mended.votes["a"]) == (2, "表决票.pdf", Votes(0, 2, 0))
    assert ballots.link_scan(voting.act(voting.observer()), ID).startswith("http")


def test_a_stage_without_a_ballot_has_none(here: World) -> None:
    with pytest.raises(NotFound):
        ballots.read(here.act(here.organiser()), ID)


@pytest.mark.engine
def test_of_two_who_confirm_at_once_exactly_one_does(table_local: Place) -> None:
    here = counted(world(table_local, **evaluated()))
    propose(here)
    before, digest = photographed(table_local), read(here).digest

    def begin() -> tuple[Callable[[], Any], Callable[[], Any]]:
        put_back(table_local, before)
        people = (colleague(here), here.organiser(id="a-third", login="third"))
        one, other = (partial(selections.confirm_it, here.change(who), ID, digest) for who in people)
        return one, other

    for outcomes in at_every_step(here, begin):
        assert sorted(is_refusal(one, StepNotAllowed, NotProposed) for one in outcomes) == [False, True]
        assert jury_of(here).state is JuryState.SELECTED
        assert [seal.what for seal in fetch(here.tools.table, juries.seals(CALL))] == ["tally", "selection"]


def test_the_stage_of_the_selection_is_the_last(here: World) -> None:
    assert selections.last_jury(here.act(here.organiser()), CALL, TRACK) == JuryId(CALL, TRACK, "written")
    with pytest.raises(NotFound):
        selections.last_jury(here.act(here.organiser()), CALL, "nothing")


def test_what_was_excluded_is_not_in_the_order_and_cannot_be_put_in(here: World) -> None:
    entry = here.recommended()
    head = replace(here.head(entry), id=ID.submission("a"), outcome=Outcome.EXCLUDED)
    here.tools.table.write([Put(head_item(head))])
    view = read(here)
    assert [(one.row.entry, one.place) for one in view.selected.candidates] == [("b", 1), ("c", 2), ("d", 3)]
    with pytest.raises(Invalid):
        save(here, draft(a="in"))
    assert save(here, draft()).selected.chosen == ("b", "c")
