"""Every key of the table, built here and nowhere else.

A key's partition begins with a word that says whose item it is, its sort key with one that says what it holds: both
together are a kind of item. `tests/storage/test_keys.py` takes each key apart again.
"""

from typing import NamedTuple

from chalicelib.domain.subjects import AccountSubject, JuryId, ListId, ReaderId, read_subject
from chalicelib.domain.submission import call_and_track
from chalicelib.storage.engine.table import Key as Key


class ItemKind(NamedTuple):
    """A kind of item: the words that its keys begin with.

    `partition` begins the partition, `sort` the sort key; `sort` is empty where the sort key is a name. `is_alone`:
    there is one such item in its partition, so that its sort key is the word.
    """

    partition: str
    sort: str = ""
    is_alone: bool = False

    def key(self, whose: str, *names: str) -> Key:
        """Return the key of an item of this kind.

        It belongs to `whose`; `names` tell it from others where there are several.
        """
        return Key(f"{self.partition}#{whose}", "#".join((self.sort, *names) if self.sort else names))

    @property
    def prefix(self) -> str:
        """The prefix of the sort keys of several such items."""
        return f"{self.sort}#"

    def has(self, key: Key) -> bool:
        """Return whether an item under `key` is of this kind."""
        partition, _, _ = key.pk.partition("#")
        sort, _, _ = key.sk.partition("#")
        return partition == self.partition and sort == (self.sort or sort)


HEAD = ItemKind("SUBMISSION", "HEAD", is_alone=True)
ANSWERS = ItemKind("SUBMISSION", "ANSWERS")
FILES = ItemKind("SUBMISSION", "FILES", is_alone=True)
RETURN = ItemKind("SUBMISSION", "RETURN")
DECLINE = ItemKind("SUBMISSION", "DECLINE")
OPINION = ItemKind("SUBMISSION", "OPINION")
LINK_REQUEST = ItemKind("SUBMISSION", "LINK_REQUEST")
REVISION = ItemKind("SUBMISSION", "REVISION")
LIST = ItemKind("LIST", "LIST")
REPORT = ItemKind("LIST", "REPORT")
SCAN = ItemKind("LIST", "SCAN")
ROWS = ItemKind("LIST", "ROWS")
MARK = ItemKind("MARKS")
UNIT_ROW = ItemKind("UNIT")
FILING_NUMBER = ItemKind("FILING_NUMBER", "SUBMISSION")
OVERVIEW = ItemKind("OVERVIEW", "OVERVIEW")
SETTINGS = ItemKind("SETTINGS")
CALL_LISTING = ItemKind("CALLS")
CALL_VERSION = ItemKind("CALL", "VERSION")
EXTENSIONS = ItemKind("CALL", "EXTENSIONS")
EXTENSION_RECORD = ItemKind("CALL", "EXTENSION")
CALL_NEWS = ItemKind("CALL", "NEWS")
DAILY_SCAN = ItemKind("CALL", "DAILY_SCAN")
ACCOUNT = ItemKind("ACCOUNT", "ACCOUNT", is_alone=True)
DOSSIER = ItemKind("ACCOUNT", "DOSSIER")
SESSION = ItemKind("ACCOUNT", "SESSION")
REQUEST = ItemKind("ACCOUNT", "REQUEST")
PREFERENCES = ItemKind("ACCOUNT", "PREFERENCES")
ALLOWANCE = ItemKind("ACCOUNT", "ALLOWANCE")
MESSAGE = ItemKind("ACCOUNT", "MESSAGE")
OUTBOX = ItemKind("ACCOUNT", "OUTBOX")
SET_ASIDE = ItemKind("ACCOUNT", "SET_ASIDE")
REMINDER = ItemKind("REMINDERS", "REMINDER")
LOGIN = ItemKind("LOGIN", "LOGIN")
LOOKALIKE = ItemKind("LOOKALIKE", "LOOKALIKE")
ACCOUNT_IMPORT = ItemKind("IMPORT", "IMPORT")
DEMO_ACCOUNTS = ItemKind("DEMO", "ACCOUNTS")
THROTTLE = ItemKind("THROTTLE", "THROTTLE")
SPENT_PROOF = ItemKind("PROOF", "PROOF")
COUNTER = ItemKind("COUNTERS")
COUNTED = ItemKind("COUNTED", "COUNTED")
RESTORED_BACKUP = ItemKind("BACKUP", "RESTORED")
MIGRATION = ItemKind("MIGRATION", "MIGRATION")
BEAT = ItemKind("BEAT", "BEAT", is_alone=True)
VERIFICATION = ItemKind("VERIFICATION", "VERIFICATION", is_alone=True)
TABLE_STATE = ItemKind("TABLE", "STATE", is_alone=True)
JURY = ItemKind("JURY", "JURY", is_alone=True)
ROLL = ItemKind("JURY", "ROLL")
ROLL_CHECK = ItemKind("JURY", "CHECK")
ROLL_GATE = ItemKind("JURY", "GATE", is_alone=True)
NOT_ADMITTED = ItemKind("JURY", "NOT_ADMITTED")
DRAW = ItemKind("JURY", "DRAW")
ASSIGNMENT = ItemKind("JURY", "ASSIGNMENT", is_alone=True)
ASSIGNED = ItemKind("JURY", "ASSIGNED")
CARDS = ItemKind("JURY", "CARDS")
TALLY = ItemKind("JURY", "TALLY")
TALLY_ROWS = ItemKind("JURY", "TALLY_ROWS")
SELECTION = ItemKind("JURY", "SELECTION")
BALLOT = ItemKind("JURY", "BALLOT", is_alone=True)
SHEET = ItemKind("READER", "SHEET")
EXPERT = ItemKind("ACCOUNT", "EXPERT")
RECUSALS = ItemKind("ACCOUNT", "RECUSALS")
RECUSAL_REQUEST = ItemKind("SUBMISSION", "RECUSAL_REQUEST")
SEAL = ItemKind("CALL", "SEAL")
CHECKPOINT = ItemKind("CALL", "CHECKPOINT")
PROPOSAL = ItemKind("CALL", "PROPOSAL")
LONG_ACT = ItemKind("CALL", "LONG_ACT")
PUBLIC_NOTICE = ItemKind("CALL", "PUBLIC_NOTICE")
PUBLIC_NOTICE_ROWS = ItemKind("CALL", "PUBLIC_NOTICE_ROWS")
RESULTS = ItemKind("CALL", "RESULTS")
RESULT_ROWS = ItemKind("CALL", "RESULT_ROWS")
PASSED = ItemKind("CALL", "PASSED")
OBJECTION = ItemKind("CALL", "OBJECTION")
OBJECTOR = ItemKind("CALL", "OBJECTOR")

