"""Submissions in the table: heads, answers, files, revisions, marks and history."""

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
from chalicelib.storage.engine.reads import Listing, Ref, by_name, pair, ref, required
from chalicelib.storage.engine.table import NEW, ConditionCheck, Conflict, Delete, Item, Page, Put, Query, Update, Write
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
    """One page of heads, and the cursor to the next."""

    heads: list[Head]
    cursor: str | None


@dataclass(frozen=True)
class UnitRow:
    """The row of an entry that was pushed under a credit code.

    It has what links, the check for doubles and the search need.
    """

    submission: str
    track: str
    name: str
    unit_name: str
    filing_no: str
    unit: str


@dataclass(frozen=True)
class UnitRowPage:
    """One page of rows, and the cursor to the next."""

    rows: list[UnitRow]
    cursor: str | None


def head(submission: str) -> Ref[Head | None]:
    return ref(keys.head(submission), head_of, None)


def heads(submissions: Iterable[str]) -> Ref[dict[str, Head]]:
    """Read the heads that exist among `submissions`, by id."""
    several = by_name({submission: head(submission) for submission in submissions})
    return several.map(lambda known: {id: head for id, head in known.items() if head})


def answers(submission: str) -> Ref[Answers]:
    """Read a submission's answers; NotFound when there are none."""
    return required(keys.answers(submission), answers_of, NotFound)


def files(submission: str) -> Ref[Files]:
    return ref(keys.files(submission), files_of, Files(submission))


def contents(submissions: Iterable[str]) -> Ref[dict[str, tuple[Answers, Files]]]:
    """Read answers and files of those submissions that exist, by id."""
    several = by_name({id: pair(ref(keys.answers(id), answers_of, None), files(id)) for id in submissions})
    return several.map(lambda known: {id: (answers, own) for id, (answers, own) in known.items() if answers})


def upload(subject: str, upload_id: str) -> Ref[Upload | None]:
    return ref(keys.upload(subject, upload_id), partial(unpack, Upload), None)


def return_notice(submission: str) -> Ref[ReturnNotice | None]:
    """Read the last return notice: why, and what it requested."""
    return ref(keys.asks(submission), partial(unpack, ReturnNotice), None)


def decline_notice(submission: str) -> Ref[ReturnNotice | None]:
    """Read why its last desk did not recommend a submission."""
    return ref(keys.decline(submission), partial(unpack, ReturnNotice), None)


def opinion(submission: str, desk: str) -> Ref[Opinion | None]:
    return ref(keys.opinion(submission, desk), partial(unpack, Opinion), None)


def mark(submission: str, desk: str) -> Ref[Mark | None]:
    return ref(keys.mark(submission, desk), partial(unpack, Mark), None)


def revision(submission: str, n: int) -> Ref[Revision | None]:
    return ref(keys.revision(submission, n), partial(unpack, Revision), None)


def numbered(number: str) -> Ref[str | None]:
    """Read the id of the submission under a filing number."""
    return ref(keys.filing_number(number), lambda item: str(item["submission"]), None)


def put_draft(head: Head, answers: Answers) -> list[Write]:
    """Create a draft: head, answers and an empty list of files."""
    fresh = NEW
    return [
        Put(head_item(head), fresh),
        Put(answers_item(answers), fresh),
        Put(files_item(Files(head.id)), fresh),
    ]


def put_saved_answers(answers: Answers, expected: int, card_digest: str) -> Put:
    """Write one save of a draft's answers.

    Raises NotFound unless it is the owner's, StepNotAllowed unless it is open, and Stale, with the stored version,
    unless that is `expected` with this card.
    """
    return Put(
        answers_item(answers),
        "#v = :v AND #owner = :owner AND #open = :open AND #card = :card",
        {":v": expected, ":owner": answers.owner, ":open": True, ":card": card_digest},
        otherwise=lambda item: _save_refused(item, answers.owner),
    )


def update_card(submission: str, card: Card) -> Update:
    """Write what lists show of a draft: its card.

    For a save, which need not read the head. Raises StepNotAllowed when the submission cannot be edited any more.
    """
    states = {f":s{i}": state.value for i, state in enumerate(sorted(EDITABLE))}
    return Update(
        keys.head(submission),
        sets={"card": pack(card)},
        condition=f"#state IN ({', '.join(states)})",
        values=states,
        otherwise=lambda item: _moved_on(item, "save"),
    )


