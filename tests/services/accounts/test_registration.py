"""Registering: every fault at once, the name claimed once, the same request twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.domain.accounts import follows_convention, login_name, login_problem
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import Invalid, ProofRequired
from chalicelib.services.accounts import issued_accounts
from chalicelib.services.accounts import registration as registered
from chalicelib.services.accounts.issued_accounts import AccountRequest
from chalicelib.services.sign_in import throttles
from chalicelib.services.sign_in.sessions import NewSession
from chalicelib.storage import accounts as stored
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Update
from chalicelib.storage.lists import put_settings
from tests.factories import CALL, CITY, COUNTY, DEPARTMENT, PASSWORD, World, call
from tests.races.between import read_torn
from tests.services.accounts.people import (
    VISITOR,
    account_of,
    caller_of,
    known,
    proof,
    register,
    registration,
    sign_in,
    told,
)


def test_whoever_registers_is_signed_in_and_belongs_to_the_nearest_desk(here: World) -> None:
    opened = register(here.tools)
    who = caller_of(here.tools, opened)
    assert who.account == opened.account
    assert (who.account.area, who.account.region, who.account.role) == (COUNTY, COUNTY, "applicant")
    assert not who.must_change_password


@pytest.mark.parametrize(("region", "area"), [("370900", CITY), ("370983", CITY), ("370902", COUNTY), ("110101", None)])
def test_a_region_without_a_desk_goes_to_the_one_above(here: World, region: str, area: str | None) -> None:
    assert register(here.tools, region=region).account.area == area


def test_a_desk_lists_who_registered_in_its_area_with_one_query(here: World) -> None:
    mine = register(here.tools).account
    register(here.tools, "other", region="370911")
    page = fetch(here.tools.table, stored.in_area("shandong", COUNTY, None))
    assert (page.accounts, page.cursor) == ([mine], None)


def test_all_faults_of_a_registration_are_told_at_once_in_the_order_of_its_form(here: World) -> None:
    typed = registration(
        "x",
        name=" ",
        nickname="",
        phone="12",
        region="999999",
        organisation="",
        agreed=False,
        password="short",
        password_again="other",
        desk="nowhere",
    )
    with pytest.raises(Invalid) as refused:
        registered.register(here.tools, typed, proof(here.tools, "x", "register"), VISITOR)
    assert told(refused.value) == [
        ("/name", "required"),
        ("/phone", "bad_mobile"),
        ("/region", "unknown_region"),
        ("/parent_body", "not_an_option"),
        ("/organisation", "required"),
        ("/nickname", "required"),
        ("/login", "too_short"),
        ("/password", "too_short"),
        ("/password_again", "not_the_same"),
        ("/agreed", "not_agreed"),
    ]


def test_a_blank_registration_is_told_all_that_is_asked(here: World) -> None:
    blank = dict.fromkeys(("name", "nickname", "phone", "region", "organisation", "password"), "")
    typed = registration("", **blank, password_again="", parent_body=None, agreed=False)
    with pytest.raises(Invalid) as refused:
        registered.register(here.tools, typed, proof(here.tools, "", "register"), VISITOR)
    assert told(refused.value) == [
        *((f"/{fact}", "required") for fact in ("name", "phone", "region", "parent_body", "organisation")),
        ("/nickname", "required"),
        ("/login", "required"),
        ("/password", "required"),
        ("/agreed", "not_agreed"),
    ]


def test_what_only_the_server_can_find_is_told_in_the_same_round(here: World) -> None:
    register(here.tools, "taken")
    here.tools.table.write([put_settings(CALL, DeskSettings(CITY, nickname_check=True, v=1))])
    common = {"password": "qwertyuiop", "password_again": "qwertyuiop"}
    with pytest.raises(Invalid) as refused:
        register(here.tools, "taken", name="", nickname="小王", **common)
    assert told(refused.value) == [
        ("/name", "required"),
        ("/nickname", "nickname_convention"),
        ("/login", "login_taken"),
        ("/password", "password_common"),
    ]


def test_a_province_alone_is_no_address(here: World) -> None:
    with pytest.raises(Invalid) as refused:
        register(here.tools, region="37")
    assert told(refused.value) == [("/region", "required")]


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("qwertyuiop", "password_common"),
        ("PassWord1", "password_common"),
        ("aaaaaaaaaa", "password_common"),
        ("13800138000", "password_like_account"),
        ("泰山区大数据局", "too_short"),
        ("TaiShanQu", "password_like_account"),
        ("x" * 129, "too_long"),
    ],
)
def test_a_password_others_would_try_first_is_refused(here: World, password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        register(here.tools, "taishanqu", password=password, password_again=password)
    assert told(refused.value) == [("/password", code)]


def test_a_login_name_is_one_whatever_its_case_or_width(here: World) -> None:
    register(here.tools, "Taishan")
    with pytest.raises(Invalid) as refused:
        register(here.tools, "ＴＡＩＳＨＡＮ", password="another secret", password_again="another secret")
    assert told(refused.value) == [("/login", "login_taken")]
    assert sign_in(here.tools, " TAISHAN ").account.login == "taishan"


@pytest.mark.parametrize(
    "login",
    ["admin", "Adm1n", "admin01", "r00t", "organiser", "LAUREL", "系统管理员", COUNTY, f"{COUNTY}@", "泰山区大数据局"],
)
def test_a_name_that_looks_like_a_desks_or_the_organisers_is_refused_at_its_field(here: World, login: str) -> None:
    desks = [{**desk, "names": {"zh": "泰山区大数据局"}} for desk in call()["desks"] if desk["code"] == COUNTY]
    here.tools.calls.publish(call(version=2, desks=[*desks, *(d for d in call()["desks"] if d["code"] != COUNTY)]))
    with pytest.raises(Invalid) as refused:
        register(here.tools, login)
    assert told(refused.value) == [("/login", "login_reserved")]


@pytest.mark.parametrize("login", ["shengju0l", "ＳＨＥＮＧＪＵ０１@", "sheng.ju_oi"])
def test_a_name_that_looks_like_an_issued_accounts_is_refused_at_its_field(here: World, login: str) -> None:
    who = here.organiser()
    issued_accounts.create(here.change(who), CALL, AccountRequest("shengju01", "赵六", "recommender", COUNTY))
    with pytest.raises(Invalid) as refused:
        register(here.tools, login)
    assert told(refused.value) == [("/login", "login_reserved")]


def test_a_name_that_looks_like_an_applicants_is_free(here: World) -> None:
    register(here.tools, "wang1")
    assert register(here.tools, "wangl").account.login == "wangl"


@pytest.mark.parametrize("login", ["泰山区住建局", "㐀龥ab_c@d.e", "岱" * 32])
def test_a_chinese_login_name_registers_and_signs_in(here: World, login: str) -> None:
    assert register(here.tools, login).account.login == login
    assert sign_in(here.tools, login).account.login == login


def test_the_same_registration_twice_gives_the_same_account_and_a_session(here: World) -> None:
    typed, payload = registration(), proof(here.tools, "taishan", "register")
    first = registered.register(here.tools, typed, payload, VISITOR)
    here.clock.move(minutes=7)
    second = registered.register(here.tools, typed, payload, VISITOR)
    assert second.account == first.account
    assert known(here.tools, second.cookie) is not None


@pytest.mark.parametrize("change", [{"name": "李四"}, {"password": "not the same one"}])
def test_a_spent_proof_opens_nothing_to_another_registration(here: World, change: dict[str, str]) -> None:
    payload = proof(here.tools, "taishan", "register")
    registered.register(here.tools, registration(), payload, VISITOR)
    with pytest.raises(ProofRequired):
        registered.register(here.tools, registration("taishan", **change), payload, VISITOR)


@pytest.mark.parametrize("of_address", [0, throttles.FREE_OF_ADDRESS - 1], ids=["name taken", "proof too easy"])
def test_a_registration_whose_twin_is_carried_out_while_it_is_looked_at_gets_its_account(
    here: World, of_address: int
) -> None:
    """One read in two moments: its proof is not spent yet, and then its name is taken and its address has one more."""
    gate = throttles.registration_throttle(VISITOR.address, here.clock())
    here.tools.table.write(
        [Update(keys.throttle(gate.name), {"expires": int(gate.ends.timestamp())}, {"n": of_address})]
    )
    payload, twins = proof(here.tools, "taishan", "register"), list[NewSession]()

    def attempt() -> NewSession:
        return registered.register(here.tools, registration(), payload, VISITOR)

    with read_torn(here, lambda: twins.append(attempt()), old=lambda sk: sk == "PROOF"):
        assert attempt().account == twins[0].account
    assert fetch(here.tools.table, gate.count) == of_address + 1, "none of them was a guess"


def test_a_proof_made_for_signing_in_registers_nobody(here: World) -> None:
    with pytest.raises(ProofRequired):
        registered.register(here.tools, registration(), proof(here.tools, "taishan", "sign-in"), VISITOR)


def test_the_nickname_is_checked_where_a_desk_above_asks_for_it(here: World) -> None:
    assert register(here.tools, "free", nickname="小王").account.nickname == "小王"
    here.tools.table.write([put_settings(CALL, DeskSettings(CITY, nickname_check=True, v=1))])
    with pytest.raises(Invalid) as refused:
        register(here.tools, "bound", nickname="小王")
    assert told(refused.value) == [("/nickname", "nickname_convention")]
    assert register(here.tools, "bound", nickname="泰山区财源街办").account.nickname == "泰山区财源街办"


@pytest.mark.parametrize(
    ("nickname", "follows"),
    [
        ("历下区大数据局", True),
        ("历下区泉城路街办", True),
        ("市财政局", True),
        ("市中区教育局", True),
        ("历下区大数据局山东某某公司", True),
        ("平阴县安城镇", True),
        ("市发展和改革委员会", True),
        ("某某科技有限公司", False),
        ("张三", False),
        ("大数据局", False),
    ],
)
def test_the_convention_names_a_district_and_a_body(nickname: str, follows: bool) -> None:
    assert follows_convention(nickname) is follows


def test_a_parent_body_is_picked_from_the_list_of_the_desk_named(here: World) -> None:
    here.tools.table.write([put_settings(CALL, DeskSettings(DEPARTMENT, parent_bodies=("疾控处",), v=1))])
    made = register(here.tools, desk=DEPARTMENT, parent_body="疾控处").account
    assert (made.parent_body, made.parent_desk) == ("疾控处", DEPARTMENT)
    with pytest.raises(Invalid) as refused:
        register(here.tools, "other", desk=DEPARTMENT, parent_body="别的处")
    assert told(refused.value) == [("/parent_body", "not_an_option")]


def test_an_address_that_registers_hundreds_works_harder_and_is_not_shut_out(here: World) -> None:
    easy = proof(here.tools, "taishan", "register")
    gate = throttles.registration_throttle(VISITOR.address, here.clock())
    many = {"n": 10 * throttles.FREE_OF_ADDRESS}
    here.tools.table.write([Update(keys.throttle(gate.name), {"expires": int(gate.ends.timestamp())}, many)])
    with pytest.raises(ProofRequired):
        registered.register(here.tools, registration(), easy, VISITOR)
    assert registered.difficulty(here.tools, VISITOR) == throttles.HARDEST
    assert register(here.tools).account.login == "taishan"
    here.clock.move(hours=1)
    assert registered.difficulty(here.tools, VISITOR) == 0


@pytest.mark.parametrize(
    ("login", "wrong"),
    [
        ("taishan", None),
        ("泰山区", None),
        ("13800138000", None),
        ("a.b@c-d_e", None),
        ("ab", "too_short"),
        ("a" * 33, "too_long"),
        ("a b c", "bad_login"),
        (".abc", "bad_login"),
        ("abc\u200b", "bad_login"),
    ],
)
def test_a_login_name_is_3_to_32_letters_digits_and_chinese(login: str, wrong: str | None) -> None:
    assert login_problem(login_name(login)) == wrong


@pytest.mark.engine
def test_of_two_who_register_one_name_at_once_one_wins(there: World) -> None:
    payloads = [proof(there.tools, "taishan", "register") for _ in range(4)]

    def attempt(n: int) -> str:
        try:
            registered.register(there.tools, registration(name=f"第{n}人"), payloads[n], VISITOR)
        except Invalid as refused:
            return told(refused)[0][1]
        return "registered"

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(attempt, range(4)))
    assert answers == ["login_taken"] * 3 + ["registered"]
    assert account_of(there.tools, sign_in(there.tools, password=PASSWORD).account.id).login == "taishan"


@pytest.mark.engine
def test_the_same_registration_at_the_same_moment_makes_one_account(there: World) -> None:
    payload = proof(there.tools, "taishan", "register")
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: registered.register(there.tools, registration(), payload, VISITOR), range(4)))
    assert len({o.account.id for o in opened}) == 1
    assert all(known(there.tools, o.cookie) for o in opened)
