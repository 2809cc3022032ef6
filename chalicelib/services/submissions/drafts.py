"""Work on a draft before its push: start, save, check.

Also the lookup of the desks that it may go to.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain import desks
from chalicelib.domain.access import Role, must_own
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call, Words
from chalicelib.domain.desks import Receiver
from chalicelib.domain.errors import Invalid, NotFound, Stale, TrackRetired
from chalicelib.domain.history import canonical
from chalicelib.domain.submission import Answers, Card, Files, Head, short_id
from chalicelib.domain.workflow.conditions import fixed_receiver, may_receive, returned_by
from chalicelib.forms import answers as rules
from chalicelib.forms.fields.choices import Link
from chalicelib.forms.fields.text import Text
from chalicelib.forms.problem import Problem
from chalicelib.forms.schema import Form
from chalicelib.frozen import dataclass
from chalicelib.services.accounts import dossiers
from chalicelib.services.context import Act, once, token, version_in
from chalicelib.services.lookup import own_call, parse_id, resolve_id
from chalicelib.services.submissions import content
from chalicelib.storage import allowances, links, lists, submissions
from chalicelib.storage.engine.reads import by_name
from chalicelib.storage.engine.table import Write
from chalicelib.storage.submissions import HeadPage

LARGEST_ANSWERS = 200 * 1024
"""Most bytes of a draft's answers, as UTF-8 JSON."""
PAGE = 50
COPY = {"zh": "（副本）", "en": " (copy)"}
"""Suffix of a copy's name, in its call's first language."""


@dataclass(frozen=True)
class Saved:
    """The result of a save: the draft's new ETag, and when.

    `card` is None unless lists show something new. `refused` is what could not be saved; all else was.
    """

    etag: str
    saved_at: Any
    card: Card | None
    refused: tuple[Problem, ...] = ()


def read_own(act: Act, cursor: str | None) -> HeadPage:
    """Return one page of the caller's own submissions, newest first.

    What was not saved since its call's form changed is counted anew, by its answers; that takes one more round trip.
    """
    page = act.read(submissions.owned(act.caller.account, cursor, PAGE))
    calls = {id: act.calls.latest(id) for id in {head.call for head in page.heads if head.editable}}
    stale = [h.id for h in page.heads if h.editable and h.card.version != calls[h.call].version]
    known = act.read(submissions.contents(stale)) if stale else {}
    heads = [
        content.recounted(act.tools, calls[head.call], head, *known[head.id]) if head.id in known else head
        for head in page.heads
    ]
    return HeadPage(heads, page.cursor)


@dataclass(frozen=True)
class NewDraft:
    """A new draft.

    `left_out` labels the fields whose answers a copy could not take over.
    """

    id: str
    left_out: tuple[Words, ...] = ()


def _begun_before(act: Act, ids: Mapping[str, str], call_id: str, track: str, copy_of: str | None) -> NewDraft:
    return NewDraft(ids["submission"], tuple(json.loads(ids.get("left_out", "[]"))))


@once(_begun_before)
def start(act: Act, call_id: str, track: str, copy_of: str | None) -> NewDraft:
    """Create a draft.

    It is filled from the unit's dossier (before there is one, from the registration), or from an earlier entry of the
    caller's, of this call or another; then with what fits today's form, and without files. Raises NotFound for an
    unknown call, track or entry, TrackRetired, Invalid at /copy_of for an entry of another track, TooManyDrafts,
    TooManyRequests.
    """
    call = own_call(act, call_id)
    if track not in call.tracks:
        raise NotFound()
    if call.track(track).retired:
        raise TrackRetired(track=track)
    of_caller = allowances.drafts(act.caller.account, call.id)
    if copy_of:
        head, answers, allowance = act.read(submissions.head(copy_of), submissions.answers(copy_of), of_caller)
        values, left_out = _copied_values(act, call, track, head, answers)
    else:
        left_out = []
        dossier, allowance = act.read(dossiers.of_caller(act), of_caller)
        values = rules.from_dossier(content.form_of(call, track), dossier.answers)
    draft = _draft(act, call, track, values)
    begun = allowances.put_begun(allowance, allowance.with_draft(short_id(draft[0].id), call.drafts, act.now))
    known = {"left_out": json.dumps(left_out)} if left_out else {}
    act.commit([begun, *submissions.put_draft(*draft)], submission=draft[0].id, **known)
    return NewDraft(draft[0].id, tuple(left_out))


