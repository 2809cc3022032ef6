"""What may be typed into an account, and who looks after it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.accounts import (
    Account,
    AccountNote,
    AccountStep,
    Login,
    OfficeAct,
    area_of,
    dossier_answers,
    follows_convention,
    is_reserved,
    login_name,
    login_problem,
    lookalike,
    may_manage,
    phone_number,
    phone_problems,
    text_number,
    text_problems,
)
from chalicelib.domain.call import Call
from chalicelib.domain.history import broken
from tests.factories import CITY, COUNTY, DEPARTMENT, OTHER_COUNTY, call

AT = datetime(2021, 10, 25, tzinfo=UTC)
APPLICANT = Account("a", "zhang", "张三", Role.APPLICANT, "shandong", "test-2021", AT, area=COUNTY)
RECOMMENDER = replace(APPLICANT, id="r", role=Role.RECOMMENDER, desk=COUNTY, area=None)


def test_an_account_is_the_caller_of_its_requests() -> None:
    assert RECOMMENDER.caller("s") == Caller("r", Role.RECOMMENDER, "shandong", COUNTY, "s")
    since_reset = replace(RECOMMENDER, reset=OfficeAct(AT, "o", "organiser"))
    assert since_reset.caller("s") == Caller("r", Role.RECOMMENDER, "shandong", COUNTY, "s", "o")


def test_a_change_is_one_version_on() -> None:
    assert APPLICANT.changed(name="李四") == replace(APPLICANT, name="李四", v=2)
    login = Login("zhang", "a")
    assert login.changed(password="hash") == replace(login, password="hash", v=2)


def test_each_recorded_change_is_one_version_and_one_event_on() -> None:
    account, events = APPLICANT, []
    for n in range(3):
        account, event = account.recorded(AccountStep.RESET_PASSWORD, COUNTY_DESK, AT, disabled=n == 2)
        events.append(event)
    assert broken(events, (account.events, account.last_hash)) is None
    assert (account.v, account.events, account.disabled) == (4, 3, True)
    assert (events[0].subject, events[0].actor, events[0].facts) == ("account/a", "c", {"office": COUNTY})


def test_a_recorded_change_says_which_office_did_it_and_what_came_from_a_reset() -> None:
    since_reset = replace(APPLICANT, reset=OfficeAct(AT, "c", COUNTY))
    own = since_reset.recorded(AccountStep.CHANGE_FACTS, since_reset.caller("s"), AT, {"changed": ["name"]})[1]
    assert own.facts == {"reset_by": "c", "changed": ["name"]}
    assert APPLICANT.recorded(AccountStep.DISABLE, ORGANISER, AT)[1].facts == {"office": "organiser"}
    assert APPLICANT.recorded(AccountStep.REGISTER, APPLICANT.caller(""), AT)[1].facts == {}


@pytest.mark.parametrize(
    ("changes", "is_unused"),
    [
        ({"must_change": True}, True),
        ({}, False),
        ({"must_change": True, "agreed_at": AT}, False),
        ({"must_change": True, "reset": OfficeAct(AT, "o", "organiser")}, False),
        ({"must_change": True, "notes": (AccountNote("handed_out", AT, "o"),)}, True),
        ({"must_change": True, "notes": (AccountNote("password", AT, "r"),)}, False),
    ],
)
def test_an_account_is_unused_until_its_owner_has_set_a_password(changes: dict[str, Any], is_unused: bool) -> None:
    assert replace(RECOMMENDER, **changes).is_unused is is_unused


@pytest.mark.parametrize(
    ("typed", "name"),
    [(" ZhangSan ", "zhangsan"), ("ＺＨＡＮＧ", "zhang"), ("Straße", "strasse"), ("张三", "张三")],
)
def test_a_login_name_is_compared_folded_and_without_outer_blanks(typed: str, name: str) -> None:
    assert login_name(typed) == name


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("ab", "too_short"),
        ("abc", None),
        ("a" * 32, None),
        ("a" * 33, "too_long"),
        ("张三丰", None),
        ("a.b_c@d-e", None),
        ("7ab", None),
        (".ab", "bad_login"),
        ("a b", "bad_login"),
        ("abC", "bad_login"),
    ],
)
def test_a_login_name_has_3_to_32_signs_of_its_alphabet(name: str, problem: str | None) -> None:
    assert login_problem(name) == problem


def test_a_line_that_is_missing_or_too_long_is_said_at_its_place() -> None:
    texts = {"/a": ("", 3), "/b": ("xyz", 3), "/c": ("xyzzy", 3), "/d": ("x\ufffd", 3)}
    assert text_problems(texts) == [
        {"pointer": "/a", "code": "required", "params": {}},
        {"pointer": "/c", "code": "too_long", "params": {"max": 3, "over": 2}},
        {"pointer": "/d", "code": "lost_characters", "params": {}},
    ]


def test_a_phone_is_kept_as_forms_keep_it() -> None:
    assert phone_number(" +86 138 0013 8000 ", "mobile") == "13800138000"
    assert phone_number("（0531）8888 8888", "any") == "0531-88888888"


def test_a_call_asks_for_a_mobile_or_for_any_phone() -> None:
    assert phone_problems("", "any") == [{"pointer": "/phone", "code": "required", "params": {}}]
    assert phone_problems("0531-88888888", "any") == []
    assert phone_problems("13800138000", "mobile") == []
    assert phone_problems("0531-88888888", "mobile") == [{"pointer": "/phone", "code": "bad_mobile", "params": {}}]
    assert phone_problems("1", "any") == [{"pointer": "/phone", "code": "bad_phone", "params": {}}]


@pytest.mark.parametrize(
    ("nickname", "follows"),
    [
        ("泰山区大数据局张三", True),
        ("泰山区岱庙街道", True),
        ("市大数据中心", True),
        ("大数据局", False),
        ("张三", False),
        ("泰山区", False),
    ],
)
def test_a_nickname_begins_with_area_and_body(nickname: str, follows: bool) -> None:
    assert follows_convention(nickname) is follows


def test_a_dossier_keeps_its_facts_in_one_line_and_says_what_it_cannot_keep() -> None:
    typed = {"unit_name": " 某\n单位 ", "uscc": " ", "region": "x" * 201, "shoe_size": "42"}
    kept, problems = dossier_answers(typed)
    assert kept == {"unit_name": "某 单位", "region": "x" * 201, "shoe_size": "42"}
    assert problems == [
        {"pointer": "/answers/region", "code": "too_long", "params": {"max": 200, "over": 1}},
        {"pointer": "/answers/shoe_size", "code": "unknown_field", "params": {}},
    ]
    assert dossier_answers({"unit_name": "x" * 200}) == ({"unit_name": "x" * 200}, [])


@pytest.mark.parametrize(
    ("area", "region", "chosen", "desk"),
    [
        ("region", COUNTY, DEPARTMENT, COUNTY),
        ("region", "370971", None, CITY),
        ("region", "110105", None, None),
        ("desk", COUNTY, DEPARTMENT, DEPARTMENT),
        ("none", COUNTY, DEPARTMENT, None),
    ],
)
def test_an_applicant_is_looked_after_by_the_nearest_desk_or_the_one_it_chose(
    area: str, region: str, chosen: str | None, desk: str | None
) -> None:
    asks = Call.from_dict(call(registration={"area": area}))
    assert area_of(asks, region, chosen) == desk


ORGANISER = Caller("o", Role.ORGANISER, "shandong")
COUNTY_DESK = Caller("c", Role.RECOMMENDER, "shandong", COUNTY)
AGENCY = Caller("g", Role.AGENCY, "shandong", agency="qilu")
EXPERT = replace(APPLICANT, id="e", role=Role.EXPERT, area=None, agency="qilu")
ABOVE = (COUNTY, CITY)


@pytest.mark.parametrize(
    ("caller", "account", "may"),
    [
        (ORGANISER, APPLICANT, True),
        (ORGANISER, RECOMMENDER, True),
        (replace(ORGANISER, account="a"), APPLICANT, False),
        (replace(ORGANISER, authority="elsewhere"), APPLICANT, False),
        (COUNTY_DESK, APPLICANT, True),
        (replace(COUNTY_DESK, desk=CITY), APPLICANT, True),
        (replace(COUNTY_DESK, desk=OTHER_COUNTY), APPLICANT, False),
        (replace(COUNTY_DESK, authority="elsewhere"), APPLICANT, False),
        (COUNTY_DESK, RECOMMENDER, False),
        (Caller("b", Role.APPLICANT, "shandong"), APPLICANT, False),
        (ORGANISER, EXPERT, True),
        (AGENCY, EXPERT, True),
        (AGENCY, replace(EXPERT, agency="jinan"), False),
        (AGENCY, replace(EXPERT, agency=None), False),
        (replace(AGENCY, agency=None), replace(EXPERT, agency=None), False),
        (AGENCY, replace(EXPERT, role=Role.AGENCY), False),
        (replace(AGENCY, authority="elsewhere"), EXPERT, False),
        (AGENCY, APPLICANT, False),
        (replace(AGENCY, agency=COUNTY), APPLICANT, False),
        (replace(COUNTY_DESK, desk="qilu"), EXPERT, False),
        (Caller("f", Role.EXPERT, "shandong", agency="qilu"), EXPERT, False),
        (Caller("w", Role.OBSERVER, "shandong"), EXPERT, False),
    ],
)
def test_an_account_is_managed_by_its_desks_its_agency_and_the_organiser(
    caller: Caller, account: Account, may: bool
) -> None:
    assert may_manage(caller, account, ABOVE) is may


def test_no_desk_manages_an_account_that_a_call_keeps_to_the_organiser() -> None:
    assert may_manage(ORGANISER, APPLICANT, ())
    assert not may_manage(COUNTY_DESK, APPLICANT, ())


@pytest.mark.parametrize(
    ("one", "other"),
    [("shengju01", "shengju0l"), ("admin", "ADM1N"), ("taishan01", "ｔａｉｓｈａｎ０１@"), ("a.b-c_d", "abcd")],
)
def test_names_that_a_hurried_reader_takes_for_one_look_alike(one: str, other: str) -> None:
    assert lookalike(one) == lookalike(other)


def test_names_that_differ_in_a_letter_do_not_look_alike() -> None:
    assert lookalike("taishan02") != lookalike("taishan01")


@pytest.mark.parametrize(
    ("name", "reserved"),
    [
        ("root", True),
        ("r00t", True),
        ("admin007", True),
        ("山东省大数据局", True),
        ("shandong", True),
        (COUNTY, True),
        ("shandong-heating", False),
        ("adminton", False),
        ("13800138000", False),
    ],
)
def test_a_name_of_the_organiser_or_a_desk_is_reserved(name: str, reserved: bool) -> None:
    assert is_reserved(Call.from_dict(call()), name) is reserved


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("13800000000", "13800000000"),
        ("+86 138-0000-0000", "13800000000"),
        ("008613800000000", "13800000000"),
        ("+44-20-7946-0000", "+442079460000"),
        ("0538-1234567", None),
        ("05381234567", None),
        ("+8605381234567", None),
        ("+86-10-12345678", None),
        ("400-123-4567", None),
        ("", None),
    ],
)
def test_a_text_message_goes_to_a_mobile_alone(phone: str, number: str | None) -> None:
    assert text_number(phone) == number
