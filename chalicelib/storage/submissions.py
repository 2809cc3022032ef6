"""Submissions in the table: their head, answers, files, revisions, marks and history."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from chalicelib.domain.errors import LaurelError, NotFound, Stale, StepNotAllowed
from chalicelib.domain.history import Event
from chalicelib.domain.states import EDITABLE, State
from chalicelib.domain.submission import (
    Answers,
    Card,
    DeclineNotice,
    Files,
    Head,
    Mark,
    Opinion,
    ReturnNotice,
    Revision,
    Upload,
)
from chalicelib.frozen import dataclass
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Listing, Ref, by_name, ref, required
from chalicelib.storage.engine.table import (
    ConditionCheck,
    Conflict,
    Delete,
    Item,
    Page,
    Put,
    Query,
    Update,
    Write,
)
from chalicelib.storage.items import (
    answers_item,
    answers_of,
    event_items,
    files_item,
    files_of,
    head_item,
    head_of,
    pack,
    packed,
    revision_item,
    texts_of,
    unpack,
)
from chalicelib.storage.keys import Key


@dataclass(frozen=True)
class HeadPage:
    """Heads of one page, and the cursor to the next."""

    heads: list[Head]
    cursor: str | None


@dataclass(frozen=True)
class UnitRow:
    """An entry that was pushed under a credit code: what links, doubles and searches need of it."""

    submission: str
    track: str
    name: str
    unit_name: str
    filing_no: str
    unit: str


@dataclass(frozen=True)
class UnitRowPage:
    """Rows of one page, and the cursor to the next."""

    rows: list[UnitRow]
    cursor: str | None


def head(submission: str) -> Ref[Head | None]:
    return ref(keys.head(submission), head_of, None)


def heads(submissions: Iterable[str]) -> Ref[dict[str, Head]]:
    """Those heads that are there, by id."""
    several = by_name({submission: head(submission) for submission in submissions})
    return several.map(lambda known: {id: head for id, head in known.items() if head})


def answers(submission: str) -> Ref[Answers]:
    """Raises NotFound where there are none."""
    return required(keys.answers(submission), answers_of, NotFound)


def files(submission: str) -> Ref[Files]:
    return ref(keys.files(submission), files_of, Files(submission))


def upload(subject: str, upload_id: str) -> Ref[Upload | None]:
    return ref(keys.upload(subject, upload_id), partial(unpack, Upload), None)


def return_notice(submission: str) -> Ref[ReturnNotice | None]:
    """What the last return asked."""
    return ref(keys.asks(submission), partial(unpack, ReturnNotice), None)


def decline_notice(submission: str) -> Ref[ReturnNotice | None]:
    """Why its last desk did not recommend it."""
    return ref(keys.decline(submission), partial(unpack, ReturnNotice), None)


def opinion(submission: str, desk: str) -> Ref[Opinion | None]:
    return ref(keys.opinion(submission, desk), partial(unpack, Opinion), None)


def mark(submission: str, desk: str) -> Ref[Mark | None]:
    return ref(keys.mark(submission, desk), partial(unpack, Mark), None)


def revision(submission: str, n: int) -> Ref[Revision | None]:
    return ref(keys.revision(submission, n), partial(unpack, Revision), None)


def numbered(number: str) -> Ref[str | None]:
    """The submission under a filing number."""
    return ref(keys.filing_number(number), lambda item: str(item["submission"]), None)


def put_draft(head: Head, answers: Answers) -> list[Write]:
    """A new draft: head, answers and an empty list of files."""
    fresh = "attribute_not_exists(#pk)"
    return [
        Put(head_item(head), fresh),
        Put(answers_item(answers), fresh),
        Put(files_item(Files(head.id)), fresh),
    ]


def put_saved_answers(answers: Answers, expected: int, card_digest: str) -> Put:
    """One save, refused (Stale with what stands) unless it is the owner's, open, and at version `expected`."""
    return Put(
        answers_item(answers),
        "#v = :v AND #owner = :owner AND #open = :open AND #card = :card",
        {":v": expected, ":owner": answers.owner, ":open": True, ":card": card_digest},
        otherwise=lambda item: _save_refused(item, answers.owner),
    )


def update_card(submission: str, card: Card) -> Update:
    """What lists show of a draft, changed by a save that need not read the head."""
    states = {f":s{i}": state.value for i, state in enumerate(sorted(EDITABLE))}
    return Update(
        keys.head(submission),
        sets={"card": pack(card)},
        condition=f"#state IN ({', '.join(states)})",
        values=states,
        otherwise=lambda item: _moved_on(item, "save"),
    )


