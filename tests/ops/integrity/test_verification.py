"""What `ops verify` finds, and that it finds nothing where nothing is wrong."""

import json
from dataclasses import replace

from chalicelib.domain.accounts import Account
from chalicelib.domain.history import merkle_root
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import File
from chalicelib.jobs.stream import FOLLOWED
from chalicelib.services.accounts import issued_accounts
from chalicelib.services.lists import scans
from chalicelib.storage import keys, lists
from chalicelib.storage.engine.table import Delete, Update
from chalicelib.storage.keys import ItemKind
from ops.integrity import survey
from ops.integrity.recount import recount
from ops.integrity.verification import Verdict, report_lines, verify
from tests.factories import CALL, CITY, COUNTY, TRACK
from tests.ops.conftest import Kept
from tests.ops.season import PDF
from tests.services.accounts.people import register


def faults(verdict: Verdict) -> set[str]:
    return {kind.split(" (")[0] for kind in verdict.faults}


def test_a_season_that_nobody_touched_is_clean(season: Kept) -> None:
    verdict = verify(season.data, deep=True)
    assert verdict.faults == {}
    assert verdict.submissions == 5
    assert verdict.attachments == 1
    assert verdict.erased == 1
    assert list(report_lines(verdict))[-1] == "clean"


ENDS = {"HEAD", "LIST", "ACCOUNT"}


def test_the_root_is_that_of_all_last_hashes(season: Kept) -> None:
    items = season.table.client.scan(TableName=season.table.name)["Items"]
    ends = [json.loads(i["doc"]["S"]).get("last_hash") for i in items if i["sk"]["S"] in ENDS]
    assert verify(season.data).root == merkle_root(end for end in ends if end)


def pushed_entry(season: Kept) -> str:
    items = season.table.client.scan(TableName=season.table.name)["Items"]
    return next(keys.subject_in(i["pk"]["S"]) for i in items if i["sk"]["S"] == "HEAD" and "有附件" in i["card"]["S"])


def test_an_event_that_was_changed_is_found(season: Kept) -> None:
    entry = pushed_entry(season)
    key = keys.event(entry, 1)
    item = season.data.tools.table.get(key)
    assert item is not None
    changed = json.loads(item["doc"]) | {"actor": "somebody-else"}
    season.data.tools.table.write([Update(key, {"doc": json.dumps(changed)})])
    assert verify(season.data).faults["history broken"] == [f"{entry}: event 1"]


def test_an_event_that_was_cut_off_is_found(season: Kept) -> None:
    entry = pushed_entry(season)
    season.data.tools.table.write([Delete(keys.event(entry, season.here.head(entry).events))])
    assert faults(verify(season.data)) == {"history broken"}


def reset_account(season: Kept) -> Account:
    """An applicant's account whose password a desk has reset."""
    here, account = season.here, register(season.here.tools).account
    return issued_accounts.issue_one_time_password(here.change(here.recommender(COUNTY)), account.id).account


def test_an_event_of_an_account_that_was_changed_or_cut_off_is_found(season: Kept) -> None:
    account, table = reset_account(season), season.data.tools.table
    recount(season.data)
    assert verify(season.data).clean
    key = keys.event(account.subject, 2)
    item = table.get(key)
    assert item is not None
    table.write([Update(key, {"doc": item["doc"].replace(COUNTY, CITY)})])
    assert verify(season.data).faults["history broken"] == [f"{account.subject}: event 2"]
    table.write([Delete(key)])
    assert verify(season.data).faults["history broken"] == [f"{account.subject}: event 2"]
    table.write([Delete(keys.account(account.id)), Delete(keys.event(account.subject, 2))])
    assert verify(season.data).faults["history without what it is of"] == [account.subject]


def test_every_kind_of_event_is_surveyed_and_followed() -> None:
    kinds = {kind for kind in vars(keys).values() if isinstance(kind, ItemKind) and kind.sort == keys.EVENT}
    assert kinds <= survey._READERS.keys()
    assert kinds <= FOLLOWED.keys()


def test_a_head_that_is_gone_leaves_a_history_without_it(season: Kept) -> None:
    entry = pushed_entry(season)
    season.data.tools.table.write([Delete(keys.head(entry))])
    assert verify(season.data).faults["history without what it is of"] == [entry]


def test_a_counter_that_is_off_is_found(season: Kept) -> None:
    season.data.tools.table.write([Update(keys.counter(CALL, COUNTY, TRACK), adds={"pushed": 3})])
    verdict = verify(season.data)
    assert faults(verdict) == {"counter off"}
    assert next(iter(verdict.faults.values())) == [f"{CALL} {COUNTY} {TRACK} pushed: says 4, counted 1"]


def test_entries_that_stand_otherwise_beside_their_account_are_found_and_set_right(season: Kept) -> None:
    entry = pushed_entry(season)
    owner = season.here.head(entry).owner
    season.data.tools.table.write([Delete(keys.applicant_overview(CALL, owner))])
    assert faults(verify(season.data)) == {"account's entries off"}
    recount(season.data)
    assert verify(season.data).clean


def with_scan(season: Kept) -> File:
    """The scan of the county's reported list."""
    here, place = season.here, ListId(CALL, COUNTY, TRACK)
    ticket = scans.begin(here.act(here.recommender(COUNTY)), place, 1, "盖章.pdf", len(PDF))
    here.tools.objects.put(ticket.fields["key"], PDF, "application/pdf")
    return scans.keep(here.act(here.recommender(COUNTY)), place, 1, ticket.id)


def test_a_scan_of_a_reported_list_is_an_event_more(season: Kept) -> None:
    before = verify(season.data)
    with_scan(season)
    after = verify(season.data, deep=True)
    assert after.faults == {}
    assert (after.events, after.attachments) == (before.events + 1, before.attachments + 1)


def test_a_scan_that_was_changed_behind_its_lists_history_is_found(season: Kept) -> None:
    other = replace(with_scan(season), sha256="0" * 64)
    season.data.tools.table.write([lists.put_scan(ListId(CALL, COUNTY, TRACK), 1, other, "county", other)])
    assert verify(season.data).faults == {
        "scan that its list's history does not tell of": [f"{CALL}/{COUNTY}/{TRACK} report 1"]
    }


def test_an_attachment_that_was_deleted_is_found(season: Kept) -> None:
    key = attachment(season)
    season.bucket.client.delete_object(Bucket=season.bucket.name, Key=key)
    assert verify(season.data).faults == {"attachment missing": [key]}


def test_an_attachment_that_was_written_over_is_found(season: Kept) -> None:
    key = attachment(season)
    season.bucket.client.put_object(Bucket=season.bucket.name, Key=key, Body=PDF[::-1])
    assert faults(verify(season.data)) == {"attachment written over"}
    assert faults(verify(season.data, deep=True)) == {
        "attachment written over",
        "attachment of another size or hash",
    }


def test_an_object_that_nothing_names_is_no_fault_but_told(season: Kept) -> None:
    season.bucket.client.put_object(Bucket=season.bucket.name, Key="kept/nobody/x", Body=b"x")
    verdict = verify(season.data)
    assert verdict.clean
    assert verdict.notes == {"object that nothing names": ["kept/nobody/x"]}


def attachment(season: Kept) -> str:
    listed = season.bucket.client.list_objects_v2(Bucket=season.bucket.name, Prefix="kept/")
    [one] = listed["Contents"]
    return str(one["Key"])
