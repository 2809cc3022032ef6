"""Accounts of the evaluation: agencies, their experts, the organiser's own, observers."""

from dataclasses import replace

import pytest

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import OfficeAct, SignedIn
from chalicelib.domain.errors import Forbidden, Invalid, NotFound
from chalicelib.domain.evaluation.panel import Profile
from chalicelib.domain.evaluation.profiles import TypedProfile
from chalicelib.services.accounts import histories, imports, issued_accounts, own
from chalicelib.services.accounts.issued_accounts import AccountRequest
from chalicelib.storage import experts
from chalicelib.storage.engine.reads import fetch
from tests.conftest import Place
from tests.factories import CALL, COUNTY, World, evaluated, world
from tests.services.accounts.people import account_of, caller_of, sign_in
from tests.services.accounts.test_imports import die_after

BODY = TypedProfile(body="山东大学", city="济南市", title="教授", most="40")
TWO = [{"code": code, "names": {"zh": code}} for code in ("qilu", "jinan")]


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto, **evaluated(agencies=TWO))


def request(role: str = "expert", agency: str | None = None, **changes: object) -> AccountRequest:
    known = AccountRequest("e-1", "周教授", role, None, agency, BODY if role == "expert" else TypedProfile())
    return replace(known, **changes)  # type: ignore[arg-type]


def issue(here: World, who: SignedIn, wanted: AccountRequest) -> str:
    return issued_accounts.create(here.change(who), CALL, wanted).account.id


def profile_of(here: World, account: str) -> Profile | None:
    return fetch(here.tools.table, experts.profile(account))


def faults(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(one["pointer"], one["code"]) for one in refused.value.details["errors"]]


def test_an_expert_is_issued_with_a_profile_and_signs_in(here: World) -> None:
    made = issued_accounts.create(here.change(here.agency()), CALL, request())
    who = caller_of(here.tools, sign_in(here.tools, "e-1", made.password))
    assert (who.caller.role, who.caller.agency, who.caller.desk) == (Role.EXPERT, "qilu", None)
    assert (who.account.organisation, who.must_change_password) == ("山东大学", True)
    assert profile_of(here, made.account.id) == Profile(
        made.account.id, body="山东大学", city="370100", title="教授", most=40
    )


def test_the_organiser_issues_agencies_observers_and_experts_of_any_agency_or_none(here: World) -> None:
    for n, (role, agency) in enumerate([("agency", "qilu"), ("observer", None), ("expert", None), ("expert", "jinan")]):
        made = account_of(here.tools, issue(here, here.organiser(), request(role, agency, login=f"who-{n}")))
        assert (made.role, made.agency) == (role, agency)
        assert (profile_of(here, made.id) is not None) == (role == "expert")


@pytest.mark.parametrize(
    ("wanted", "wrong"),
    [
        (request("agency"), [("/agency", "required")]),
        (request("agency", "nobody"), [("/agency", "not_an_option")]),
        (request("observer", "qilu"), [("/agency", "not_empty")]),
        (request("expert", "qilu", desk=COUNTY), [("/desk", "not_empty")]),
        (request("expert", profile=TypedProfile(city="桃花源")), [("/body", "required"), ("/city", "unknown_city")]),
        (request("recommender", "qilu", desk=COUNTY), [("/agency", "not_empty")]),
    ],
)
def test_a_wrong_account_is_told_all_at_once(here: World, wanted: AccountRequest, wrong: list[tuple[str, str]]) -> None:
    with pytest.raises(Invalid) as refused:
        issue(here, here.organiser(), wanted)
    assert faults(refused) == wrong


def test_a_call_without_evaluation_has_none_of_these_accounts(table_moto: Place) -> None:
    plain = world(table_moto)
    with pytest.raises(Invalid) as refused:
        issue(plain, plain.organiser(), request("observer"))
    assert faults(refused) == [("/role", "not_an_option")]


@pytest.mark.parametrize(
    ("wanted", "wrong"),
    [
        (request("expert", "jinan"), [("/agency", "not_an_option")]),
        (request("observer"), [("/role", "not_an_option")]),
        (request("organiser"), [("/role", "not_an_option")]),
        (request("recommender", desk=COUNTY), [("/role", "not_an_option")]),
    ],
)
def test_an_agency_issues_its_own_experts_and_nothing_else(
    here: World, wanted: AccountRequest, wrong: list[tuple[str, str]]
) -> None:
    with pytest.raises(Invalid) as refused:
        issue(here, here.agency(), wanted)
    assert faults(refused) == wrong


def test_an_agency_that_the_call_does_not_name_is_not_known(here: World) -> None:
    stranger = here.agency("stranger")
    for act in (
        lambda: issue(here, stranger, request()),
        lambda: imports.issue(here.change(stranger), CALL, "login,name,body\ne-1,周,山大", "expert"),
        lambda: issued_accounts.read_page(here.act(stranger), CALL, "expert", None, None),
    ):
        with pytest.raises(NotFound):
            act()


