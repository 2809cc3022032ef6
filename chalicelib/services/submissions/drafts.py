"""What an applicant does before pushing: start, save, check, look up where it may go."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain import desks, workflow
from chalicelib.domain.access import Role, must_own
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.desks import Receiver
from chalicelib.domain.errors import Invalid, NotFound, Stale, TooLarge
from chalicelib.domain.history import canonical
from chalicelib.domain.submission import Answers, Card, Files, Head
from chalicelib.domain.visibility import as_linked
from chalicelib.forms import answers as rules
from chalicelib.forms.fields.choices import Link
from chalicelib.forms.fields.text import Text
from chalicelib.forms.problem import Problem
from chalicelib.forms.schema import Form
from chalicelib.frozen import dataclass
from chalicelib.services.accounts import dossiers
from chalicelib.services.context import IdempotencyRecord, Tools, token, version_in
from chalicelib.services.idempotency import idempotent
from chalicelib.services.lookup import own_call, parse_id, resolve_id
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.services.submissions import content
from chalicelib.storage import keys, lists, submissions
from chalicelib.storage.engine.table import Write, in_parallel
from chalicelib.storage.submissions import Found

LARGEST_ANSWERS = 200 * 1024
PAGE = 50
COPY = {"zh": "（副本）", "en": " (copy)"}
"""What a copy's name ends with, in its call's first language."""


@dataclass(frozen=True)
class Saved:
    """A save that was made: the draft's new ETag, when, and the card if lists show something new."""

    etag: str
    saved_at: Any
    card: Card | None


def own(tools: Tools, who: SignedIn, cursor: str | None) -> tuple[list[Head], str | None]:
    """One page of the caller's own submissions, newest first."""
    page = submissions.read_owned(tools.table, who.caller.account, cursor, PAGE)
    return submissions.heads(page.items), page.cursor


def start(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, call_id: str, track: str, copy_of: str | None
) -> str:
    """A new draft, filled from the unit's dossier (before there is one, from what was registered) or from an
    earlier entry of the caller's; its id.

    Raises NotFound for an unknown call, track or entry.
    """
    call = own_call(tools, who.caller, call_id)
    if track not in call.tracks:
        raise NotFound()
    wanted = [repeat.key, keys.dossier(who.caller.account)]
    wanted += [keys.head(copy_of), keys.answers(copy_of)] if copy_of else []

    def act() -> str:
        found = Found(tools.table.read(wanted))
        repeat.must_be_new(found.items)
        values = _starting_values(tools, who, call, track, found, copy_of)
        return _create(tools, who, repeat, call, track, values)

    return idempotent(tools, repeat, act, lambda ids: ids["submission"])


def save(
    tools: Tools, who: SignedIn, submission: str, values: Mapping[str, Any], version: int, expected: str
) -> Saved:
    """Keep a draft as it is, half-finished and wrong-so-far; one conditional write.

    The head joins only when a field that lists show has changed, which the ETag tells. Raises Invalid for
    what is no answer of this form, TooLarge, Stale with what stands, StepNotAllowed after a push, NotFound.
    """
    latest, track = resolve_id(tools, who.caller, submission)
    call = tools.calls.version(latest.id, version)
    form = content.form_of(call, track)
    _must_be_savable(form, values)
    expected_v, _, expected_card = expected.partition("-")
    card = content.draft_card(tools, call, form, values)
    now = tools.clock()
    answers = Answers(
        id=submission,
        owner=who.caller.account,
        values=values,
        version=version,
        v=version_in(expected_v) + 1,
        card_digest=content.card_digest(card),
        saved_at=now,
    )
    writes: list[Write] = [submissions.put_saved_answers(answers, answers.v - 1, expected_card)]
    changed = answers.card_digest != expected_card
    if changed:
        writes.append(submissions.update_card(submission, card))
    try:
        tools.table.write(writes)
    except Stale as stale:
        return _saved_before(stale, values, card)
    return Saved(answers.etag, now, card if changed else None)


def _saved_before(stale: Stale, values: Mapping[str, Any], card: Card) -> Saved:
    """The same content stands already: a save whose answer was lost, sent again. Else raises `stale`."""
    stands = stale.details["current"]
    if stands is None or stands["answers"] != values:
        raise stale
    return Saved(stands["etag"], stands["saved_at"], card)


def check(tools: Tools, who: SignedIn, submission: str, ahead: Found | None = None) -> list[Problem]:
    """Everything that stands between this draft and its push, and what is worth a second look. `ahead`: what
    `content.load_answers` read beside the session."""
    call, track = resolve_id(tools, who.caller, submission)
    form = content.form_of(call, track)
    ahead = ahead or content.load_answers(tools, submission)
    values = ahead.answers(submission).values
    wanted = [keys.head(submission), keys.files(submission), *content.links_keys(form, submission, ahead)]
    items, doubles = in_parallel(
        lambda: tools.table.read(wanted), lambda: content.doubles(tools, form, submission, values)
    )
    found = Found(items)
    must_own(who.caller, found.head(submission))
    return [*content.problems(tools, call, form, values, found.files(submission), found), *doubles]


@dataclass(frozen=True)
class ReceivingDesks:
    """Where a submission may go, and until when: by each desk's date, or later by its own. `reported`: the desks
    whose list of its track has gone up, so that they recommend nothing more until it is reopened."""

    receivers: list[Receiver]
    closes: Mapping[str, datetime]
    reported: frozenset[str]


@dataclass(frozen=True)
class Destinations:
    """A submission, what moves its dates, and the settings of all desks."""

    found: Found
    settings: Mapping[str, desks.DeskSettings]