def save(act: Act, submission: str, values: Mapping[str, Any], version: int, etag: str) -> Saved:
    """Save a draft, even while it is incomplete or wrong.

    One conditional write. The head is written only when a field that lists show has changed, which the ETag tells.
    What a draft may not hold stays as it was stored, and is named in the result. The same save sent again succeeds.
    Raises Stale with the stored version, StepNotAllowed after a push, NotFound.
    """
    latest, track = resolve_id(act, submission)
    call = act.calls.version(latest.id, version)
    form = content.form_of(call, track)
    kept, refused = _savable(act, submission, form, values)
    expected_v, _, expected_card = etag.partition("-")
    card = content.draft_card(act.tools, call, form, kept)
    answers = Answers(
        id=submission,
        owner=act.caller.account,
        values=kept,
        version=version,
        v=version_in(expected_v) + 1,
        card_digest=content.card_digest(card),
        saved_at=act.now,
    )
    writes: list[Write] = [submissions.put_saved_answers(answers, answers.v - 1, expected_card)]
    changed = answers.card_digest != expected_card
    if changed:
        writes.append(submissions.update_card(submission, card))
    try:
        act.commit(writes)
    except Stale as stale:
        return replace(_saved_before(stale, kept, card), refused=refused)
    return Saved(answers.etag, act.now, card if changed else None, refused)


def _saved_before(stale: Stale, values: Mapping[str, Any], card: Card) -> Saved:
    """Return the stored save when its content is the same.

    Then its answer was lost, and it was sent again. Otherwise raises `stale`.
    """
    current = stale.details["current"]
    if current is None or current["answers"] != values:
        raise stale
    return Saved(current["etag"], current["saved_at"], card)


def check(act: Act, submission: str) -> list[Problem]:
    """Return what blocks a draft's push, and warnings.

    Raises NotFound.
    """
    parse_id(submission)
    head, answers, files = act.read(
        submissions.head(submission), submissions.answers(submission), submissions.files(submission)
    )
    call, track = resolve_id(act, submission)
    must_own(act.caller, head)
    form = content.form_of(call, track)
    doubles = content.doubles(form, submission, answers.values)
    named = links.linked(submission, content.linked_ids(form, answers.values))
    linked, second_looks = act.read(named, doubles) if doubles else (act.read(named), [])
    draft = content.Draft(form, answers.values, files)
    return [*content.problems(act, call, draft, linked), *second_looks]


@dataclass(frozen=True)
class ReceivingDesks:
    """The desks that a submission may go to, and until when.

    `closes`: by each desk's date, or later by the submission's own. `reported`: the desks whose list of its track has
    gone up, so that they recommend nothing more until it is reopened.
    """

    receivers: list[Receiver]
    closes: Mapping[str, datetime]
    reported: frozenset[str]


def read_receiving(act: Act, submission: str) -> ReceivingDesks:
    """Return the desks that a submission may go to, nearest first.

    Desks that it may not go to are among them, with the reason. Raises NotFound.
    """
    call_id, _ = parse_id(submission)
    head, answers, extensions, settings = act.read(
        submissions.head(submission),
        submissions.answers(submission),
        lists.extensions(call_id),
        lists.all_settings(call_id),
    )
    call, track = resolve_id(act, submission)
    head = must_own(act.caller, head)
    options = _options(act, call, head, answers.values, settings)
    codes = [r.desk.code for r in options]
    dates = Dates(call, extensions.items)
    ranked = act.read(by_name({code: lists.ranked(call.id, code, track) for code in codes}))
    return ReceivingDesks(
        options,
        {code: dates.last_push(head, code, settings) for code in codes},
        frozenset(code for code in codes if ranked[code].reported),
    )


