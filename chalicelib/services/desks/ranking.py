"""A desk's ranked list as a whole: read it, reorder it, report it upward, reopen it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain import desks, workflow
from chalicelib.domain.access import Caller, Role, may_read, told
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call, Quota
from chalicelib.domain.errors import Forbidden, Invalid, ListStale, NotFound, StepNotAllowed
from chalicelib.domain.history import Event, digest
from chalicelib.domain.ranking import RankedList, Report
from chalicelib.domain.submission import ORGANISER, File, Head, short
from chalicelib.domain.workflow import Situation, Wish
from chalicelib.services.filing.cases import dates_keys, own_call, was_done
from chalicelib.services.filing.steps import wish
from chalicelib.services.tools import Tools
from chalicelib.storage import keys, lists, submissions
from chalicelib.storage.items import head_of
from chalicelib.storage.keys import Key
from chalicelib.storage.repeats import AlreadyDone, Repeat
from chalicelib.storage.submissions import Opinion
from chalicelib.storage.table import Item, together


@dataclass(frozen=True)
class Board:
    """A ranked list with its entries in order, its quota, and when it closes."""

    ranked: RankedList
    heads: tuple[Head, ...]
    quota: Quota | None
    closes: datetime
    last_report: Report | None


@dataclass(frozen=True)
class Loaded:
    """A list and what its own steps depend on; `done`: this very request was carried out before."""

    call: Call
    ranked: RankedList
    situation: Situation
    done: bool = False
    found: Mapping[Key, Item] = field(default_factory=dict)


def read(tools: Tools, who: Caller, call_id: str, desk: str, track: str) -> Board:
    """The list of the caller's own desk, or of a desk below it once reported: of that, while it is open again,
    no more than what has come up. Raises NotFound."""
    loaded = _load(tools, who, call_id, desk, track)
    _must_see(who, loaded)
    board = _board(tools, loaded)
    return replace(board, heads=tuple(h for h in board.heads if may_read(who, h)))


def reorder(
    tools: Tools,
    who: Caller,
    repeat: Repeat,
    place: tuple[str, str, str],
    order: Sequence[str],
    expected: str,
) -> Board:
    """Save a new order of the same members, all changes as one. `place` is (call, desk, track), `expected`
    the list's version as seen. Raises ListStale, ListClosed, OrderNotOfList."""
    loaded = _load(tools, who, *place, repeat=repeat)
    _must_hold(who, loaded.ranked.desk)
    if loaded.done or _is_twin(tools, repeat, loaded, expected):
        return _board(tools, loaded)
    after = loaded.ranked.reordered([short(i) for i in order])
    facts = {"before": list(loaded.ranked.ids), "after": list(after.ids)}
    return _write(tools, who, repeat, loaded, "reorder", after, facts, wish("reorder"))


def report(tools: Tools, who: Caller, repeat: Repeat, place: tuple[str, str, str], expected: str) -> Board:
    """Freeze the order and hand it upward: one act. The entries follow by themselves, in order.

    `expected` is the version that the caller looked at last. Raises Closed, ListClosed, ListStale.
    """
    loaded = _load(tools, who, *place, repeat=repeat)
    _must_hold(who, loaded.ranked.desk)
    if loaded.done or _is_twin(tools, repeat, loaded, expected):
        return _board(tools, loaded)
    loaded.situation.dates.must_recommend(loaded.situation.now, loaded.ranked.desk, loaded.situation.settings)
    return _report(tools, who, repeat, loaded, automatic=False)


def reopen(tools: Tools, who: Caller, repeat: Repeat, place: tuple[str, str, str], reason: str) -> Board:
    """The level above lets a desk go on with a list it has reported. Moves nothing that is above."""
    if not reason.strip():
        raise Invalid.at("/reason", "required")
    loaded = _load(tools, who, *place, repeat=repeat)
    if not _is_above(who, loaded.call, loaded.ranked.desk):
        raise Forbidden()
    if loaded.done:
        return _board(tools, loaded)
    if not loaded.ranked.reported:
        if was_done(tools, repeat):
            return _board(tools, loaded)
        raise StepNotAllowed(step="reopen", state="open")
    after = loaded.ranked.reopened()
    return _write(tools, who, repeat, loaded, "reopen", after, {}, wish("reopen", reason=reason))


def reports(
    tools: Tools, who: Caller, place: tuple[str, str, str], n: int
) -> tuple[Report, list[Head], dict[str, Opinion], File | None]:
    """Version n of what was reported: the report, its entries in order, their opinions by id, and the scan of
    its sealed table, if there is one."""
    call_id, desk, track = place
    found_report = must_be_reported(tools, who, place, n)
    ids = [f"{call_id}.{track}.{i}" for i in found_report.ids]
    wanted = [k for i in ids for k in (keys.head(i), keys.opinion(i, desk))]
    found = submissions.Found(tools.table.read([*wanted, keys.scan(*place, n)]))
    opinions = {i: o for i in ids if (o := found.opinion(i, desk))}
    entries = [told(who, h) for i in ids if (h := found.head(i))]
    return found_report, entries, opinions, lists.scan_in(found.items, place, n)


def must_be_reported(tools: Tools, who: Caller, place: tuple[str, str, str], n: int) -> Report:
    """Version n of what was reported, for whoever may see it; one round trip. Raises NotFound."""
    key = keys.report(*place, n)
    loaded = _load(tools, who, *place, also=(key,))
    _must_see(who, loaded)
    if key not in loaded.found:
        raise NotFound()
    return lists.report_of(loaded.found[key])