def put_head(head: Head, step: str) -> Put:
    """A head after a step, on condition that it is still as the decision saw it."""
    return Put(head_item(head), "#v = :v", {":v": head.v - 1}, otherwise=lambda item: _moved_on(item, step))


def close_answers_if(answers: Answers) -> Update:
    """At push: nothing can be saved any more, on condition that what was checked is what stands."""
    return Update(
        keys.answers(answers.id),
        sets={"open": False},
        condition="#v = :v AND #open = :open",
        values={":v": answers.v, ":open": True},
        otherwise=lambda item: Stale(current=_current(item)),
    )


def open_answers(submission: str) -> Update:
    """At return: the draft can be saved again."""
    return Update(keys.answers(submission), sets={"open": True}, condition="attribute_exists(#pk)")


def close_answers(submission: str) -> Update:
    """At withdrawal of what was returned: nothing can be saved any more."""
    return Update(keys.answers(submission), sets={"open": False}, condition="attribute_exists(#pk)")


def check_files(files: Files) -> ConditionCheck:
    """The files are those that were checked."""
    return ConditionCheck(
        keys.files(files.id),
        "#v = :v",
        {":v": files.v},
        otherwise=lambda _: Stale(current=None),
    )


def put_files(files: Files) -> Put:
    """Files with one more or one less, on condition that nobody changed them in between."""
    return Put(files_item(files), "#v = :v", {":v": files.v - 1}, otherwise=lambda _: Conflict())


def update_lacking(head: Head, count: int) -> Update:
    """How many attachments a draft still needs, on condition that it has not moved since it was read."""
    return Update(
        keys.head(head.id),
        sets={"lacking": count},
        condition="#state = :state",
        values={":state": head.state.value},
        otherwise=lambda item: _moved_on(item, "edit"),
    )


def delete_draft(head: Head, answers: Answers) -> list[Write]:
    """A draft never pushed is gone: head, answers, files and history, on condition that it still is one."""
    gone = "attribute_exists(#pk)"
    history = [k for n in range(1, head.events + 1) for k in (keys.event(head.id, n), keys.text(head.id, n))]
    return [
        Delete(keys.head(head.id), "#v = :v", {":v": head.v}, lambda item: _moved_on(item, "delete")),
        Delete(keys.answers(head.id), gone),
        Delete(keys.files(head.id), gone),
        *(Delete(key) for key in history),
    ]


def put_revision(revision: Revision) -> Put:
    return Put(revision_item(revision), "attribute_not_exists(#pk)")


def claim_number(number: str, submission: str) -> Put:
    """A filing number, which nobody else has."""
    key = keys.filing_number(number)
    item = {"pk": key.pk, "sk": key.sk, "schema": 1, "submission": submission}
    return Put(item, "attribute_not_exists(#pk)", otherwise=lambda _: NumberTaken())


class NumberTaken(Exception):
    """A random filing number that exists already: draw another."""


def put_event(event: Event) -> list[Write]:
    """An event and its words, at a number that is still free in its chain."""
    return [Put(item, "attribute_not_exists(#pk)") for item in event_items(event)]


def put_opinion(submission: str, opinion: Opinion) -> Put:
    return Put(packed(keys.opinion(submission, opinion.desk), opinion))


def opinions(submission: str) -> Listing[dict[str, Opinion]]:
    """What desks wrote when they recommended it, by desk: also those that it has left since."""
    query = Query(keys.chain(submission), keys.OPINION.prefix, limit=20)
    return Listing(query, lambda page: {o.desk: o for o in (unpack(Opinion, item) for item in page.items)})


def last_revision(submission: str) -> Listing[Revision | None]:
    """What was pushed last."""
    query = Query(keys.chain(submission), keys.REVISION.prefix, limit=1, newest_first=True)
    return Listing(query, lambda page: next((unpack(Revision, item) for item in page.items), None))


def revisions(submission: str) -> Listing[list[Revision]]:
    """All that was pushed, last first."""
    query = Query(keys.chain(submission), keys.REVISION.prefix, newest_first=True)
    return Listing(query, lambda page: [unpack(Revision, item) for item in page.items], every=True)


def put_return_notice(submission: str, notice: ReturnNotice) -> Put:
    return Put(packed(keys.asks(submission), notice))


def put_decline(submission: str, notice: DeclineNotice) -> Put:
    """Why its last desk did not recommend it."""
    return Put(packed(keys.decline(submission), notice))


