"""A desk's ranked list as a whole: read it, reorder it, report it upward, reopen it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile
from typing import Any

from chalicelib.domain import desks, workflow
from chalicelib.domain.access import Caller, Role, may_read, must_belong
from chalicelib.domain.calendar import Dates, Extension
from chalicelib.domain.call import Call, Quota
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import Forbidden, Invalid, ListStale, NotFound, StepNotAllowed
from chalicelib.domain.history import Event
from chalicelib.domain.ranking import RankedList, Report, Row, version_code
from chalicelib.domain.submission import ORGANISER, File, Head, short_id
from chalicelib.domain.visibility import is_reopened_below, visible_list_events
from chalicelib.domain.workflow import Command, Facts
from chalicelib.frozen import dataclass
from chalicelib.services import history
from chalicelib.services.context import IdempotencyRecord, Tools, new_command, token
from chalicelib.services.idempotency import idempotent
from chalicelib.services.lookup import dates_keys
from chalicelib.storage import accounts, keys, lists, submissions
from chalicelib.storage.engine.table import Item, Write, in_parallel
from chalicelib.storage.items import head_of
from chalicelib.storage.keys import Key
from chalicelib.storage.submissions import Opinion

Place = tuple[str, str, str]
"""(call, desk, track)"""


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
    found: Mapping[Key, Item]

    @property
    def quota(self) -> Quota | None:
        desk = self.ranked.desk
        above = self.settings.get(self.call.desk(desk).parent or "")
        return desks.quota(self.call, self.ranked.track, desk, above)

    @property
    def closes(self) -> datetime:
        return self.dates.recommending_closes(self.ranked.desk, self.settings)


def load(tools: Tools, call: str, desk: str, track: str, *also: Key) -> ListFacts:
    """A list with its dates, and `also`; one round trip, which may run beside the session's. Raises NotFound."""
    latest = tools.calls.latest(call)
    if desk not in latest.desks or track not in latest.tracks:
        raise NotFound()
    found = tools.table.read([keys.ranked_list(call, desk, track), *dates_keys(latest, desk), *also])
    return ListFacts(
        latest,
        lists.ranked(found, call, desk, track),
        Dates(latest, lists.extensions(found, call).items),
        lists.settings(found, call, desks.chain(latest, desk)),
        found,
    )


def load_report(tools: Tools, call: str, desk: str, track: str, n: int) -> ListFacts:
    """A list with its report `n` and the scan of it. Raises NotFound."""
    place = (call, desk, track)
    return load(tools, *place, keys.report(*place, n), keys.scan(*place, n))


def load_history(tools: Tools, call: str, desk: str, track: str) -> tuple[ListFacts, list[Event]]:
    """A list and its chain of events; one round trip. Raises NotFound."""
    subject = RankedList(call, desk, track).subject
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
    place: Place,
    order: Sequence[str],
    expected: str,
) -> Board:
    """Save a new order of the same members, all changes as one. `expected` is the list's version as seen.
    Raises ListStale, ListClosed, OrderNotOfList."""

    def act() -> Board:
        loaded = load(tools, *place, repeat.key)
        _must_hold(who, loaded)
        repeat.must_be_new(loaded.found)
        _must_be_at(loaded, expected)
        after = loaded.ranked.reordered([short_id(i) for i in order])
        facts = {"before": list(loaded.ranked.ids), "after": list(after.ids)}
        return _write(tools, who, repeat, loaded, after, facts, new_command("reorder"))

    return idempotent(tools, repeat, act, lambda _: read(tools, who, *place))


def report(
    tools: Tools,
    who: Caller,
    repeat: IdempotencyRecord,
    place: Place,
    expected: str,
    ahead: ListFacts | None = None,
) -> Board:
    """Freeze the order and what each entry shows, and hand it upward: one act. The entries follow by themselves,
    in order.

    `expected` is the version that the caller looked at last; `ahead` what `load` read beside the session. Raises
    Closed, ListClosed, ListStale.
    """

    def act() -> Board:
        loaded = ahead or load(tools, *place)
        _must_hold(who, loaded)
        _must_be_at(loaded, expected)
        loaded.dates.must_recommend(tools.clock(), loaded.ranked.desk, loaded.settings)
        return _report(tools, who, repeat, loaded, automatic=False)

    return idempotent(tools, repeat, act, lambda _: read(tools, who, *place))


