"""What registering asks for is the call's data: another call asks for other things, and keeps nothing else."""

from typing import Any

import pytest

from chalicelib.domain.errors import Invalid, NotFound
from chalicelib.services.accounts import dossiers, issued_accounts, own
from chalicelib.services.submissions import drafts
from tests.conftest import Place
from tests.factories import CALL, CITY, COUNTY, DEPARTMENT, PASSWORD, TRACK, World, world
from tests.services.accounts.people import account_of, caller_of, register, told

ABROAD = {"phone": "any", "area": "desk", "parent_body": False, "nickname": False, "help": {}}
NOT_ASKED = {"nickname": "", "region": "", "parent_body": None}


def asking(table: Place, **changes: Any) -> World:
    """A call that asks as little as the English example, or as the changes say."""
    return world(table, registration=ABROAD | changes)


def test_a_newcomer_registers_with_what_is_asked_alone(table_moto: Place) -> None:
    here = asking(table_moto)
    made = register(here.tools, "tides", phone="+44 (0)20 7946 0101", area=DEPARTMENT, **NOT_ASKED).account
    assert (made.phone, made.area, made.region) == ("+44-0-2079460101", DEPARTMENT, "")


def test_what_is_not_asked_is_neither_checked_nor_kept(table_moto: Place) -> None:
    here = asking(table_moto)
    typed = {"nickname": "x" * 300, "region": "nowhere", "parent_body": "a bureau", "desk": "nobody"}
    made = register(here.tools, area=CITY, **typed).account
    assert (made.nickname, made.region, made.parent_body, made.parent_desk) == ("", "", None, None)


@pytest.mark.parametrize(("area", "code"), [(None, "required"), ("", "required"), ("elsewhere", "not_an_option")])
def test_the_desk_is_one_of_the_call(table_moto: Place, area: str | None, code: str) -> None:
    here = asking(table_moto)
    with pytest.raises(Invalid) as refused:
        register(here.tools, area=area, **NOT_ASKED)
    assert told(refused.value) == [("/area", code)]


@pytest.mark.parametrize("phone", ["020 7946 0101", "+1 555 0100 222", "13800138000", "０５３８-５５５０２０１"])
def test_any_phone_means_a_number_of_here_or_of_any_country(table_moto: Place, phone: str) -> None:
    here = asking(table_moto, area="none")
    assert register(here.tools, phone=phone, **NOT_ASKED).account.phone


def test_a_phone_that_is_none_is_told_as_such_at_registering_and_later(table_moto: Place) -> None:
    here = asking(table_moto, area="none")
    with pytest.raises(Invalid) as refused:
        register(here.tools, phone="call me", **NOT_ASKED)
    assert told(refused.value) == [("/phone", "bad_phone")]
    who = caller_of(here.tools, register(here.tools, **NOT_ASKED))
    after = own.change_own(here.change(who), {"phone": "+44 20 7946 0101"}, PASSWORD)
    assert after.phone == "+442079460101"


def test_the_phone_begins_the_dossier_as_what_it_is(table_moto: Place) -> None:
    here = asking(table_moto)
    who = caller_of(here.tools, register(here.tools, area=CITY, phone="+442079460101", **NOT_ASKED))
    assert dossiers.read(here.act(who)).answers == {
        "unit_name": "泰山区热力公司",
        "contact_name": "王五",
        "contact_phone": "+442079460101",
    }


def test_a_first_entry_begins_with_what_was_registered(table_moto: Place) -> None:
    here = asking(table_moto)
    who = caller_of(here.tools, register(here.tools, area=CITY, organisation="Tidal Group", **NOT_ASKED))
    entry = drafts.start(here.change(who), CALL, TRACK, None).id
    assert here.head(entry).card.unit_name == "Tidal Group"


def test_one_time_passwords_come_from_the_desk_that_was_chosen_and_those_above_it(table_moto: Place) -> None:
    here = asking(table_moto)
    made = register(here.tools, area=COUNTY, **NOT_ASKED).account
    for desk in (COUNTY, CITY):
        who = here.recommender(desk)
        assert issued_accounts.issue_one_time_password(here.change(who), made.id).password
    other = here.recommender(DEPARTMENT)
    with pytest.raises(NotFound):
        issued_accounts.issue_one_time_password(here.change(other), made.id)


def test_where_no_desk_is_asked_for_the_organiser_alone_helps(table_moto: Place) -> None:
    here = asking(table_moto, area="none")
    made = register(here.tools, area=COUNTY, **NOT_ASKED).account
    assert account_of(here.tools, made.id).area is None
    desk, organiser = here.recommender(COUNTY), here.organiser()
    with pytest.raises(NotFound):
        issued_accounts.issue_one_time_password(here.change(desk), made.id)
    assert issued_accounts.issue_one_time_password(here.change(organiser), made.id).password


def test_a_version_published_before_asks_as_annex_2_does(table_moto: Place) -> None:
    asked = world(table_moto).tools.calls.latest("test-2021").registration
    assert (asked.phone, asked.area, asked.parent_body, asked.nickname) == ("mobile", "region", True, True)