def test_an_agency_helps_its_own_experts_and_knows_of_no_others(here: World) -> None:
    own_one = issue(here, here.agency(), request())
    other = issue(here, here.agency("jinan"), request(login="e-2"))
    ours = issue(here, here.organiser(), request(login="e-3"))
    desk = issue(here, here.organiser(), request("recommender", login="d-1", desk=COUNTY))
    agency = here.agency()
    issued_accounts.issue_one_time_password(here.change(agency), own_one)
    after = issued_accounts.set_disabled(here.change(agency), own_one, True)
    assert after.shut == OfficeAct(here.clock(), agency.caller.account, "agency:qilu")
    assert not issued_accounts.set_disabled(here.change(agency), own_one, False).disabled
    for stranger in (other, ours, desk, here.organiser().account.id):
        with pytest.raises(NotFound):
            issued_accounts.issue_one_time_password(here.change(agency), stranger)
        with pytest.raises(NotFound):
            issued_accounts.set_disabled(here.change(agency), stranger, True)
        with pytest.raises(NotFound):
            histories.read(here.act(agency), stranger)


def test_a_record_names_the_agency_that_issued_the_account(here: World) -> None:
    made = issue(here, here.agency(), request())
    for reader in (here.agency(), here.organiser()):
        records, sound = histories.read(here.act(reader), made)
        assert ([(one.step, one.office) for one in records], sound) == ([("issue", {"zh": "qilu"})], True)
    assert own.office_names(here.tools, account_of(here.tools, made), "agency:gone") == {"zh": "gone"}


def test_an_agency_lists_its_own_experts_alone(here: World) -> None:
    made = issue(here, here.agency(), request())
    issue(here, here.agency("jinan"), request(login="e-2"))
    issue(here, here.organiser(), request(login="e-3"))
    listed = issued_accounts.read_page(here.act(here.agency()), CALL, "expert", None, None)
    assert [one.id for one in listed.accounts] == [made]
    for role, office in (("recommender", None), ("applicant", None), ("agency", None), ("expert", "jinan")):
        with pytest.raises(Forbidden):
            issued_accounts.read_page(here.act(here.agency()), CALL, role, office, None)
    everyone = issued_accounts.read_page(here.act(here.organiser()), CALL, "expert", None, None)
    assert len(everyone.accounts) == 3
    of_one = issued_accounts.read_page(here.act(here.organiser()), CALL, "expert", "jinan", None)
    assert [one.agency for one in of_one.accounts] == ["jinan"]


def test_an_import_of_experts_carries_their_profiles(here: World) -> None:
    text = (
        "登录名称,用户姓名,工作单位,所在市,职称,评审件数上限\n"
        "e-1,周教授,山东大学,济南市,教授,40\n"
        "e-2,吴研究员,泰安市科学院,370900,研究员,\n"
        "e-3,郑主任,省立医院,,,\n"
        "e-4,王工,设计院,,,\n"
    )
    made = imports.issue(here.change(here.agency()), CALL, text, "expert")
    assert [(one.account.role, one.account.agency) for one in made] == [(Role.EXPERT, "qilu")] * 4
    profiles = [profile_of(here, one.account.id) for one in made]
    assert [(one.body, one.city, one.most) for one in profiles if one] == [
        ("山东大学", "370100", 40),
        ("泰安市科学院", "370900", 60),
        ("省立医院", "", 60),
        ("设计院", "", 60),
    ]
    assert caller_of(here.tools, sign_in(here.tools, "e-4", made[3].password)).caller.agency == "qilu"


def test_each_row_is_told_what_is_wrong_with_it(here: World) -> None:
    text = "login,name,body,city,most,agency\ne-1,周,,桃花源,0,jinan\ne-2,吴,山大,,,\n"
    with pytest.raises(Invalid) as refused:
        imports.issue(here.change(here.agency()), CALL, text, "expert")
    told = [(one["code"], one["params"]["row"], one["params"]["column"]) for one in refused.value.details["errors"]]
    assert told == [
        ("not_an_option", 2, "agency"),
        ("required", 2, "body"),
        ("unknown_city", 2, "city"),
        ("bad_most", 2, "most"),
    ]
    with pytest.raises(Invalid) as refused:
        imports.issue(here.change(here.agency()), CALL, "login,name\ne-1,周\n", "expert")
    assert [(one["code"], one["params"]["column"]) for one in refused.value.details["errors"]] == [
        ("missing_column", "body")
    ]


def test_a_corrected_file_takes_over_what_a_dead_try_left_with_its_profiles(here: World) -> None:
    text = "login,name,desk,body,role\n" + "".join(f"e-{n},周,,旧单位,expert\n" for n in range(6))
    die_after(here, 2, text, here.request(here.organiser()))
    made = imports.issue(here.change(here.organiser()), CALL, text.replace("旧单位", "新单位"), "expert")
    assert {one.body for m in made if (one := profile_of(here, m.account.id))} == {"新单位"}
