"""What leaves the site: gathered, once, unread things only; a provider that fails delays and loses nothing."""

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.client import BadStatusLine
from typing import Any

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.channels import AddressChannel
from chalicelib.domain.errors import Invalid, Stale, TooManyRequests
from chalicelib.domain.messages import MOST_TRIES, Kind, Message, OutgoingMessage, Preferences
from chalicelib.jobs import stream as jobs
from chalicelib.services.accounts import issued_accounts
from chalicelib.services.messages import address_codes, outbox, preferences, reading, templates
from chalicelib.storage import messages as stored
from chalicelib.storage.engine.senders import Undelivered
from tests.conftest import Place
from tests.factories import CALL, COUNTY, World, call, world
from tests.services.telling import Stream, enlisted

MAIL = "wang@example.cn"
ORIGIN = "https://laurel.example.cn"


@dataclass
class Provider:
    """Carries parcels, unless it is down."""

    down: str = ""
    carried: list[OutgoingMessage] = field(default_factory=list)
    letters: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, parcel: OutgoingMessage) -> None:
        if self.down:
            raise Undelivered(self.down)
        self.carried.append(parcel)

    def put(self, letter: str) -> None:
        self.letters.append(json.loads(letter))

    def tick(self, here: World, minutes: float = 0) -> None:
        here.clock.move(minutes=minutes)
        senders: outbox.Senders = {"mail": self, "sms": self, "webhook": self}
        outbox.send_due(here.tools, senders, self.put, ORIGIN)


@pytest.fixture
def here(table_moto: Place) -> World:
    made = world(table_moto, messages={"channels": ["mail"], "gather_minutes": 30}, languages=["zh", "en"])
    enlisted(made, made.applicant(), made.recommender(COUNTY))
    reachable(made, made.applicant())
    return made


@pytest.fixture
def stream(here: World, table_moto: Place) -> Stream:
    return Stream(here, table_moto)


@pytest.fixture
def provider() -> Provider:
    return Provider()


def reachable(here: World, who: SignedIn, **changes: Any) -> None:
    wanted = Preferences(**{"account": who.account.id, "mail": MAIL, "v": 1, **changes})
    here.tools.table.write([stored.put_preferences(wanted)])


def test_messages_of_half_an_hour_leave_as_one_mail_in_both_languages(
    here: World, stream: Stream, provider: Provider
) -> None:
    for name in ("甲项目", "乙项目"):
        here.pushed(name)
        stream.flow()
        provider.tick(here, 10)
    assert provider.carried == []
    provider.tick(here, 11)
    provider.tick(here, 60)
    [mail] = provider.carried
    assert (mail.address, mail.kinds) == (MAIL, (Kind.PUSHED, Kind.PUSHED))
    assert mail.subject == "测试评选：2 条消息"
    assert "“甲项目”已推送给370902。" in mail.text
    assert "“乙项目” has been pushed to 370902." in mail.text
    assert f"{ORIGIN}/messages" in mail.text


def test_what_was_read_on_the_site_does_not_leave(here: World, stream: Stream, provider: Provider) -> None:
    here.pushed()
    stream.flow()
    reading.mark_all_read(here.act(here.applicant()))
    provider.tick(here, 31)
    assert provider.carried == []


def test_a_reset_leaves_at_once_though_whoever_came_in_by_it_read_it(
    here: World, stream: Stream, provider: Provider
) -> None:
    here.cookie(here.applicant())
    here.pushed("甲项目")
    stream.flow()
    issued_accounts.issue_one_time_password(here.change(here.organiser()), here.applicant().account.id)
    stream.flow()
    reading.mark_all_read(here.act(here.applicant()))
    provider.tick(here)
    [mail] = provider.carried
    assert mail.kinds == (Kind.PASSWORD_RESET,)
    assert "山东省大数据局重置了你的登录密码" in mail.text
    assert "山东省大数据局 reset your password" in mail.text
    provider.tick(here, 31)
    assert len(provider.carried) == 1


def test_what_waits_leaves_with_an_alert(here: World, stream: Stream, provider: Provider) -> None:
    here.cookie(here.applicant())
    here.pushed("甲项目")
    stream.flow()
    here.clock.move(minutes=1)
    issued_accounts.issue_one_time_password(here.change(here.organiser()), here.applicant().account.id)
    stream.flow()
    provider.tick(here)
    assert [mail.kinds for mail in provider.carried] == [(Kind.PUSHED, Kind.PASSWORD_RESET)]


