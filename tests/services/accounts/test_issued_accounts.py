"""Accounts handed out one by one, one-time passwords, and shutting accounts out."""

from dataclasses import replace

import pytest

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import OfficeAct, SignedIn
from chalicelib.domain.errors import Forbidden, Invalid, NotFound, SecretNotRepeated, WrongCredentials
from chalicelib.services.accounts import issued_accounts, own
from chalicelib.services.accounts.issued_accounts import AccountRequest, IssuedAccount
from tests.factories import CALL, CITY, COUNTY, DEPARTMENT, OTHER_COUNTY, PASSWORD, World
from tests.services.accounts.people import VISITOR, account_of, caller_of, known, register, sign_in, told

NEW = "a new secret"


def hand_out(here: World, login: str = "ts-1", desk: str | None = COUNTY, role: str = "recommender") -> IssuedAccount:
    who = here.organiser()
    return issued_accounts.create(here.change(who), CALL, AccountRequest(login, "赵六", role, desk))


def reset(here: World, who: SignedIn, account_id: str) -> str:
    return issued_accounts.issue_one_time_password(here.change(who), account_id).password


def test_a_one_time_password_works_once(here: World) -> None:
    made = hand_out(here)
    who = caller_of(here.tools, sign_in(here.tools, "ts-1", made.password))
    assert (who.caller.role, who.caller.desk, who.must_change_password) == (Role.RECOMMENDER, COUNTY, True)
    with pytest.raises(WrongCredentials):
        sign_in(here.tools, "ts-1", made.password)


def test_it_may_be_typed_in_capitals_and_without_its_dashes(here: World) -> None:
    made = hand_out(here)
    assert len(made.password) == 19
    assert sign_in(here.tools, "TS-1", made.password.upper().replace("-", " "))


def test_it_ends_after_fourteen_days(here: World) -> None:
    made = hand_out(here)
    here.clock.move(days=14)
    with pytest.raises(WrongCredentials):
        sign_in(here.tools, "ts-1", made.password)


def test_whoever_came_in_with_it_sets_a_password_and_then_has_one(here: World) -> None:
    opened = sign_in(here.tools, "ts-1", hand_out(here).password)
    who = caller_of(here.tools, opened)
    opened = own.change_password(here.change(who), "", NEW, NEW, VISITOR)
    assert opened is not None
    assert not caller_of(here.tools, opened).must_change_password
    assert not caller_of(here.tools, sign_in(here.tools, "ts-1", NEW)).must_change_password


def test_a_new_one_ends_the_old_password_and_all_sessions_and_is_recorded(here: World) -> None:
    opened = register(here.tools)
    who = here.recommender(COUNTY)
    password = reset(here, who, opened.account.id)
    assert known(here.tools, opened.cookie) is None
    with pytest.raises(WrongCredentials):
        sign_in(here.tools, "taishan", PASSWORD)
    assert caller_of(here.tools, sign_in(here.tools, "taishan", password)).must_change_password
    act = account_of(here.tools, opened.account.id).reset
    assert act == OfficeAct(here.clock(), who.caller.account, COUNTY)


@pytest.mark.parametrize("desk", [COUNTY, CITY])
def test_a_desk_helps_applicants_of_its_area_and_below(here: World, desk: str) -> None:
    assert reset(here, here.recommender(desk), register(here.tools).account.id)


@pytest.mark.parametrize("desk", [OTHER_COUNTY, DEPARTMENT])
def test_other_desks_do_not_know_of_them(here: World, desk: str) -> None:
    with pytest.raises(NotFound):
        reset(here, here.recommender(desk), register(here.tools).account.id)


def test_no_desk_helps_another_desks_account_but_the_organiser_does(here: World) -> None:
    made = hand_out(here).account
    for desk in (COUNTY, CITY):
        with pytest.raises(NotFound):
            reset(here, here.recommender(desk), made.id)
    assert reset(here, here.organiser(), made.id)