def put_unit_row(head: Head) -> Put:
    """The entry under its unit's credit code, for links, for finding doubles, and for a search of the whole call."""
    card, key = head.card, Key(keys.unit(head.call, head.card.uscc), head.id)
    item: Item = {
        "pk": key.pk,
        "sk": key.sk,
        "schema": 1,
        "track": head.track,
        "name": card.name,
        "unit_name": card.unit_name,
        "filing_no": head.filing_no or "",
        "desk_pk": keys.pushed_index(head.call),
        "desk_sk": head.id,
    }
    return Put(item)


def unit_rows(call: str, uscc: str) -> Listing[list[UnitRow]]:
    """A unit's entries that were ever pushed."""
    query = Query(keys.unit(call, uscc), limit=200)
    return Listing(query, lambda page: [_unit_row(item) for item in page.items], every=True)


def pushed_rows(call: str, cursor: str | None, limit: int) -> Listing[UnitRowPage]:
    """One page of a call's entries that were ever pushed; one whose credit code changed since has a row under each."""
    query = Query(keys.pushed_index(call), index="desk", cursor=cursor, limit=limit)
    return Listing(query, lambda page: UnitRowPage([_unit_row(i) for i in page.items], page.cursor))


def _unit_row(item: Item) -> UnitRow:
    return UnitRow(
        item["sk"],
        item["track"],
        item["name"],
        item["unit_name"],
        item["filing_no"],
        keys.unit_in(item["pk"]),
    )


def put_mark(mark: Mark, desk: str) -> Put:
    return Put(packed(keys.mark(mark.submission, desk), mark))


def put_upload(submission: str, upload: Upload, expires: int) -> Put:
    return Put(packed(keys.upload(submission, upload.id), upload, expires=expires))


def delete_upload(submission: str, attachment: str) -> Delete:
    return Delete(keys.upload(submission, attachment))


def update_beside_card(head: Head, step: str) -> Update:
    """A head after a step that leaves its card as it stands, for a save may write that meanwhile."""
    item = head_item(head)
    return Update(
        keys.head(head.id),
        sets={"doc": item["doc"], "v": head.v},
        condition="#v = :seen",
        values={":seen": head.v - 1},
        otherwise=lambda item: _moved_on(item, step),
    )


def owned(account: str, cursor: str | None, limit: int) -> Listing[HeadPage]:
    """One page of an account's own submissions, newest first."""
    query = Query(keys.owner_index(account), index="owner", cursor=cursor, limit=limit, newest_first=True)
    return Listing(query, _head_page)


def at_desk(list_of: tuple[str, str, str], state: State, cursor: str | None, limit: int) -> Listing[HeadPage]:
    """One page of what lies at (call, desk, track) in a state, in order of arrival."""
    query = Query(keys.desk_index(*list_of, state.value), index="desk", cursor=cursor, limit=limit)
    return Listing(query, _head_page)


def _head_page(page: Page) -> HeadPage:
    return HeadPage([head_of(item) for item in page.items], page.cursor)


def marks(call: str, desk: str, track: str) -> Listing[dict[str, Mark]]:
    """A desk's marks of a track, by submission."""
    query = Query(keys.marks(call, desk, track), limit=1000)
    return Listing(query, lambda page: {m.submission: m for m in (unpack(Mark, i) for i in page.items)})


def history(subject: str) -> Listing[list[Event]]:
    """The whole chain of a subject, each event with its words where they have not been erased."""
    return Listing(Query(keys.chain(subject), keys.EVENT, limit=1000), _events, every=True)


def _events(page: Page) -> list[Event]:
    by_key = {Key(item["pk"], item["sk"]): item for item in page.items}
    events = [unpack(Event, item) for key, item in by_key.items() if keys.is_event(key)]
    return [replace(e, texts=texts_of(by_key.get(keys.text(e.subject, e.n)))) for e in events]


def _save_refused(item: Item | None, owner: str) -> LaurelError:
    if item is None or item["owner"] != owner:
        return NotFound()
    if not item["open"]:
        return StepNotAllowed(step="save", state="pushed")
    return Stale(current=_current(item))


def _moved_on(item: Item | None, step: str) -> LaurelError:
    return StepNotAllowed(step=step, state=item["state"]) if item else NotFound()


def current_answers(answers: Answers) -> dict[str, Any]:
    """The version that stands, for whoever came too late to choose between the two."""
    return {"answers": answers.values, "etag": answers.etag, "saved_at": answers.saved_at}


def _current(item: Item | None) -> dict[str, Any] | None:
    return current_answers(answers_of(item)) if item else None
