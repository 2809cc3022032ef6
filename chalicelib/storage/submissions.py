"""Submissions in the table: their head, answers, files, revisions, marks and history."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chalicelib.domain.errors import LaurelError, NotFound, Stale, StepNotAllowed
from chalicelib.domain.history import Event
from chalicelib.domain.states import EDITABLE
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
from chalicelib.storage import keys
from chalicelib.storage.engine.table import (
    ConditionCheck,
    Delete,
    Item,
    Page,
    Put,
    Query,
    Table,
    Update,
    Write,
    in_parallel,
)
from chalicelib.storage.items import (
    answers_item,
    answers_of,
    event_items,
    event_of,
    files_item,
    head_item,
    head_of,
    pack,
    packed,
    revision_item,
    unpack,
)
from chalicelib.storage.keys import Key


class Found:
    """Items read at once, taken apart by what they are."""

    def __init__(self, items: Mapping[Key, Item]) -> None:
        self.items = items

    def head(self, submission: str) -> Head | None:
        item = self.items.get(keys.head(submission))
        return head_of(item) if item else None

    def answers(self, submission: str) -> Answers:
        item = self.items.get(keys.answers(submission))
        if item is None:
            raise NotFound()
        return answers_of(item)

    def files(self, submission: str) -> Files:
        item = self.items.get(keys.files(submission))
        return unpack(Files, item) if item else Files(submission)

    def upload(self, submission: str, attachment: str) -> Upload | None:
        item = self.items.get(keys.upload(submission, attachment))
        return unpack(Upload, item) if item else None

    def asked(self, submission: str) -> ReturnNotice | None:
        item = self.items.get(keys.asks(submission))
        return unpack(ReturnNotice, item) if item else None

    def declined(self, submission: str) -> ReturnNotice | None:
        item = self.items.get(keys.decline(submission))
        return unpack(ReturnNotice, item) if item else None

    def opinion(self, submission: str, desk: str) -> Opinion | None:
        item = self.items.get(keys.opinion(submission, desk))
        return unpack(Opinion, item) if item else None

    def mark(self, submission: str, desk: str) -> Mark | None:
        item = self.items.get(keys.mark(submission, desk))
        return unpack(Mark, item) if item else None

    def revision(self, submission: str, n: int) -> Revision | None:
        item = self.items.get(keys.revision(submission, n))
        return unpack(Revision, item) if item else None


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
    return Put(files_item(files), "#v = :v", {":v": files.v - 1}, otherwise=lambda _: FilesConflict())


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
    told = [k for n in range(1, head.events + 1) for k in (keys.event(head.id, n), keys.text(head.id, n))]
    return [
        Delete(keys.head(head.id), "#v = :v", {":v": head.v}, lambda item: _moved_on(item, "delete")),
        Delete(keys.answers(head.id), gone),
        Delete(keys.files(head.id), gone),
        *(Delete(key) for key in told),
    ]


def put_revision(revision: Revision) -> Put:
    return Put(revision_item(revision), "attribute_not_exists(#pk)")


def claim_number(number: str, submission: str) -> Put:
    """A filing number, which nobody else has."""
    key = keys.filing_number(number)
    item = {"pk": key.pk, "sk": key.sk, "schema": 1, "submission": submission}
    return Put(item, "attribute_not_exists(#pk)", otherwise=lambda _: NumberTaken())


def find_by_number(table: Table, number: str) -> str | None:
    """The submission under a filing number."""
    item = table.get(keys.filing_number(number))
    return item["submission"] if item else None


class FilesConflict(Exception):
    """Another file came or went in between: read them again."""


class NumberTaken(Exception):
    """A random filing number that exists already: draw another."""


def put_event(event: Event) -> list[Write]:
    """An event and its words, at a number that is still free in its chain."""
    return [Put(item, "attribute_not_exists(#pk)") for item in event_items(event)]


def put_opinion(submission: str, opinion: Opinion) -> Put:
    return Put(packed(keys.opinion(submission, opinion.desk), opinion))


def opinions(table: Table, submission: str) -> dict[str, Opinion]:
    """What desks wrote when they recommended it, by desk: also those that it has left since."""
    page = table.page(Query(keys.chain(submission), "3OPINION#", limit=20))
    return {o.desk: o for o in (unpack(Opinion, item) for item in page.items)}


def last_revision(table: Table, submission: str) -> Revision | None:
    """What was pushed last."""
    page = table.page(Query(keys.chain(submission), "5REV#", limit=1, newest_first=True))
    return next((unpack(Revision, item) for item in page.items), None)


def revisions(table: Table, submission: str) -> list[Revision]:
    """All that was pushed, last first."""
    items = table.all(Query(keys.chain(submission), "5REV#", newest_first=True))
    return [unpack(Revision, item) for item in items]


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


def unit_entries(table: Table, call: str, uscc: str) -> list[Item]:
    """Ids (`sk`), tracks and names of a unit's entries that were ever pushed."""
    return table.all(Query(keys.unit(call, uscc), limit=200))


def pushed_query(call: str, cursor: str | None, limit: int) -> Query:
    """One page of a call's rows of `of_unit`; one whose credit code changed since has a row under each."""
    return Query(keys.pushed_index(call), index="desk", cursor=cursor, limit=limit)


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


def read_owned(table: Table, account: str, cursor: str | None, limit: int) -> Page:
    """One page of an account's own submissions, newest first, as items."""
    return table.page(
        Query(keys.owner_index(account), index="owner", cursor=cursor, limit=limit, newest_first=True)
    )


def desk_query(desk_query: tuple[str, str, str, str], cursor: str | None, limit: int) -> Query:
    """One page of (call, desk, track, state), in order of arrival."""
    return Query(keys.desk_index(*desk_query), index="desk", cursor=cursor, limit=limit)


def heads(items: Iterable[Item]) -> list[Head]:
    return [head_of(item) for item in items]


def marks_query(call: str, desk: str, track: str) -> Query:
    return Query(keys.marks(call, desk, track), limit=1000)


def marks(items: Iterable[Item]) -> dict[str, Mark]:
    return {m.submission: m for m in (unpack(Mark, item) for item in items)}


def history(table: Table, subject: str) -> list[Event]:
    """The whole chain with the words that have not been erased."""
    return history_of(*in_parallel(*history_reads(table, subject)))


def history_reads(table: Table, subject: str) -> tuple[Callable[[], list[Item]], Callable[[], list[Item]]]:
    """The two reads of a chain, its events and their words, to be run at the same time as others."""
    chain = keys.chain(subject)
    return (
        lambda: table.all(Query(chain, prefix="6EVENT#", limit=1000)),
        lambda: table.all(Query(chain, prefix="7TEXT#", limit=1000)),
    )


def history_of(events: Iterable[Item], texts: Iterable[Item]) -> list[Event]:
    """The events, each with its words where they have not been erased."""
    words = {item["sk"].rpartition("#")[2]: item for item in texts}
    return [event_of(item, words.get(item["sk"].rpartition("#")[2])) for item in events]


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
