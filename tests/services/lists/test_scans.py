"""The scan of a sealed summary table: what is attached and replaced stands in the history of its list."""

import hashlib
from collections.abc import Callable

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import Forbidden, UploadNotThere
from chalicelib.domain.history import Event
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import File
from chalicelib.services.lists import ranking, scans
from chalicelib.storage import keys, lists
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Conflict, Put
from tests.conftest import Place
from tests.factories import CALL, CITY, COUNTY, TRACK, World, world
from tests.races.between import at_every_step, cutting_in, is_refusal, outcome, read_torn

PLACE = ListId(CALL, COUNTY, TRACK)


@pytest.fixture
def here(table_moto: Place, bucket_moto: Place) -> World:
    made = world(table_moto, bucket_moto)
    made.recommended()
    made.report(COUNTY)
    return made


def uploaded(here: World, body: bytes, name: str = "盖章.pdf") -> str:
    """A scan that has arrived and is not kept yet."""
    ticket = scans.begin(here.act(here.recommender(COUNTY)), PLACE, 1, name, len(body))
    here.tools.objects.put(f"incoming/{'/'.join(PLACE)}/{ticket.id}", body, "application/pdf")
    return ticket.id


def keeping(here: World, upload: str) -> Callable[[], File]:
    return lambda: scans.keep(here.act(here.recommender(COUNTY)), PLACE, 1, upload)


def attached(here: World, who: SignedIn) -> list[Event]:
    """The events of scans in the list's history, which is whole."""
    events, whole = ranking.read_history(here.act(who), PLACE)
    assert whole
    return [e.event for e in events if e.event.step == "attach_scan"]


def pdf(words: str) -> bytes:
    return b"%PDF-1.7 " + words.encode()


def digest(words: str) -> str:
    return hashlib.sha256(pdf(words)).hexdigest()


def test_a_version_says_who_uploaded_its_scan_and_when(here: World) -> None:
    county = here.recommender(COUNTY)
    here.cookie(county)
    assert ranking.read_report(here.act(county), PLACE, 1).scan is None
    kept = keeping(here, uploaded(here, pdf("one")))()
    reported = ranking.read_report(here.act(county), PLACE, 1)
    assert (reported.scan, reported.scanned_by) == (kept, county.account.name)
    assert kept.added_at == here.clock.now


def test_each_scan_attached_or_replaced_is_an_event_of_the_list(here: World) -> None:
    keeping(here, uploaded(here, pdf("one"), "盖章件.pdf"))()
    here.clock.move(hours=1)
    keeping(here, uploaded(here, pdf("two"), "重扫.pdf"))()
    for who in (here.recommender(COUNTY), here.recommender(CITY), here.organiser()):
        first, second = attached(here, who)
        assert first.facts == {"n": 1, "sha256": digest("one")}
        assert second.facts == {"n": 1, "sha256": digest("two"), "replaces": digest("one")}
        assert [e.texts["file"].value for e in (first, second)] == ["盖章件.pdf", "重扫.pdf"]
        assert (second.actor, second.at) == (here.recommender(COUNTY).caller.account, here.clock.now)
    assert here.board(COUNTY).ranked.reported


def test_a_scan_is_written_only_over_the_one_that_was_seen(here: World) -> None:
    first = keeping(here, uploaded(here, pdf("one")))()
    second = keeping(here, uploaded(here, pdf("two")))()
    for seen in (None, first):
        with pytest.raises(Conflict):
            here.tools.table.write([lists.put_scan(PLACE, 1, first, "county", seen)])
    assert fetch(here.tools.table, lists.scan(PLACE, 1)).file == second


def test_a_scan_that_an_earlier_version_kept_can_be_replaced(here: World) -> None:
    first = keeping(here, uploaded(here, pdf("one")))()
    item = here.tools.table.get(keys.scan(*PLACE, 1))
    assert item is not None
    here.tools.table.write([Put({name: value for name, value in item.items() if name != "file"})])
    second = keeping(here, uploaded(here, pdf("two")))()
    assert (first.id != second.id, fetch(here.tools.table, lists.scan(PLACE, 1)).file) == (True, second)