def test_an_account_that_was_disabled_is_told_that_and_nothing_else(
    here: World, stream: Stream, provider: Provider
) -> None:
    here.pushed("甲项目")
    stream.flow()
    issued_accounts.set_disabled(here.change(here.organiser()), here.applicant().account.id, True)
    stream.flow()
    provider.tick(here)
    assert [mail.kinds for mail in provider.carried] == [(Kind.DISABLED,)]


def test_records_that_come_twice_send_nothing_twice(here: World, stream: Stream, provider: Provider) -> None:
    here.pushed()
    stream.flow()
    stream.hand_over(stream.handed)
    provider.tick(here, 31)
    stream.hand_over(stream.handed)
    provider.tick(here, 31)
    assert [len(p.kinds) for p in provider.carried] == [1]


def test_what_comes_after_a_mail_leaves_with_the_next(here: World, stream: Stream, provider: Provider) -> None:
    here.pushed("甲项目")
    stream.flow()
    provider.tick(here, 31)
    here.pushed("乙项目")
    stream.flow()
    provider.tick(here, 31)
    assert ["乙项目" in p.text for p in provider.carried] == [False, True]
    assert "甲项目" not in provider.carried[1].text


def test_nothing_leaves_where_it_is_not_wanted_or_there_is_no_address(
    here: World, stream: Stream, provider: Provider
) -> None:
    there = here.applicant("other")
    enlisted(here, there, here.applicant("silent"))
    reachable(here, there, channels=())
    here.pushed(who=there)
    here.pushed(who=here.applicant("silent"))
    stream.flow()
    provider.tick(here, 31)
    assert provider.carried == []


def test_a_call_without_channels_sends_nothing(table_moto: Place, provider: Provider) -> None:
    here = world(table_moto)
    enlisted(here, here.applicant())
    reachable(here, here.applicant())
    here.pushed()
    Stream(here, table_moto).flow()
    provider.tick(here, 31)
    assert provider.carried == []


def test_a_provider_that_fails_delays_and_loses_nothing(here: World, stream: Stream, provider: Provider) -> None:
    here.pushed("甲项目")
    stream.flow()
    provider.down = "Throttling"
    provider.tick(here, 31)
    here.pushed("乙项目")
    stream.flow()
    provider.tick(here)
    provider.down = ""
    provider.tick(here)
    assert provider.carried == []
    provider.tick(here, 2)
    assert [len(p.kinds) for p in provider.carried] == [2]
    assert provider.letters == []


def test_after_many_tries_it_is_set_aside_with_its_reason_and_can_be_sent_again(
    here: World, stream: Stream, provider: Provider
) -> None:
    here.pushed()
    stream.flow()
    provider.down = "AccountSendingPaused"
    for _ in range(MOST_TRIES + 3):
        provider.tick(here, 600)
    [letter] = provider.letters
    assert letter["reason"] == "AccountSendingPaused"
    assert MAIL not in json.dumps(letter)
    provider.down = ""
    provider.tick(here, 600)
    assert provider.carried == []
    assert letter["job"] == "stream"
    jobs.handle([letter["record"]], here.wiring)
    provider.tick(here)
    assert [p.address for p in provider.carried] == [MAIL]


def test_where_nothing_can_be_set_aside_it_goes_on_being_tried(here: World, stream: Stream, provider: Provider) -> None:
    here.pushed()
    stream.flow()
    provider.down = "Throttling"

    def refuses(letter: str) -> None:
        raise LookupError("no queue")

    for _ in range(MOST_TRIES + 3):
        here.clock.move(minutes=600)
        outbox.send_due(here.tools, {"mail": provider}, refuses, ORIGIN)
    provider.down = ""
    provider.tick(here, 600)
    assert len(provider.carried) == 1


@pytest.mark.parametrize("failure", [Undelivered("MessageRejected"), BadStatusLine("what nobody expects")])
def test_one_that_fails_holds_up_none_of_the_others(here: World, stream: Stream, failure: Exception) -> None:
    there = here.applicant("other")
    enlisted(here, there)
    reachable(here, there, mail="li@example.cn")
    here.pushed()
    here.pushed(who=there)
    stream.flow()
    carried: list[str] = []

    def picky(parcel: OutgoingMessage) -> None:
        if parcel.address == MAIL:
            raise failure
        carried.append(parcel.address)

    here.clock.move(minutes=31)
    outbox.send_due(here.tools, {"mail": picky}, lambda letter: None, ORIGIN)
    assert carried == ["li@example.cn"]


