"""Results: announced by two when notices are over, followed by entries, held back by objections, public as files."""

import csv
import io
import json
from datetime import timedelta

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import Invalid, NotYet, ObjectionsWaiting, ProposalChanged, SamePerson, StepNotAllowed
from chalicelib.domain.evaluation.seals import is_whole
from chalicelib.domain.states import Outcome
from chalicelib.jobs import season
from chalicelib.services.follow_ups import results as follow_up
from chalicelib.services.publication import results, rulings
from chalicelib.services.publication.results import ResultsView
from chalicelib.storage import juries
from chalicelib.storage import notices as stored_notices
from chalicelib.storage import results as stored
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, World
from tests.services.publication.season import NOTICE, files, follow, give, outcomes, second, selected
from tests.services.publication.test_objections import OBJECTIONS, answered, file, noticed, rule

RESULTS = {"numbers": "SD-{track}-{n:03}", "codes": {"scenario": "S"}, "people": {}}
DOCUMENT = "鲁数发〔2021〕9 号"


@pytest.fixture
def here(table_moto: Place, bucket_moto: Place) -> World:
    made = selected(table_moto, bucket_moto, {**NOTICE, "objections": OBJECTIONS}, results=RESULTS)
    give(made)
    follow(made)
    return made


def over(here: World) -> World:
    """The notice's days have passed, and the clock has said so."""
    notice = fetch(here.tools.table, stored_notices.notice(CALL, 1))
    assert notice
    here.clock.now = notice.closes_at + timedelta(seconds=1)
    season.tick(here.wiring, here.clock.now)
    return here


def announce(here: World, document: str = DOCUMENT) -> ResultsView:
    view = results.propose(here.change(here.organiser()), CALL, document)
    return results.confirm(here.change(second(here)), CALL, view.digest)


def follow_results(here: World) -> None:
    """What the stream does: each write brings about the next step."""
    while True:
        before = fetch(here.tools.table, stored.all_results(CALL))
        for one in before:
            follow_up.advance(here.tools, one)
        if fetch(here.tools.table, stored.all_results(CALL)) == before:
            return


def told(here: World) -> list[str]:
    return sorted(str(one) for one in outcomes(here).values())


def test_nothing_is_announced_while_the_notice_is_open(here: World) -> None:
    with pytest.raises(NotYet):
        results.propose(here.change(here.organiser()), CALL, DOCUMENT)


def test_one_proposes_another_confirms_and_everybody_learns(here: World, bucket_moto: Place) -> None:
    view = results.propose(here.change(over(here).organiser()), CALL, DOCUMENT)
    assert (len(view.rows), len(view.passed)) == (2, 2)
    assert told(here) == ["admitted", "admitted", "noticed", "noticed"]
    with pytest.raises(SamePerson):
        results.confirm(here.change(here.organiser()), CALL, view.digest)
    results.confirm(here.change(second(here)), CALL, view.digest)
    assert told(here) == ["admitted", "admitted", "noticed", "noticed"]
    assert "results" not in json.dumps(sorted(files(here, bucket_moto)))
    follow_results(here)
    assert told(here) == ["awarded", "awarded", "not_selected", "not_selected"]
    assert {here.head(noticed(here, row)).award for row in (1, 2)} == {"SD-S-001", "SD-S-002"}
    seals = fetch(here.tools.table, juries.seals(CALL))
    assert (seals[-1].what, is_whole(seals)) == ("results", True)


def test_numbers_stand_by_place_and_name_whatever_the_rank(here: World) -> None:
    view = announce(over(here))
    rows = fetch(here.tools.table, stored.rows(view.results[0]))
    assert [row.number for row in rows] == ["SD-S-001", "SD-S-002"]
    assert [(row.place, row.name) for row in rows] == sorted((row.place, row.name) for row in rows)


def test_an_objection_that_nobody_decided_on_stops_results(here: World, bucket_moto: Place) -> None:
    _, id = file(here, bucket_moto)
    over(here)
    with pytest.raises(ObjectionsWaiting) as refused:
        results.propose(here.change(here.organiser()), CALL, DOCUMENT)
    assert refused.value.details == {"count": 1}
    rulings.refuse(here.change(here.organiser()), CALL, id, "merit", "")
    announce(here)


