"""What follows a report: its entries go up or get their new rank, and declines are disclosed."""

from dataclasses import replace

import pytest

from chalicelib.domain.ranking import Report
from chalicelib.domain.states import ORGANISER, State
from chalicelib.domain.submission import Head, Hop
from chalicelib.domain.workflow.following import announce, follow
from tests.domain.situation import HERE, PUSHED, changes, event, later
from tests.factories import CALL, CITY, COUNTY, OTHER_COUNTY, TRACK

AT = later(hours=2)
REPORT = Report(CALL, COUNTY, TRACK, 4, AT, "wang", ("zero", "one", "two"), "C0DE", CITY)
TOP = replace(REPORT, desk=CITY, to=ORGANISER)
RECOMMENDED = replace(PUSHED, state=State.RECOMMENDED)
BELOW = (Hop("village", 6, 7), Hop("town", 4, 9))
UP = replace(PUSHED, desk=CITY, came=(*BELOW, Hop(COUNTY, 1, 3)))


@pytest.mark.parametrize(
    ("report", "desk", "to", "state"), [(REPORT, COUNTY, CITY, "pushed"), (TOP, CITY, ORGANISER, "nominated")]
)
def test_what_is_listed_goes_up_at_the_reports_moment_by_who_reported(
    report: Report, desk: str, to: str, state: str
) -> None:
    before = replace(RECOMMENDED, desk=desk)
    change = follow(before, report, 2, HERE)
    assert change is not None
    said = {"from": "recommended", "to": state, "desk": desk, "to_desk": to, "rank": 2, "of": 3, "n": 4}
    assert change.events == (event(before, "report", "wang", said, at=AT),)
    assert changes(before, change.head) == {
        "state": state,
        "desk": to,
        "came": (Hop(desk, 2, 3, 4),),
        "asked_back_at": None,
        "sent_back_at": None,
        "updated_at": AT,
        "v": 8,
        "events": 5,
        "last_hash": change.events[0].hash,
    }
    assert (change.step, change.before, change.ranked, change.beside) == ("report", before, None, ())


def test_what_is_up_already_gets_its_new_rank_and_no_event() -> None:
    change = follow(UP, REPORT, 2, HERE)
    assert change is not None
    assert changes(UP, change.head) == {"came": (*BELOW, Hop(COUNTY, 2, 3, 4)), "v": 8}
    assert (change.step, change.before, change.ranked) == ("report", UP, None)
    assert (change.events, change.beside) == ((), ())


def test_the_new_rank_reaches_what_is_higher_up() -> None:
    nominated = replace(UP, desk=ORGANISER, state=State.NOMINATED, came=(*UP.came, Hop(CITY, 1, 9, 2)))
    change = follow(nominated, REPORT, 2, HERE)
    assert change is not None
    assert changes(nominated, change.head) == {"came": (*BELOW, Hop(COUNTY, 2, 3, 4), Hop(CITY, 1, 9, 2)), "v": 8}


def test_what_was_recommended_before_the_report_goes_up() -> None:
    assert follow(replace(RECOMMENDED, decided_after=3), REPORT, 2, HERE) is not None


@pytest.mark.parametrize(
    "head",
    [
        PUSHED,
        replace(PUSHED, state=State.DECLINED),
        replace(RECOMMENDED, desk=OTHER_COUNTY),
        replace(RECOMMENDED, decided_after=4),
        replace(UP, came=(Hop(COUNTY, 1, 2, 4),)),
        replace(UP, came=()),
        replace(UP, came=(Hop(OTHER_COUNTY, 1, 3),)),
        replace(UP, desk=ORGANISER, came=()),
    ],
    ids=[
        "undecided at the desk",
        "declined there",
        "recommended by another",
        "recommended anew since the report",
        "up with a newer version's rank",
        "at the desk above by itself",
        "up from another desk",
        "with the organiser by itself",
    ],
)
def test_what_a_report_does_not_concern_stays_as_it_is(head: Head) -> None:
    assert follow(head, REPORT, 2, HERE) is None


def test_a_decline_is_disclosed_without_an_event() -> None:
    declined = replace(PUSHED, state=State.DECLINED, decided_after=3)
    change = announce(declined, 4)
    assert change is not None
    assert changes(declined, change.head) == {"announced": True, "v": 8}
    assert (change.step, change.before, change.ranked) == ("report", declined, None)
    assert (change.events, change.beside) == ((), ())


@pytest.mark.parametrize("state", [state for state in State if state is not State.DECLINED])
def test_nothing_but_a_decline_is_disclosed(state: State) -> None:
    assert announce(replace(PUSHED, state=state), 4) is None


def test_a_decline_is_disclosed_once() -> None:
    assert announce(replace(PUSHED, state=State.DECLINED, announced=True), 4) is None


def test_a_decline_after_the_last_report_is_not_disclosed() -> None:
    assert announce(replace(PUSHED, state=State.DECLINED, decided_after=4), 4) is None
