"""An account's history: what its owner, a desk or the organiser did to it, chained and never cut."""

from dataclasses import replace

import pytest

from chalicelib.domain.accounts import AccountNote, AccountStep, SignedIn
from chalicelib.domain.errors import NotFound, WrongCredentials
from chalicelib.domain.subjects import AccountSubject, ListId
from chalicelib.services.accounts import histories, imports, issued_accounts, own
from chalicelib.services.follow_ups import reports
from chalicelib.services.lists import ranking
from chalicelib.services.sign_in import sessions
from chalicelib.services.sign_in.sessions import NewSession
from chalicelib.services.submissions import reading
from chalicelib.storage import accounts as stored
from chalicelib.storage import keys, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Delete, Put
from tests.conftest import Place
from tests.factories import AUTHORITY, CALL, CITY, COUNTY, OTHER_COUNTY, PASSWORD, TRACK, World, call, world
from tests.races.between import cutting_in
from tests.services.accounts.people import VISITOR, account_of, caller_of, proof, register, sign_in

CHOSEN = "what the desk chose"
OWNERS = "what its owner chose"


def reset(here: World, account: str, who: SignedIn | None = None) -> str:
    who = who or here.recommender(COUNTY)
    return issued_accounts.issue_one_time_password(here.change(who), account).password


def choose(here: World, who: SignedIn, old: str, new: str) -> SignedIn:
    opened = own.change_password(here.change(who), old, new, new, VISITOR)
    assert opened is not None
    return caller_of(here.tools, opened)


def taken_over(here: World) -> tuple[str, SignedIn]:
    """An applicant's account, and the session of a desk that became it."""
    account = register(here.tools).account.id
    opened = sign_in(here.tools, "taishan", reset(here, account))
    return account, choose(here, caller_of(here.tools, opened), "", CHOSEN)


def steps_of(here: World, account: str, who: SignedIn | None = None) -> list[str]:
    return [record.step.value for record in histories.read(here.act(who or here.organiser()), account)[0]]


def marked(here: World, entry: str, who: SignedIn | None = None) -> list[tuple[str, str | None]]:
    """Steps of an entry's history, each with who had reset the password behind it."""
    events, is_sound = reading.read_history(here.act(who or here.recommender(COUNTY)), entry)
    assert is_sound
    return [(named.event.step, named.event.facts.get("reset_by")) for named in events]


def test_a_history_begins_with_the_account_and_tells_all_that_was_done(here: World) -> None:
    opened = register(here.tools)
    who, account = caller_of(here.tools, opened), opened.account.id
    own.change_own(here.change(who), {"phone": "13900139000", "name": opened.account.name}, PASSWORD)
    choose(here, caller_of(here.tools, opened), PASSWORD, OWNERS)
    issued_accounts.set_disabled(here.change(here.organiser()), account, True)
    issued_accounts.set_disabled(here.change(here.organiser()), account, False)
    records, is_sound = histories.read(here.act(here.organiser()), account)
    assert is_sound
    assert [(r.step, bool(r.office)) for r in records] == [
        (AccountStep.REGISTER, False),
        (AccountStep.CHANGE_FACTS, False),
        (AccountStep.CHANGE_PASSWORD, False),
        (AccountStep.DISABLE, True),
        (AccountStep.ENABLE, True),
    ]
    assert records[1].facts == {"changed": ["phone"]}
    assert records[3].office == here.tools.calls.latest(CALL).authority.names


def test_no_number_of_resets_pushes_anything_out(here: World) -> None:
    account = register(here.tools).account.id
    for _ in range(11):
        reset(here, account)
    assert steps_of(here, account) == ["register", *["reset_password"] * 11]


def test_a_history_that_was_changed_or_cut_is_told(here: World) -> None:
    account = register(here.tools).account.id
    reset(here, account)
    here.tools.table.write([Delete(keys.event(AccountSubject(account).subject, 2))])
    assert not histories.read(here.act(here.organiser()), account)[1]


def test_an_account_of_one_or_of_many_begins_with_who_issued_it(here: World) -> None:
    who = here.organiser()
    request = issued_accounts.AccountRequest("ts-1", "赵六", "recommender", COUNTY)
    one = issued_accounts.create(here.change(who), CALL, request).account
    rows = "".join(f"many-{n},赵六,{COUNTY}\n" for n in range(9))
    many = imports.issue(here.change(who), CALL, f"login,name,desk\n{rows}")
    for account in (one, *(issued.account for issued in many)):
        [record] = histories.read(here.act(here.organiser()), account.id)[0]
        assert record.step is AccountStep.ISSUE
        assert fetch(here.tools.table, submissions.history(account.subject))[0].actor == who.caller.account