def put_head(head: Head, step: str) -> Put:
    """Write a head after a step.

    Raises StepNotAllowed when the head has changed since the decision.
    """
    return Put(head_item(head), "#v = :v", {":v": head.v - 1}, otherwise=lambda item: _moved_on(item, step))


def check_head(head: Head, step: str) -> ConditionCheck:
    """Refuse unless a head is as it was read.

    Raises StepNotAllowed.
    """
    return ConditionCheck(keys.head(head.id), "#v = :v", {":v": head.v}, lambda item: _moved_on(item, step))


def close_answers_if(answers: Answers) -> Update:
    """Close a draft's answers at a push.

    Nothing can be saved after that. Raises Stale unless the stored version is the one that was checked.
    """
    return Update(
        keys.answers(answers.id),
        sets={"open": False},
        condition="#v = :v AND #open = :open",
        values={":v": answers.v, ":open": True},
        otherwise=lambda item: Stale(current=_current(item)),
    )


def put_corrected_answers(answers: Answers) -> Put:
    """Write answers that are closed, with what their owner corrected.

    Raises Conflict when another write came in between.
    """
    values = {":v": answers.v - 1, ":open": False}
    return Put(answers_item(answers), "#v = :v AND #open = :open", values, otherwise=lambda _: Conflict())


def open_answers(submission: str) -> Update:
    """Open the answers at a return, for the owner to save again."""
    return Update(keys.answers(submission), sets={"open": True}, condition="attribute_exists(#pk)")


def close_answers(submission: str) -> Update:
    """Close the answers at the withdrawal of a returned entry.

    Nothing can be saved after that.
    """
    return Update(keys.answers(submission), sets={"open": False}, condition="attribute_exists(#pk)")


def check_files(files: Files) -> ConditionCheck:
    """Refuse unless the files are those that were checked.

    Raises Stale.
    """
    return ConditionCheck(
        keys.files(files.id),
        "#v = :v",
        {":v": files.v},
        otherwise=lambda _: Stale(current=None),
    )


def put_files(files: Files) -> Put:
    """Write the files with one added or removed.

    Raises Conflict when another write came in between.
    """
    return Put(files_item(files), "#v = :v", {":v": files.v - 1}, otherwise=lambda _: Conflict())


def update_lacking(head: Head, count: int) -> Update:
    """Write how many attachment fields of a draft still need files.

    Raises StepNotAllowed when its state has changed since it was read.
    """
    return Update(
        keys.head(head.id),
        sets={"lacking": count},
        condition="#state = :state",
        values={":state": head.state.value},
        otherwise=lambda item: _moved_on(item, "edit"),
    )


def delete_draft(head: Head, answers: Answers) -> list[Write]:
    """Delete a draft that was never pushed.

    Head, answers, files and history. Raises StepNotAllowed when the head has changed since it was read.
    """
    gone = "attribute_exists(#pk)"
    history = [k for n in range(1, head.events + 1) for k in (keys.event(head.id, n), keys.text(head.id, n))]
    return [
        Delete(keys.head(head.id), "#v = :v", {":v": head.v}, lambda item: _moved_on(item, "delete")),
        Delete(keys.answers(head.id), gone),
        Delete(keys.files(head.id), gone),
        *(Delete(key) for key in history),
    ]


def put_revision(revision: Revision) -> Put:
    return Put(revision_item(revision), NEW)


def put_blanked_revision(revision: Revision) -> Put:
    """Write a revision again, without what was erased of it."""
    return Put(revision_item(revision), "attribute_exists(#pk)")


def put_blanked_answers(answers: Answers) -> Put:
    """Write answers without what was erased of them, over the version read.

    Raises Conflict when another write came in between.
    """
    return Put(answers_item(answers), "#v = :v", {":v": answers.v - 1}, otherwise=lambda _: Conflict())


def delete_texts(event: Event) -> Delete:
    """Delete an event's words. The chain keeps their digests."""
    return Delete(keys.text(event.subject, event.n))


def claim_number(number: str, submission: str) -> Put:
    """Claim a filing number. Raises NumberTaken."""
    key = keys.filing_number(number)
    item = {"pk": key.pk, "sk": key.sk, "schema": 1, "submission": submission}
    return Put(item, NEW, otherwise=lambda _: NumberTaken())


class NumberTaken(Exception):
    """A random filing number that is in use: draw another."""


def put_event(event: Event) -> list[Write]:
    """Write an event and its texts.

    Its number must still be free in its chain.
    """
    return [Put(item, NEW) for item in event_items(event)]


def put_opinion(submission: str, opinion: Opinion) -> Put:
    return Put(packed(keys.opinion(submission, opinion.desk), opinion))


