"""A desk's ranked list as a whole: read it, reorder it, report it upward, reopen it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from chalicelib.domain import desks
from chalicelib.domain.access import (
    Caller,
    Role,
    is_reopened_below,
    may_read,
    must_belong,
    visible_list_events,
)
from chalicelib.domain.calendar import Dates, Extensions
from chalicelib.domain.call import Call, Quota
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import NotFound
from chalicelib.domain.history import Event
from chalicelib.domain.ranking import RankedList, Report, Row
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import File, Head, Opinion, short_id
from chalicelib.domain.workflow.commands import Command, ReopenList, ReorderList, ReportList
from chalicelib.domain.workflow.deciding import decide
from chalicelib.domain.workflow.facts import Change, Facts, FrozenReport, NewExtensions
from chalicelib.domain.workflow.rows import Reads, row_of
from chalicelib.frozen import dataclass
from chalicelib.services import history
from chalicelib.services.context import IdempotencyRecord, Tools, token
from chalicelib.services.idempotency import idempotent
from chalicelib.services.lookup import dates_keys
from chalicelib.services.submissions.steps import count
from chalicelib.storage import accounts, keys, lists, submissions
from chalicelib.storage.engine.table import Item, in_parallel
from chalicelib.storage.items import head_of
from chalicelib.storage.keys import Key
from chalicelib.storage.steps import writes_of


@dataclass(frozen=True)
class Board:
    """A ranked list with its entries in order, its quota, and when it closes."""

    ranked: RankedList
    heads: tuple[Head, ...]
    quota: Quota | None
    closes: datetime
    last_report: Report | None


@dataclass(frozen=True)
class ReportView:
    """A reported version with its rows as they were then, the scan of its sealed table, if there is one, and who
    uploaded that; `ranked` is the list as it stands now."""

    report: Report
    rows: list[Row]
    ranked: RankedList
    scan: File | None
    scanned_by: str


@dataclass(frozen=True)
class ListFacts:
    """A list and what its own steps depend on, as its place alone lets it be read."""

    call: Call
    ranked: RankedList
    dates: Dates
    settings: Mapping[str, DeskSettings]
    items: Mapping[Key, Item]

    @property
    def quota(self) -> Quota | None:
        desk = self.ranked.desk
        above = self.settings.get(self.call.desk(desk).parent or "")
        return desks.quota(self.call, self.ranked.track, desk, above)

    @property
    def closes(self) -> datetime:
        return self.dates.recommending_closes(self.ranked.desk, self.settings)

    @property
    def extensions(self) -> Extensions:
        """Those of `dates`, as they are stored."""
        return lists.extensions(self.items, self.call.id)


def load(tools: Tools, call: str, desk: str, track: str, *also: Key) -> ListFacts:
    """A list with its dates, and `also`; one round trip, which may run beside the session's. Raises NotFound."""
    latest = tools.calls.latest(call)
    if desk not in latest.desks or track not in latest.tracks:
        raise NotFound()
    items = tools.table.read([keys.ranked_list(call, desk, track), *dates_keys(latest, desk), *also])
    return ListFacts(
        latest,
        lists.ranked(items, call, desk, track),
        Dates(latest, lists.extensions(items, call).items),
        lists.settings(items, call, desks.chain(latest, desk)),
        items,
    )


def load_report(tools: Tools, call: str, desk: str, track: str, n: int) -> ListFacts:
    """A list with its report `n` and the scan of it. Raises NotFound."""
    list_id = ListId(call, desk, track)
    return load(tools, *list_id, keys.report(*list_id, n), keys.scan(*list_id, n))


def load_history(tools: Tools, call: str, desk: str, track: str) -> tuple[ListFacts, list[Event]]:
    """A list and its chain of events; one round trip. Raises NotFound."""
    subject = ListId(call, desk, track).subject
    loaded, *items = in_parallel(
        lambda: load(tools, call, desk, track), *submissions.history_reads(tools.table, subject)
    )
    return loaded, submissions.history_of(*items)


def read(
    tools: Tools, who: Caller, call_id: str, desk: str, track: str, ahead: ListFacts | None = None
) -> Board:
    """The list of the caller's own desk, or of a desk below it once reported: of that, while it is open again,
    as it was reported last, with what of it is above still. `ahead`: what `load` read beside the session. Raises
    NotFound."""
    loaded = ahead or load(tools, call_id, desk, track)
    _must_see(who, loaded)
    board = _board(tools, loaded)
    seen = _as_reported(board) if is_reopened_below(who, loaded.ranked) else board
    return replace(seen, heads=tuple(h for h in seen.heads if may_read(who, h)))


