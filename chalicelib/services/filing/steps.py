"""One way for every change of state of a submission: load what the decision needs at once, let the workflow
decide, write it as one transaction. Three round trips with the caller's own.
"""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.domain import desks, workflow
from chalicelib.domain.access import Caller, holds, must_read, told
from chalicelib.domain.calendar import Dates, Extension
from chalicelib.domain.errors import Stale, StepNotAllowed
from chalicelib.domain.submission import Head
from chalicelib.domain.workflow import Change, Situation, Wish
from chalicelib.services.filing import content, pushing
from chalicelib.services.filing.cases import Case, dates_keys, known_id, write
from chalicelib.services.repeating import once
from chalicelib.services.signing.sessions import SignedIn
from chalicelib.services.tools import Repeat, Tools, token
from chalicelib.storage import keys, lists, submissions
from chalicelib.storage.submissions import Asked, Found, Opinion
from chalicelib.storage.table import Write


def take(
    tools: Tools,
    who: SignedIn,
    repeat: Repeat,
    submission: str,
    wish: Wish,
    etag: str = "",
    ahead: Found | None = None,
) -> Head:
    """Carry out `wish` on a submission; the head after it. Sent twice, the first answer again.

    `etag` guards a push: what is pushed is what the caller saw; `ahead`: what `AHEAD` names for the step, read beside
    the session. Raises what `workflow.decide` raises, NotFound, Stale, ListStale, Busy.
    """

    def act() -> Head:
        case = _load(tools, who.caller, repeat, submission, wish, ahead)
        try:
            return _commit(tools, who, repeat, case, wish, etag)
        except StepNotAllowed:
            now = told(who.caller, read_head(tools, who.caller, submission))
            raise StepNotAllowed(step=wish.step, state=now.state) from None

    return once(tools, repeat, act, lambda _: read_head(tools, who.caller, submission))


def load_head(tools: Tools, submission: str) -> Found:
    """The head as it stands: it tells in which list an entry stands that is withdrawn."""
    return Found(tools.table.read([keys.head(submission)]))


def discard(tools: Tools, who: SignedIn, repeat: Repeat, submission: str) -> None:
    """Delete a draft that was never pushed. Sent twice, nothing more happens. Raises StepNotAllowed, NotFound."""

    def act() -> None:
        case = _load(tools, who.caller, repeat, submission, wish("delete"), None)
        _commit(tools, who, repeat, case, wish("delete"), "")

    once(tools, repeat, act, lambda _: None)


def read_head(tools: Tools, caller: Caller, submission: str) -> Head:
    """A head that the caller may read. Raises NotFound."""
    known_id(tools, caller, submission)
    return must_read(caller, Found(tools.table.read([keys.head(submission)])).head(submission))


def _load(
    tools: Tools, caller: Caller, repeat: Repeat, submission: str, wish: Wish, ahead: Found | None
) -> Case:
    call, track = known_id(tools, caller, submission)
    look = AHEAD.get(wish.step)
    read = ahead or (look(tools, submission) if look else Found({}))
    desk = _desk_concerned(caller, wish, read.head(submission))
    wanted = [keys.head(submission), repeat.key, *dates_keys(call, desk)]
    if desk in call.desks:
        wanted.append(keys.ranked_list(call.id, desk or "", track))
    if wish.step == "push":
        wanted += content.links_keys(content.form_of(call, track), submission, read)
        wanted += [keys.files(submission), keys.asks(submission)]
    if wish.step == "delete":
        wanted.append(keys.answers(submission))
    found = Found({**read.items, **tools.table.read(wanted)})
    repeat.must_be_new(found.items)
    head = must_read(caller, found.head(submission))
    needed = workflow.list_desk(wish.step, head)
    if needed and needed != desk and (wish.step == "withdraw" or holds(caller, head)):
        raise Stale(current=None)
    return Case(
        call,
        head,
        found,
        lists.ranked(found.items, call.id, desk, track) if desk and desk in call.desks else None,
        Dates(call, lists.extensions(found.items, call.id).items),
        lists.settings(found.items, call.id, desks.chain(call, desk) if desk else ()),
    )


