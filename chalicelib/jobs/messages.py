"""Messages made from the table's stream: of each step, each account handed out, each decline announced."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chalicelib.services.messages import telling
from chalicelib.services.tools import Tools
from chalicelib.storage import accounts
from chalicelib.storage.items import event_of, head_of
from chalicelib.storage.table import Item, plain

Record = Mapping[str, Any]


def tell(record: Record, tools: Tools) -> None:
    """Make the messages that a record calls for, if any; again makes none."""
    change = record["dynamodb"]
    sort_key = change["Keys"]["sk"]["S"]
    old, new = (plain(change[k]) if change.get(k) else None for k in ("OldImage", "NewImage"))
    if new is None:
        return
    if sort_key.startswith("6EVENT#") and old is None:
        telling.tell_event(tools, event_of(new, None))
    elif sort_key == "0HEAD":
        _tell_announcement(tools, old, new, _written_at(record, tools))
    elif sort_key == "0ACCOUNT" and old is None:
        telling.tell_new_account(tools, accounts.account_of(new))


def _tell_announcement(tools: Tools, old: Item | None, new: Item, at: datetime) -> None:
    telling.tell_announcement(tools, head_of(old) if old else None, head_of(new), at)


def _written_at(record: Record, tools: Tools) -> datetime:
    """When the engine wrote it, to the second: the same however often the record comes."""
    told = record["dynamodb"].get("ApproximateCreationDateTime")
    return datetime.fromtimestamp(int(told), UTC) if told else tools.clock()