def reorder(
    tools: Tools,
    who: Caller,
    repeat: IdempotencyRecord,
    list_id: ListId,
    order: Sequence[str],
    seen: str,
) -> Board:
    """Save a new order of the same members, all moves as one.

    `seen` is the list's version as the caller saw it. Raises Forbidden, ListStale, ListClosed, OrderNotOfList.
    """

    def act() -> Board:
        loaded = load(tools, *list_id, repeat.key)
        return _take(tools, who, repeat, loaded, ReorderList(tuple(map(short_id, order))), seen)

    return idempotent(tools, repeat, act, lambda _: read(tools, who, *list_id))


def report(
    tools: Tools,
    who: Caller,
    repeat: IdempotencyRecord,
    list_id: ListId,
    seen: str,
    ahead: ListFacts | None = None,
) -> Board:
    """Freeze the order and what each entry shows, and hand it upward.

    The entries follow by themselves, in order. `seen` is the version that the caller looked at last; `ahead` what `load` read beside the session. Raises
    Forbidden, ListStale, ListClosed, Closed.
    """
    command = ReportList()

    def act() -> Board:
        return _take(tools, who, repeat, ahead or load(tools, *list_id), command, seen)

    board = idempotent(tools, repeat, act, lambda _: read(tools, who, *list_id))
    count(command)
    return board


def reopen(
    tools: Tools,
    who: Caller,
    repeat: IdempotencyRecord,
    list_id: ListId,
    reason: str,
    until: datetime | None = None,
) -> Board:
    """Let a desk go on with a list that it has reported; moves nothing that is above.

    `until`: more time for the desk, where its own is over or too short. Raises Forbidden, StepNotAllowed, Invalid,
    and Closed where it has none.
    """

    def act() -> Board:
        loaded = load(tools, *list_id, repeat.key)
        return _take(tools, who, repeat, loaded, ReopenList(reason, until))

    return idempotent(tools, repeat, act, lambda _: read(tools, who, *list_id))


def reports(tools: Tools, who: Caller, list_id: ListId, n: int, ahead: ListFacts | None = None) -> ReportView:
    """Version n of what was reported. `ahead`: what `load_report` read beside the session. Raises NotFound."""
    loaded = ahead or load_report(tools, *list_id, n)
    report = _reported(who, loaded, list_id, n)
    by = lists.scan_author(loaded.items, list_id, n) or ""
    items = tools.table.read([*lists.rows_keys(report), *([keys.account(by)] if by else [])])
    account = accounts.account_in(items, by)
    return ReportView(
        report,
        lists.rows_in(items, report),
        loaded.ranked,
        lists.scan_in(loaded.items, list_id, n),
        account.name if account else "",
    )


def must_be_reported(tools: Tools, who: Caller, list_id: ListId, n: int) -> Report:
    """Version n of what was reported, for whoever may see it; one round trip. Raises NotFound."""
    return _reported(who, load_report(tools, *list_id, n), list_id, n)


def _reported(who: Caller, loaded: ListFacts, list_id: ListId, n: int) -> Report:
    _must_see(who, loaded)
    key = keys.report(*list_id, n)
    if key not in loaded.items:
        raise NotFound()
    return lists.report_of(loaded.items[key])


def read_history(
    tools: Tools, who: Caller, list_id: ListId, ahead: tuple[ListFacts, list[Event]] | None = None
) -> tuple[list[history.NamedEvent], bool]:
    """What the caller may know of a list's history, oldest first, and whether the whole chain is sound. `ahead`: what
    `load_history` read beside the session. Raises NotFound."""
    loaded, events = ahead or load_history(tools, *list_id)
    _must_see(who, loaded)
    ranked = loaded.ranked
    chain = history.complete(tools, ranked.subject, events, (ranked.events, ranked.last_hash))
    return history.named(tools, visible_list_events(who, ranked, chain.events)), chain.is_sound


def overdue(tools: Tools, call: Call, now: datetime, window: timedelta) -> list[ListId]:
    """The lists still open and not empty whose time has ended within `window`."""
    settings = lists.all_settings(tools.table, call.id)
    dates = Dates(call, lists.extensions(tools.table.read([keys.extensions(call.id)]), call.id).items)
    ended = [
        d
        for d in call.desks
        if timedelta() < now - dates.recommending_closes(d, settings) - call.grace <= window
    ]
    late = [ListId(call.id, d, t) for d in ended for t in call.tracks]
    items = tools.table.read([keys.ranked_list(*list_id) for list_id in late])
    late_lists = {list_id: lists.ranked(items, *list_id) for list_id in late}
    return [list_id for list_id, ranked in late_lists.items() if ranked.ids and not ranked.reported]