def load_destinations(tools: Tools, submission: str) -> Destinations:
    """One round trip, which may run beside the session's. Raises NotFound for what is no id."""
    call, _ = parse_id(submission)
    wanted = [keys.head(submission), keys.answers(submission), keys.extensions(call)]
    items, settings = in_parallel(
        lambda: tools.table.read(wanted), lambda: lists.all_settings(tools.table, call)
    )
    return Destinations(Found(items), settings)


def receiving(
    tools: Tools, who: SignedIn, submission: str, around: Destinations | None = None
) -> ReceivingDesks:
    """The desks it may go to, nearest first, each that may not with the reason. `around`: what `look_around` read
    beside the session."""
    call, track = resolve_id(tools, who.caller, submission)
    around = around or load_destinations(tools, submission)
    found, settings = around.found, around.settings
    head = must_own(who.caller, found.head(submission))
    options = _options(who, call, head, found, settings)
    codes = [r.desk.code for r in options]
    dates = Dates(call, lists.extensions(found.items, call.id).items)
    ranked = tools.table.read([keys.ranked_list(call.id, code, track) for code in codes])
    return ReceivingDesks(
        options,
        {code: dates.last_push(head, code, settings) for code in codes},
        frozenset(code for code in codes if lists.ranked(ranked, call.id, code, track).reported),
    )


def load(tools: Tools, submission: str) -> Found:
    """A head and its answers; one round trip, which may run beside the session's."""
    return Found(tools.table.read([keys.head(submission), keys.answers(submission)]))


def own_entries(
    tools: Tools, who: SignedIn, submission: str, field: str, ahead: Found | None = None
) -> list[Head]:
    """Entries of the same unit (by credit code) that a link field may name: pushed by whoever, or the caller's.
    `ahead`: what `load` read beside the session."""
    call, track = resolve_id(tools, who.caller, submission)
    form = content.form_of(call, track)
    linked = form.field(field)
    if not isinstance(linked, Link):
        raise NotFound()
    found = ahead or load(tools, submission)
    must_own(who.caller, found.head(submission))
    unit = rules.dossier_facts(form, dict(found.answers(submission).values)).get("uscc")
    if not unit:
        return []
    entries = submissions.unit_entries(tools.table, call.id, str(unit))
    ids = [e["sk"] for e in entries if e["track"] == linked.track and e["sk"] != submission]
    others = Found(tools.table.read([keys.head(i) for i in ids]))
    heads = [h for i in ids if (h := others.head(i)) and content.is_of_unit(h, call.id, unit)]
    return [as_linked(who.caller, h) for h in heads]


def _options(
    who: SignedIn, call: Call, head: Head, found: Found, settings: Mapping[str, desks.DeskSettings]
) -> list[Receiver]:
    own = who.caller.desk or ""
    if who.caller.role is Role.RECOMMENDER:
        known = [call.desks[own]] if own in call.desks else []
        return [Receiver(d, settings.get(d.code) or desks.DeskSettings(d.code)) for d in known]
    form = content.form_of(call, head.track)
    values = found.answers(head.id).values
    place = content.place(call, form, head.track, values, who.account.region)
    options = desks.receivers(call, place, settings)
    return [r for r in options if r.refused or workflow.may_receive(head, r.desk.code, _allowed(options))]


def _allowed(options: list[Receiver]) -> frozenset[str]:
    return frozenset(r.desk.code for r in options if not r.refused)


def _starting_values(
    tools: Tools, who: SignedIn, call: Call, track: str, found: Found, copy_of: str | None
) -> Mapping[str, Any]:
    form = content.form_of(call, track)
    if copy_of is None:
        return rules.from_dossier(form, dossiers.read_in(tools, found.items, who).answers)
    head = must_own(who.caller, found.head(copy_of))
    if head.track != track:
        raise Invalid.at("/copy_of", "other_track")
    return _copy_name(call, form, rules.clean(form, dict(found.answers(copy_of).values)))


def _copy_name(call: Call, form: Form, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a copy under a name of its own; where the unit's name is the name, there is no other."""
    field, mark = form.by_id[form.name_field], COPY.get(call.languages[0], COPY["en"])
    name = str(values.get(field.id) or "")
    if not name or not isinstance(field, Text) or field.id in form.dossier.values():
        return values
    return {**values, field.id: name[: max(field.max - len(mark), 0)] + mark}


def _create(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, call: Call, track: str, values: Mapping[str, Any]
) -> str:
    form, now = content.form_of(call, track), tools.clock()
    submission = f"{call.id}.{track}.{token(16)}"
    card = content.draft_card(tools, call, form, values)
    head = Head(
        id=submission,
        call=call.id,
        track=track,
        owner=who.caller.account,
        card=card,
        lacking=content.lacking(form, Files(submission)),
        place=who.account.region,
        area=who.account.area or who.account.desk or "",
        parent_body=who.account.parent_body or "",
        created_at=now,
        updated_at=now,
        v=1,
    )
    answers = Answers(
        submission,
        who.caller.account,
        values,
        call.version,
        card_digest=content.card_digest(card),
        saved_at=now,
    )
    record = repeat.record(now, {"submission": submission})
    tools.table.write([record, *submissions.put_draft(head, answers)])
    return submission


def _must_be_savable(form: Any, values: Mapping[str, Any]) -> None:
    refused = rules.draft_problems(form, dict(values))
    if refused:
        raise Invalid(errors=[p.as_json() for p in refused])
    sizes = {name: len(canonical(value).encode()) for name, value in values.items()}
    if sum(sizes.values()) > LARGEST_ANSWERS:
        raise TooLarge(field=max(sizes, key=lambda n: sizes[n]), limit=LARGEST_ANSWERS)
