"""One submission as a caller may see it: content, files, history, and what changed between two pushes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain import filing_number, workflow
from chalicelib.domain.access import (
    Caller,
    heard,
    heard_of_list,
    may_read_revision,
    may_read_words,
    must_read,
    named,
    opinions_for,
    shows_draft,
    told,
)
from chalicelib.domain.accounts import Account
from chalicelib.domain.errors import NotFound
from chalicelib.domain.history import Event, broken
from chalicelib.domain.submission import Answers, File, Head, Revision, State
from chalicelib.forms import answers as rules
from chalicelib.forms import changes
from chalicelib.services.desks import ranking
from chalicelib.services.filing import content
from chalicelib.services.filing.cases import known_id
from chalicelib.services.signing.sessions import SignedIn
from chalicelib.services.tools import Tools
from chalicelib.storage import accounts, keys, submissions
from chalicelib.storage.submissions import Asked, Found, Mark, Opinion
from chalicelib.storage.table import together
from chalicelib.values import dataclass


@dataclass(frozen=True)
class Shown:
    """A submission for one reader. `etag` only for whoever may save it; `code` of draft or pushed version."""

    head: Head
    answers: Mapping[str, Any]
    files: tuple[File, ...]
    version: int
    etag: str | None
    code: str
    can: tuple[str, ...]
    asked: Asked | None
    opinions: tuple[Opinion, ...]
    mark: Mark | None
    declined: str | None


@dataclass(frozen=True)
class Happened:
    """An event with the names of who did it."""

    event: Event
    actor_name: str
    actor_role: str
    actor_desk: str | None


@dataclass(frozen=True)
class Changed:
    """One difference between two revisions, and what had been asked of that field."""

    change: changes.Change
    asked: str | None


def show(tools: Tools, who: SignedIn, submission: str) -> Shown:
    """The submission as this caller may see it. Raises NotFound."""
    call, track = known_id(tools, who.caller, submission)
    caller = who.caller
    wanted = [
        keys.head(submission),
        keys.answers(submission),
        keys.files(submission),
        keys.asks(submission),
        keys.decline(submission),
    ]
    if caller.seat:
        wanted.append(keys.mark(submission, caller.seat))
    items, opinions, last = together(
        lambda: tools.table.read(wanted),
        lambda: submissions.opinions(tools.table, submission),
        lambda: submissions.last_revision(tools.table, submission),
    )
    found = Found(items)
    head = must_read(caller, found.head(submission))
    frozen = None if shows_draft(caller, head) else _frozen(tools, head, last)
    seen, declined, asked = told(caller, head), found.declined(submission), found.asked(submission)
    answers, files = found.answers(submission), found.files(submission)
    values: Mapping[str, Any] = answers.values
    version, items = answers.version, files.items
    if frozen:
        values, version, items, code = frozen.answers, frozen.version, frozen.files, frozen.code
    else:
        form = content.form_of(call, track)
        code = content.code(content.frozen(form, values), files, call.version)
    return Shown(
        head=seen,
        answers=values,
        files=items,
        version=version,
        etag=answers.etag if head.owner == caller.account and head.editable else None,
        code=code,
        can=_can(caller, head, call),
        asked=asked if asked and may_read_words(caller, head, asked.desk) else None,
        opinions=tuple(opinions[d] for d in opinions_for(caller, head) if d in opinions),
        mark=found.mark(submission, caller.seat) if caller.seat else None,
        declined=declined.reason if declined and seen.state is State.DECLINED else None,
    )


def load_history(tools: Tools, submission: str) -> tuple[Head | None, list[Event]]:
    """A head and its chain; one round trip, which may run beside the session's."""
    found, *items = together(
        lambda: tools.table.read([keys.head(submission)]),
        *submissions.history_reads(tools.table, submission),
    )
    return Found(found).head(submission), submissions.history_of(*items)


def history(
    tools: Tools, who: SignedIn, submission: str, ahead: tuple[Head | None, list[Event]] | None = None
) -> tuple[list[Happened], bool]:
    """What the caller hears of what happened, oldest first, and whether the whole chain is sound. `ahead`: what
    `load_history` read beside the session."""
    known_id(tools, who.caller, submission)
    found, events = ahead or load_history(tools, submission)
    head = must_read(who.caller, found)
    events = _as_of(tools, submission, events, head.events)
    whole = broken(events, (head.events, head.last_hash)) is None
    shown = [replace(e, n=n) for n, e in enumerate(heard(who.caller, head, events), start=1)]
    names = _actors(tools, {e.actor for e in shown})
    return [_happened(e, names) for e in shown], whole


def load_number(tools: Tools, number: str) -> str | None:
    """The id of the submission under a filing number; one round trip, which may run beside the session's."""
    typed = number.strip().upper()
    return submissions.by_number(tools.table, typed) if filing_number.valid(typed) else None


def by_number(tools: Tools, who: SignedIn, submission: str | None) -> Head:
    """The submission that `load_number` found, where the caller may read it. Raises NotFound."""
    if submission is None:
        raise NotFound()
    known_id(tools, who.caller, submission)
    return must_read(who.caller, Found(tools.table.read([keys.head(submission)])).head(submission))