def report_overdue(tools: Tools, list_id: ListId) -> Board:
    """Report a list whose time is over; its event says that it went by itself."""
    loaded = load(tools, *list_id)
    system = Caller("system", Role.RECOMMENDER, loaded.call.authority.id, list_id.desk)
    repeat = IdempotencyRecord("system", f"closing-{loaded.ranked.subject}-{loaded.ranked.v}", "closing")
    command = ReportList(automatic=True)
    board = idempotent(
        tools,
        repeat,
        lambda: _take(tools, system, repeat, loaded, command),
        lambda _: read(tools, system, *list_id),
    )
    count(command)
    return board


def decide_on(
    tools: Tools,
    who: Caller,
    loaded: ListFacts,
    command: Command[RankedList],
    seen: str | None = None,
    rows: tuple[Row, ...] = (),
) -> Change[RankedList]:
    """Decide a step on a loaded list; `rows` are what a report would freeze."""
    facts = Facts(
        now=tools.clock(),
        caller=who,
        dates=loaded.dates,
        settings=loaded.settings,
        extensions=loaded.extensions,
        quota=loaded.quota,
        seen=seen,
        rows=rows,
        salt=token(26),
    )
    return decide(command, loaded.ranked, facts)


def _take(
    tools: Tools,
    who: Caller,
    repeat: IdempotencyRecord,
    loaded: ListFacts,
    command: Command[RankedList],
    seen: str | None = None,
) -> Board:
    """Load what the row reads, decide, write.

    The entries of a board are read while its list is written, unless they are frozen with it.
    """
    must_belong(who, loaded.call)
    repeat.must_be_new(loaded.items)
    freezes = Reads.ENTRIES in row_of(command).reads
    heads, rows = _entries(tools, repeat, loaded) if freezes else ((), ())
    change = decide_on(tools, who, loaded, command, seen, rows)
    ranked = change.ranked or loaded.ranked
    writes = [repeat.record(tools.clock(), {"list": ranked.subject}), *writes_of(change)]
    version, longer = change.find_beside(FrozenReport), change.find_beside(NewExtensions)
    if version:
        tools.table.write(writes)
        return Board(ranked, heads, loaded.quota, loaded.closes, version.report)
    if longer:
        loaded = replace(loaded, dates=Dates(loaded.call, longer.extensions.items))
    _, board = in_parallel(lambda: tools.table.write(writes), lambda: _board(tools, loaded))
    return _reordered(board, ranked)


def _entries(
    tools: Tools, repeat: IdempotencyRecord, loaded: ListFacts
) -> tuple[tuple[Head, ...], tuple[Row, ...]]:
    """The entries of a list, and the rows that a report of it shows.

    Whatever changes an entry that lies here, or its opinion, moves the list, on which the write is conditioned; what
    has gone up already is shown as it was pushed last.
    """
    desk, ids = loaded.ranked.desk, _ids(loaded.ranked)
    entry_keys = [key for i in ids for key in (keys.head(i), keys.opinion(i, desk))]
    entries = submissions.Found(tools.table.read([repeat.key, *entry_keys]))
    repeat.must_be_new(entries.items)
    heads = tuple(head for i in ids if (head := entries.head(i)))
    ranked_heads = enumerate(heads, start=1)
    rows = tuple(_row(rank, head, entries.opinion(head.id, desk), desk) for rank, head in ranked_heads)
    return heads, rows


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
    """Nothing of what the desk does with a list that is open again."""
    ids = board.last_report.ids if board.last_report else ()
    up = {short_id(h.id): h for h in board.heads if h.desk != board.ranked.desk}
    return replace(board, ranked=replace(board.ranked, ids=ids), heads=tuple(up[i] for i in ids if i in up))


def _reordered(board: Board, ranked: RankedList) -> Board:
    """The board with its list as it was written meanwhile: these steps keep the members, and touch no entry."""
    by_id = {short_id(h.id): h for h in board.heads}
    heads = tuple(by_id[i] for i in ranked.ids if i in by_id)
    return replace(board, ranked=ranked, heads=heads)


def _ids(ranked: RankedList) -> list[str]:
    return [ranked.list_id.submission(i) for i in ranked.ids]


def _board(tools: Tools, loaded: ListFacts) -> Board:
    ranked = loaded.ranked
    ids = _ids(ranked)
    last = keys.report(ranked.call, ranked.desk, ranked.track, ranked.reports)
    to_read = [keys.head(i) for i in ids] + ([last] if ranked.reports else [])
    items = tools.table.read(to_read)
    return Board(
        ranked,
        tuple(head_of(items[keys.head(i)]) for i in ids if keys.head(i) in items),
        loaded.quota,
        loaded.closes,
        lists.report_of(items[last]) if last in items else None,
    )


def _must_see(caller: Caller, loaded: ListFacts) -> None:
    must_belong(caller, loaded.call)
    own = caller.desk == loaded.ranked.desk
    above = caller.role is Role.ORGANISER or caller.desk in desks.chain(loaded.call, loaded.ranked.desk)
    if not own and not (above and loaded.ranked.reports):
        raise NotFound()