def _desk_concerned(caller: Caller, wish: Wish, seen: Head | None) -> str | None:
    """Whose list and dates count: the caller's own desk, the one that the wish names, or the one where an entry stands
    listed that is withdrawn."""
    if wish.step == "withdraw":
        return workflow.list_desk(wish.step, seen) if seen else None
    return wish.desk if wish.step in {"push", "send_back"} else caller.desk


def _situation(tools: Tools, who: SignedIn, case: Case) -> Situation:
    head = case.head
    desk = case.ranked.desk if case.ranked else None
    above = case.settings.get(case.call.desks[desk].parent or "") if desk else None
    return Situation(
        now=tools.clock(),
        caller=who.caller,
        dates=case.dates,
        settings=case.settings,
        ranked=case.ranked,
        quota=desks.quota(case.call, head.track, desk, above) if desk else None,
    )


def _commit(tools: Tools, who: SignedIn, repeat: Repeat, case: Case, wish: Wish, etag: str) -> Head:
    situation = _situation(tools, who, case)
    if wish.step == "push":
        return pushing.push(tools, who, repeat, case, wish, situation, etag)
    change = workflow.decide(wish, case.head, situation)
    extra = _EXTRA[wish.step](change, case, wish, who) if wish.step in _EXTRA else []
    write(tools, repeat, change, extra)
    return change.head or change.before


def _deleted(change: Change, case: Case, wish: Wish, who: SignedIn) -> list[Write]:
    return submissions.deleted(change.before, case.found.answers(change.before.id))


def _returned(change: Change, case: Case, wish: Wish, who: SignedIn) -> list[Write]:
    event = change.events[0]
    asked = Asked(wish.reason.strip(), dict(wish.asks), event.facts.get("desk", ""), event.at)
    sid = change.before.id
    return [submissions.opened_answers(sid), submissions.written_asks(sid, asked)]


def _withdrawn(change: Change, case: Case, wish: Wish, who: SignedIn) -> list[Write]:
    return [submissions.shut_answers(change.before.id)] if change.before.editable else []


def _declined(change: Change, case: Case, wish: Wish, who: SignedIn) -> list[Write]:
    """The list must be as it was seen: one reported in between would leave the applicant untold."""
    event, sid = change.events[0], change.before.id
    why = Asked(wish.reason.strip(), {}, change.before.desk or "", event.at)
    unmoved = [lists.unchanged_list(case.ranked)] if case.ranked else []
    return [submissions.written_decline(sid, why), *unmoved]


def _recommended(change: Change, case: Case, wish: Wish, who: SignedIn) -> list[Write]:
    event = change.events[0]
    opinion = Opinion(change.before.desk or "", wish.opinion.strip(), event.at, who.caller.account)
    return [submissions.written_opinion(change.before.id, opinion)]


def _sent_back(change: Change, case: Case, wish: Wish, who: SignedIn) -> list[Write]:
    """The extension given with it, if any. Everybody may read extensions; the reason is for the desk alone."""
    if wish.until is None:
        return []
    at = change.events[0].at
    given = Extension("recommending", wish.desk, wish.until, "", who.caller.account, at)
    after = lists.extensions(case.found.items, case.call.id).having(given)
    return [lists.written_extensions(case.call.id, after)]


_EXTRA: Mapping[str, Callable[[Change, Case, Wish, SignedIn], list[Write]]] = {
    "delete": _deleted,
    "decline": _declined,
    "return": _returned,
    "withdraw": _withdrawn,
    "recommend": _recommended,
    "send_back": _sent_back,
}
"""What a step writes beside head, list and events."""


AHEAD: Mapping[str, Callable[[Tools, str], Found]] = {"push": content.load_answers, "withdraw": load_head}
"""What tells of a step which else to read: one round trip, which may run beside the session's."""


def wish(step: str, **arguments: Any) -> Wish:
    """A wish with fresh salt for its texts."""
    return Wish(step=step, salt=token(26), **arguments)