EVENT, TEXT, UPLOAD = "EVENT", "EVENT_TEXT", "UPLOAD"
"""Sort words that submissions and ranked lists have in common.

Events, which accounts have too, their erasable texts beside them, and uploads under way.
"""
SUBMISSION_EVENT, LIST_EVENT = ItemKind("SUBMISSION", EVENT), ItemKind("LIST", EVENT)
ACCOUNT_EVENT = ItemKind("ACCOUNT", EVENT)
JURY_EVENT, READER_EVENT = ItemKind("JURY", EVENT), ItemKind("READER", EVENT)
SUBMISSION_UPLOAD, LIST_UPLOAD = ItemKind("SUBMISSION", UPLOAD), ItemKind("LIST", UPLOAD)
JURY_UPLOAD = ItemKind("JURY", UPLOAD)

PASSING = (
    COUNTED,
    THROTTLE,
    SPENT_PROOF,
    RESTORED_BACKUP,
    TABLE_STATE,
    SESSION,
    OUTBOX,
    SUBMISSION_UPLOAD,
    LIST_UPLOAD,
    JURY_UPLOAD,
    BEAT,
    VERIFICATION,
)
"""Kinds that mean nothing after their time, or in another table; no portable backup has them."""


def head(submission: str) -> Key:
    return HEAD.key(submission)


def answers(submission: str) -> Key:
    return ANSWERS.key(submission)


def files(submission: str) -> Key:
    return FILES.key(submission)


def opinion(submission: str, desk: str) -> Key:
    return OPINION.key(submission, desk)


def link_request(linked: str, linking: str) -> Key:
    """Return the key of a request to link the entry `linked`."""
    return LINK_REQUEST.key(linked, linking)


def asks(submission: str) -> Key:
    """Return the key of the last return notice."""
    return RETURN.key(submission)


def decline(submission: str) -> Key:
    """Return the key of the last decline notice."""
    return DECLINE.key(submission)


def revision(submission: str, n: int) -> Key:
    return REVISION.key(submission, f"{n:04}")


