"""A submission's form, and what is derived from its answers.

Problems, card, code and place.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.domain import desks
from chalicelib.domain.access import Caller, Role
from chalicelib.domain.call import Call
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.history import canonical, digest
from chalicelib.domain.links import LinkedEntry
from chalicelib.domain.states import LINKABLE
from chalicelib.domain.submission import (
    Answers,
    Card,
    File,
    Files,
    Head,
    ReturnNotice,
    Revision,
    call_and_track,
)
from chalicelib.domain.visibility import as_linked
from chalicelib.domain.workflow.conditions import returned_by
from chalicelib.domain.workflow.facts import CheckedDraft
from chalicelib.forms import answers as rules
from chalicelib.forms.check_context import CheckContext, FileFact
from chalicelib.forms.fields.choices import Link
from chalicelib.forms.fields.files import Attachments
from chalicelib.forms.problem import Problem
from chalicelib.forms.schema import Form
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, Tools
from chalicelib.storage import submissions
from chalicelib.storage.engine.reads import Listing
from chalicelib.storage.links import Linked
from chalicelib.storage.submissions import UnitRow

ASSUMED = LINKABLE[0]
"""The state that a linked entry is taken to be in where nobody may tell."""


@dataclass(frozen=True)
class Draft:
    """A filled-in form: typed values, and the attachments that count."""

    form: Form
    values: Mapping[str, Any]
    files: Files


@dataclass(frozen=True)
class LoadedDraft:
    """A draft as it is stored, with what its push depends on.

    `notice`: its last return; `linked`: the entries that its links name, by id.
    """

    answers: Answers
    files: Files
    notice: ReturnNotice | None
    linked: Mapping[str, Linked]


def form_of(call: Call, track: str) -> Form:
    """Return the form of a track, parsed once per call version."""
    return call.track(track).parsed


def problems(act: Act, call: Call, draft: Draft, linked: Mapping[str, Linked]) -> list[Problem]:
    """Return all problems of a draft, as the form engine lists them.

    `linked` holds the entries of `linked_ids`; one that is missing counts as no entry.
    """
    return _problems(act.tools, call, draft, _links(act.caller, call, draft, linked))


def draft_card(tools: Tools, call: Call, form: Form, values: Mapping[str, Any]) -> Card:
    """Return what lists show of a draft, from its answers alone.

    A save reads nothing, so links are taken as good.
    """
    good = dict.fromkeys(linked_ids(form, values), ASSUMED)
    return card(call, form, values, _problems(tools, call, Draft(form, values, Files("")), good))


def _problems(tools: Tools, call: Call, draft: Draft, links: Mapping[str, str | None]) -> list[Problem]:
    facts = [FileFact(f.field, f.kind, f.size) for f in draft.files.items]
    context = CheckContext(today=today(call, tools.clock()), regions=tools.regions, files=facts, links=links)
    return rules.problems(draft.form, dict(draft.values), context)


def doubles(form: Form, submission: str, values: Mapping[str, Any]) -> Listing[list[Problem]] | None:
    """Read whether the unit has pushed the same entry before.

    Same track and name. The value is a warning at most; the read is None when there is nothing to compare.
    """
    call, _ = call_and_track(submission)
    unit = str(rules.dossier_facts(form, dict(values)).get("uscc", ""))
    name = rules.name(form, dict(values))
    if not unit or not name:
        return None
    return submissions.unit_rows(call, unit).map(partial(_doubles, form, submission, name))


def _doubles(form: Form, submission: str, name: str, rows: list[UnitRow]) -> list[Problem]:
    _, track = call_and_track(submission)
    same = [r for r in rows if r.submission != submission and (r.track, r.name) == (track, name)]
    field = form.name_field
    section = form.section_of[field]
    return [Problem(f"/{field}", field, section, "double", {"name": name}, "warn")] if same else []


def check_draft(
    act: Act, call: Call, head: Head, draft: LoadedDraft, settings: Mapping[str, DeskSettings]
) -> CheckedDraft:
    """Return a draft with everything that its push depends on."""
    answers, account = draft.answers, act.account
    form = form_of(call, head.track)
    filled_in = Draft(form, answers.values, draft.files)
    all_problems = problems(act, call, filled_in, draft.linked)
    values = frozen(form, answers.values)
    region = place(call, form, head.track, answers.values, account.region)
    if act.caller.role is Role.RECOMMENDER:
        receiving = own_desk(call, head, act.caller.desk)
    else:
        open_to = desks.receivers(call, region, settings, returned_by(head))
        receiving = frozenset(r.desk.code for r in open_to if not r.refused)
    return CheckedDraft(
        answers=answers,
        files=draft.files,
        values=values,
        problems=tuple(p.as_json() for p in all_problems),
        code=code(values, draft.files, call.version),
        card=card(call, form, answers.values, all_problems),
        place=region,
        parent_body=account.parent_body or "",
        receiving=receiving,
        version=call.version,
        asks=draft.notice.asks if draft.notice else {},
    )


def own_desk(call: Call, head: Head, desk: str | None) -> frozenset[str]:
    """Return the desk that a recommender's own filing goes to, if any.

    A retired one takes back what it returned.
    """
    there = call.desks.get(desk or "")
    takes = there is not None and (not there.retired or there.code == returned_by(head))
    return frozenset({there.code}) if there and takes else frozenset()


def today(call: Call, now: datetime) -> Any:
    """Return the date in the call's time zone."""
    return now.astimezone(ZoneInfo(call.zone)).date()


