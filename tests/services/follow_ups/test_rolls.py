"""What follows a frozen roll can stop anywhere, go on, run twice or beside itself, and comes to one outcome."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from chalicelib.domain.history import Event
from chalicelib.domain.message_kinds import Kind
from chalicelib.domain.states import Outcome, State
from chalicelib.services.evaluation import exclusions
from chalicelib.services.follow_ups import rolls
from chalicelib.services.messages import reading as inbox
from chalicelib.services.submissions import reading
from chalicelib.storage import counters, submissions
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, CITY, TRACK, World, evaluated, world
from tests.races.between import at_once, client_of, hooked
from tests.services.evaluation.rolling import JURY, check, follow, freeze, jury, nominated
from tests.services.telling import Stream

REASON = "附件与申报内容不符"
PLACES = {"quotas": {"city": {"places": 20, "over": "refuse", "slack": 0}}}


class Stopped(Exception):
    """The function was stopped."""


@contextmanager
def stopping(here: World, at: int) -> Iterator[None]:
    """The request `at`, counted from 0, is never sent."""
    seen = [0]

    def handler(**_: Any) -> None:
        seen[0] += 1
        if seen[0] > at:
            raise Stopped

    with hooked(client_of(here), "before-call.dynamodb", handler):
        yield


def season(table: Place) -> World:
    made = evaluated()
    return world(table, **{**made, "tracks": [{**made["tracks"][0], **PLACES}]})


def frozen(here: World, admitted: int = 5, refused: int = 6) -> tuple[list[str], list[str]]:
    """The entries of a frozen roll, and those not admitted to it."""
    entries = nominated(here, *(f"项目{n:02}号" for n in range(admitted + refused)))
    check(here, entries[:admitted])
    check(here, entries[admitted:], "not_admit", REASON)
    freeze(here)
    return entries[:admitted], entries[admitted:]


def event(here: World) -> Event:
    return next(e for e in fetch(here.tools.table, submissions.history(JURY.subject)) if e.step == "freeze_roll")


def assert_followed(here: World, admitted: list[str], refused: list[str]) -> None:
    assert jury(here).followed == len(admitted) + len(refused)
    for entries, outcome, step in ((admitted, Outcome.ADMITTED, "admit"), (refused, Outcome.NOT_ADMITTED, "not_admit")):
        for entry in entries:
            head = here.head(entry)
            assert (head.outcome, head.state, head.desk) == (outcome, State.NOMINATED, "organiser")
            history, whole = reading.read_history(here.act(here.organiser()), entry)
            assert [e.event.step for e in history].count(step) == 1
            assert history[-1].event.step == step
            assert whole
    for entry in refused:
        assert reading.show(here.act(here.applicant()), entry).declined == REASON


@pytest.mark.parametrize("at", range(12))
def test_it_goes_on_wherever_it_was_stopped(table_moto: Place, at: int) -> None:
    here = season(table_moto)
    admitted, refused = frozen(here)
    with suppress(Stopped), stopping(here, at):
        rolls.advance(here.tools, JURY, event(here))
    follow(here)
    assert_followed(here, admitted, refused)


def test_it_changes_nothing_the_second_time(table_moto: Place) -> None:
    here = season(table_moto)
    admitted, refused = frozen(here)
    assert follow(here) == {CITY: 5}
    heads, after = [here.head(e) for e in (*admitted, *refused)], jury(here)
    assert follow(here) == {CITY: 5}
    assert ([here.head(e) for e in (*admitted, *refused)], jury(here)) == (heads, after)


@pytest.mark.engine
def test_it_runs_beside_itself(table_local: Place) -> None:
    here = season(table_local)
    admitted, refused = frozen(here)
    made = event(here)
    at_once(*[lambda: rolls.advance(here.tools, JURY, made)] * 3)
    follow(here)
    assert_followed(here, admitted, refused)


def test_an_entry_excluded_meanwhile_keeps_that(table_moto: Place) -> None:
    here = season(table_moto)
    admitted, _ = frozen(here)
    follow(here)
    exclusions.exclude(here.change(here.organiser()), admitted[0], "提供虚假材料")
    follow(here)
    assert here.head(admitted[0]).outcome is Outcome.EXCLUDED


def test_the_stream_brings_it_about_and_tells_owner_and_desk(table_moto: Place) -> None:
    here = season(table_moto)
    owner, desk = here.applicant(), here.recommender(CITY)
    here.cookie(owner)
    here.cookie(desk)
    stream = Stream(here, table_moto)
    admitted, refused = frozen(here, 1, 1)
    stream.flow()
    assert_followed(here, admitted, refused)

    told = {(m.kind, m.submission) for m, _ in inbox.read_page(here.act(owner), False, None).items}
    assert {(Kind.ADMITTED, admitted[0]), (Kind.NOT_ADMITTED, refused[0])} <= told
    (sum_,) = [m for m, _ in inbox.read_page(here.act(desk), False, None).items if m.kind is Kind.ROLL_FROZEN]
    assert (sum_.track, sum_.desk, sum_.n) == (TRACK, CITY, 1)

    for who in ("organiser", CITY):
        figures = fetch(here.tools.table, counters.of_desk(CALL, who, [TRACK]))[TRACK]
        assert (figures["admitted"], figures["not_admitted"]) == (1, 1)
    stream.hand_over(list(stream.handed))
    assert fetch(here.tools.table, counters.of_desk(CALL, CITY, [TRACK]))[TRACK]["admitted"] == 1