def reopen(
    tools: Tools,
    who: Caller,
    repeat: IdempotencyRecord,
    place: Place,
    reason: str,
    until: datetime | None = None,
) -> Board:
    """The level above lets a desk go on with a list it has reported. Moves nothing that is above. `until`: more
    time for the desk, where its own is over or too short. Raises Closed where it has none."""
    if not reason.strip():
        raise Invalid.at("/reason", "required")

    def act() -> Board:
        loaded = load(tools, *place, repeat.key)
        must_belong(who, loaded.call)
        if not _is_above(who, loaded.call, loaded.ranked.desk):
            raise Forbidden()
        repeat.must_be_new(loaded.found)
        if not loaded.ranked.reported:
            raise StepNotAllowed(step="reopen", state="open")
        now, desk = tools.clock(), loaded.ranked.desk
        loaded.dates.must_go_on(now, desk, loaded.settings, until)
        asked = new_command("reopen", reason=reason)
        if until is None:
            return _write(tools, who, repeat, loaded, loaded.ranked.reopened(), {}, asked)
        given = Extension("recommending", desk, until, "", who.account, now)
        after = lists.extensions(loaded.found, loaded.call.id).having(given)
        longer = replace(loaded, dates=Dates(loaded.call, after.items))
        facts, also = {"until": until.isoformat()}, lists.put_extensions(loaded.call.id, after)
        return _write(tools, who, repeat, longer, loaded.ranked.reopened(), facts, asked, also)

    return idempotent(tools, repeat, act, lambda _: read(tools, who, *place))


def reports(tools: Tools, who: Caller, place: Place, n: int, ahead: ListFacts | None = None) -> ReportView:
    """Version n of what was reported. `ahead`: what `load_report` read beside the session. Raises NotFound."""
    loaded = ahead or load_report(tools, *place, n)
    report = _reported(who, loaded, place, n)
    by = lists.scan_author(loaded.found, place, n) or ""
    found = tools.table.read([*lists.rows_keys(report), *([keys.account(by)] if by else [])])
    account = accounts.account_in(found, by)
    return ReportView(
        report,
        lists.rows_in(found, report),
        loaded.ranked,
        lists.scan_in(loaded.found, place, n),
        account.name if account else "",
    )


def must_be_reported(tools: Tools, who: Caller, place: Place, n: int) -> Report:
    """Version n of what was reported, for whoever may see it; one round trip. Raises NotFound."""
    return _reported(who, load_report(tools, *place, n), place, n)


def _reported(who: Caller, loaded: ListFacts, place: Place, n: int) -> Report:
    _must_see(who, loaded)
    key = keys.report(*place, n)
    if key not in loaded.found:
        raise NotFound()
    return lists.report_of(loaded.found[key])


def scan_writes(
    tools: Tools, who: Caller, loaded: ListFacts, n: int, file: File, earlier: File | None
) -> list[Write]:
    """The list with the event that `file` is the scan of version `n` from now on, in the place of `earlier`: to be
    written with it."""
    facts = {"n": n, "sha256": file.sha256, **({"replaces": earlier.sha256} if earlier else {})}
    asked, situation = new_command("attach_scan", file=file.name), _situation(tools, who, loaded)
    written, event = workflow.change_list(
        "attach_scan", loaded.ranked, loaded.ranked, situation, facts, asked
    )
    return [lists.put_list(written), *submissions.put_event(event)]


def read_history(
    tools: Tools, who: Caller, place: Place, ahead: tuple[ListFacts, list[Event]] | None = None
) -> tuple[list[history.NamedEvent], bool]:
    """What the caller may know of a list's history, oldest first, and whether the whole chain is sound. `ahead`: what
    `load_history` read beside the session. Raises NotFound."""
    loaded, events = ahead or load_history(tools, *place)
    _must_see(who, loaded)
    ranked = loaded.ranked
    chain = history.complete(tools, ranked.subject, events, (ranked.events, ranked.last_hash))
    return history.named(tools, visible_list_events(who, ranked, chain.events)), chain.is_sound


def overdue(tools: Tools, call: Call, now: datetime, window: timedelta) -> list[tuple[str, str]]:
    """(desk, track) of the lists still open and not empty whose time has ended within `window`."""
    settings = lists.all_settings(tools.table, call.id)
    dates = Dates(call, lists.extensions(tools.table.read([keys.extensions(call.id)]), call.id).items)
    ended = [
        d
        for d in call.desks
        if timedelta() < now - dates.recommending_closes(d, settings) - call.grace <= window
    ]
    places = [(d, t) for d in ended for t in call.tracks]
    found = tools.table.read([keys.ranked_list(call.id, d, t) for d, t in places])
    standing = {(d, t): lists.ranked(found, call.id, d, t) for d, t in places}
    return [place for place, ranked in standing.items() if ranked.ids and not ranked.reported]


