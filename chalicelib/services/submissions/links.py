"""Links between entries of one unit, and their confirmation.

An entry of another account shows only that it is there, until its owner has confirmed the link.
"""

from chalicelib.domain.access import may_read, must_own
from chalicelib.domain.errors import NotFound
from chalicelib.domain.links import LinkedEntry, LinkRequest
from chalicelib.domain.messages import message_of_link
from chalicelib.forms.fields.choices import Link
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once
from chalicelib.services.lookup import parse_id, resolve_id
from chalicelib.services.submissions import content
from chalicelib.storage import links, messages, submissions


@dataclass(frozen=True)
class LinkableEntry:
    """An entry that a link field may name.

    `request` is the one that asks its owner, if it was made.
    """

    entry: LinkedEntry
    request: LinkRequest | None


def read_linkable(act: Act, submission: str, field: str) -> list[LinkableEntry]:
    """Return the entries that a link field may name.

    Those pushed under the same credit code, by whichever account. Raises NotFound, also for a field that is no link.
    """
    parse_id(submission)
    head, answers = act.read(submissions.head(submission), submissions.answers(submission))
    call, track = resolve_id(act, submission)
    form = content.form_of(call, track)
    link = form.field(field)
    if not isinstance(link, Link):
        raise NotFound()
    must_own(act.caller, head)
    unit = content.unit_of(form, answers.values)
    if not unit:
        return []
    rows = act.read(submissions.unit_rows(call.id, unit))
    linked = act.read(
        links.linked(submission, [r.submission for r in rows if r.track == link.track and r.submission != submission])
    )
    entries = content.entries_of_unit(act.caller, call.id, unit, linked)
    return [LinkableEntry(entry, linked[entry.id][1]) for entry in entries]


@once(lambda act, ids, linked, linking: None)
def ask(act: Act, linked: str, linking: str) -> None:
    """Ask the owner of an entry to confirm a link to it.

    Asked again, it changes nothing, whatever the answer was; so nobody is asked twice. Raises NotFound unless `linking`
    is the caller's, has a field for such a link and names the unit of the entry, and unless the entry is somebody
    else's.
    """
    parse_id(linking)
    head, answers, (entry, before) = act.read(
        submissions.head(linking),
        submissions.answers(linking),
        links.linked(linking, [linked]).map(lambda known: known.get(linked, (None, None))),
    )
    call, track = resolve_id(act, linking)
    own = must_own(act.caller, head)
    form = content.form_of(call, track)
    tracks = {field.track for field in form.fields if isinstance(field, Link)}
    is_linkable = entry is not None and content.is_of_unit(entry, call.id, content.unit_of(form, answers.values))
    if entry is None or not is_linkable or entry.track not in tracks or may_read(act.caller, entry):
        raise NotFound()
    if before:
        return
    request = LinkRequest(
        linked=linked,
        linking=linking,
        name=own.card.name,
        unit_name=own.card.unit_name,
        organisation=act.account.organisation,
        by=act.caller.account,
        at=act.now,
    )
    message = messages.put_message(entry.owner, message_of_link(request, entry))
    act.commit([links.put_request(request), message])


def read_requests(act: Act, submission: str) -> list[LinkRequest]:
    """Return the requests to link one's own entry, oldest first.

    Raises NotFound.
    """
    parse_id(submission)
    head, requests = act.read(submissions.head(submission), links.requests(submission))
    resolve_id(act, submission)
    must_own(act.caller, head)
    return sorted(requests, key=lambda request: request.at)


@once(lambda act, ids, submission, linking, confirmed: read_requests(act, submission))
def answer(act: Act, submission: str, linking: str, confirmed: bool) -> list[LinkRequest]:
    """Confirm a link to one's own entry, or take that back.

    Raises NotFound.
    """
    requests = read_requests(act, submission)
    after = [r.answered(confirmed) if r.linking == linking else r for r in requests]
    answered = next((r for r in after if r.linking == linking), None)
    if answered is None:
        raise NotFound()
    act.commit([links.put_answer(answered)])
    return after