def test_its_owner_and_whoever_may_reset_it_read_it_and_nobody_else(here: World) -> None:
    opened = register(here.tools)
    account = opened.account.id
    reset(here, account)
    for who in (here.recommender(COUNTY), here.recommender(CITY), here.organiser()):
        assert steps_of(here, account, who) == ["register", "reset_password"]
    owner = SignedIn(account_of(here.tools, account).caller(""), account_of(here.tools, account), False)
    assert steps_of(here, account, owner) == ["register", "reset_password"]
    elsewhere = here.organiser(id="a-else", login="else", authority="elsewhere")
    for who in (here.recommender(OTHER_COUNTY), here.applicant(), elsewhere):
        with pytest.raises(NotFound):
            histories.read(here.act(who), account)


def test_who_reads_it_learns_the_office_and_no_name(here: World) -> None:
    account = register(here.tools).account.id
    reset(here, account)
    record = histories.read(here.act(here.organiser()), account)[0][-1]
    assert record.office == here.tools.calls.latest(CALL).desks[COUNTY].names
    assert record.facts == {}


def test_the_first_sign_in_after_a_reset_stands_in_it_and_whether_the_device_was_known(here: World) -> None:
    opened = register(here.tools)
    account = opened.account.id
    sign_in(here.tools, "taishan", reset(here, account))
    known = replace(VISITOR, device=opened.device)
    sign_in(here.tools, "taishan", reset(here, account), known)
    records = histories.read(here.act(here.organiser()), account)[0]
    told = [(r.facts, r.after_reset) for r in records if r.step is AccountStep.SIGN_IN]
    assert told == [({"known_device": False}, True), ({"known_device": True}, True)]


def test_each_sign_in_stands_in_it_while_a_reset_counts_and_none_afterwards(here: World) -> None:
    account, _ = taken_over(here)
    for _ in range(2):
        sign_in(here.tools, "taishan", CHOSEN)
    assert steps_of(here, account)[1:] == ["reset_password", "sign_in", "change_password", "sign_in", "sign_in"]
    owner = caller_of(here.tools, sign_in(here.tools, "taishan", CHOSEN))
    choose(here, owner, CHOSEN, OWNERS)
    sign_in(here.tools, "taishan", OWNERS)
    assert steps_of(here, account)[-2:] == ["sign_in", "change_password"]


def test_what_a_desk_does_in_an_applicants_name_says_that_its_session_came_from_a_reset(here: World) -> None:
    _, desk = taken_over(here)
    entry = here.draft(desk)
    here.take(desk, entry, "push", desk=COUNTY)
    here.take(desk, entry, "ask_back", reason="有误")
    by = here.recommender(COUNTY).caller.account
    assert marked(here, entry) == [("push", by), ("ask_back", by)]


def test_the_first_password_after_a_reset_is_still_of_the_reset_and_the_next_is_not(here: World) -> None:
    account, desk = taken_over(here)
    entry = here.draft(desk)
    here.take(desk, entry, "push", desk=COUNTY)
    owner = choose(here, caller_of(here.tools, sign_in(here.tools, "taishan", CHOSEN)), CHOSEN, OWNERS)
    here.take(owner, entry, "ask_back", reason="有误")
    assert [bool(by) for _, by in marked(here, entry)] == [True, False]
    assert account_of(here.tools, account).reset is None


def test_the_change_that_ends_a_reset_says_itself_that_it_came_from_one(here: World) -> None:
    account, _ = taken_over(here)
    choose(here, caller_of(here.tools, sign_in(here.tools, "taishan", CHOSEN)), CHOSEN, OWNERS)
    records = histories.read(here.act(here.organiser()), account)[0]
    assert [r.after_reset for r in records if r.step is AccountStep.CHANGE_PASSWORD] == [True, True]


def test_a_desks_own_acts_on_entries_and_lists_say_so_too_and_what_follows_them(here: World) -> None:
    organiser = here.organiser()
    request = issued_accounts.AccountRequest("ts-1", "赵六", "recommender", COUNTY)
    made = issued_accounts.create(here.change(organiser), CALL, request)
    choose(here, caller_of(here.tools, sign_in(here.tools, "ts-1", made.password)), "", OWNERS)
    opened = sign_in(here.tools, "ts-1", reset(here, made.account.id, organiser))
    desk = choose(here, caller_of(here.tools, opened), "", CHOSEN)
    entry = here.pushed()
    here.take(desk, entry, "recommend", rank=1, opinion="好")
    report(here, desk)
    by = organiser.caller.account
    assert marked(here, entry) == [("push", None), ("recommend", by), ("report", by)]
    events = fetch(here.tools.table, submissions.history(here.board(COUNTY).ranked.subject))
    assert [event.facts["reset_by"] for event in events] == [by, by]


def report(here: World, desk: SignedIn) -> None:
    seen = str(here.board(COUNTY).ranked.v)
    done = ranking.report(here.change(desk), ListId(CALL, COUNTY, TRACK), seen)
    assert done.last_report is not None
    reports.advance(here.tools, done.last_report)


