"""Follow-up of a public notice: entries learn of it, pages are written.

It runs from the table's stream, some entries at a time: writing how far it has come brings about the next. It can stop
anywhere and go on, run twice, late, or beside itself, since an entry that knows of it is left as it is.
"""

from contextlib import suppress
from dataclasses import replace

from chalicelib.domain.call import Call
from chalicelib.domain.publication.notices import PublicNotice
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.workflow.commands import GiveNotice
from chalicelib.services.context import Tools
from chalicelib.services.follow_ups.announced_steps import AT_A_TIME, writes_for
from chalicelib.services.publication import pages
from chalicelib.storage import notices
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Conflict


def advance(tools: Tools, notice: PublicNotice) -> None:
    """Take a notice one step on, once it is open.

    Some entries learn of it; when all have, its pages are written.
    """
    if tools.clock() < notice.opens_at or notice.published_at:
        return
    call = tools.calls.latest(notice.call)
    try:
        if notice.is_followed:
            _publish(tools, call, notice)
        else:
            _tell(tools, call, notice)
    except Conflict:
        return  # another took this step, and its record goes on


def keep_time(tools: Tools, call: str) -> None:
    """Say of notices that they are open by now, or closed.

    That takes on those that open by date, and those whose last step was lost. What is closed nobody can object to.
    """
    for notice in fetch(tools.table, notices.notices(call)):
        is_open = notice.opens_at <= tools.clock()
        is_closed = notice.closes_at < tools.clock()
        if (is_open and not notice.published_at) or is_closed != notice.closed:
            with suppress(Conflict):
                after = replace(notice, opened=True, closed=is_closed, v=notice.v + 1)
                tools.table.write([notices.put_notice(after)])


def _tell(tools: Tools, call: Call, notice: PublicNotice) -> None:
    rows = fetch(tools.table, notices.rows(notice))
    part = rows[notice.followed : notice.followed + AT_A_TIME]
    steps = {JuryId(call.id, row.track, "").submission(row.entry): GiveNotice() for row in part}
    writes = writes_for(tools, call, steps, notice.confirmed_by, notice.opens_at)
    after = replace(notice, opened=True, followed=notice.followed + len(part), v=notice.v + 1)
    tools.table.write([notices.put_notice(after), *writes])


def _publish(tools: Tools, call: Call, notice: PublicNotice) -> None:
    pages.publish(tools, call)
    tools.table.write([notices.put_notice(replace(notice, published_at=tools.clock(), v=notice.v + 1))])
