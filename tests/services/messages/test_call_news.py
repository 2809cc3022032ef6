"""A call that asks more tells owners of unpushed entries, once for each version and page by page."""

from dataclasses import replace

import pytest

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.messages import CallNews, Kind, Message
from chalicelib.services.messages import call_news
from chalicelib.services.submissions import drafts
from chalicelib.storage import keys, messages
from tests.conftest import Place
from tests.factories import CALL, COUNTY, TRACK, World, call, complete, world
from tests.services.telling import Stream, enlisted, told


@pytest.fixture
def here(table_moto: Place) -> World:
    made = world(table_moto)
    enlisted(made, made.applicant(), made.applicant("idle"), made.recommender(COUNTY))
    return made


@pytest.fixture
def stream(here: World, table_moto: Place) -> Stream:
    return Stream(here, table_moto)


def publish(here: World, *tracks: str) -> int:
    """Publish a version that asks more in these tracks."""
    version = here.tools.calls.latest(CALL).version + 1
    news = CallNews(CALL, version, tracks, here.clock())
    return here.tools.calls.publish(
        call(grace_minutes=version), over=version - 1, beside=[messages.put_call_news(news)]
    )


def heard(here: World, who: SignedIn) -> list[Message]:
    return [message for message in told(here, who) if message.kind is Kind.CALL_CHANGED]


def test_owners_of_drafts_hear_it_once_for_a_version_however_many_they_have(here: World, stream: Stream) -> None:
    owner = here.applicant()
    here.draft(owner)
    here.draft(owner, "第二项")
    publish(here, TRACK)
    stream.flow()
    [message] = heard(here, owner)
    assert (message.n, message.submission) == (2, "")
    stream.hand_over(list(stream.handed))
    assert heard(here, owner) == [message]
    publish(here, TRACK)
    stream.flow()
    assert len(heard(here, owner)) == 2


def test_one_entry_is_named_so_that_the_message_leads_to_it(here: World, stream: Stream) -> None:
    owner = here.applicant()
    draft = here.draft(owner)
    publish(here, TRACK)
    stream.flow()
    [message] = heard(here, owner)
    assert (message.n, message.submission, message.track, message.name) == (1, draft, TRACK, "智慧供热")


def test_a_desks_own_filing_and_a_returned_entry_count_too(here: World, stream: Stream) -> None:
    owner, county = here.applicant(), here.recommender(COUNTY)
    entry = here.pushed(who=owner)
    here.take(county, entry, "return", reason="请补充")
    here.draft(county)
    publish(here, TRACK)
    stream.flow()
    assert [len(heard(here, who)) for who in (owner, county, here.applicant("idle"))] == [1, 1, 0]


def test_who_has_pushed_or_saved_since_or_files_in_another_track_hears_nothing(here: World, stream: Stream) -> None:
    owner, idle = here.applicant(), here.applicant("idle")
    here.pushed(who=owner)
    draft = here.draft(idle)
    publish(here, "unit")
    stream.flow()
    assert heard(here, idle) == []
    version = publish(here, TRACK)
    drafts.save(here.act(idle), draft, complete("改过"), version, here.etag(draft))
    stream.flow()
    assert (heard(here, idle), heard(here, owner)) == ([], [])


def test_each_run_takes_one_page_of_accounts_and_the_record_of_it_brings_the_next(here: World, stream: Stream) -> None:
    people = [here.applicant(f"many-{n:03}") for n in range(120)]
    enlisted(here, *people)
    for who in (people[0], people[119]):
        here.draft(who)
    stream.flow()
    publish(here, TRACK)
    rounds = 0
    while records := [r for r in stream.records() if r["dynamodb"]["Keys"]["sk"]["S"].startswith("NEWS#")]:
        stream.hand_over(records)
        rounds += 1
    assert rounds == 5  # three pages of applicants, one of the desks, and the record that all is done
    assert [len(heard(here, who)) for who in (people[0], people[1], people[119])] == [1, 0, 1]


def test_a_run_that_comes_late_goes_no_further_than_another_has(here: World) -> None:
    news = CallNews(CALL, 1, (TRACK,), here.clock())
    here.tools.table.write([messages.put_call_news(news)])
    done = replace(news, v=2, role=Role.RECOMMENDER)
    here.tools.table.write([messages.put_call_news(done)])
    call_news.go_on(here.tools, news)
    item = here.tools.table.get(keys.call_news(CALL, 1))
    assert item is not None
    assert messages.call_news_of(item) == done