def test_what_is_being_sent_is_taken_by_nobody_else(here: World, stream: Stream, provider: Provider) -> None:
    here.pushed()
    stream.flow()
    here.clock.move(minutes=31)

    def meanwhile(parcel: OutgoingMessage) -> None:
        provider.tick(here)
        provider(parcel)

    outbox.send_due(here.tools, {"mail": meanwhile}, provider.put, ORIGIN)
    assert len(provider.carried) == 1


PHONE = "13800000000"


def texting(table: Place, number: str = PHONE, **wanted: Any) -> tuple[World, SignedIn]:
    """A call that opens text messages, and an applicant with a phone who has chosen them."""
    here = world(table, messages={"channels": ["sms"], "gather_minutes": 30})
    owner = with_phone(here, here.applicant(), number)
    reachable(here, owner, **{"mail": "", "channels": ("sms",), "phone": number, **wanted})
    return here, owner


def with_phone(here: World, who: SignedIn, phone: str) -> SignedIn:
    changed = replace(who, account=replace(who.account, phone=phone))
    enlisted(here, changed)
    return changed


def test_a_text_message_is_short_and_goes_to_the_phone(table_moto: Place) -> None:
    here, owner = texting(table_moto)
    stream, provider = Stream(here, table_moto), Provider()
    for name in ("甲项目", "乙项目"):
        here.pushed(name, who=owner)
        here.clock.move(seconds=1)
    stream.flow()
    provider.tick(here, 31)
    [text] = provider.carried
    assert text.address == PHONE
    assert text.text == f"“乙项目”已推送给370902。 (+1) {ORIGIN}/messages"


@pytest.mark.parametrize(
    ("now", "confirmed"),
    [(PHONE, ""), ("13911111111", PHONE), ("", PHONE), ("0538-1234567", "0538-1234567"), ("+86-13800000000", PHONE)],
)
def test_a_phone_gets_a_text_message_only_as_the_number_that_was_confirmed(
    table_moto: Place, now: str, confirmed: str
) -> None:
    here, owner = texting(table_moto, now, phone=confirmed)
    here.pushed(who=owner)
    Stream(here, table_moto).flow()
    provider = Provider()
    provider.tick(here, 31)
    assert [p.address for p in provider.carried] == ([PHONE] if now.endswith(PHONE) and confirmed else [])


def test_a_number_changed_while_a_text_message_waits_gets_nothing(table_moto: Place) -> None:
    here, owner = texting(table_moto)
    here.pushed(who=owner)
    Stream(here, table_moto).flow()
    with_phone(here, owner, "13911111111")
    provider = Provider()
    provider.tick(here, 31)
    assert provider.carried == []


def test_a_webhook_needs_no_address_and_hears_of_no_disabled_account(table_moto: Place) -> None:
    here = world(table_moto, messages={"channels": ["webhook"], "gather_minutes": 30})
    owner, gone = here.applicant(), here.applicant("gone")
    enlisted(here, owner, gone)
    stream, provider = Stream(here, table_moto), Provider()
    for who in (owner, gone):
        here.pushed(who=who)
    stream.flow()
    enlisted(here, replace(gone, account=replace(gone.account, disabled=True)))
    provider.tick(here, 31)
    assert [(parcel.account, parcel.address) for parcel in provider.carried] == [(owner.account.id, "")]


VARIANTS = [
    (kind, standing, until)
    for kind in Kind
    for standing in (None, "nothing", "draft", "returned")
    for until in (False, True)
]


@pytest.mark.parametrize("language", templates.LANGUAGES)
@pytest.mark.parametrize("n", [1, 2])
def test_every_kind_has_a_line_without_holes(here: World, language: str, n: int) -> None:
    call = here.tools.calls.latest(CALL)
    for kind, standing, until in VARIANTS:
        at = here.clock() if until else None
        message = Message("m", kind, CALL, here.clock(), name="智慧供热", desk=COUNTY, n=n, until=at, standing=standing)
        assert re.fullmatch(r"[^{}]+[。.]", templates.line(call, message, language))


