"""A desk's ranked list as a whole.

Read it, reorder it, report it upward, reopen it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from chalicelib.domain import desks
from chalicelib.domain.access import Caller, Role, may_read, must_belong
from chalicelib.domain.calendar import Dates, Extensions
from chalicelib.domain.call import Call, Quota
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import ListClosed, NotFound, StepNotAllowed
from chalicelib.domain.ranking import RankedList, Report, Row
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import File, Head, Opinion, short_id
from chalicelib.domain.visibility import is_reopened_below, visible_list_events
from chalicelib.domain.workflow.commands import Command, ReopenList, ReorderList, ReportList
from chalicelib.domain.workflow.deciding import decide
from chalicelib.domain.workflow.facts import Change, Facts, FrozenReport, NewExtensions
from chalicelib.domain.workflow.rows import Reads, row_of
from chalicelib.frozen import dataclass
from chalicelib.services import history
from chalicelib.services.context import Act, IdempotencyRecord, Tools, once, token
from chalicelib.services.lookup import calendar_of
from chalicelib.services.submissions.steps import count
from chalicelib.storage import accounts, lists, submissions
from chalicelib.storage.calls import Calls
from chalicelib.storage.engine.reads import Ref, by_name, fetch, nothing, pair
from chalicelib.storage.engine.table import in_parallel
from chalicelib.storage.steps import writes_of


@dataclass(frozen=True)
class Board:
    """A ranked list with its entries in order.

    Also its quota, when it closes, and its last report.
    """

    ranked: RankedList
    heads: tuple[Head, ...]
    quota: Quota | None
    closes: datetime
    last_report: Report | None


@dataclass(frozen=True)
class ReportView:
    """A reported version with its rows as they were then.

    `scan` is that of its sealed table, if there is one, `scanned_by` the name of its uploader; `ranked` is the list
    as it is now.
    """

    report: Report
    rows: list[Row]
    ranked: RankedList
    scan: File | None
    scanned_by: str


@dataclass(frozen=True)
class ListFacts:
    """A ranked list, and what its steps depend on."""

    call: Call
    ranked: RankedList
    extensions: Extensions
    settings: Mapping[str, DeskSettings]

    @property
    def dates(self) -> Dates:
        return Dates(self.call, self.extensions.items)

    @property
    def quota(self) -> Quota | None:
        desk = self.ranked.desk
        above = self.settings.get(self.call.desk(desk).parent or "")
        return desks.quota(self.call, self.ranked.track, desk, above)

    @property
    def closes(self) -> datetime:
        return self.dates.recommending_closes(self.ranked.desk, self.settings)


def facts_of(calls: Calls, list_id: ListId) -> Ref[ListFacts]:
    """Read a list with its dates.

    Raises NotFound at once for an unknown call, desk or track.
    """
    call = calls.latest(list_id.call)
    if list_id.desk not in call.desks or list_id.track not in call.tracks:
        raise NotFound()
    both = pair(lists.ranked(*list_id), calendar_of(call, list_id.desk))
    return both.map(lambda known: ListFacts(call, known[0], *known[1]))


def read(act: Act, list_id: ListId) -> Board:
    """Return the list of the caller's desk, or of one below.

    One below is visible once it was reported. While it is open again, it is as it was reported last, with those of
    its entries that are still above. Raises NotFound.
    """
    facts = act.read(facts_of(act.calls, list_id))
    _must_see(act.caller, facts)
    board = _read_board(act, facts)
    seen = _as_reported(board) if is_reopened_below(act.caller, facts.ranked) else board
    return replace(seen, heads=tuple(h for h in seen.heads if may_read(act.caller, h)))


@once(lambda act, ids, list_id, order, seen: read(act, list_id))
def reorder(act: Act, list_id: ListId, order: Sequence[str], seen: str) -> Board:
    """Save a new order of the same members, all changes as one.

    `seen` is the list's version as the caller saw it. Raises Forbidden, ListStale, ListClosed, OrderNotOfList.
    """
    return _take(act, list_id, ReorderList(tuple(map(short_id, order))), seen)


def report(act: Act, list_id: ListId, seen: str) -> Board:
    """Report a list upward; its order and rows are frozen.

    The entries follow by themselves, in order. `seen` is the version that the caller looked at last. Raises
    Forbidden, ListStale, ListClosed, Closed.
    """
    return _report(act, list_id, ReportList(), seen)


@once(lambda act, ids, list_id, command, seen: read(act, list_id))
def _report(act: Act, list_id: ListId, command: ReportList, seen: str | None) -> Board:
    return _take(act, list_id, command, seen)


@once(lambda act, ids, list_id, reason, until=None: read(act, list_id))
def reopen(act: Act, list_id: ListId, reason: str, until: datetime | None = None) -> Board:
    """Let a desk go on with a list that it has reported.

    Entries that are above stay there. `until`: more time for the desk, where its own is over or too short. Raises
    Forbidden, StepNotAllowed, Invalid, and Closed where it has none.
    """
    return _take(act, list_id, ReopenList(reason, until))


def read_report(act: Act, list_id: ListId, n: int) -> ReportView:
    """Return reported version `n` of a list. Raises NotFound."""
    facts, report, scan = act.read(facts_of(act.calls, list_id), lists.report(*list_id, n), lists.scan(list_id, n))
    _must_see(act.caller, facts)
    if report is None:
        raise NotFound()
    rows, author = act.read(lists.rows(report), accounts.account(scan.by) if scan and scan.by else nothing())
    return ReportView(report, rows, facts.ranked, scan.file if scan else None, author.name if author else "")


def read_history(act: Act, list_id: ListId) -> tuple[list[history.NamedEvent], bool]:
    """Return the events that the caller may see, oldest first.

    Returns also whether the whole chain is sound. Raises NotFound.
    """
    facts, events = act.read(facts_of(act.calls, list_id), submissions.history(list_id.subject))
    _must_see(act.caller, facts)
    ranked = facts.ranked
    chain = history.complete(act.tools, ranked.subject, events, (ranked.events, ranked.last_hash))
    return history.named(act.tools, visible_list_events(act.caller, ranked, chain.events)), chain.is_sound


def overdue(tools: Tools, call: Call, now: datetime, window: timedelta) -> list[ListId]:
    """Return open, non-empty lists whose time ended within `window`."""
    extensions, settings = fetch(tools.table, lists.extensions(call.id), lists.all_settings(call.id))
    dates = Dates(call, extensions.items)
    ended = [d for d in call.desks if timedelta() < now - dates.recommending_closes(d, settings) - call.grace <= window]
    late = [ListId(call.id, d, t) for d in ended for t in call.tracks]
    ranked = fetch(tools.table, by_name({list_id: lists.ranked(*list_id) for list_id in late}))
    return [list_id for list_id, known in ranked.items() if known.ids and not known.reported]


def report_overdue(tools: Tools, list_id: ListId) -> Board | None:
    """Report a list whose time is over.

    Its event says that it went by itself. None if its desk has reported meanwhile, or was given more time.
    """
    facts = fetch(tools.table, facts_of(tools.calls, list_id))
    system = Caller("system", Role.RECOMMENDER, facts.call.authority.id, list_id.desk)
    record = IdempotencyRecord("system", f"closing-{list_id.subject}-{facts.ranked.v}", "closing")
    try:
        return _report(Act(tools, system, record), list_id, ReportList(automatic=True), None)
    except (ListClosed, StepNotAllowed):
        return None


def decide_on(
    act: Act,
    facts: ListFacts,
    command: Command[RankedList],
    seen: str | None = None,
    rows: tuple[Row, ...] = (),
) -> Change[RankedList]:
    """Return the change that a step makes to a list.

    `rows` are what a report would freeze.
    """
    known = Facts(
        now=act.now,
        caller=act.caller,
        dates=facts.dates,
        settings=facts.settings,
        extensions=facts.extensions,
        quota=facts.quota,
        seen=seen,
        rows=rows,
        salt=token(26),
    )
    return decide(command, facts.ranked, known)


def _take(act: Act, list_id: ListId, command: Command[RankedList], seen: str | None = None) -> Board:
    """Load what the row reads, decide, commit.

    The entries of a board are read while its list is written, unless they are frozen with it.
    """
    facts = act.read(facts_of(act.calls, list_id))
    must_belong(act.caller, facts.call)
    freezes = Reads.ENTRIES in row_of(command).reads
    heads, rows = _read_entries(act, facts) if freezes else ((), ())
    change = decide_on(act, facts, command, seen, rows)
    ranked = change.ranked or facts.ranked
    version, longer = change.find_beside(FrozenReport), change.find_beside(NewExtensions)
    if version:
        act.commit(writes_of(change), list=list_id.subject)
        board = Board(ranked, heads, facts.quota, facts.closes, version.report)
    else:
        facts = replace(facts, extensions=longer.extensions) if longer else facts
        _, board = in_parallel(
            lambda: act.commit(writes_of(change), list=list_id.subject), lambda: _read_board(act, facts)
        )
        board = _reordered(board, ranked)
    count(command)
    return board


def _read_entries(act: Act, facts: ListFacts) -> tuple[tuple[Head, ...], tuple[Row, ...]]:
    """Return the entries of a list, and its report's rows.

    Whatever changes an entry at this desk, or its opinion, moves the list, on which the write is conditioned; what
    has gone up already is shown as it was pushed last.
    """
    desk, ids = facts.ranked.desk, _ids(facts.ranked)
    heads, opinions = act.read(submissions.heads(ids), by_name({i: submissions.opinion(i, desk) for i in ids}))
    rows = (_row(rank, head, opinions[head.id], desk) for rank, head in enumerate(heads.values(), start=1))
    return tuple(heads.values()), tuple(rows)


def _row(rank: int, head: Head, opinion: Opinion | None, desk: str) -> Row:
    card = head.pushed_card or head.card
    return Row(
        rank=rank,
        id=head.id,
        filing_no=head.filing_no,
        name=card.name,
        unit_name=card.unit_name,
        facts=card.facts,
        came=tuple(takewhile(lambda c: c.desk != desk, head.came)),
        opinion=opinion.text if opinion else "",
    )


def _as_reported(board: Board) -> Board:
    """Return a board as its list was last reported.

    It shows nothing of what the desk does with a list that is open again.
    """
    ids = board.last_report.ids if board.last_report else ()
    up = {short_id(h.id): h for h in board.heads if h.desk != board.ranked.desk}
    return replace(board, ranked=replace(board.ranked, ids=ids), heads=tuple(up[i] for i in ids if i in up))


def _reordered(board: Board, ranked: RankedList) -> Board:
    """Return the board with its list as it was just written.

    The board was read meanwhile; these steps keep the members, and change no entry.
    """
    by_id = {short_id(h.id): h for h in board.heads}
    heads = tuple(by_id[i] for i in ranked.ids if i in by_id)
    return replace(board, ranked=ranked, heads=heads)


def _ids(ranked: RankedList) -> list[str]:
    return [ranked.list_id.submission(i) for i in ranked.ids]


def _read_board(act: Act, facts: ListFacts) -> Board:
    ranked = facts.ranked
    last = lists.report(*ranked.list_id, ranked.reports) if ranked.reports else nothing()
    heads, report = act.read(submissions.heads(_ids(ranked)), last)
    return Board(ranked, tuple(heads.values()), facts.quota, facts.closes, report)


def _must_see(caller: Caller, facts: ListFacts) -> None:
    must_belong(caller, facts.call)
    own = caller.desk == facts.ranked.desk
    above = caller.role is Role.ORGANISER or caller.desk in desks.chain(facts.call, facts.ranked.desk)
    if not own and not (above and facts.ranked.reports):
        raise NotFound()
