"""Every key of the table, built here and nowhere else; `tests/storage/test_keys.py` takes each apart again.

Within a submission's partition the sort keys are numbered so that what is read together lies together.
"""

from chalicelib.domain.subjects import ListId, read_subject
from chalicelib.domain.submission import call_and_track
from chalicelib.storage.engine.table import Key as Key


def head(submission: str) -> Key:
    return Key(f"S#{submission}", "0HEAD")


def answers(submission: str) -> Key:
    return Key(f"S#{submission}", "1ANSWERS")


def files(submission: str) -> Key:
    return Key(f"S#{submission}", "1FILES")


def opinion(submission: str, desk: str) -> Key:
    return Key(f"S#{submission}", f"3OPINION#{desk}")


def asks(submission: str) -> Key:
    """What the last return asked."""
    return Key(f"S#{submission}", "2ASKS")


def decline(submission: str) -> Key:
    """Why it was not recommended."""
    return Key(f"S#{submission}", "2DECLINE")


def unit(call: str, uscc: str) -> str:
    """The pushed entries of one unit, by its credit code, whoever's account filed them."""
    return f"U#{call}#{uscc}"


def pushed_index(call: str) -> str:
    """All entries of a call that were ever pushed, for a search over all desks."""
    return f"Q#{call}"


def upload(subject: str, upload_id: str) -> Key:
    """A file on its way to a submission or a ranked list."""
    return Key(chain(subject), f"4UPLOAD#{upload_id}")


def scan(call: str, desk: str, track: str, n: int) -> Key:
    """The scan of a reported list's sealed table."""
    return Key(ranked_list(call, desk, track).pk, f"2SCAN#{n:04}")


def revision(submission: str, n: int) -> Key:
    return Key(f"S#{submission}", f"5REV#{n:04}")


def chain(subject: str) -> str:
    """The partition of a history chain: a submission's own, or its ranked list's ('call/desk/track')."""
    named = read_subject(subject)
    return ranked_list(*named).pk if isinstance(named, ListId) else f"S#{named.id}"


def event(subject: str, n: int) -> Key:
    return Key(chain(subject), f"6EVENT#{n:06}")


def text(subject: str, n: int) -> Key:
    """The erasable words of an event."""
    return Key(chain(subject), f"7TEXT#{n:06}")


def mark(submission: str, desk: str) -> Key:
    """A desk's private mark; by desk and track, so that a list reads its marks in one query."""
    call, track = call_and_track(submission)
    return Key(marks(call, desk, track), submission)


def marks(call: str, desk: str, track: str) -> str:
    return f"M#{call}#{desk}#{track}"


def owner_index(account: str) -> str:
    return f"O#{account}"


def desk_index(call: str, desk: str, track: str, state: str) -> str:
    return f"D#{call}#{desk}#{track}#{state}"


def arrival(at: str, submission: str) -> str:
    """Sort key of the desk index: order of arrival, told apart by id."""
    return f"{at}#{submission}"


def ranked_list(call: str, desk: str, track: str) -> Key:
    return Key(f"L#{call}#{desk}#{track}", "0LIST")


def report(call: str, desk: str, track: str, n: int) -> Key:
    return Key(f"L#{call}#{desk}#{track}", f"1REPORT#{n:04}")


def applicant_overview(call: str, account: str) -> Key:
    """What an account has in a call, for whoever oversees its area."""
    return Key(f"Y#{call}#{account}", "STANDING")


def report_rows(call: str, desk: str, track: str, n: int, part: int) -> Key:
    """What the entries of a report showed then, some rows an item."""
    return Key(ranked_list(call, desk, track).pk, f"3ROWS#{n:04}#{part:02}")


def desk_settings(call: str, desk: str) -> Key:
    return Key(f"E#{call}", desk)


def calls() -> str:
    return "CALLS"


def call_listing(call: str) -> Key:
    return Key(calls(), call)


def call_version(call: str, version: int) -> Key:
    return Key(f"C#{call}", f"VERSION#{version:06}")


def extensions(call: str) -> Key:
    return Key(f"C#{call}", "EXTENSIONS")


def filing_number(number: str) -> Key:
    return Key(f"F#{number}", "FILING")


def account(account_id: str) -> Key:
    return Key(f"A#{account_id}", "0ACCOUNT")


def dossier(account_id: str) -> Key:
    return Key(f"A#{account_id}", "1DOSSIER")


def session(account_id: str, secret_hash: str) -> Key:
    return Key(f"A#{account_id}", f"2SESSION#{secret_hash}")


def idempotency_record(account_id: str, request: str) -> Key:
    return Key(f"A#{account_id}", f"3REPEAT#{request}")


def preferences(account_id: str) -> Key:
    """How somebody wants to be reached beside the site."""
    return Key(f"A#{account_id}", "4PREFERENCES")


def message(account_id: str, message: str) -> Key:
    """Something an account is told; its id begins with the moment it sorts by."""
    return Key(f"A#{account_id}", f"5MESSAGE#{message}")


def unread_index(account_id: str) -> str:
    """An account's messages until they are read."""
    return f"R#{account_id}"


def outbox(account_id: str, channel: str) -> Key:
    """What waits to leave for an account by one channel."""
    return Key(f"A#{account_id}", f"6OUTBOX#{channel}")


def set_aside(account_id: str, channel: str) -> Key:
    """Names an outbox that was set aside; no item ever stands there."""
    return Key(f"A#{account_id}", f"6SETASIDE#{channel}")


def outbox_index() -> str:
    """All that waits to leave, by when it is due."""
    return "OUTBOX"


def reminder(call: str, desk: str, request: str) -> Key:
    """A desk's request to remind some of its area's applicants."""
    return Key(f"G#{call}#{desk}", f"REMINDER#{request}")


def daily_scan(call: str, day: str) -> Key:
    """How far a day's look at unfinished entries has come."""
    return Key(f"C#{call}", f"WALK#{day}")


def login_name(login: str) -> Key:
    return Key(f"N#{login}", "LOGIN")


def area_index(authority: str, desk: str) -> str:
    """Accounts by the desk they belong to: a recommender's own, an applicant's nearest."""
    return f"P#{authority}#{desk}"


def authority_index(authority: str) -> str:
    """All accounts of an authority, by role, desk and age."""
    return f"P#{authority}"


def account_import(import_id: str) -> Key:
    """An import of accounts, which are valid once it is finished."""
    return Key(f"B#{import_id}", "BATCH")


def demo_accounts() -> Key:
    """The accounts that a local season offers on its sign-in page."""
    return Key("DEMO", "ACCOUNTS")


def throttle(name: str) -> Key:
    return Key(f"T#{name}", "THROTTLE")


def spent_proof(challenge: str) -> Key:
    """A proof of work that has been used."""
    return Key(f"W#{challenge}", "SPENT")


def counters(call: str) -> str:
    return f"K#{call}"


def counter(call: str, desk: str, track: str) -> Key:
    return Key(counters(call), f"{desk}#{track}")


def counted_event(event_id: str) -> Key:
    """The marker that a stream record has been counted."""
    return Key(f"V#{event_id}", "COUNTED")


def restored_backup(backup: str) -> Key:
    """How far a backup has been put back into this table."""
    return Key(f"X#{backup}", "RESTORED")


def migration(migration: str) -> Key:
    """How far a data migration has come."""
    return Key(f"Y#{migration}", "MIGRATED")
