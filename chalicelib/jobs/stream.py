"""The table's stream: counters follow heads and accounts, what an account has follows its heads, entries follow a reported list, messages follow what
happened, and the object of an attachment goes when nothing names it any more.

Each record is handled alone, in any order, any number of times.
"""

from collections import Counter

from chalicelib.domain.submission import Head
from chalicelib.jobs import messages
from chalicelib.jobs.records import Record, job
from chalicelib.services.context import Tools
from chalicelib.services.follow_ups import applicant_overviews, orphaned_objects, reports
from chalicelib.storage import accounts, counters, lists
from chalicelib.storage.engine.table import Item, plain
from chalicelib.storage.items import RESTORED, files_of, head_of

FOLLOWED: tuple[str | dict[str, str], ...] = (
    *("0HEAD", "0ACCOUNT", "1FILES"),
    *({"prefix": prefix} for prefix in ("1REPORT#", "5MESSAGE#", "6EVENT#", "REMINDER#")),
)
"""The sort keys that anything follows from, as a filter of the stream spells them; others may be left out."""


@job("stream")
def handle(record: Record, tools: Tools) -> None:
    """Carry out what one record calls for: nothing, for an item that a restore put back."""
    change = record["dynamodb"]
    sort_key = change["Keys"]["sk"]["S"]
    old, new = (plain(change[k]) if change.get(k) else None for k in ("OldImage", "NewImage"))
    if old is None and new is not None and RESTORED in new:
        return
    if sort_key == "0HEAD":
        _follow_submission(record["eventID"], old, new, tools)
    elif sort_key == "0ACCOUNT":
        _count_account(record["eventID"], old, new, tools)
    elif sort_key == "1FILES" and old is not None:
        orphaned_objects.clear(tools, files_of(old), files_of(new) if new else None)
    elif sort_key.startswith("1REPORT#") and old is None and new is not None:
        reports.advance(tools, lists.report_of(new))
    messages.tell(record, tools)


def _follow_submission(event: str, old: Item | None, new: Item | None, tools: Tools) -> None:
    before, after = (head_of(item) if item else None for item in (old, new))
    head: Head = before or after  # type: ignore[assignment]
    applicant_overviews.update(tools, head.id, head.owner)
    counters.count(
        tools.table,
        head.call,
        event,
        counters.contributions(before),
        counters.contributions(after),
        tools.clock(),
    )


def _count_account(event: str, old: Item | None, new: Item | None, tools: Tools) -> None:
    before, after = (_registered(item) for item in (old, new))
    authority = accounts.account_of(new or old or {}).authority
    counters.count(tools.table, authority, event, before, after, tools.clock())


def _registered(item: Item | None) -> Counter[counters.Place]:
    account = accounts.account_of(item) if item else None
    counts = account is not None and account.role == "applicant" and account.area
    return Counter({(account.area, "accounts", "registered"): 1}) if counts and account else Counter()  # type: ignore[dict-item]
