"""What no local engine shows by itself: contention, and an answer lost after its write."""

import pytest

from chalicelib.domain.errors import Busy, RepeatedDifferently, Stale
from chalicelib.domain.messages import Kind, Message
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import State
from chalicelib.services.accounts import imports, issued_accounts
from chalicelib.services.accounts.issued_accounts import AccountRequest
from chalicelib.services.lists import ranking
from chalicelib.services.messages import notifications
from chalicelib.services.submissions import drafts, steps
from chalicelib.storage.engine.table import TRIES
from chalicelib.storage.idempotency import IdempotencyRecord
from tests.factories import CALL, COUNTY, TRACK, World, command, complete
from tests.races.between import ConnectionLost, answer_lost, client_of, conflicts, sent_again, still_under_way
from tests.races.sound import assert_sound, content_of, list_of
from tests.services.accounts.people import known, register, sign_in

pytestmark = pytest.mark.engine


def test_contention_that_passes_is_not_noticed(here: World) -> None:
    entry = here.pushed()
    with conflicts(here, times=2) as met:
        here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion="好")
    assert met == [2]
    assert_sound(here, entry)


def test_contention_that_stays_is_told_and_changes_nothing(here: World) -> None:
    entry = here.pushed()
    before = here.head(entry)
    with conflicts(here, times=100) as met, pytest.raises(Busy):
        here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion="好")
    assert met == [TRIES]
    assert here.head(entry) == before


def test_what_was_busy_can_be_asked_for_again_under_the_same_id(here: World) -> None:
    entry, desk = here.pushed(), here.recommender(COUNTY)
    repeat, wish = here.request(desk), command("recommend", rank=1, opinion="好")
    with conflicts(here, times=100), pytest.raises(Busy):
        steps.apply(here.act(desk, repeat), entry, wish)
    assert steps.apply(here.act(desk, repeat), entry, wish).state is State.RECOMMENDED


def test_a_push_whose_answer_was_lost_is_answered_when_it_is_sent_again(here: World) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    repeat, etag = here.request(owner), here.etag(entry)
    with answer_lost(here), pytest.raises(ConnectionLost):
        steps.apply(here.act(owner, repeat), entry, command("push", desk=COUNTY), etag)
    again = steps.apply(here.act(owner, repeat), entry, command("push", desk=COUNTY), etag)
    assert again == here.head(entry)
    assert (again.revision, again.events) == (1, 1)
    assert_sound(here, entry)


def test_a_start_whose_answer_was_lost_gives_the_same_draft_when_it_is_sent_again(here: World) -> None:
    owner = here.applicant()
    repeat = here.request(owner)
    with answer_lost(here), pytest.raises(ConnectionLost):
        drafts.start(here.act(owner, repeat), CALL, TRACK, None)
    again = drafts.start(here.act(owner, repeat), CALL, TRACK, None)
    assert [h.id for h in drafts.read_own(here.act(owner), None).heads] == [again.id]


def test_a_report_whose_answer_was_lost_is_one_report(here: World) -> None:
    here.recommended()
    desk = here.recommender(COUNTY)
    repeat, place, seen = here.request(desk), ListId(CALL, COUNTY, TRACK), str(list_of(here).v)
    with answer_lost(here), pytest.raises(ConnectionLost):
        ranking.report(here.act(desk, repeat), place, seen)
    assert ranking.report(here.act(desk, repeat), place, seen).ranked.reports == 1


def test_a_save_whose_answer_was_lost_is_saved_when_it_is_sent_again(here: World) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    etag = here.etag(entry)
    with answer_lost(here), pytest.raises(ConnectionLost):
        drafts.save(here.act(owner), entry, complete("改过的名字"), 1, etag)
    again = drafts.save(here.act(owner), entry, complete("改过的名字"), 1, etag)
    assert again.etag == content_of(here, entry)[0].etag
    with pytest.raises(Stale):
        drafts.save(here.act(owner), entry, complete("又一个名字"), 1, etag)


def test_a_right_password_opens_though_the_write_that_spends_its_proof_is_sent_again(here: World) -> None:
    register(here.tools)
    with sent_again(client_of(here), "PutItem") as again:
        opened = sign_in(here.tools)
    assert again == [1]
    assert known(here.tools, opened.cookie) is not None


def test_a_save_that_is_sent_again_is_saved_and_makes_no_conflict(here: World) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    etag = here.save(owner, entry, complete()).etag
    with sent_again(client_of(here), "PutItem") as again:
        saved = drafts.save(here.act(owner), entry, {**complete(), "effect": "改过的说明，与卡片无关"}, 1, etag)
    assert again == [1]
    assert saved.etag == here.etag(entry)


def test_an_import_that_takes_over_is_not_taken_for_another(here: World) -> None:
    who = here.organiser()
    with sent_again(client_of(here), "PutItem") as again:
        issued = imports.issue(here.change(who), CALL, f"login,name,desk\nts-1,赵六,{COUNTY}")
    assert (again, len(issued)) == ([1], 1)


def test_a_message_whose_write_is_sent_again_is_new(here: World) -> None:
    told = Message("20211025T000000-a", Kind.RETURNED, CALL, here.clock())
    with sent_again(client_of(here), "PutItem") as again:
        assert notifications.write_once(here.tools, here.applicant().account.id, told)
    assert again == [1]
    assert not notifications.write_once(here.tools, here.applicant().account.id, told)


def test_a_transaction_that_is_still_under_way_is_not_taken_for_another(here: World) -> None:
    who = here.organiser()
    with still_under_way(here) as met:
        issued_accounts.create(here.change(who), CALL, AccountRequest("ts-1", "赵六", "recommender", COUNTY))
    assert met == [1]


def test_the_same_id_with_another_content_is_refused_and_changes_nothing(here: World) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    drafts.start(here.act(owner, IdempotencyRecord(owner.caller.account, "same", "one")), CALL, TRACK, None)
    with pytest.raises(RepeatedDifferently):
        steps.apply(
            here.act(owner, IdempotencyRecord(owner.caller.account, "same", "other")),
            entry,
            command("push", desk=COUNTY),
        )
    assert here.head(entry).state is State.DRAFT