def test_a_new_slip_for_an_account_never_used_is_no_reset(here: World) -> None:
    request = issued_accounts.AccountRequest("ts-1", "赵六", "recommender", COUNTY)
    made = issued_accounts.create(here.change(here.organiser()), CALL, request).account
    opened = sign_in(here.tools, "ts-1", reset(here, made.id, here.organiser(id="a-chief")))
    assert opened.acts == {}
    assert steps_of(here, made.id) == ["issue", "issue", "sign_in"]
    assert choose(here, caller_of(here.tools, opened), "", OWNERS).caller.reset_by is None


def test_its_owner_is_told_at_sign_in_of_a_reset_until_the_password_is_changed_again(here: World) -> None:
    taken_over(here)
    for _ in range(2):
        opened = sign_in(here.tools, "taishan", CHOSEN)
        assert [(step, act.by, act.office) for step, act in opened.acts.items()] == [
            (AccountStep.RESET_PASSWORD, here.recommender(COUNTY).caller.account, COUNTY)
        ]
    choose(here, caller_of(here.tools, opened), CHOSEN, OWNERS)
    assert sign_in(here.tools, "taishan", OWNERS).acts == {}


def test_its_owner_is_told_once_that_it_was_disabled(here: World) -> None:
    account = register(here.tools).account.id
    issued_accounts.set_disabled(here.change(here.organiser()), account, True)
    issued_accounts.set_disabled(here.change(here.organiser()), account, False)
    assert list(sign_in(here.tools).acts) == [AccountStep.DISABLE]
    assert sign_in(here.tools).acts == {}
    assert steps_of(here, account)[-1] == "sign_in"


def test_what_an_earlier_release_noted_is_read_before_the_history(here: World) -> None:
    opened = register(here.tools)
    desk = here.recommender(COUNTY)
    here.cookie(desk)
    at, before = opened.account.created_at, account_of(here.tools, opened.account.id)
    notes = (
        AccountNote("one_time_password", at, desk.account.id),
        AccountNote("password", at, before.id),
        AccountNote("disabled", at, "operator-root"),
    )
    older = replace(before, notes=notes, events=0, last_hash="")
    here.tools.table.write([Put(stored.account_item(older)), Delete(keys.event(older.subject, 1))])
    issued_accounts.set_disabled(here.change(here.organiser()), older.id, True)
    records, is_sound = histories.read(here.act(here.organiser()), older.id)
    assert is_sound
    season = here.tools.calls.latest(CALL)
    assert [(r.step.value, r.office) for r in records] == [
        ("reset_password", season.desks[COUNTY].names),
        ("change_password", {}),
        ("disable", season.authority.names),
        ("disable", season.authority.names),
    ]


def test_a_call_may_keep_resets_to_the_organiser(table_moto: Place) -> None:
    here = world(table_moto, accounts={"reset_by": "organiser"})
    opened = register(here.tools)
    for desk in (COUNTY, CITY):
        with pytest.raises(NotFound):
            reset(here, opened.account.id, here.recommender(desk))
        with pytest.raises(NotFound):
            histories.read(here.act(here.recommender(desk)), opened.account.id)
    assert reset(here, opened.account.id, here.organiser())


def test_an_applicants_own_call_keeps_them_too_whatever_the_desks_call_says(here: World) -> None:
    here.tools.calls.publish(call(id="kept-2021", accounts={"reset_by": "organiser"}))
    opened = register(here.tools, call="kept-2021")
    assert opened.account.authority == AUTHORITY
    with pytest.raises(NotFound):
        reset(here, opened.account.id)


def test_two_who_sign_in_at_once_after_a_reset_both_come_in_and_both_stand_in_the_history(here: World) -> None:
    account, _ = taken_over(here)
    payload = proof(here.tools, "taishan")
    with cutting_in(here, BEFORE_SESSION, lambda: sign_in(here.tools, "taishan", CHOSEN)) as came:
        opened = sessions.sign_in(here.tools, "taishan", CHOSEN, payload, VISITOR)
    assert isinstance(came[0], NewSession)
    assert caller_of(here.tools, opened)
    assert steps_of(here, account)[-2:] == ["sign_in", "sign_in"]
    assert histories.read(here.act(here.organiser()), account)[1]


def test_who_signs_in_while_the_password_is_reset_again_does_not_come_in(here: World) -> None:
    account, _ = taken_over(here)
    payload = proof(here.tools, "taishan")
    with cutting_in(here, BEFORE_SESSION, lambda: reset(here, account)), pytest.raises(WrongCredentials):
        sessions.sign_in(here.tools, "taishan", CHOSEN, payload, VISITOR)
    assert steps_of(here, account)[-1] == "reset_password"


BEFORE_SESSION = 3
"""Requests of a sign-in before the one that writes its session."""
