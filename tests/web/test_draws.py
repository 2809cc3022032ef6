"""A jury's draw and assignment, as a browser goes through them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.accounts import SignedIn
from tests.conftest import Place
from tests.factories import CALL, TRACK
from tests.services.evaluation.ruled import ISSUES, NUMBERS_ON, TYPED, Season, ruled
from tests.web.conftest import serve
from tests.web.people import Browser, Reply

JURY = f"/calls/{CALL}/juries/{TRACK}/written"
COMMIT = {"seats": {"": 4}, "numbers_on": NUMBERS_ON, "issues": ISSUES}


@pytest.fixture
def season(table_moto: Place, monkeypatch: pytest.MonkeyPatch) -> Season:
    made = ruled(table_moto)
    serve(made.world, monkeypatch)
    return made


@pytest.fixture
def post(season: Season) -> Callable[..., Reply]:
    def send(who: SignedIn, path: str, body: Any) -> Reply:
        return Browser(season.world.cookie(who)).send("POST", f"{JURY}/{path}", body)

    return send


def test_a_draw_from_its_commitment_to_the_assignment(season: Season, post: Callable[..., Reply]) -> None:
    here, organiser = season.world, season.world.organiser()
    planned = post(organiser, "assignment", {"dry": True}).body
    assert planned["assignment"] is None
    assert (planned["plan"]["plan"]["reviews"], len(planned["plan"]["candidates"])) == (12, 6)
    assert Browser().get(f"{JURY}/draw").status == 404
    committed = post(organiser, "draw/commit", COMMIT)
    assert (committed.status, committed.body["second"]) == (200, True)
    here.clock.move(days=3)
    first = post(here.agency(), "draw/reveal", {"numbers": TYPED}).body
    assert (first["waiting"]["mine"], first["draw"]["revealed"]) == (True, False)
    assert post(organiser, "draw/reveal", {"numbers": {**TYPED, "3d": [1, 2, 3]}}).body["errors"] == [
        {"pointer": "/numbers/3d", "code": "differs", "params": {}}
    ]
    drawn = post(organiser, "draw/reveal", {"numbers": TYPED}).body
    assert (drawn["state"], len(drawn["draw"]["seated"])) == ("drawn", 4)
    signed = post(here.observer(), "draw/witness", {}).body
    assert (signed["draw"]["witnesses"], signed["witnessed"]) == (1, True)
    done = post(organiser, "assignment", {}).body["assignment"]
    assert (done["state"], done["run"], len(done["entries"])) == ("assigned", "done", 6)
    entry = done["entries"][0]
    other = next(label for label in drawn["draw"]["seated"] if label not in {r["label"] for r in entry["readers"]})
    change = {"entry": entry["entry"], "from": entry["readers"][0]["label"], "to": other, "reason": "出差"}
    changed = post(here.agency(), "assignment/change", change).body
    assert (changed["by_hand"], changed["entries"][0]["name"]) == (1, "")
    replaced = post(organiser, "draw/replace", {"label": other, "why": "declined"}).body
    assert replaced["takes"]
    assert other not in replaced["draw"]["draw"]["seated"]


def test_nobody_who_is_not_signed_in_learns_a_name(season: Season, post: Callable[..., Reply]) -> None:
    season.drawn()
    public = Browser().get(f"{JURY}/draw")
    assert public.status == 200
    assert public.body["people"] == {}
    words = ("expert0", "a-expert", "大学", season.draw().secret, season.draw().pool[0].salt)
    assert not [word for word in words if word in public.text]
    assert public.body["draw"]["secret"] == ""
    assert len(post(season.world.organiser(), "draw/replace", {"label": "E999", "why": "declined"}).body["errors"]) == 1
    own = Browser(season.world.cookie(season.world.organiser())).get(f"{JURY}/draw").body
    assert len(own["people"]) == 6


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("draw/commit", {**COMMIT, "seats": {"": 2000}}, "/seats/"),
        ("draw/commit", {**COMMIT, "seats": {"": "4"}}, "/seats/"),
        ("draw/reveal", {"numbers": {"3d": list(range(41))}}, "/numbers/3d"),
        ("draw/replace", {"label": "E001", "why": "bored"}, "/why"),
        ("assignment/change", {"entry": "x", "from": "E001", "to": "E002"}, "/reason"),
    ],
)
def test_what_is_no_request_is_refused_at_its_place(
    season: Season, post: Callable[..., Reply], path: str, body: Any, pointer: str
) -> None:
    reply = post(season.world.organiser(), path, body)
    assert reply.status == 422
    assert [error["pointer"] for error in reply.body["errors"]] == [pointer]


def test_no_line_of_the_log_has_the_secret(season: Season, lines: Callable[[], list[dict[str, Any]]]) -> None:
    season.drawn()
    Browser().get(f"{JURY}/draw")
    assert season.draw().secret not in json.dumps(lines(), ensure_ascii=False)


def test_an_unknown_jury_is_not_found(season: Season) -> None:
    for place in (f"/calls/{CALL}/juries/{TRACK}/meeting", f"/calls/{CALL}/juries/x/written", "/calls/x/juries/y/z"):
        assert Browser().get(f"{place}/draw").status == 404