def test_a_line_says_what_fits(here: World) -> None:
    call, at = here.tools.calls.latest(CALL), here.clock()
    plain = Message("m", Kind.RETURNED, CALL, at, track="scenario", name="智慧“供热”", desk=COUNTY)
    assert templates.line(call, plain, "zh") == "370902退回了“智慧‘供热’”，请按要求修改后再次推送。"
    dated = replace(plain, until=datetime(2021, 11, 15, 10, tzinfo=UTC))
    assert templates.line(call, dated, "en").endswith("push it again by 2021-11-15 18:00 (Asia/Shanghai).")
    one = replace(plain, kind=Kind.REMINDER, standing="returned")
    assert templates.line(call, one, "en") == ("A reminder from 370902: 1 returned entry has not been pushed again.")
    assert "2 returned entries have" in templates.line(call, replace(one, n=2), "en")
    arrived = templates.line(call, replace(plain, kind=Kind.ARRIVED, n=3), "zh")
    assert arrived == f"{call.tracks['scenario'].names['zh']}：370902收到推送 3 项。"
    assert "一次性密码" in templates.line(call, replace(plain, kind=Kind.HANDED_OUT), "zh")


def keep(here: World, who: SignedIn, mail: str, code: str, expected: str = "0") -> preferences.ContactPreferences:
    return preferences.save(here.change(who), mail, {"mail": code}, ("mail",), expected)


def keep_phone(here: World, who: SignedIn, code: str, expected: str = "0") -> preferences.ContactPreferences:
    return preferences.save(here.change(who), "", {"sms": code}, ("sms",), expected)


def faults_of(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(fault["pointer"], fault["code"]) for fault in refused.value.details["errors"]]


def test_an_address_is_kept_once_its_code_is_typed(here: World, provider: Provider) -> None:
    who = here.recommender(COUNTY)
    preferences.request_code(here.change(who), "mail", " Wang@Example.cn ")
    provider.tick(here)
    [parcel] = provider.carried
    address = parcel.address
    sent = address_codes.code(here.tools, who.account.id, "mail", address)
    assert sent in parcel.text
    for wrong, fault in (("", "required"), ("00000000", "bad_code")):
        with pytest.raises(Invalid) as refused:
            keep(here, who, address, wrong)
        assert faults_of(refused) == [("/mail_code", fault)]
    here.clock.move(days=1)
    assert keep(here, who, address, sent).preferences.mail == address
    assert preferences.read(here.act(who)).preferences.mail == address
    with pytest.raises(Stale):
        keep(here, who, "", "")
    assert keep(here, who, address, "", "1").preferences.v == 2


def test_a_phone_is_confirmed_by_the_code_that_was_sent_to_it(table_moto: Place, provider: Provider) -> None:
    here, who = texting(table_moto, phone="", channels=())
    assert preferences.read(here.act(who)).phone == PHONE
    preferences.request_code(here.change(who), "sms", "")
    provider.tick(here)
    [parcel] = provider.carried
    assert parcel.address == PHONE
    sent = address_codes.code(here.tools, who.account.id, "sms", PHONE)
    assert parcel.text == f"桂冠验证码 {sent}，一天内有效，非本人操作请忽略。\nLaurel code {sent}, good for a day."
    assert len(parcel.text) <= 70
    for wrong, fault in (("", "required"), ("00000000", "bad_code")):
        with pytest.raises(Invalid) as refused:
            keep_phone(here, who, wrong, "1")
        assert faults_of(refused) == [("/sms_code", fault)]
    kept = keep_phone(here, who, sent, "1").preferences
    assert (kept.phone, kept.channels) == (PHONE, ("sms",))
    assert keep_phone(here, who, "", "2").preferences.phone == PHONE

    other = with_phone(here, who, "13911111111")
    with pytest.raises(Invalid):
        keep_phone(here, other, sent, "3")
    assert preferences.save(here.change(other), "", {}, (), "3").preferences.phone == PHONE


def test_both_addresses_are_confirmed_in_one_save_and_each_fault_is_said(table_moto: Place, provider: Provider) -> None:
    here, who = texting(table_moto, phone="")
    here.tools.calls.publish(call(id="more-2021", messages={"channels": ["mail"]}))
    preferences.request_code(here.change(who), "mail", MAIL)
    preferences.request_code(here.change(who), "sms", "")
    provider.tick(here)
    assert {p.address for p in provider.carried} == {MAIL, PHONE}

    def save(codes: dict[AddressChannel, str]) -> preferences.ContactPreferences:
        return preferences.save(here.change(who), MAIL, codes, ("mail", "sms"), "1")

    right: dict[AddressChannel, str] = {
        "mail": address_codes.code(here.tools, who.account.id, "mail", MAIL),
        "sms": address_codes.code(here.tools, who.account.id, "sms", PHONE),
    }
    with pytest.raises(Invalid) as refused:
        save({"mail": right["sms"]})
    assert faults_of(refused) == [("/mail_code", "bad_code"), ("/sms_code", "required")]
    kept = save(right).preferences
    assert (kept.mail, kept.phone) == (MAIL, PHONE)