def chain(subject: str) -> str:
    """Return the partition of a history chain.

    It is that of what the subject names.
    """
    match read_subject(subject):
        case ListId() as list_id:
            return ranked_list(*list_id).pk
        case AccountSubject(id=id):
            return account(id).pk
        case JuryId() as jury_id:
            return jury(*jury_id).pk
        case ReaderId() as reader:
            return sheets(*reader)
        case submission:
            return HEAD.key(submission.id).pk


def subject_in(pk: str) -> str:
    """Return the subject of a chain's partition; the inverse of `chain`."""
    word, _, names = pk.partition("#")
    if word == LIST.partition:
        return ListId(*names.split("#")).subject
    if word == JURY.partition:
        return JuryId(*names.split("#")).subject
    if word == SHEET.partition:
        return ReaderId(*names.split("#")).subject
    return AccountSubject(names).subject if word == ACCOUNT.partition else names


def event(subject: str, n: int) -> Key:
    return Key(chain(subject), f"{EVENT}#{n:06}")


def text(subject: str, n: int) -> Key:
    """Return the key of an event's erasable texts."""
    return Key(chain(subject), f"{TEXT}#{n:06}")


def is_event(key: Key) -> bool:
    return key.sk.startswith(f"{EVENT}#")


def upload(subject: str, upload_id: str) -> Key:
    """Return the key of an upload to a submission or ranked list."""
    return Key(chain(subject), f"{UPLOAD}#{upload_id}")


def unit(call: str, uscc: str) -> str:
    """Return the partition of a unit's pushed entries.

    By credit code, whichever account filed them.
    """
    return f"{UNIT_ROW.partition}#{call}#{uscc}"


def unit_in(pk: str) -> str:
    """Return the credit code that a unit's partition names."""
    return pk.split("#", 2)[2]


def pushed_index(call: str) -> str:
    """Return the index partition of a call's pushed entries.

    Of all that were ever pushed, for a search over all desks.
    """
    return f"PUSHED#{call}"


def mark(submission: str, desk: str) -> Key:
    """Return the key of a desk's private mark.

    By desk and track, so that a desk's marks are in one place.
    """
    call, track = call_and_track(submission)
    return Key(f"{MARK.partition}#{call}#{desk}#{track}", submission)


def recusal_index(call: str) -> str:
    """Return the index partition of a call's recusal requests."""
    return f"RECUSAL_REQUESTS#{call}"


def owner_index(account: str) -> str:
    return f"OWNER#{account}"


def desk_index(call: str, desk: str, track: str, state: str) -> str:
    return f"DESK#{call}#{desk}#{track}#{state}"


def arrival(at: str, submission: str) -> str:
    """Return the sort key of the desk index: arrival, then id."""
    return f"{at}#{submission}"


def ranked_list(call: str, desk: str, track: str) -> Key:
    return LIST.key(f"{call}#{desk}#{track}")


def report(call: str, desk: str, track: str, n: int) -> Key:
    return REPORT.key(f"{call}#{desk}#{track}", f"{n:04}")


def report_rows(call: str, desk: str, track: str, n: int, part: int) -> Key:
    """Return the key of one part of a report's rows."""
    return ROWS.key(f"{call}#{desk}#{track}", f"{n:04}", f"{part:02}")


def scan(call: str, desk: str, track: str, n: int) -> Key:
    """Return the key of the scan of a reported list's table."""
    return SCAN.key(f"{call}#{desk}#{track}", f"{n:04}")


def applicant_overview(call: str, account: str) -> Key:
    """Return the key of an account's overview in a call.

    Desks that oversee the account's area, and the organiser, read it.
    """
    return OVERVIEW.key(f"{call}#{account}")


def desk_settings(call: str, desk: str) -> Key:
    return SETTINGS.key(call, desk)


def calls() -> str:
    return f"{CALL_LISTING.partition}#"


def call_listing(call: str) -> Key:
    return CALL_LISTING.key("", call)


def call_version(call: str, version: int) -> Key:
    return CALL_VERSION.key(call, f"{version:06}")


def extensions(call: str) -> Key:
    return EXTENSIONS.key(call)


def extension_record(call: str, n: int) -> Key:
    """Return the key of the n-th extension of a call."""
    return EXTENSION_RECORD.key(call, f"{n:06}")


def call_news(call: str, version: int) -> Key:
    """Return the key of the news that a version asks more."""
    return CALL_NEWS.key(call, f"{version:06}")


def daily_scan(call: str, day: str) -> Key:
    """Return the key of a day's scan of unfinished entries."""
    return DAILY_SCAN.key(call, day)