def opinions(submission: str) -> Listing[dict[str, Opinion]]:
    """Read the desks' opinions of a submission, by desk.

    What they wrote when they recommended it, also desks that it has left since.
    """
    query = Query(keys.chain(submission), keys.OPINION.prefix, limit=20)
    return Listing(query, lambda page: {o.desk: o for o in (unpack(Opinion, item) for item in page.items)})


def last_revision(submission: str) -> Listing[Revision | None]:
    """Read the last pushed revision."""
    query = Query(keys.chain(submission), keys.REVISION.prefix, limit=1, newest_first=True)
    return Listing(query, lambda page: next((unpack(Revision, item) for item in page.items), None))


def revisions(submission: str) -> Listing[list[Revision]]:
    """Read all pushed revisions, last first."""
    query = Query(keys.chain(submission), keys.REVISION.prefix, newest_first=True)
    return Listing(query, lambda page: [unpack(Revision, item) for item in page.items], every=True)


def put_return_notice(submission: str, notice: ReturnNotice) -> Put:
    return Put(packed(keys.asks(submission), notice))


def put_decline(submission: str, notice: DeclineNotice) -> Put:
    """Write why its last desk did not recommend a submission."""
    return Put(packed(keys.decline(submission), notice))


def put_unit_row(head: Head) -> Put:
    """Write an entry's row under its unit's credit code.

    For links, the check for doubles and a search of the whole call.
    """
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
    """Read the rows of a unit's entries that were ever pushed."""
    query = Query(keys.unit(call, uscc), limit=200)
    return Listing(query, lambda page: [_unit_row(item) for item in page.items], every=True)


def pushed_rows(call: str, cursor: str | None, limit: int) -> Listing[UnitRowPage]:
    """Read one page of rows of a call's pushed entries.

    Of all that were ever pushed; one whose credit code changed since has a row under each.
    """
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


def delete_upload(subject: str, upload_id: str) -> Delete:
    """Delete an upload that was refused."""
    return Delete(keys.upload(subject, upload_id))


def end_upload(subject: str, upload_id: str) -> Delete:
    """Delete an upload that is now an attachment or a scan.

    Raises Conflict if it was ended meanwhile: reads in one batch are no snapshot, so what was read of the files may be
    newer than what was read of the upload.
    """
    gone = "attribute_exists(#pk)"
    return Delete(keys.upload(subject, upload_id), gone, otherwise=lambda _: Conflict())


def update_beside_card(head: Head, step: str) -> Update:
    """Write a head without its card and its lacking files.

    A save, or an attachment, may write these meanwhile.
    """
    apart = {"pk", "sk", "schema", "card", "lacking"}
    return Update(
        keys.head(head.id),
        sets={name: value for name, value in head_item(head).items() if name not in apart},
        condition="#v = :seen",
        values={":seen": head.v - 1},
        otherwise=lambda item: _moved_on(item, step),
    )


def owned(account: str, cursor: str | None, limit: int) -> Listing[HeadPage]:
    """Read one page of an account's own submissions, newest first."""
    query = Query(keys.owner_index(account), index="owner", cursor=cursor, limit=limit, newest_first=True)
    return Listing(query, _head_page)


def at_desk(list_of: tuple[str, str, str], state: State, cursor: str | None, limit: int) -> Listing[HeadPage]:
    """Read one page of a desk's entries in a state.

    In order of arrival; `list_of` is (call, desk, track).
    """
    query = Query(keys.desk_index(*list_of, state.value), index="desk", cursor=cursor, limit=limit)
    return Listing(query, _head_page)


def _head_page(page: Page) -> HeadPage:
    return HeadPage([head_of(item) for item in page.items], page.cursor)


def marks(desk: str, ids: Iterable[str]) -> Ref[dict[str, Mark]]:
    """Read a desk's marks of some submissions, of those that have one."""
    by_id = by_name({id: ref(keys.mark(id, desk), partial(unpack, Mark), None) for id in ids})
    return by_id.map(lambda known: {id: mark for id, mark in known.items() if mark})


def history(subject: str) -> Listing[list[Event]]:
    """Read the whole history chain of a subject.

    Each event has its texts, where they have not been erased.
    """
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
    """Return the stored answers, for a caller that saved too late.

    The caller can then choose between the two.
    """
    return {"answers": answers.values, "etag": answers.etag, "saved_at": answers.saved_at}


def _current(item: Item | None) -> dict[str, Any] | None:
    return current_answers(answers_of(item)) if item else None
