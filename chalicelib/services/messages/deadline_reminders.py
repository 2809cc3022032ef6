"""Reminders of near deadlines, and of the end of drafts, for applicants.

Each day a scan goes through a call's applicants. It goes on where it stopped, page by page, and repeating it changes
nothing: a message's id is derived from entry and deadline.
"""

from datetime import datetime
from functools import partial

from chalicelib.domain import messages as rules
from chalicelib.domain.access import Role
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.erasure import NOTICE_PERIOD
from chalicelib.domain.messages import DailyScan
from chalicelib.domain.submission import Head
from chalicelib.services.context import Tools
from chalicelib.services.messages.notifications import write_once
from chalicelib.storage import accounts, lists, messages, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import in_parallel

MOST_PAGES = 100
"""Most pages of applicants per run, well within a function's time."""


def scan(tools: Tools, call_id: str, now: datetime) -> None:
    """Go on with today's scan of a call's unfinished entries.

    Only while a deadline of the call is near, or returned entries may be pushed again, or drafts are soon erased.
    """
    call = tools.calls.latest(call_id)
    if now < call.calendar.filing_opens:
        return
    day = f"{rules.day_of(now, call):%Y%m%d}"
    extensions, at = fetch(tools.table, lists.extensions(call_id), messages.daily_scan(call_id, day))
    dates = Dates(call, extensions.items)
    is_ending = _drafts_end_soon(dates, now)
    if at.done or (now > max(dates.for_levels().values()) and not is_ending):
        return
    settings = fetch(tools.table, lists.all_settings(call_id))
    if not is_ending and now < _first_closing(dates, settings) - max(rules.NEAR):
        return
    for _ in range(MOST_PAGES):
        at = _one_page(tools, dates, settings, at, now)
        tools.table.write([messages.put_daily_scan(call_id, day, at, now)])
        if at.done:
            return


def _drafts_end_soon(dates: Dates, now: datetime) -> bool:
    until = dates.drafts_until
    return until is not None and until - NOTICE_PERIOD <= now <= until


def _first_closing(dates: Dates, settings: dict[str, DeskSettings]) -> datetime:
    """Return when filing ends first at any desk."""
    own = [s.filing_closes for s in settings.values() if s.filing_closes]
    return min([dates.call.calendar.filing_closes, *own])


def _one_page(tools: Tools, dates: Dates, settings: dict[str, DeskSettings], at: DailyScan, now: datetime) -> DailyScan:
    call = dates.call
    page = fetch(tools.table, accounts.of_authority(call.authority.id, Role.APPLICANT, None, at.cursor))
    owned = in_parallel(*[partial(unfinished, tools, call, a.id) for a in page.accounts if not a.disabled])
    for head in (head for heads in owned for head in heads):
        message = rules.closing(head, dates, settings, now) or rules.draft_ends(head, dates, now)
        if message:
            write_once(tools, head.owner, message)
    return DailyScan(page.cursor, page.cursor is None)


def unfinished(tools: Tools, call: Call, account: str) -> list[Head]:
    """Return an account's entries that are still to be pushed."""
    page = fetch(tools.table, submissions.owned(account, None, 100))
    return [h for h in page.heads if h.call == call.id and h.editable]
