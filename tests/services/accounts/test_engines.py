"""What accounts rely on an engine for, on each of the three; and how often it is asked."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.domain.errors import Invalid, ProofRequired, WrongCredentials
from chalicelib.services.accounts import imports, issued_accounts, own
from chalicelib.services.accounts import registration as registered
from chalicelib.services.sign_in import sessions
from tests.conftest import Place
from tests.factories import CALL, COUNTY, PASSWORD, World, world
from tests.services.accounts.people import VISITOR, caller_of, known, proof, register, registration, sign_in


@pytest.fixture
def anywhere(any_table: Place) -> World:
    return world(any_table)


@contextmanager
def counted(here: World) -> Iterator[list[str]]:
    """The calls that reach the engine."""
    calls: list[str] = []
    events: Any = here.tools.table._client.meta.events
    events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name), unique_id="counted")
    yield calls
    events.unregister("before-call.dynamodb", unique_id="counted")


def test_the_whole_way_of_an_applicant(anywhere: World) -> None:
    register(anywhere.tools)
    with pytest.raises(Invalid):
        register(anywhere.tools)
    opened = sign_in(anywhere.tools)
    who = caller_of(anywhere.tools, opened)
    own.change_own(anywhere.change(who), {"name": "李四"}, PASSWORD)
    who = caller_of(anywhere.tools, opened)
    opened = own.change_password(anywhere.change(who), PASSWORD, "new secret", "new secret", VISITOR)
    assert opened is not None
    who = caller_of(anywhere.tools, opened)
    assert (who.account.name, who.account.v, len(sessions.all_of(anywhere.act(who)))) == ("李四", 3, 1)
    with pytest.raises(WrongCredentials):
        sign_in(anywhere.tools)
    sessions.sign_out(anywhere.act(who))
    assert known(anywhere.tools, opened.cookie) is None


def test_the_whole_way_of_an_import(anywhere: World) -> None:
    who = anywhere.organiser()
    text = "login,name,desk\n" + "".join(f"desk-{n},赵六,{COUNTY}\n" for n in range(11))
    made = imports.issue(anywhere.change(who), CALL, text)
    listed = issued_accounts.read_page(anywhere.act(who), CALL, "recommender", COUNTY, None)
    assert {a.id for a in listed.accounts} == {m.account.id for m in made}
    assert sign_in(anywhere.tools, "desk-10", made[10].password)


def test_a_proof_is_spent_on_each_engine(anywhere: World) -> None:
    payload = proof(anywhere.tools, "taishan", "register")
    registered.register(anywhere.tools, registration(), payload, VISITOR)
    with pytest.raises(ProofRequired):
        registered.register(anywhere.tools, registration(name="李四"), payload, VISITOR)


def test_reading_ones_account_is_one_read_and_signing_in_three_steps(here: World) -> None:
    opened = register(here.tools)
    payload = proof(here.tools, "taishan")
    with counted(here) as reads:
        assert known(here.tools, opened.cookie)
    with counted(here) as steps:
        sessions.sign_in(here.tools, "taishan", PASSWORD, payload, VISITOR)
    assert reads == ["BatchGetItem"]
    assert (steps[0], sorted(steps[1:3]), steps[3:]) == (
        "BatchGetItem",
        ["BatchGetItem", "PutItem"],
        ["PutItem"],
    )


def test_what_is_slow_to_load_is_loaded_where_it_is_used() -> None:
    loaded = "import sys, chalicelib.web.accounts, chalicelib.web.issued_accounts; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert not {"altcha", "argon2", "zxcvbn"} & set(told.stdout.split())


def test_registering_is_two_steps(here: World) -> None:
    payload = proof(here.tools, "taishan", "register")
    here.tools.calls.latest(CALL)  # kept by a function that is warm
    with counted(here) as steps:
        registered.register(here.tools, registration(), payload, VISITOR)
    assert (steps[0], sorted(steps[1:])) == ("BatchGetItem", ["TransactWriteItems", "UpdateItem"])


def test_an_unknown_name_asks_the_engine_the_same_as_a_wrong_password(here: World) -> None:
    register(here.tools)
    asked = []
    for login in ("taishan", "nobody-at-all"):
        payload = proof(here.tools, login)
        with counted(here) as calls, pytest.raises(WrongCredentials):
            sessions.sign_in(here.tools, login, "wrong guess", payload, VISITOR)
        asked.append(sorted(calls))
    assert asked[0] == asked[1]
