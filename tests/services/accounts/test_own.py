"""One's own facts and one's unit's dossier, and the accounts an operator makes."""

import pytest

from chalicelib.domain.access import Role
from chalicelib.domain.errors import Invalid, NotFound, Stale, TooManyRequests
from chalicelib.services.accounts import dossiers, own
from chalicelib.services.sign_in import throttles
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Update
from ops.accounts.creation import Person, create_account, create_accounts, offer
from tests.factories import CALL, CITY, COUNTY, PASSWORD, World
from tests.services.accounts.people import account_of, caller_of, register, sign_in, told


def test_one_corrects_name_phone_and_organisation(here: World) -> None:
    who = caller_of(here.tools, register(here.tools))
    changes = {"name": " 李四 ", "phone": "+86 139-0013-9000", "organisation": "新名"}
    after = own.change_own(here.change(who), changes, PASSWORD)
    assert (after.name, after.phone, after.organisation) == ("李四", "13900139000", "新名")
    assert account_of(here.tools, who.account.id) == after


def test_the_same_correction_twice_is_one(here: World) -> None:
    opened = register(here.tools)
    who = caller_of(here.tools, opened)
    repeat = here.request(who)
    first = own.change_own(here.act(who, repeat), {"name": "李四"}, PASSWORD)
    assert own.change_own(here.act(caller_of(here.tools, opened), repeat), {"name": "李四"}, PASSWORD) == first


def test_a_wrong_correction_is_told_at_once(here: World) -> None:
    who = caller_of(here.tools, register(here.tools))
    with pytest.raises(Invalid) as refused:
        own.change_own(here.change(who), {"name": "x" * 51, "phone": "1"}, PASSWORD)
    assert told(refused.value) == [("/name", "too_long"), ("/phone", "bad_mobile")]


def test_a_correction_takes_the_password_again(here: World) -> None:
    who = caller_of(here.tools, register(here.tools))
    for password, code in (("wrong guess", "wrong_password"), ("", "required")):
        with pytest.raises(Invalid) as refused:
            own.change_own(here.change(who), {"phone": "1"}, password)
        assert told(refused.value) == [("/phone", "bad_mobile"), ("/current_password", code)]
    assert account_of(here.tools, who.account.id) == who.account


def test_a_session_that_mistypes_the_password_again_and_again_waits(here: World) -> None:
    opened = register(here.tools)
    who = caller_of(here.tools, opened)
    gate = throttles.throttle(f"password#{who.caller.session}", here.clock())
    most = {"n": throttles.MISTYPED_IN_SESSION}
    here.tools.table.write([Update(keys.throttle(gate.name), {"expires": int(gate.ends.timestamp())}, most)])
    with pytest.raises(TooManyRequests) as refused:
        own.change_own(here.change(who), {"name": "李四"}, PASSWORD)
    assert 0 < refused.value.details["retry_after"] <= 3601
    other = caller_of(here.tools, sign_in(here.tools))
    assert own.change_own(here.change(other), {"name": "李四"}, PASSWORD).name == "李四"


def test_a_dossier_begins_with_what_the_account_knows(here: World) -> None:
    who = caller_of(here.tools, register(here.tools))
    begun = dossiers.read(here.act(who))
    assert begun.v == 0
    assert begun.answers == {
        "unit_name": "泰山区热力公司",
        "region": COUNTY,
        "parent_body": "泰山区住房和城乡建设局",
        "contact_name": "王五",
        "contact_mobile": "13800138000",
    }


def test_a_dossier_is_kept_as_typed_and_a_later_tab_is_shown_what_stands(here: World) -> None:
    who = caller_of(here.tools, register(here.tools))
    saved = dossiers.save(here.change(who), {"uscc": "half", "unit_name": " "}, "0")
    assert (saved.answers, saved.v) == ({"uscc": "half"}, 1)
    assert dossiers.read(here.act(who)) == saved
    for etag in ("0", "2"):
        with pytest.raises(Stale) as refused:
            dossiers.save(here.change(who), {"uscc": "other"}, etag)
        assert refused.value.details["current"] == {"answers": {"uscc": "half"}, "etag": "1"}


def test_a_dossier_holds_its_nine_facts_only(here: World) -> None:
    who = caller_of(here.tools, register(here.tools))
    with pytest.raises(Invalid) as refused:
        dossiers.save(here.change(who), {"secret": "x", "unit_name": "x" * 201}, "x")
    assert told(refused.value) == [
        ("/answers/secret", "unknown_field"),
        ("/answers/unit_name", "too_long"),
        ("/headers/If-Match", "not_an_etag"),
    ]


def test_an_operator_makes_accounts_that_open_at_once_and_stay_as_they_are(here: World) -> None:
    call = here.tools.calls.latest(CALL)
    people = [Person(f"demo-{n}", "演示", Role.RECOMMENDER, PASSWORD, desk=CITY) for n in range(25)]
    made = create_accounts(here.tools, call, people)
    assert len({account.id for account in made}) == 25
    assert not caller_of(here.tools, sign_in(here.tools, "demo-24")).must_change_password
    again = [Person(p.login, "另一个", p.role, "another one", desk=CITY) for p in people]
    assert create_accounts(here.tools, call, again) == made
    assert sign_in(here.tools, "demo-0", PASSWORD)


def test_an_operators_applicant_belongs_to_its_nearest_desk(here: World) -> None:
    call = here.tools.calls.latest(CALL)
    made = create_account(here.tools, call, Person("demo", "演示", Role.APPLICANT, PASSWORD, region="370983"))
    assert made.area == CITY


def test_demo_accounts_are_there_once_they_were_offered(here: World) -> None:
    with pytest.raises(NotFound):
        own.demo(here.tools)
    offer(here.tools, [(Person("demo", "演示", Role.ORGANISER, PASSWORD), {"zh": "省级管理员"})])
    assert [(a.login, a.password, a.names) for a in own.demo(here.tools)] == [("demo", PASSWORD, {"zh": "省级管理员"})]