def filing_number(number: str) -> Key:
    return FILING_NUMBER.key(number)


def account(account_id: str) -> Key:
    return ACCOUNT.key(account_id)


def account_in(pk: str) -> str:
    """Return the account that an account's partition names."""
    return pk.removeprefix(f"{ACCOUNT.partition}#")


def dossier(account_id: str) -> Key:
    return DOSSIER.key(account_id)


def session(account_id: str, secret_hash: str) -> Key:
    return SESSION.key(account_id, secret_hash)


def idempotency_record(account_id: str, request: str) -> Key:
    return REQUEST.key(account_id, request)


def preferences(account_id: str) -> Key:
    """Return the key of an account's contact preferences."""
    return PREFERENCES.key(account_id)


def allowance(account_id: str, kind: str) -> Key:
    """Return the key of what an account has open of one kind."""
    return ALLOWANCE.key(account_id, kind)


def message(account_id: str, message: str) -> Key:
    """Return the key of an account's message.

    The id begins with the moment that messages are sorted by.
    """
    return MESSAGE.key(account_id, message)


def unread_index(account_id: str) -> str:
    """Return the index partition of an account's unread messages."""
    return f"UNREAD#{account_id}"


def outbox(account_id: str, channel: str) -> Key:
    """Return the key of an account's outbox for one channel."""
    return OUTBOX.key(account_id, channel)


def set_aside(account_id: str, channel: str) -> Key:
    """Return the key of a failed outbox in a dead letter.

    Never written to the table.
    """
    return SET_ASIDE.key(account_id, channel)


def outbox_index() -> str:
    """Return the index partition of all outboxes, by due time."""
    return "OUTBOXES"


def reminder(call: str, desk: str, request: str) -> Key:
    """Return the key of a desk's request to remind applicants."""
    return REMINDER.key(f"{call}#{desk}", request)


def login_name(login: str) -> Key:
    return LOGIN.key(login)


def lookalike(login: str) -> Key:
    """Return the key that issued logins of one look have in common.

    `login` is what `domain.accounts.lookalike` leaves of a name.
    """
    return LOOKALIKE.key(login)


def area_index(authority: str, desk: str) -> str:
    """Return the index partition of a desk's accounts.

    A recommender belongs to its own desk, an applicant to the nearest.
    """
    return f"AREA#{authority}#{desk}"


def authority_index(authority: str) -> str:
    """Return the index partition of an authority's accounts.

    Sorted by role, desk and age.
    """
    return f"AUTHORITY#{authority}"


def account_import(import_id: str) -> Key:
    """Return the key of an import of accounts.

    Its accounts are valid once it is finished.
    """
    return ACCOUNT_IMPORT.key(import_id)


def demo_accounts() -> Key:
    """Return the key of a local season's demo accounts.

    The sign-in page offers them.
    """
    return DEMO_ACCOUNTS.key("")


def throttle(name: str) -> Key:
    return THROTTLE.key(name)


def spent_proof(challenge: str) -> Key:
    """Return the key of a spent proof of work."""
    return SPENT_PROOF.key(challenge)


def counters(scope: str) -> str:
    return f"{COUNTER.partition}#{scope}"


def counter(scope: str, desk: str, track: str) -> Key:
    return COUNTER.key(scope, desk, track)


def counted_event(event_id: str) -> Key:
    """Return the key of the marker of a counted stream record."""
    return COUNTED.key(event_id)


def restored_backup(backup: str) -> Key:
    """Return the key of a backup's progress of restoring into this table."""
    return RESTORED_BACKUP.key(backup)


def migration(name: str) -> Key:
    """Return the key of a data migration's progress."""
    return MIGRATION.key(name)


def beat() -> Key:
    """Return the key of the clock's last beat."""
    return BEAT.key("")


def verification() -> Key:
    """Return the key of the progress of checking all histories."""
    return VERIFICATION.key("")


def table_state() -> Key:
    """Return the key of what the table says of itself."""
    return TABLE_STATE.key("")


def jury(call: str, track: str, stage: str) -> Key:
    return JURY.key(f"{call}#{track}#{stage}")


def roll(call: str, track: str, stage: str, part: int) -> Key:
    """Return the key of one part of a jury's frozen roll."""
    return ROLL.key(f"{call}#{track}#{stage}", f"{part:02}")


def roll_check(call: str, track: str, stage: str, entry: str) -> Key:
    """Return the key of an entry's formal check in the roll's draft.

    `entry` is its short id.
    """
    return ROLL_CHECK.key(f"{call}#{track}#{stage}", entry)


