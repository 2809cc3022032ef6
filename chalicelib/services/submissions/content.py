"""A submission's form and what is made of its answers: problems, card, code, place."""

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.domain import desks
from chalicelib.domain.access import Role
from chalicelib.domain.call import Call
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import Stale
from chalicelib.domain.history import canonical, digest
from chalicelib.domain.states import LINKABLE
from chalicelib.domain.submission import Card, Files, Head, call_and_track
from chalicelib.domain.workflow.facts import CheckedDraft
from chalicelib.forms import answers as rules
from chalicelib.forms.check_context import CheckContext, FileFact
from chalicelib.forms.fields.choices import Link
from chalicelib.forms.fields.files import Attachments
from chalicelib.forms.problem import Problem
from chalicelib.forms.schema import Form
from chalicelib.services.context import Tools
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import keys, submissions
from chalicelib.storage.keys import Key
from chalicelib.storage.submissions import Found


def form_of(call: Call, track: str) -> Form:
    """The form of a track, parsed once a call version."""
    return call.track(track).parsed


def load_answers(tools: Tools, submission: str) -> Found:
    """The answers as they stand: they tell what else to read, so they are read beside the session."""
    return Found(tools.table.read([keys.answers(submission)]))


def links_keys(form: Form, submission: str, loaded: Found) -> list[Key]:
    """What to read to know of the entries that the answers among `loaded` name."""
    if keys.answers(submission) not in loaded.items:
        return []
    return [keys.head(i) for i in linked_ids(form, loaded.answers(submission).values)]


def problems(
    tools: Tools, call: Call, form: Form, values: Mapping[str, Any], files: Files, linked: Found
) -> list[Problem]:
    """The complete check, as the form engine lists it. `linked` holds the entries of `links_keys`; one that is not
    there counts as no entry."""
    return _problems(tools, call, form, values, files, _links(call, form, values, linked))


def draft_card(tools: Tools, call: Call, form: Form, values: Mapping[str, Any]) -> Card:
    """What lists show of a draft, from its answers alone: a save reads nothing, so links are taken as good."""
    good = dict.fromkeys(linked_ids(form, values), LINKABLE[0])
    return card(form, values, _problems(tools, call, form, values, Files(""), good))


def _problems(
    tools: Tools,
    call: Call,
    form: Form,
    values: Mapping[str, Any],
    files: Files,
    links: Mapping[str, str | None],
) -> list[Problem]:
    facts = [FileFact(f.field, f.kind, f.size) for f in files.items]
    context = CheckContext(today=today(call, tools.clock()), regions=tools.regions, files=facts, links=links)
    return rules.problems(form, dict(values), context)


def doubles(tools: Tools, form: Form, submission: str, values: Mapping[str, Any]) -> list[Problem]:
    """A second look where the same unit has pushed an entry of the same track and name already. Warns only."""
    call, track = call_and_track(submission)
    unit = str(rules.dossier_facts(form, dict(values)).get("uscc", ""))
    name = rules.name(form, dict(values))
    if not unit or not name:
        return []
    entries = submissions.unit_entries(tools.table, call, unit)
    same = [e for e in entries if e["sk"] != submission and e["track"] == track and e["name"] == name]
    field = form.name_field
    section = form.section_of[field]
    return [Problem(f"/{field}", field, section, "double", {"name": name}, "warn")] if same else []


def check_draft(
    tools: Tools,
    who: SignedIn,
    call: Call,
    head: Head,
    loaded: Found,
    settings: Mapping[str, DeskSettings],
    etag: str,
) -> CheckedDraft:
    """A draft with everything that its push depends on. Raises Stale when `etag` is not what stands."""
    answers, files, notice = loaded.answers(head.id), loaded.files(head.id), loaded.asked(head.id)
    if etag and etag != answers.etag:
        raise Stale(current=submissions.current_answers(answers))
    form = form_of(call, head.track)
    all_problems = problems(tools, call, form, answers.values, files, loaded)
    values = frozen(form, answers.values)
    region = place(call, form, head.track, answers.values, who.account.region)
    receiving = {r.desk.code for r in desks.receivers(call, region, settings) if not r.refused}
    if who.caller.role is Role.RECOMMENDER:
        receiving = {who.caller.desk or ""} & call.desks.keys()
    return CheckedDraft(
        answers=answers,
        files=files,
        values=values,
        problems=tuple(p.as_json() for p in all_problems),
        code=code(values, files, call.version),
        card=card(form, answers.values, all_problems),
        place=region,
        parent_body=who.account.parent_body or "",
        receiving=frozenset(receiving),
        asks=notice.asks if notice else {},
    )


def today(call: Call, now: datetime) -> Any:
    """The date where the call is."""
    return now.astimezone(ZoneInfo(call.zone)).date()


def frozen(form: Form, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a push keeps: cleaned, hidden answers dropped."""
    return rules.drop_hidden(form, dict(values))


def code(values: Mapping[str, Any], files: Files, version: int) -> str:
    """Eight signs that tell this content from any other, for paper: of answers, files and call version.

    A sealed pledge is left out, or its own arrival would change the code that stands on it.
    """
    hashes = sorted(f.sha256 for f in files.items if not f.content)
    content = canonical({"answers": values, "files": hashes, "version": version})
    return base64.b32encode(hashlib.sha256(content.encode()).digest()).decode()[:8]


def lacking(form: Form, files: Files) -> int:
    """How many attachments fields still need files: counted apart from the answers, which a save knows alone."""
    there = Counter(f.field for f in files.items)
    required = [f for f in form.fields if isinstance(f, Attachments) and f.required and f.when is None]
    return sum(there[f.id] < max(f.min or 1, 1) for f in required)


def card(form: Form, values: Mapping[str, Any], problems: list[Problem]) -> Card:
    """What lists show of these answers, their files apart."""
    answered = [p for p in problems if not isinstance(form.field(p.field), Attachments)]
    unit = rules.dossier_facts(form, dict(values))
    return Card(
        name=rules.name(form, dict(values)),
        unit_name=str(unit.get("unit_name", "")),
        uscc=str(unit.get("uscc", "")),
        facts=rules.facts(form, dict(values)),
        progress=rules.progress(form, dict(values), answered),
        missing=rules.missing(form, answered).total,
    )


def card_digest(value: Card) -> str:
    return digest(value.__dict__)[:12]


def place(call: Call, form: Form, track: str, values: Mapping[str, Any], region: str) -> str:
    """The region that decides the desks: the unit's as typed, else its account's, else where it landed."""
    typed = rules.dossier_facts(form, dict(values)).get("region")
    return desks.place_of(call, call.track(track), str(typed or region), values)


def linked_ids(form: Form, values: Mapping[str, Any]) -> list[str]:
    """The submissions that the answers' link fields name."""
    links = [values.get(field.id) or [] for field in form.fields if isinstance(field, Link)]
    return [i for ids in links if isinstance(ids, list) for i in ids if isinstance(i, str)]


def _links(call: Call, form: Form, values: Mapping[str, Any], loaded: Found) -> Mapping[str, str | None]:
    heads = {i: loaded.head(i) for i in linked_ids(form, values)}
    unit = rules.dossier_facts(form, dict(values)).get("uscc")
    return {i: h.state.value if h and is_of_unit(h, call.id, unit) else None for i, h in heads.items()}


def is_of_unit(head: Head, call: str, uscc: object) -> bool:
    """Whether an entry was pushed in this call under this credit code, by whoever: anybody can type any id."""
    pushed = head.pushed_card or head.card
    return head.call == call and head.revision > 0 and bool(uscc) and pushed.uscc == uscc
