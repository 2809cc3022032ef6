"""One way for every change of state of a submission: load what the decision needs at once, let the workflow
decide, write it as one transaction. Three round trips with the caller's own.
"""

from collections.abc import Callable, Mapping

from chalicelib.domain import desks, workflow
from chalicelib.domain.access import Caller, is_holder, must_read
from chalicelib.domain.calendar import Dates, Extension
from chalicelib.domain.errors import Stale, StepNotAllowed
from chalicelib.domain.submission import Head
from chalicelib.domain.visibility import as_seen_by
from chalicelib.domain.workflow import Change, Command, Facts
from chalicelib.services.context import IdempotencyRecord, Tools, new_command
from chalicelib.services.idempotency import idempotent
from chalicelib.services.lookup import dates_keys, resolve_id
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.services.submissions import content, pushing
from chalicelib.services.submissions.loading import StepFacts, write
from chalicelib.storage import keys, lists, submissions
from chalicelib.storage.engine.table import Write
from chalicelib.storage.submissions import Found, Opinion, ReturnNotice


def apply(
    tools: Tools,
    who: SignedIn,
    repeat: IdempotencyRecord,
    submission: str,
    wish: Command,
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
            now = as_seen_by(who.caller, read_head(tools, who.caller, submission))
            raise StepNotAllowed(step=wish.step, state=now.state) from None

    return idempotent(tools, repeat, act, lambda _: read_head(tools, who.caller, submission))


def load_head(tools: Tools, submission: str) -> Found:
    """The head as it stands: it tells in which list an entry stands that is withdrawn."""
    return Found(tools.table.read([keys.head(submission)]))


def discard(tools: Tools, who: SignedIn, repeat: IdempotencyRecord, submission: str) -> None:
    """Delete a draft that was never pushed. Sent twice, nothing more happens. Raises StepNotAllowed, NotFound."""

    def act() -> None:
        case = _load(tools, who.caller, repeat, submission, new_command("delete"), None)
        _commit(tools, who, repeat, case, new_command("delete"), "")

    idempotent(tools, repeat, act, lambda _: None)


def read_head(tools: Tools, caller: Caller, submission: str) -> Head:
    """A head that the caller may read. Raises NotFound."""
    resolve_id(tools, caller, submission)
    return must_read(caller, Found(tools.table.read([keys.head(submission)])).head(submission))


def _load(
    tools: Tools,
    caller: Caller,
    repeat: IdempotencyRecord,
    submission: str,
    wish: Command,
    ahead: Found | None,
) -> StepFacts:
    call, track = resolve_id(tools, caller, submission)
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
    if needed and needed != desk and (wish.step == "withdraw" or is_holder(caller, head)):
        raise Stale(current=None)
    return StepFacts(
        call,
        head,
        found,
        lists.ranked(found.items, call.id, desk, track) if desk and desk in call.desks else None,
        Dates(call, lists.extensions(found.items, call.id).items),
        lists.settings(found.items, call.id, desks.chain(call, desk) if desk else ()),
    )


def _desk_concerned(caller: Caller, wish: Command, seen: Head | None) -> str | None:
    """Whose list and dates count: the caller's own desk, the one that the wish names, or the one where an entry stands
    listed that is withdrawn."""
    if wish.step == "withdraw":
        return workflow.list_desk(wish.step, seen) if seen else None
    return wish.desk if wish.step in {"push", "send_back"} else caller.desk


def _situation(tools: Tools, who: SignedIn, case: StepFacts) -> Facts:
    head = case.head
    desk = case.ranked.desk if case.ranked else None
    above = case.settings.get(case.call.desks[desk].parent or "") if desk else None
    return Facts(
        now=tools.clock(),
        caller=who.caller,
        dates=case.dates,
        settings=case.settings,
        ranked=case.ranked,
        quota=desks.quota(case.call, head.track, desk, above) if desk else None,
    )


def _commit(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, case: StepFacts, wish: Command, etag: str
) -> Head:
    situation = _situation(tools, who, case)
    if wish.step == "push":
        return pushing.push(tools, who, repeat, case, wish, situation, etag)
    change = workflow.decide(wish, case.head, situation)
    extra = _EXTRA[wish.step](change, case, wish, who) if wish.step in _EXTRA else []
    write(tools, repeat, change, extra)
    return change.head or change.before


def _deleted(change: Change, case: StepFacts, wish: Command, who: SignedIn) -> list[Write]:
    return submissions.delete_draft(change.before, case.found.answers(change.before.id))


def _returned(change: Change, case: StepFacts, wish: Command, who: SignedIn) -> list[Write]:
    event = change.events[0]
    asked = ReturnNotice(wish.reason.strip(), dict(wish.asks), event.facts.get("desk", ""), event.at)
    sid = change.before.id
    return [submissions.open_answers(sid), submissions.put_return_notice(sid, asked)]


def _withdrawn(change: Change, case: StepFacts, wish: Command, who: SignedIn) -> list[Write]:
    return [submissions.close_answers(change.before.id)] if change.before.editable else []


def _declined(change: Change, case: StepFacts, wish: Command, who: SignedIn) -> list[Write]:
    """The list must be as it was seen: one reported in between would leave the applicant untold."""
    event, sid = change.events[0], change.before.id
    why = ReturnNotice(wish.reason.strip(), {}, change.before.desk or "", event.at)
    unmoved = [lists.check_list(case.ranked)] if case.ranked else []
    return [submissions.put_decline(sid, why), *unmoved]


def _recommended(change: Change, case: StepFacts, wish: Command, who: SignedIn) -> list[Write]:
    event = change.events[0]
    opinion = Opinion(change.before.desk or "", wish.opinion.strip(), event.at, who.caller.account)
    return [submissions.put_opinion(change.before.id, opinion)]


def _sent_back(change: Change, case: StepFacts, wish: Command, who: SignedIn) -> list[Write]:
    """The extension given with it, if any. Everybody may read extensions; the reason is for the desk alone."""
    if wish.until is None:
        return []
    at = change.events[0].at
    given = Extension("recommending", wish.desk, wish.until, "", who.caller.account, at)
    after = lists.extensions(case.found.items, case.call.id).having(given)
    return [lists.put_extensions(case.call.id, after)]


_EXTRA: Mapping[str, Callable[[Change, StepFacts, Command, SignedIn], list[Write]]] = {
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