def roll_gate(call: str, track: str, stage: str) -> Key:
    """Return the key of what says whether a roll may still change."""
    return ROLL_GATE.key(f"{call}#{track}#{stage}")


def not_admitted(call: str, track: str, stage: str, part: int) -> Key:
    """Return the key of one part of those not admitted."""
    return NOT_ADMITTED.key(f"{call}#{track}#{stage}", f"{part:02}")


def draw(call: str, track: str, stage: str) -> Key:
    """Return the key of the draw of a jury's experts."""
    return DRAW.key(f"{call}#{track}#{stage}")


def assignment_run(call: str, track: str, stage: str) -> Key:
    """Return the key of the computing of a jury's assignment."""
    return ASSIGNMENT.key(f"{call}#{track}#{stage}")


def assigned(call: str, track: str, stage: str, expert: str) -> Key:
    """Return the key of what an expert reads, and has done."""
    return ASSIGNED.key(f"{call}#{track}#{stage}", expert)


def cards(call: str, track: str, stage: str, expert: str) -> Key:
    """Return the key of what an expert's list shows."""
    return CARDS.key(f"{call}#{track}#{stage}", expert)


def tally(call: str, track: str, stage: str, n: int) -> Key:
    return TALLY.key(f"{call}#{track}#{stage}", f"{n:02}")


def tally_rows(call: str, track: str, stage: str, n: int, part: int) -> Key:
    """Return the key of one part of a tally's rows."""
    return TALLY_ROWS.key(f"{call}#{track}#{stage}", f"{n:02}", f"{part:02}")


def selection(call: str, track: str, stage: str) -> Key:
    """Return the key of the selection that follows a jury's tally."""
    return SELECTION.key(f"{call}#{track}#{stage}")


def ballot(call: str, track: str, stage: str) -> Key:
    """Return the key of what a panel voted."""
    return BALLOT.key(f"{call}#{track}#{stage}")


def sheets(call: str, track: str, stage: str, expert: str) -> str:
    """Return the partition of an expert's sheets in a jury."""
    return f"{SHEET.partition}#{call}#{track}#{stage}#{expert}"


def sheet(call: str, track: str, stage: str, expert: str, entry: str) -> Key:
    """Return the key of an expert's sheet of an entry.

    `entry` is its short id.
    """
    return Key(sheets(call, track, stage, expert), f"{SHEET.sort}#{entry}")


def expert(account_id: str) -> Key:
    """Return the key of an expert's profile."""
    return EXPERT.key(account_id)


def recusals(account_id: str, call: str) -> Key:
    """Return the key of an expert's recusals in a call."""
    return RECUSALS.key(account_id, call)


def recusal_request(submission: str) -> Key:
    """Return the key of an owner's request that experts be recused."""
    return RECUSAL_REQUEST.key(submission)


def seal(call: str, n: int) -> Key:
    return SEAL.key(call, f"{n:04}")


def checkpoint(call: str, n: int) -> Key:
    """Return the key of the signed checkpoint of a seal."""
    return CHECKPOINT.key(call, f"{n:04}")


def proposal(call: str, act: str, about: str) -> Key:
    """Return the key of an act that waits for its second person."""
    return PROPOSAL.key(call, act, about)


def long_act(call: str, track: str, stage: str, act: str) -> Key:
    """Return the key of a jury's long act, under way or ended."""
    return LONG_ACT.key(call, track, stage, act)


def public_notice(call: str, n: int) -> Key:
    return PUBLIC_NOTICE.key(call, f"{n:03}")


def public_notice_rows(call: str, n: int, part: int) -> Key:
    """Return the key of one part of a notice's rows."""
    return PUBLIC_NOTICE_ROWS.key(call, f"{n:03}", f"{part:02}")


def results(call: str, n: int) -> Key:
    return RESULTS.key(call, f"{n:03}")


def result_rows(call: str, n: int, part: int) -> Key:
    """Return the key of one part of the rows of results."""
    return RESULT_ROWS.key(call, f"{n:03}", f"{part:02}")


def passed(call: str, n: int, part: int) -> Key:
    """Return the key of one part of those whom results pass over."""
    return PASSED.key(call, f"{n:03}", f"{part:02}")


def objection(call: str, id: str) -> Key:
    return OBJECTION.key(call, id)


def objector(call: str, id: str) -> Key:
    """Return the key of who objects, apart from the objection."""
    return OBJECTOR.key(call, id)