def _options(
    act: Act, call: Call, head: Head, values: Mapping[str, Any], settings: Mapping[str, desks.DeskSettings]
) -> list[Receiver]:
    fixed = fixed_receiver(head)
    if fixed:
        return [desks.receiver_of(call, fixed, settings)]
    if act.caller.role is Role.RECOMMENDER:
        return [desks.receiver_of(call, own, settings) for own in content.own_desk(call, head, act.caller.desk)]
    form = content.form_of(call, head.track)
    place = content.place(call, form, head.track, values, act.account.region)
    options = desks.receivers(call, place, settings, returned_by(head))
    return [r for r in options if r.refused or may_receive(head, r.desk.code, _allowed(options))]


def _allowed(options: list[Receiver]) -> frozenset[str]:
    return frozenset(r.desk.code for r in options if not r.refused)


def _copied_values(
    act: Act, call: Call, track: str, head: Head | None, answers: Answers
) -> tuple[Mapping[str, Any], list[Words]]:
    """Return what fits of an earlier entry, and what does not.

    The latter by the labels of its fields. Links of another call name entries that are not of this one.
    """
    own = must_own(act.caller, head)
    if own.track != track:
        raise Invalid.at("/copy_of", "other_track")
    old = content.form_of(act.calls.version(own.call, answers.version), track)
    new = content.form_of(call, track)
    links = [f.id for f in old.fields if isinstance(f, Link)] if own.call != call.id else []
    values, lost = rules.carried_over(old, new, {id: v for id, v in answers.values.items() if id not in links})
    lost += [id for id in links if answers.values.get(id)]
    return _copy_name(call, new, values), [dict(old.by_id[id].label) for id in lost]


def _copy_name(call: Call, form: Form, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values of a copy, with a name of its own.

    Where the unit's name is the entry's name, it stays.
    """
    field, mark = form.by_id[form.name_field], COPY.get(call.languages[0], COPY["en"])
    name = str(values.get(field.id) or "")
    if not name or not isinstance(field, Text) or field.id in form.dossier.values():
        return values
    return {**values, field.id: name[: max(field.max - len(mark), 0)] + mark}


def _draft(act: Act, call: Call, track: str, values: Mapping[str, Any]) -> tuple[Head, Answers]:
    form, account = content.form_of(call, track), act.account
    submission = f"{call.id}.{track}.{token(16)}"
    card = content.draft_card(act.tools, call, form, values)
    head = Head(
        id=submission,
        call=call.id,
        track=track,
        owner=account.id,
        card=card,
        lacking=content.lacking(form, Files(submission)),
        place=account.region,
        area=account.area or account.desk or "",
        parent_body=account.parent_body or "",
        created_at=act.now,
        updated_at=act.now,
        v=1,
    )
    answers = Answers(
        submission,
        account.id,
        values,
        call.version,
        card_digest=content.card_digest(card),
        saved_at=act.now,
    )
    return head, answers


def _savable(
    act: Act, submission: str, form: Form, values: Mapping[str, Any]
) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """Return the answers that a draft may hold, and what is refused.

    If all together weigh too much, the heaviest that has changed is refused, then the next.
    """
    problems = rules.draft_problems(form, dict(values))
    if not problems and _weight(values) <= LARGEST_ANSWERS:
        return values, ()
    stored = dict(act.read(submissions.answers(submission)).values)
    kept = rules.put_back(dict(values), stored, problems)
    while (over := _weight(kept) - LARGEST_ANSWERS) > 0:
        changed = [id for id in kept if kept[id] != stored.get(id)]
        if not changed:
            break
        heaviest = max(changed, key=lambda id: _weight(kept[id]))
        params = {"size": over}
        problems.append(Problem(f"/{heaviest}", heaviest, form.section_of[heaviest], "too_heavy", params))
        kept = rules.put_back(kept, stored, problems[-1:])
    return kept, tuple(problems)


def _weight(value: Any) -> int:
    """Return the bytes of answers, or of one, in the table."""
    return len(canonical(value).encode())
