"""The office's form (申报表) as a file.

Of an entry, for whoever may read it; empty, for everybody.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal
from weakref import WeakKeyDictionary

from chalicelib.domain.call import Call
from chalicelib.domain.errors import NotFound
from chalicelib.domain.paper.document import Paper
from chalicelib.domain.paper.filing_form import Filed, describe_form
from chalicelib.domain.visibility import may_read_draft
from chalicelib.forms.schema import Form
from chalicelib.forms.wording import Wording
from chalicelib.services import calls
from chalicelib.services.calls import Viewer, nobody
from chalicelib.services.context import Act, Tools
from chalicelib.services.paper import docx, pdf
from chalicelib.services.submissions import content, reading
from chalicelib.services.submissions.reading import SubmissionView
from chalicelib.services.uploads import exports, file_kinds
from chalicelib.storage import links
from chalicelib.storage.engine.bucket import Bucket

Kind = Literal["pdf", "docx"]
KEPT = timedelta(hours=20)
"""How long an empty form is handed out again; what is exported is kept for a day."""

_written: WeakKeyDictionary[Bucket, dict[tuple[str, ...], tuple[datetime, str]]] = WeakKeyDictionary()
"""Empty forms that this process has written to a bucket: until when they hold, and their keys."""


def link_entry_form(act: Act, submission: str, kind: Kind, language: str | None) -> str:
    """Return a link to an entry's form.

    It shows what this caller may see: its owner the draft while it may be edited, else what was pushed last. Raises
    NotFound.
    """
    view = reading.show(act, submission)
    newest = act.calls.latest(view.head.call)
    is_draft = may_read_draft(act.caller, view.head)
    call = newest if is_draft else act.calls.version(newest.id, view.version)
    form = content.form_of(call, view.head.track)
    names = _linked_names(act, form, view, submission)
    number = view.head.filing_no
    filed = Filed(
        head=view.head,
        answers=view.answers,
        files=view.files,
        code=view.code,
        opinions={opinion.desk: opinion.text for opinion in view.opinions},
        pushed_to=view.pushed_to,
        is_draft=is_draft,
        address=f"{act.tools.site_origin}/t/{number}/{view.code}" if number and not is_draft else "",
    )
    paper = describe_form(call, form, _wording(act.tools, call, language, names), filed)
    name = _name(paper, view.head.card.name, kind)
    return exports.hand_out(act.tools, _rendered(paper, kind), name, file_kinds.TYPES[kind], inline=kind == "pdf")


def link_empty_form(
    tools: Tools, call_id: str, track: str, kind: Kind, language: str | None, viewer: Viewer = nobody
) -> str:
    """Return a link to the empty form of a track.

    A process writes each once a day, so that asking for it again takes no more than the link. Raises NotFound.
    """
    call = calls.visible(tools, call_id, viewer)
    if track not in call.tracks:
        raise NotFound()
    wording = _wording(tools, call, language, {})
    paper = describe_form(call, content.form_of(call, track), wording)
    place = (call.id, str(call.version), track, wording.language, kind)
    written, now = _written.setdefault(tools.objects, {}), tools.clock()
    if place not in written or written[place][0] <= now:
        written[place] = (now + KEPT, exports.put(tools, _rendered(paper, kind), file_kinds.TYPES[kind]))
    return exports.link(tools, written[place][1], _name(paper, "", kind), inline=kind == "pdf")


def _linked_names(act: Act, form: Form, view: SubmissionView, submission: str) -> Mapping[str, str]:
    """Return the names of linked entries that the caller may see."""
    ids = content.linked_ids(form, view.answers)
    if not ids:
        return {}
    linked = act.read(links.linked(submission, ids))
    unit = content.unit_of(form, view.answers)
    entries = content.entries_of_unit(act.caller, view.head.call, unit, linked)
    return {entry.id: entry.name for entry in entries if entry.name}


def _wording(tools: Tools, call: Call, language: str | None, names: Mapping[str, str]) -> Wording:
    known = language if language in call.languages else call.languages[0]
    return Wording(known, tools.regions, names)


def _rendered(paper: Paper, kind: Kind) -> bytes:
    return pdf.render(paper).body if kind == "pdf" else docx.render(paper)


def _name(paper: Paper, name: str, kind: Kind) -> str:
    return "-".join(part for part in (paper.title, name, paper.foot.mark) if part) + f".{kind}"