def list_history(
    tools: Tools,
    who: SignedIn,
    place: ranking.Place,
    ahead: tuple[ranking.Loaded, list[Event]] | None = None,
) -> tuple[list[Happened], bool]:
    """What the caller hears of a ranked list, oldest first, and whether its whole chain is sound. `ahead`: what
    `ranking.load_history` read beside the session."""
    ranked, events = ranking.history(tools, who.caller, place, ahead)
    events = _as_of(tools, ranked.subject, events, ranked.events)
    whole = broken(events, (ranked.events, ranked.last_hash)) is None
    shown = [replace(e, n=n) for n, e in enumerate(heard_of_list(who.caller, ranked, events), start=1)]
    names = _actors(tools, {e.actor for e in shown})
    return [_happened(e, names) for e in shown], whole


def load_content(tools: Tools, submission: str) -> tuple[Found, Revision | None]:
    """A head with its answers and what was pushed last; one round trip, which may run beside the session's."""
    items, last = together(
        lambda: tools.table.read([keys.head(submission), keys.answers(submission)]),
        lambda: submissions.last_revision(tools.table, submission),
    )
    return Found(items), last


def linked(
    tools: Tools, who: SignedIn, submission: str, ahead: tuple[Found, Revision | None] | None = None
) -> list[Head]:
    """The entries of the same unit that a submission's link fields name: name and state, as they stand now.
    `ahead`: what `load_content` read beside the session."""
    call, track = known_id(tools, who.caller, submission)
    found, last = ahead or load_content(tools, submission)
    head = must_read(who.caller, found.head(submission))
    drafted = shows_draft(who.caller, head)
    shown = found.answers(submission) if drafted else _frozen(tools, head, last)
    values = shown.values if isinstance(shown, Answers) else shown.answers
    form = content.form_of(tools.calls.version(call.id, shown.version), track)
    ids = content.linked_ids(form, values)
    unit = rules.dossier_facts(form, dict(values)).get("uscc")
    others = Found(tools.table.read([keys.head(i) for i in ids]))
    heads = [h for i in ids if (h := others.head(i)) and content.is_of_unit(h, call.id, unit)]
    return [named(who.caller, h) for h in heads]


def revision(tools: Tools, who: SignedIn, submission: str, n: int) -> Revision:
    """What was pushed the n-th time. Raises NotFound, also where it was pushed to another desk."""
    known_id(tools, who.caller, submission)
    found = Found(tools.table.read([keys.head(submission), keys.revision(submission, n)]))
    return _revision(who.caller, found, submission, n)


def differences(tools: Tools, who: SignedIn, submission: str, old: int, new: int) -> list[Changed]:
    """What changed from push `old` to push `new`, each with what had been asked of its field. Raises NotFound unless
    the caller may read both."""
    call, track = known_id(tools, who.caller, submission)
    wanted = [keys.head(submission), keys.revision(submission, old), keys.revision(submission, new)]
    found = Found(tools.table.read(wanted))
    before, after = (_revision(who.caller, found, submission, n) for n in (old, new))
    form = content.form_of(tools.calls.version(call.id, after.version), track)
    found_changes = changes.differences(
        form, before.answers, after.answers, _as_maps(before.files), _as_maps(after.files)
    )
    return [Changed(c, after.asks.get(c.field)) for c in found_changes]


def _as_of(tools: Tools, subject: str, events: list[Event], last: int) -> list[Event]:
    """The events up to the one that the head knows of: the two were read side by side, so that either may be
    ahead of the other."""
    if len(events) < last:
        events = submissions.history(tools.table, subject)
    return [e for e in events if e.n <= last]


def _can(caller: Caller, head: Head, call: Any) -> tuple[str, ...]:
    steps = workflow.allowed(head, caller, call)
    edit = ("edit",) if head.owner == caller.account and head.editable else ()
    return (*edit, *steps)


def _frozen(tools: Tools, head: Head, last: Revision | None) -> Revision:
    """The revision that the head knows of; `last` was read beside it, and a push may have come in between."""
    if last and last.n == head.revision:
        return last
    found = Found(tools.table.read([keys.revision(head.id, head.revision)])).revision(head.id, head.revision)
    if found is None:
        raise NotFound()
    return found


def _revision(caller: Caller, found: Found, submission: str, n: int) -> Revision:
    head, frozen = must_read(caller, found.head(submission)), found.revision(submission, n)
    if frozen is None or not may_read_revision(caller, head, frozen):
        raise NotFound()
    return frozen


def _actors(tools: Tools, ids: set[str]) -> dict[str, Account]:
    items = tools.table.read([keys.account(i) for i in ids])
    return {i: a for i in ids if (a := accounts.account_in(items, i))}


def _happened(event: Event, names: Mapping[str, Account]) -> Happened:
    who = names.get(event.actor)
    return Happened(event, who.name if who else "", who.role if who else "", who.desk if who else None)


def _as_maps(files: tuple[File, ...]) -> list[dict[str, Any]]:
    return [{"id": f.id, "field": f.field, "name": f.name, "sha256": f.sha256, "size": f.size} for f in files]