def history(tools: Tools, who: Caller, place: tuple[str, str, str]) -> tuple[RankedList, list[Event]]:
    """A list and its chain of events, for whoever may see it; one round trip. Raises NotFound."""
    subject = RankedList(*place).subject
    loaded, events = together(
        lambda: _load(tools, who, *place), lambda: submissions.history(tools.table, subject)
    )
    _must_see(who, loaded)
    return loaded.ranked, events


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


def report_as_it_stands(tools: Tools, call_id: str, desk: str, track: str) -> Board:
    """Time is over: what was recommended goes up in the order it stands, and the event says by itself."""
    system = Caller("system", Role.RECOMMENDER, tools.calls.latest(call_id).authority.id, desk)
    loaded = _load(tools, system, call_id, desk, track)
    request = f"closing-{loaded.ranked.subject}-{loaded.ranked.v}"
    return _report(tools, system, Repeat("system", request, "closing"), loaded, automatic=True)


def _is_twin(tools: Tools, repeat: Repeat, loaded: Loaded, expected: str) -> bool:
    """Whether the list has moved by this very request, sent twice at once. Raises ListStale where others moved
    it."""
    if str(loaded.ranked.v) == expected:
        return False
    if not was_done(tools, repeat):
        raise ListStale(etag=str(loaded.ranked.v))
    return True


def _report(tools: Tools, who: Caller, repeat: Repeat, loaded: Loaded, *, automatic: bool) -> Board:
    ranked, situation = loaded.ranked, loaded.situation
    after = ranked.frozen(situation.now)
    to = loaded.call.desk(ranked.desk).parent or ORGANISER
    code = digest([ranked.subject, after.reports, after.ids, ranked.last_hash])[:10].upper()
    made = Report(
        call=ranked.call,
        desk=ranked.desk,
        track=ranked.track,
        n=after.reports,
        at=situation.now,
        actor=who.account,
        ids=after.ids,
        code=code,
        to=to,
        places=situation.quota.places if situation.quota else None,
        automatic=automatic,
    )
    facts = {"n": made.n, "code": code, "order": list(after.ids), "to": to}
    return _write(tools, who, repeat, loaded, "report", after, facts, wish("report"), made)


def _write(
    tools: Tools,
    who: Caller,
    repeat: Repeat,
    loaded: Loaded,
    step: str,
    after: RankedList,
    facts: dict[str, Any],
    asked: Wish,
    made: Report | None = None,
) -> Board:
    written, event = workflow.change_list(step, loaded.ranked, after, loaded.situation, facts, asked)
    record = repeat.record(tools.clock(), {"list": written.subject})
    extra = [lists.new_report(made)] if made else []
    writes = [record, lists.written_list(written), *submissions.recorded(event), *extra]
    try:
        _, board = together(lambda: tools.table.write(writes), lambda: _board(tools, loaded))
    except AlreadyDone as done:
        repeat.done(done.item)
        return read(tools, who, written.call, written.desk, written.track)
    return _reordered(board, written, made or board.last_report)


def _reordered(board: Board, ranked: RankedList, last: Report | None) -> Board:
    """The board with its list as it was written meanwhile: these steps keep the members, and touch no entry."""
    by_id = {short(h.id): h for h in board.heads}
    heads = tuple(by_id[i] for i in ranked.ids if i in by_id)
    return replace(board, ranked=ranked, heads=heads, last_report=last)


def _load(
    tools: Tools,
    who: Caller,
    call_id: str,
    desk: str,
    track: str,
    repeat: Repeat | None = None,
    also: tuple[Key, ...] = (),
) -> Loaded:
    call = own_call(tools, who, call_id)
    if desk not in call.desks or track not in call.tracks:
        raise NotFound()
    wanted = [keys.ranked_list(call_id, desk, track), *dates_keys(call, desk), *also]
    if repeat:
        wanted.append(repeat.key)
    found = tools.table.read(wanted)
    done = repeat.done(found.get(repeat.key)) if repeat else None
    settings = lists.settings(found, call_id, desks.chain(call, desk))
    above = settings.get(call.desk(desk).parent or "")
    situation = Situation(
        now=tools.clock(),
        caller=who,
        dates=Dates(call, lists.extensions(found, call_id).items),
        settings=settings,
        quota=desks.quota(call, track, desk, above),
    )
    ranked = lists.ranked(found, call_id, desk, track)
    return Loaded(call, ranked, situation, done is not None, found)


def _board(tools: Tools, loaded: Loaded) -> Board:
    ranked = loaded.ranked
    ids = [f"{ranked.call}.{ranked.track}.{i}" for i in ranked.ids]
    last = keys.report(ranked.call, ranked.desk, ranked.track, ranked.reports)
    wanted = [keys.head(i) for i in ids] + ([last] if ranked.reports else [])
    found = tools.table.read(wanted)
    return Board(
        ranked,
        tuple(head_of(found[keys.head(i)]) for i in ids if keys.head(i) in found),
        loaded.situation.quota,
        loaded.situation.dates.recommending_closes(ranked.desk, loaded.situation.settings),
        lists.report_of(found[last]) if last in found else None,
    )


def _must_hold(caller: Caller, desk: str) -> None:
    if caller.desk != desk:
        raise Forbidden()


def _is_above(caller: Caller, call: Call, desk: str) -> bool:
    parent = call.desk(desk).parent
    return caller.seat == (parent or ORGANISER)


def _must_see(caller: Caller, loaded: Loaded) -> None:
    own = caller.desk == loaded.ranked.desk
    above = caller.role is Role.ORGANISER or caller.desk in desks.chain(loaded.call, loaded.ranked.desk)
    if not own and not (above and loaded.ranked.reports):
        raise NotFound()