def frozen(form: Form, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the answers that a push keeps: cleaned, hidden ones dropped."""
    return rules.drop_hidden(form, dict(values))


def code(values: Mapping[str, Any], files: Files, version: int) -> str:
    """Return the eight characters that identify this content on paper.

    They depend on answers, files and call version. A sealed pledge is left out, or its own arrival would change the
    code that is printed on it.
    """
    hashes = sorted(f.sha256 for f in files.items if not f.content)
    content = canonical({"answers": values, "files": hashes, "version": version})
    return base64.b32encode(hashlib.sha256(content.encode()).digest()).decode()[:8]


def corrected_files(head: Head, live: Files, frozen: Revision) -> tuple[File, ...]:
    """Return an entry's frozen files, those of correctable fields as now."""
    kept = tuple(file for file in frozen.files if file.field not in head.correctable)
    return (*kept, *(file for file in live.items if file.field in head.correctable))


def lacking(form: Form, files: Files) -> int:
    """Return how many attachment fields still need files.

    Counted apart from the answers, because a save knows the answers alone.
    """
    there = Counter(f.field for f in files.items)
    required = [f for f in form.fields if isinstance(f, Attachments) and f.required and f.when is None]
    return sum(there[f.id] < max(f.min or 1, 1) for f in required)


def card(call: Call, form: Form, values: Mapping[str, Any], problems: list[Problem]) -> Card:
    """Return what lists show of these answers, without their files."""
    of_answers = [p for p in problems if not isinstance(form.field(p.field), Attachments)]
    unit = rules.dossier_facts(form, dict(values))
    return Card(
        name=rules.name(form, dict(values)),
        unit_name=str(unit.get("unit_name", "")),
        uscc=str(unit.get("uscc", "")),
        facts=rules.facts(form, dict(values)),
        progress=rules.progress(form, dict(values), of_answers),
        missing=rules.missing(form, of_answers).total,
        version=call.version,
    )


def recounted(tools: Tools, call: Call, head: Head, answers: Answers, files: Files) -> Head:
    """Return an unpushed head with what it lacks by the newest form.

    Unchanged where its card is of that form already, or its track is gone.
    """
    if not head.editable or head.card.version == call.version or head.track not in call.tracks:
        return head
    form = form_of(call, head.track)
    return replace(head, card=draft_card(tools, call, form, answers.values), lacking=lacking(form, files))


def card_digest(value: Card) -> str:
    return digest(value.__dict__)[:12]


def place(call: Call, form: Form, track: str, values: Mapping[str, Any], region: str) -> str:
    """Return the region that decides the desks.

    The unit's as typed, else its account's; for a unit from outside the call's region, where it landed.
    """
    typed = rules.dossier_facts(form, dict(values)).get("region")
    return desks.place_of(call, call.track(track), str(typed or region), values)


def linked_ids(form: Form, values: Mapping[str, Any]) -> list[str]:
    """Return the submissions that the answers' link fields name."""
    links = [values.get(field.id) or [] for field in form.fields if isinstance(field, Link)]
    return [i for ids in links if isinstance(ids, list) for i in ids if isinstance(i, str)]


def unit_of(form: Form, values: Mapping[str, Any]) -> str:
    """Return the credit code that answers name; "" without one."""
    return str(rules.dossier_facts(form, dict(values)).get("uscc") or "")


def entries_of_unit(caller: Caller, call: str, unit: str, linked: Mapping[str, Linked]) -> list[LinkedEntry]:
    """Return those entries that are of a unit, as links show them.

    Of this call, and to this caller.
    """
    own = [(head, request) for head, request in linked.values() if is_of_unit(head, call, unit)]
    return [as_linked(caller, head, confirmed=bool(request and request.confirmed)) for head, request in own]


def _links(caller: Caller, call: Call, draft: Draft, linked: Mapping[str, Linked]) -> Mapping[str, str | None]:
    """Return the states of the entries that a draft names.

    One whose state is hidden from the caller is taken as good, so that nobody learns it by being refused.
    """
    unit = unit_of(draft.form, draft.values)
    states = {e.id: (e.state or ASSUMED) for e in entries_of_unit(caller, call.id, unit, linked)}
    return {i: states.get(i) for i in linked_ids(draft.form, draft.values)}


def is_of_unit(head: Head, call: str, uscc: object) -> bool:
    """Return whether an entry was pushed under this credit code.

    In this call, by whichever account. Links need this check because anybody can type any id.
    """
    pushed = head.pushed_card or head.card
    return head.call == call and head.revision > 0 and bool(uscc) and pushed.uscc == uscc