def report_overdue(tools: Tools, call_id: str, desk: str, track: str) -> Board:
    """Time is over: what was recommended goes up in the order it stands, and the event says by itself."""
    loaded = load(tools, call_id, desk, track)
    system = Caller("system", Role.RECOMMENDER, loaded.call.authority.id, desk)
    repeat = IdempotencyRecord("system", f"closing-{loaded.ranked.subject}-{loaded.ranked.v}", "closing")
    act = partial(_report, tools, system, repeat, loaded, automatic=True)
    return idempotent(tools, repeat, act, lambda _: read(tools, system, call_id, desk, track))


def _must_be_at(loaded: ListFacts, expected: str) -> None:
    if str(loaded.ranked.v) != expected:
        raise ListStale(etag=str(loaded.ranked.v))


def _report(
    tools: Tools, who: Caller, repeat: IdempotencyRecord, loaded: ListFacts, *, automatic: bool
) -> Board:
    """Whatever changes an entry that lies here, or its opinion, moves the list, on which the write is conditioned; what
    has gone up already is shown as it was pushed last."""
    ranked, now = loaded.ranked, tools.clock()
    ids = _ids(ranked)
    wanted = [k for i in ids for k in (keys.head(i), keys.opinion(i, ranked.desk))]
    found = submissions.Found(tools.table.read([repeat.key, *wanted]))
    repeat.must_be_new(found.items)
    heads = tuple(h for i in ids if (h := found.head(i)))
    rows = [
        _row(rank, h, found.opinion(h.id, ranked.desk), ranked.desk) for rank, h in enumerate(heads, start=1)
    ]
    after, salt = ranked.frozen(now), token(26)
    made = Report(
        call=ranked.call,
        desk=ranked.desk,
        track=ranked.track,
        n=after.reports,
        at=now,
        actor=who.account,
        ids=after.ids,
        code=version_code(after, rows, salt),
        to=loaded.call.desk(ranked.desk).parent or ORGANISER,
        salt=salt,
        places=loaded.quota.places if loaded.quota else None,
        automatic=automatic,
    )
    facts = {"n": made.n, "code": made.code, "order": list(after.ids), "to": made.to}
    if automatic:
        facts["automatic"] = True
    written, event = workflow.change_list(
        "report", ranked, after, _situation(tools, who, loaded), facts, new_command("report")
    )
    record = repeat.record(now, {"list": written.subject})
    frozen = [lists.put_report(made), *lists.put_rows(made, rows)]
    tools.table.write([record, lists.put_list(written), *submissions.put_event(event), *frozen])
    return Board(written, heads, loaded.quota, loaded.closes, made)


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


def _write(
    tools: Tools,
    who: Caller,
    repeat: IdempotencyRecord,
    loaded: ListFacts,
    after: RankedList,
    facts: dict[str, Any],
    asked: Command,
    *also: Write,
) -> Board:
    situation = _situation(tools, who, loaded)
    written, event = workflow.change_list(asked.step, loaded.ranked, after, situation, facts, asked)
    record = repeat.record(tools.clock(), {"list": written.subject})
    writes = [record, lists.put_list(written), *submissions.put_event(event), *also]
    _, board = in_parallel(lambda: tools.table.write(writes), lambda: _board(tools, loaded))
    return _reordered(board, written)


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


def _situation(tools: Tools, who: Caller, loaded: ListFacts) -> Facts:
    return Facts(tools.clock(), who, loaded.dates, loaded.settings, quota=loaded.quota)


def _ids(ranked: RankedList) -> list[str]:
    return [f"{ranked.call}.{ranked.track}.{i}" for i in ranked.ids]


def _board(tools: Tools, loaded: ListFacts) -> Board:
    ranked = loaded.ranked
    ids = _ids(ranked)
    last = keys.report(ranked.call, ranked.desk, ranked.track, ranked.reports)
    wanted = [keys.head(i) for i in ids] + ([last] if ranked.reports else [])
    found = tools.table.read(wanted)
    return Board(
        ranked,
        tuple(head_of(found[keys.head(i)]) for i in ids if keys.head(i) in found),
        loaded.quota,
        loaded.closes,
        lists.report_of(found[last]) if last in found else None,
    )


def _must_hold(caller: Caller, loaded: ListFacts) -> None:
    must_belong(caller, loaded.call)
    if caller.desk != loaded.ranked.desk:
        raise Forbidden()


def _is_above(caller: Caller, call: Call, desk: str) -> bool:
    parent = call.desk(desk).parent
    return caller.seat == (parent or ORGANISER)


def _must_see(caller: Caller, loaded: ListFacts) -> None:
    must_belong(caller, loaded.call)
    own = caller.desk == loaded.ranked.desk
    above = caller.role is Role.ORGANISER or caller.desk in desks.chain(loaded.call, loaded.ranked.desk)
    if not own and not (above and loaded.ranked.reports):
        raise NotFound()
