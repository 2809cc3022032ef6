"""What accounts have begun and not finished, in the table.

One item for an account and kind, with an attribute for each open thing. Beginning is conditioned on the item's
version, so that of many at once none passes a bound; ending removes an attribute and needs no condition.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from chalicelib.domain.allowances import Allowance, OpenItem
from chalicelib.domain.submission import call_and_track, short_id
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Ref, ref
from chalicelib.storage.engine.table import Conflict, Item, Update
from chalicelib.storage.items import SCHEMA

UPLOADS = "UPLOADS"
OPEN = "open_"


def uploads(account: str) -> Ref[Allowance]:
    """Read the uploads that an account has open."""
    return _allowance(account, UPLOADS)


def drafts(account: str, call: str) -> Ref[Allowance]:
    """Read the drafts that an account has in a call.

    Those begun before drafts were counted are not among them.
    """
    return _allowance(account, _drafts(call))


def put_begun(before: Allowance, after: Allowance) -> Update:
    """Write that one more thing was begun.

    Raises Conflict when another was begun meanwhile.
    """
    new = {OPEN + id: _text(item) for id, item in after.open.items() if id not in before.open}
    return Update(
        keys.allowance(after.account, after.kind),
        sets={"schema": SCHEMA, "hour": after.hour, "begun": after.begun, "v": after.v, **new},
        removes=tuple(OPEN + id for id in before.open if id not in after.open),
        condition="#v = :v" if before.v else "attribute_not_exists(#v)",
        values={":v": before.v} if before.v else {},
        otherwise=lambda _: Conflict(),
    )


def end_upload(account: str, upload_id: str) -> Update:
    """Write that an upload of an account's is not open any more."""
    return _end(account, UPLOADS, upload_id)


def end_draft(account: str, submission: str) -> Update:
    """Write that a draft was deleted, or pushed for the first time."""
    call, _ = call_and_track(submission)
    return _end(account, _drafts(call), short_id(submission))


def _end(account: str, kind: str, id: str) -> Update:
    return Update(keys.allowance(account, kind), sets={"schema": SCHEMA}, removes=(OPEN + id,))


def _drafts(call: str) -> str:
    return f"DRAFTS#{call}"


def _allowance(account: str, kind: str) -> Ref[Allowance]:
    def decode(item: Item) -> Allowance:
        return Allowance(account, kind, _open(item), item.get("hour", ""), item.get("begun", 0), item.get("v", 0))

    return ref(keys.allowance(account, kind), decode, Allowance(account, kind))


def _open(item: Item) -> Mapping[str, OpenItem]:
    return {name.removeprefix(OPEN): _item(text) for name, text in item.items() if name.startswith(OPEN)}


def _text(item: OpenItem) -> str:
    return f"{int(item.until.timestamp()) if item.until else ''}#{item.of}"


def _item(text: str) -> OpenItem:
    until, _, of = text.partition("#")
    return OpenItem(of, datetime.fromtimestamp(int(until), UTC) if until else None)