def test_nobody_resets_its_own_or_an_account_of_another_authority(here: World) -> None:
    made = hand_out(here, "chief", None, "organiser").account
    own = SignedIn(made.caller(""), made, False)
    with pytest.raises(NotFound):
        reset(here, own, made.id)
    stranger = here.organiser()
    other = replace(stranger, caller=replace(stranger.caller, authority="elsewhere"))
    with pytest.raises(NotFound):
        reset(here, other, made.id)


def test_a_secret_is_not_told_twice(here: World) -> None:
    who, made = here.organiser(), register(here.tools).account
    repeat = here.request(who)
    issued_accounts.issue_one_time_password(here.act(who, repeat), made.id)
    with pytest.raises(SecretNotRepeated):
        issued_accounts.issue_one_time_password(here.act(who, repeat), made.id)
    again, wanted = here.request(who), AccountRequest("ts-1", "赵六", "recommender", COUNTY)
    issued_accounts.create(here.act(who, again), CALL, wanted)
    with pytest.raises(SecretNotRepeated):
        issued_accounts.create(here.act(who, again), CALL, wanted)


def test_what_is_disabled_is_out_until_it_is_enabled(here: World) -> None:
    opened, who = register(here.tools), here.organiser()
    issued_accounts.set_disabled(here.change(who), opened.account.id, True)
    assert known(here.tools, opened.cookie) is None
    with pytest.raises(WrongCredentials):
        sign_in(here.tools)
    with pytest.raises(Forbidden):
        reset(here, who, opened.account.id)
    after = issued_accounts.set_disabled(here.change(who), opened.account.id, False)
    assert after.shut == OfficeAct(here.clock(), who.caller.account, "organiser")
    assert known(here.tools, opened.cookie) is None
    assert sign_in(here.tools)


def test_disabling_twice_under_one_request_is_one(here: World) -> None:
    made, who = register(here.tools).account, here.organiser()
    repeat = here.request(who)
    first = issued_accounts.set_disabled(here.act(who, repeat), made.id, True)
    assert issued_accounts.set_disabled(here.act(who, repeat), made.id, True) == first


@pytest.mark.parametrize(
    ("wanted", "faults"),
    [
        (
            AccountRequest("", "", "king", None),
            [("/login", "required"), ("/name", "required"), ("/role", "not_an_option")],
        ),
        (AccountRequest("ts-1", "赵六", "recommender", None), [("/desk", "required")]),
        (AccountRequest("ts-1", "赵六", "recommender", "999999"), [("/desk", "not_an_option")]),
        (AccountRequest("ts-1", "赵六", "organiser", COUNTY), [("/desk", "not_empty")]),
        (AccountRequest("ts-1", "赵六", "applicant", COUNTY), [("/role", "not_an_option")]),
    ],
)
def test_a_wrong_hand_out_is_told_all_at_once(
    here: World, wanted: AccountRequest, faults: list[tuple[str, str]]
) -> None:
    who = here.organiser()
    with pytest.raises(Invalid) as refused:
        issued_accounts.create(here.change(who), CALL, wanted)
    assert told(refused.value) == faults


def test_a_login_name_in_use_is_not_handed_out(here: World) -> None:
    register(here.tools, "ts-1")
    with pytest.raises(Invalid) as refused:
        hand_out(here, "TS-1")
    assert told(refused.value) == [("/login", "login_taken")]


def test_accounts_are_listed_by_role_and_desk(here: World) -> None:
    county, city = hand_out(here).account, hand_out(here, "ta-1", CITY).account
    applicant = register(here.tools).account
    who = here.organiser()
    listed = [
        [a.id for a in issued_accounts.read_page(here.act(who), CALL, role, desk, None).accounts]
        for role, desk in [
            ("recommender", None),
            ("recommender", COUNTY),
            ("applicant", COUNTY),
            ("applicant", CITY),
            ("organiser", None),
        ]
    ]
    assert listed == [[city.id, county.id], [county.id], [applicant.id], [], []]
