"""Signing in: what opens, what it costs to guess, and that nobody can be locked out."""

from dataclasses import replace

import pytest

from chalicelib import telemetry
from chalicelib.domain.errors import Busy, Invalid, ProofRequired, WrongCredentials
from chalicelib.services.accounts import own
from chalicelib.services.sign_in import proof_of_work, sessions, signatures, throttles
from chalicelib.storage import accounts as stored
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put, Update
from tests.factories import PASSWORD, World
from tests.services.accounts.people import (
    VISITOR,
    caller_of,
    known,
    proof,
    register,
    sign_in,
    solution,
    solved,
    told,
)

ELSEWHERE = replace(VISITOR, address="198.51.100.7")


def fail(here: World, times: int, login: str = "taishan") -> None:
    """Wrong guesses from elsewhere."""
    for n in range(times):
        with pytest.raises(WrongCredentials):
            sign_in(here.tools, login, f"wrong guess {n}", ELSEWHERE)


def fail_at(here: World, gate: throttles.Throttle, times: int) -> None:
    """Failures as they are counted, without the work of making them."""
    here.tools.table.write([Update(keys.throttle(gate.name), {"expires": int(gate.ends.timestamp())}, {"n": times})])


def test_a_right_password_opens_a_session_that_knows_the_account(here: World) -> None:
    made = register(here.tools).account
    assert caller_of(here.tools, sign_in(here.tools)).account == made


@pytest.mark.parametrize("cookie", ["", "x", ".", "a-nobody.secret", "a" * 5000, "a.b.c", "å.ß"])
def test_a_cookie_that_nobody_gave_opens_nothing(here: World, cookie: str) -> None:
    assert known(here.tools, cookie) is None


def test_the_secret_of_one_account_opens_no_other(here: World) -> None:
    mine, other = register(here.tools), register(here.tools, "other")
    rest = mine.cookie.partition(".")[2]
    assert known(here.tools, f"{other.account.id}.{rest}") is None