def test_no_code_is_sent_where_none_is_of_use(table_moto: Place, provider: Provider) -> None:
    here, who = texting(table_moto, "0538-1234567", channels=())
    assert preferences.read(here.act(who)).phone == ""
    for phone, fault in (("0538-1234567", "bad_mobile"), ("", "required")):
        with pytest.raises(Invalid) as refused:
            preferences.request_code(here.change(with_phone(here, who, phone)), "sms", "")
        assert faults_of(refused) == [("/phone", fault)]
    with pytest.raises(Invalid) as refused:
        preferences.request_code(here.change(who), "mail", MAIL)
    assert faults_of(refused) == [("/channel", "not_an_option")]
    assert preferences.save(here.change(who), "", {}, ("sms",), "1").preferences.channels == ("sms",)
    provider.tick(here)
    assert provider.carried == []


@pytest.mark.parametrize("changed", [{"disabled": True}, {"phone": "13911111111"}])
def test_a_code_does_not_leave_once_its_account_has_changed(
    table_moto: Place, provider: Provider, changed: dict[str, Any]
) -> None:
    here, who = texting(table_moto, phone="")
    preferences.request_code(here.change(who), "sms", "")
    enlisted(here, replace(who, account=replace(who.account, **changed)))
    provider.tick(here)
    assert provider.carried == []
    provider.tick(here, 600)
    assert provider.carried == []


def test_a_code_is_good_for_its_account_channel_and_address_alone_and_for_two_days(here: World) -> None:
    code = address_codes.code(here.tools, "a-1", "mail", MAIL)
    assert address_codes.matches(here.tools, "a-1", "mail", MAIL, f" {code} ")
    assert not address_codes.matches(here.tools, "a-2", "mail", MAIL, code)
    assert not address_codes.matches(here.tools, "a-1", "sms", MAIL, code)
    assert not address_codes.matches(here.tools, "a-1", "mail", "li@example.cn", code)
    here.clock.now += timedelta(days=2)
    assert not address_codes.matches(here.tools, "a-1", "mail", MAIL, code)


@pytest.mark.parametrize("channel", ["mail", "sms"])
def test_codes_are_neither_asked_for_nor_guessed_without_end(table_moto: Place, channel: AddressChannel) -> None:
    here = world(table_moto, messages={"channels": ["mail", "sms"]})
    who, mate = (here.recommender(COUNTY, name, phone=PHONE) for name in ("of", "mate"))
    address = MAIL if channel == "mail" else PHONE

    def guess(one: SignedIn, code: str) -> None:
        mail = MAIL if channel == "mail" else ""
        preferences.save(here.change(one), mail, {channel: code}, (channel,), "0")

    for _ in range(preferences.CODES_A_DAY):
        preferences.request_code(here.change(who), channel, MAIL)
    for one in (who, mate):
        with pytest.raises(TooManyRequests) as refused:
            preferences.request_code(here.change(one), channel, MAIL.upper())
        assert refused.value.details["retry_after"] == 24 * 3600 + 1
    for _ in range(preferences.GUESSES_A_DAY):
        with pytest.raises(Invalid):
            guess(who, "1")
    for one in (who, mate):
        with pytest.raises(TooManyRequests):
            guess(one, address_codes.code(here.tools, one.account.id, channel, address))
    here.clock.move(days=1)
    preferences.request_code(here.change(who), channel, MAIL)
    guess(who, address_codes.code(here.tools, who.account.id, channel, address))


def test_one_account_asks_for_codes_to_other_numbers_no_more_often(table_moto: Place) -> None:
    here = world(table_moto, messages={"channels": ["sms"]})
    for n in range(preferences.CODES_A_DAY):
        preferences.request_code(here.change(here.recommender(COUNTY, phone=f"1380000000{n}")), "sms", "")
    with pytest.raises(TooManyRequests):
        preferences.request_code(here.change(here.recommender(COUNTY, phone="13911111111")), "sms", "")


def test_a_code_asked_for_twice_by_one_request_counts_once(here: World, provider: Provider) -> None:
    who = here.recommender(COUNTY)
    request = here.request(who)
    for _ in range(preferences.CODES_A_DAY + 1):
        preferences.request_code(here.act(who, request), "mail", MAIL)
    preferences.request_code(here.change(who), "mail", MAIL)
    provider.tick(here)
    assert len(provider.carried) == 1