def test_the_name_of_a_scan_stands_beside_the_chain_and_can_be_erased(here: World) -> None:
    keeping(here, uploaded(here, pdf("one"), "盖章件.pdf"))()
    [event] = attached(here, here.recommender(COUNTY))
    item = here.tools.table.get(keys.event(event.subject, here.board(COUNTY).ranked.events))
    assert item is not None
    assert "盖章件" not in item["doc"]
    assert event.digests["file"] in item["doc"]


def test_a_level_above_hears_of_a_scan_of_what_was_reported_also_while_the_list_is_open_again(
    here: World,
) -> None:
    city = here.recommender(CITY)
    ranking.reopen(here.change(city), PLACE, "漏报")
    keeping(here, uploaded(here, pdf("one")))()
    assert len(attached(here, city)) == 1


def test_a_scan_that_was_replaced_does_not_come_back_by_a_request_that_read_before(here: World) -> None:
    """The first request has read its upload and checked the file when a second scan takes the first one's place."""
    first, second = uploaded(here, pdf("初稿")), uploaded(here, pdf("定稿"))

    def kept_and_replaced() -> None:
        keeping(here, first)()
        keeping(here, second)()

    with cutting_in(here, 1, kept_and_replaced):
        done = outcome(keeping(here, first))
    assert is_refusal(done, UploadNotThere)
    scan = fetch(here.tools.table, lists.scan(PLACE, 1))
    assert scan is not None
    assert scan.file.id == second
    assert len(attached(here, here.recommender(COUNTY))) == 2


def test_a_scan_that_is_kept_already_is_answered_again_and_told_once(here: World) -> None:
    keep = keeping(here, uploaded(here, pdf("one")))
    assert keep() == keep()
    assert len(attached(here, here.recommender(COUNTY))) == 1


def test_a_scan_whose_twin_is_kept_while_it_is_looked_for_is_answered_alike_and_told_once(here: World) -> None:
    """One read in two moments: there is no scan yet, and then its upload is there no more."""
    keep, twins = keeping(here, uploaded(here, pdf("one"))), list[File]()
    with read_torn(here, lambda: twins.append(keep()), old=lambda sk: sk.startswith("SCAN")):
        assert keep() == twins[0]
    assert len(attached(here, here.recommender(COUNTY))) == 1


def test_a_scan_of_another_version_or_desk_is_neither_kept_nor_told(here: World) -> None:
    upload = uploaded(here, pdf("one"))
    with pytest.raises(UploadNotThere):
        scans.keep(here.act(here.recommender(COUNTY)), PLACE, 2, upload)
    with pytest.raises(Forbidden):
        scans.keep(here.act(here.recommender(CITY)), PLACE, 1, upload)
    assert attached(here, here.recommender(COUNTY)) == []


@pytest.mark.engine
def test_of_two_scans_at_once_each_is_told_and_the_last_is_kept(table_local: Place, bucket_moto: Place) -> None:
    here = world(table_local, bucket_moto)
    here.recommended()
    here.report(COUNTY)
    made: list[str] = []

    def begin() -> tuple[Callable[[], File], Callable[[], File]]:
        made.extend(uploaded(here, pdf(f"{len(made)} {side}")) for side in ("left", "right"))
        return keeping(here, made[-2]), keeping(here, made[-1])

    for outcomes in at_every_step(here, begin):
        assert not any(is_refusal(outcome) for outcome in outcomes)
        events = attached(here, here.recommender(COUNTY))
        assert {o.sha256 for o in outcomes} == {e.facts["sha256"] for e in events[-2:]}
        assert events[-1].facts["replaces"] == events[-2].facts["sha256"]
        kept = fetch(here.tools.table, lists.scan(PLACE, 1))
        assert kept is not None
        assert kept.file.sha256 == events[-1].facts["sha256"]


@pytest.mark.engine
def test_the_same_scan_kept_twice_at_once_is_told_once(table_local: Place, bucket_moto: Place) -> None:
    here = world(table_local, bucket_moto)
    here.recommended()
    here.report(COUNTY)
    rounds: list[str] = []

    def begin() -> tuple[Callable[[], File], Callable[[], File]]:
        rounds.append(uploaded(here, pdf(str(len(rounds)))))
        return keeping(here, rounds[-1]), keeping(here, rounds[-1])

    for one, other in at_every_step(here, begin):
        assert one.id == other.id
        assert len(attached(here, here.recommender(COUNTY))) == len(rounds)