def test_an_unknown_name_costs_a_hash_and_says_the_same(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from argon2 import PasswordHasher

    register(here.tools)
    verify, hashes = PasswordHasher.verify, []
    monkeypatch.setattr(PasswordHasher, "verify", lambda self, h, p: hashes.append(h[:30]) or verify(self, h, p))
    answers = []
    for login in ("taishan", "nobody-at-all"):
        with pytest.raises(WrongCredentials) as refused:
            sign_in(here.tools, login, "wrong guess")
        answers.append((refused.value.code, refused.value.details))
    assert hashes == ["$argon2id$v=19$m=19456,t=2,p=1"] * 2
    assert answers[0] == answers[1]


def test_a_right_password_opens_however_often_others_have_failed(here: World) -> None:
    register(here.tools)
    fail(here, 2)
    fail_at(here, throttles.login_throttle("taishan", None, here.clock()), 5000)
    assert sign_in(here.tools).account.login == "taishan"


def test_failures_make_the_proof_harder_up_to_a_bound_and_are_forgotten(here: World) -> None:
    levels = [throttles.level(failures) for failures in (0, 2, 3, 4, 7, 8, 100000)]
    assert levels == [0, 0, 1, 2, 5, 6, 6]
    fail(here, 3)
    assert sessions.difficulty(here.tools, "taishan", VISITOR) == 1
    here.clock.move(hours=1)
    assert sessions.difficulty(here.tools, "taishan", VISITOR) == 0


def test_unknown_names_get_harder_too(here: World) -> None:
    fail(here, 3, "nobody-at-all")
    assert sessions.difficulty(here.tools, "nobody-at-all", VISITOR) == 1


def test_a_device_that_has_signed_in_before_is_counted_apart(here: World) -> None:
    device = register(here.tools).device
    fail_at(here, throttles.login_throttle("taishan", None, here.clock()), 50)
    assert sessions.difficulty(here.tools, "taishan", VISITOR) == throttles.HARDEST
    assert sessions.difficulty(here.tools, "taishan", replace(VISITOR, device=device)) == 0
    assert sessions.difficulty(here.tools, "other", replace(VISITOR, device=device)) == 0
    known = replace(VISITOR, device=device)
    for n in range(3):
        with pytest.raises(WrongCredentials):
            sign_in(here.tools, "taishan", f"slip {n}", known)
    assert sessions.difficulty(here.tools, "taishan", replace(VISITOR, device=device)) == 1


def test_a_shared_machine_knows_the_last_few_who_signed_in(here: World) -> None:
    cookie = None
    for n in range(5):
        cookie = register_on(here, f"user{n}", cookie)
    fail_at(here, throttles.login_throttle("user4", None, here.clock()), 9)
    fail_at(here, throttles.login_throttle("user0", None, here.clock()), 9)
    assert sessions.difficulty(here.tools, "user4", replace(VISITOR, device=cookie)) == 0
    assert sessions.difficulty(here.tools, "user0", replace(VISITOR, device=cookie)) == throttles.HARDEST


@pytest.mark.parametrize("cookie", ["x", "å-ß", "a_b_c", "a" * 16 + "-" + "0" * 64, "\r\nSet-Cookie: x"])
def test_a_device_mark_that_nobody_gave_counts_for_nothing_and_is_not_handed_on(here: World, cookie: str) -> None:
    register(here.tools)
    fail_at(here, throttles.login_throttle("taishan", None, here.clock()), 3)
    assert sessions.difficulty(here.tools, "taishan", replace(VISITOR, device=cookie)) == 1
    device = sign_in(here.tools, visitor=replace(VISITOR, device=cookie)).device
    assert sessions.difficulty(here.tools, "taishan", replace(VISITOR, device=device)) == 0
    assert "\r" not in device


def register_on(here: World, login: str, device: str | None) -> str:
    register(here.tools, login)
    return sign_in(here.tools, login, visitor=replace(VISITOR, device=device)).device


def test_failures_over_days_make_the_proof_harder_until_the_owner_signs_in(here: World) -> None:
    register(here.tools)
    fail_at(here, throttles.since_sign_in("taishan", here.clock()), 25)
    here.clock.move(days=3)
    assert sessions.difficulty(here.tools, "taishan", ELSEWHERE) == 2
    fail_at(here, throttles.since_sign_in("taishan", here.clock()), 1000)
    here.clock.move(days=29)
    assert sessions.difficulty(here.tools, "taishan", ELSEWHERE) == throttles.HARDEST
    assert sign_in(here.tools)
    assert sessions.difficulty(here.tools, "taishan", ELSEWHERE) == 0


def test_failures_are_forgotten_a_month_after_the_latest(here: World) -> None:
    fail_at(here, throttles.since_sign_in("taishan", here.clock()), 1000)
    here.clock.move(days=20)
    fail_at(here, throttles.since_sign_in("taishan", here.clock()), 1)
    here.clock.move(days=29)
    assert sessions.difficulty(here.tools, "taishan", ELSEWHERE) == throttles.HARDEST
    here.clock.move(days=1)
    assert sessions.difficulty(here.tools, "taishan", ELSEWHERE) == 0


def test_whoever_signs_in_is_told_how_many_tries_had_failed(here: World) -> None:
    assert register(here.tools).failed == 0
    fail(here, 2)
    here.clock.move(days=2)
    fail(here, 1)
    opened = sign_in(here.tools)
    assert opened.failed == 3
    assert [s.failed for s in sessions.all_of(here.act(caller_of(here.tools, opened)))] == [3]
    assert sign_in(here.tools).failed == 0


def test_guessing_at_an_account_is_told_by_its_mark(here: World) -> None:
    account = register(here.tools).account
    fail_at(here, throttles.since_sign_in("taishan", here.clock()), throttles.GUESSING_FROM - 2)
    told = []
    for _ in range(2):
        with telemetry.span("request") as line:
            fail(here, 1)
        told.append((line.facts.get("account"), line.facts.get("failures"), line.figures.get("Guessing")))
    mark = signatures.mark(here.tools, "account", account.id)
    assert told == [(mark, None, None), (mark, throttles.GUESSING_FROM, 1)]


@pytest.mark.parametrize(("failures", "level"), [(0, 0), (49, 0), (50, 1), (299, 5), (300, 6), (100000, 6)])
def test_an_address_makes_the_proof_harder_and_shuts_nobody_out(here: World, failures: int, level: int) -> None:
    device = register(here.tools).device
    fail_at(here, throttles.address_throttle(VISITOR.address, here.clock()), failures)
    assert sessions.difficulty(here.tools, "taishan", VISITOR) == level
    assert sessions.difficulty(here.tools, "taishan", replace(VISITOR, device=device)) == 0
    assert sessions.difficulty(here.tools, "taishan", ELSEWHERE) == 0
    assert sign_in(here.tools).account.login == "taishan"


def test_an_easy_proof_is_worth_nothing_once_its_address_has_failed_often(here: World) -> None:
    register(here.tools)
    easy = proof(here.tools, "taishan")
    fail_at(here, throttles.address_throttle(VISITOR.address, here.clock()), throttles.FREE_OF_ADDRESS)
    with pytest.raises(ProofRequired):
        sessions.sign_in(here.tools, "taishan", PASSWORD, easy, VISITOR)


def test_the_number_to_find_lies_anywhere_below_its_bound(here: World) -> None:
    found = [solution(proof_of_work.challenge(here.tools, "taishan", "sign-in", 0)) for _ in range(60)]
    assert max(found) < proof_of_work.COUNTERS
    assert min(found) < proof_of_work.COUNTERS // 4


def test_a_proof_is_spent_once_even_on_a_wrong_password(here: World) -> None:
    register(here.tools)
    payload = proof(here.tools, "taishan")
    with pytest.raises(WrongCredentials):
        sessions.sign_in(here.tools, "taishan", "wrong guess", payload, VISITOR)
    with pytest.raises(ProofRequired):
        sessions.sign_in(here.tools, "taishan", PASSWORD, payload, VISITOR)


def test_a_proof_ends_after_five_minutes(here: World) -> None:
    register(here.tools)
    payload = proof(here.tools, "taishan")
    here.clock.move(minutes=5)
    with pytest.raises(ProofRequired):
        sessions.sign_in(here.tools, "taishan", PASSWORD, payload, VISITOR)


def test_a_proof_for_another_name_opens_nothing(here: World) -> None:
    register(here.tools)
    with pytest.raises(ProofRequired):
        sessions.sign_in(here.tools, "taishan", PASSWORD, proof(here.tools, "other"), VISITOR)


def test_a_stock_of_easy_proofs_is_worth_nothing_after_failures(here: World) -> None:
    register(here.tools)
    stock = [proof(here.tools, "taishan") for _ in range(4)]
    for payload in stock[:3]:
        with pytest.raises(WrongCredentials):
            sessions.sign_in(here.tools, "taishan", "wrong guess", payload, ELSEWHERE)
    with pytest.raises(ProofRequired):
        sessions.sign_in(here.tools, "taishan", PASSWORD, stock[3], ELSEWHERE)


@pytest.mark.parametrize("payload", ["", "x", "e30=", "bnVsbA==", "W10=", "汉字"])
def test_what_is_no_proof_is_refused(here: World, payload: str) -> None:
    with pytest.raises(ProofRequired):
        sessions.sign_in(here.tools, "taishan", PASSWORD, payload, VISITOR)


def test_a_proof_whose_terms_were_changed_is_refused(here: World) -> None:
    register(here.tools)
    challenge = proof_of_work.challenge(here.tools, "taishan", "sign-in", 0)
    challenge["parameters"]["data"]["level"] = 5
    with pytest.raises(ProofRequired):
        sessions.sign_in(here.tools, "taishan", PASSWORD, solved(challenge), VISITOR)


def test_a_session_left_alone_for_half_a_day_ends(here: World) -> None:
    opened = register(here.tools)
    for _ in range(3):
        here.clock.move(hours=11)
        assert known(here.tools, opened.cookie) is not None
    here.clock.move(hours=12)
    assert known(here.tools, opened.cookie) is None


def test_a_session_ends_after_seven_days_in_any_case(here: World) -> None:
    opened = register(here.tools)
    for _ in range(27):
        here.clock.move(hours=6)
        assert known(here.tools, opened.cookie) is not None
    here.clock.move(hours=6)
    assert known(here.tools, opened.cookie) is None


def test_being_seen_is_written_at_most_every_ten_minutes(here: World) -> None:
    opened = register(here.tools)
    begun = here.clock.now

    def seen() -> float:
        return (sessions.all_of(here.act(caller_of(here.tools, opened)))[0].seen - begun).total_seconds()

    here.clock.move(minutes=9)
    assert seen() == 0
    here.clock.move(minutes=1)
    assert seen() == 600


def test_a_disabled_account_is_out_at_once_and_cannot_come_in(here: World) -> None:
    opened = register(here.tools)
    here.tools.table.write([Put(stored.account_item(opened.account.changed(disabled=True)))])
    assert known(here.tools, opened.cookie) is None
    with pytest.raises(WrongCredentials):
        sign_in(here.tools)


def test_signing_out_ends_this_session_only(here: World) -> None:
    first, second = register(here.tools), sign_in(here.tools)
    sessions.sign_out(here.act(caller_of(here.tools, first)))
    assert known(here.tools, first.cookie) is None
    assert known(here.tools, second.cookie) is not None


def test_ones_sessions_are_listed_last_seen_first_and_can_be_ended_one_by_one(here: World) -> None:
    first = register(here.tools)
    here.clock.move(hours=1)
    second = sign_in(here.tools, visitor=replace(VISITOR, user_agent="Firefox"))
    who = caller_of(here.tools, second)
    listed = sessions.all_of(here.act(who))
    assert [s.device for s in listed] == ["Firefox", "Chromium"]
    sessions.revoke(here.act(who), listed[1].id)
    assert known(here.tools, first.cookie) is None
    assert [s.device for s in sessions.all_of(here.act(who))] == ["Firefox"]


def test_a_new_password_ends_all_sessions_and_goes_on_in_a_new_one(here: World) -> None:
    other, mine = register(here.tools), sign_in(here.tools)
    who = caller_of(here.tools, mine)
    opened = own.change_password(here.change(who), PASSWORD, "a new secret", "a new secret", VISITOR)
    assert opened is not None
    assert [known(here.tools, one.cookie) for one in (other, mine)] == [None, None]
    now = caller_of(here.tools, opened)
    assert [s.id for s in sessions.all_of(here.act(now))] == [now.caller.session]
    with pytest.raises(WrongCredentials):
        sign_in(here.tools)
    assert sign_in(here.tools, password="a new secret")


def test_the_same_change_of_password_twice_is_one(here: World) -> None:
    who = caller_of(here.tools, register(here.tools))
    repeat, typed = here.request(who), (PASSWORD, "a new secret", "a new secret", VISITOR)
    opened = own.change_password(here.act(who, repeat), *typed)
    assert opened is not None
    assert own.change_password(here.act(caller_of(here.tools, opened), repeat), *typed) is None
    assert caller_of(here.tools, opened).account.generation == 1


def test_a_session_that_was_ended_meanwhile_changes_no_password(here: World) -> None:
    opened = register(here.tools)
    who = caller_of(here.tools, opened)
    sessions.sign_out(here.act(who))
    with pytest.raises(Busy):
        own.change_password(here.change(who), PASSWORD, "a new secret", "a new secret", VISITOR)
    assert sign_in(here.tools)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("wrong guess", "a new secret", ("/old", "wrong_password")),
        (PASSWORD, PASSWORD, ("/new", "password_same")),
        (PASSWORD, f"{PASSWORD}2", ("/new", "password_like_former")),
        (PASSWORD, "password123", ("/new", "password_common")),
        (PASSWORD, "short", ("/new", "too_short")),
    ],
)
def test_a_wrong_change_of_password_is_told_where(here: World, old: str, new: str, fault: tuple[str, str]) -> None:
    who = caller_of(here.tools, register(here.tools))
    with pytest.raises(Invalid) as refused:
        own.change_password(here.change(who), old, new, new, VISITOR)
    assert told(refused.value) == [fault]


def test_no_hash_stands_where_accounts_are_listed_and_no_secret_in_what_is_printed(here: World) -> None:
    opened = register(here.tools)
    account = here.tools.table.read([keys.account(opened.account.id)])
    assert "argon2" not in str(account)
    login = fetch(here.tools.table, stored.login("taishan"))
    assert login is not None
    assert login.password.startswith("$argon2id$")
    assert "argon2" not in repr(login)
    assert "13800138000" not in repr(opened.account)
    assert "a secret of the tests" not in repr(here.tools)
