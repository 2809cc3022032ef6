"""A local season that is over: notice, objections, results, each in its time and once."""

from datetime import timedelta

from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.seals import is_whole
from chalicelib.domain.publication.objections import ObjectionState
from chalicelib.domain.states import Outcome
from chalicelib.storage import juries, notices, objections, results
from chalicelib.storage.engine.reads import fetch
from ops.seed import evaluation, publication
from tests.conftest import Place
from tests.factories import CALL, MARKS_CLOSE, TRACK, World, evaluated, world
from tests.ops.seed.test_evaluation import ID, SmallSeason, context
from tests.services.publication.season import NOTICE
from tests.services.publication.test_objections import OBJECTIONS
from tests.services.publication.test_results import RESULTS


def over(table: Place, bucket: Place) -> World:
    """A season of two selected entries, one of which is excluded by a ruling; played twice."""
    notice = {**NOTICE, "objections": OBJECTIONS}
    here = world(table, bucket, **evaluated(), public_notice=notice, results=RESULTS)
    season = SmallSeason("awarded")
    upheld, refused = season.objections[0], season.objections[2]
    rows = [{**upheld, "row": "0"}, {**refused, "row": "1", "ground": "untrue"}]
    season.evaluation = {**season.evaluation, "objections": rows}
    known = context(here, season)
    call = here.tools.calls.latest(CALL)
    for _ in range(2):
        evaluation.play(known, season, call, MARKS_CLOSE)
        publication.play(known, season, call)
    return here


def test_it_is_played_to_its_results_in_time_and_once(table_moto: Place, bucket_moto: Place) -> None:
    here = over(table_moto, bucket_moto)
    assert fetch(here.tools.table, juries.jury(ID)).state is JuryState.SELECTED
    [notice] = fetch(here.tools.table, notices.notices(CALL))
    assert (notice.closed, notice.count) == (True, 2)
    filed = fetch(here.tools.table, objections.objections(CALL))
    assert [one.state for one in filed] == [ObjectionState.UPHELD, ObjectionState.REFUSED]
    [announced] = fetch(here.tools.table, results.all_results(CALL))
    assert (announced.count, announced.published_at is not None) == (1, True)
    seals = fetch(here.tools.table, juries.seals(CALL))
    assert is_whole(seals)
    assert sorted(one.at for one in seals) == [one.at for one in seals]
    ids = [ID.submission(row.entry) for row in fetch(here.tools.table, notices.rows(notice))]
    assert {here.head(id).outcome for id in ids} == {Outcome.AWARDED, Outcome.EXCLUDED}


def test_a_later_stage_is_played_too(table_moto: Place, bucket_moto: Place) -> None:
    rules = evaluated()
    [track] = rules["tracks"]
    [written] = track["stages"]
    closes = (MARKS_CLOSE + timedelta(days=2)).isoformat()
    ballot = {"quorum": "2/3", "passes": "2/3"}
    meeting = {**written, "id": "meeting", "design": "panel", "experts": 5, "closes": closes, "carries": 40}
    later = {**track, "stages": [{**written, "keeps": 2}, {**meeting, "ballot": ballot, "spread": None, "keeps": None}]}
    notice = {**NOTICE, "objections": OBJECTIONS}
    here = world(table_moto, bucket_moto, **{**rules, "tracks": [later]}, public_notice=notice, results=RESULTS)
    season = SmallSeason("awarded")
    season.evaluation = {**season.evaluation, "seats_later": {TRACK: {"": 5}}, "objections": []}
    known = context(here, season)
    call = here.tools.calls.latest(CALL)
    evaluation.play(known, season, call, MARKS_CLOSE)
    publication.play(known, season, call)
    jury = fetch(here.tools.table, juries.jury(ID._replace(stage="meeting")))
    assert (jury.state, jury.roll) == (JuryState.SELECTED, 2)
    [announced] = fetch(here.tools.table, results.all_results(CALL))
    assert announced.count == 2
    seals = fetch(here.tools.table, juries.seals(CALL))
    assert sorted(one.at for one in seals) == [one.at for one in seals]