def test_an_open_objection_holds_its_entry_back_and_no_other(here: World, bucket_moto: Place) -> None:
    id = answered(here, bucket_moto)
    view = announce(over(here))
    follow_results(here)
    assert view.results[0].count == 1
    assert told(here) == ["awarded", "not_selected", "not_selected", "noticed"]
    rule(here, id, "none", "与台账相符。")
    view = announce(here)
    follow_results(here)
    assert [one.count for one in view.results] == [1, 1]
    assert told(here) == ["awarded", "awarded", "not_selected", "not_selected"]
    assert {here.head(noticed(here, row)).award for row in (1, 2)} == {"SD-S-001", "SD-S-002"}


def test_what_was_excluded_is_never_awarded(here: World, bucket_moto: Place) -> None:
    rule(here, answered(here, bucket_moto), "exclude")
    announce(over(here))
    follow_results(here)
    assert told(here) == ["awarded", "excluded", "not_selected", "not_selected"]


def test_a_name_that_was_put_right_stands_right_in_the_results(here: World, bucket_moto: Place) -> None:
    rule(here, answered(here, bucket_moto, ground="spelling", corrections={"name": "更正之名"}), "correct")
    announce(over(here))
    (one,) = fetch(here.tools.table, stored.all_results(CALL))
    assert "更正之名" in [row.name for row in fetch(here.tools.table, stored.rows(one))]


def test_a_ruling_meanwhile_changes_what_is_confirmed(here: World, bucket_moto: Place) -> None:
    id = answered(here, bucket_moto)
    view = results.propose(here.change(over(here).organiser()), CALL, DOCUMENT)
    rule(here, id, "none", "与台账相符。")
    with pytest.raises(ProposalChanged):
        results.confirm(here.change(second(here)), CALL, view.digest)


def test_following_may_stop_anywhere_and_run_twice(here: World, bucket_moto: Place) -> None:
    announce(over(here))
    (one,) = fetch(here.tools.table, stored.all_results(CALL))
    follow_up.advance(here.tools, one)
    follow_up.advance(here.tools, one)
    follow_results(here)
    follow_results(here)
    assert told(here) == ["awarded", "awarded", "not_selected", "not_selected"]
    assert all(here.head(noticed(here, row)).events == here.head(noticed(here, 1)).events for row in (1, 2))


def test_a_document_is_named_and_nothing_is_announced_twice(here: World) -> None:
    over(here)
    with pytest.raises(Invalid):
        results.propose(here.change(here.organiser()), CALL, " ")
    announce(here)
    follow_results(here)
    with pytest.raises(StepNotAllowed):
        results.propose(here.change(here.organiser()), CALL, DOCUMENT)


def test_pages_and_data_have_what_was_awarded_and_nobody_else(here: World, bucket_moto: Place) -> None:
    announce(over(here))
    follow_results(here)
    written = files(here, bucket_moto)
    (index,) = json.loads(written[f"open/{CALL}/index.json"])["results"]
    rows = json.loads(written[index["rows"].removeprefix("/")])["rows"]
    page, table = written[f"open/{CALL}/results.html"], written[f"open/{CALL}/results.csv"]
    assert table.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"))))
    assert [line[0] for line in lines[1:]] == [row["number"] for row in rows] == ["SD-S-001", "SD-S-002"]
    assert all(row["name"] in page and row["number"] in page for row in rows)
    passed = [name for name, outcome in outcomes(here).items() if outcome is Outcome.NOT_SELECTED]
    assert passed
    assert not any(name in text for name in passed for text in written.values())


def test_a_call_without_notices_goes_straight_to_results(table_moto: Place, bucket_moto: Place) -> None:
    plain = selected(table_moto, bucket_moto, None, results=RESULTS)
    announce(plain)
    follow_results(plain)
    assert told(plain) == ["awarded", "awarded", "not_selected", "not_selected"]


def test_another_authority_knows_of_none(here: World) -> None:
    away: SignedIn = here.organiser(id="a-away", login="away", authority="elsewhere")
    with pytest.raises(Exception, match="not_found"):
        results.read(here.act(away), CALL)
