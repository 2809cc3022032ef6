"""Domain values as items, and back.

An item has its keys, the few attributes that conditions and indexes need, and the rest packed as JSON in `doc` (fewer
attributes parse faster and weigh less). Each item carries a schema number.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from chalicelib.domain.history import ErasableText, Event
from chalicelib.domain.ranking import RankedList, Report
from chalicelib.domain.submission import Answers, Files, Head, Revision
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Item
from chalicelib.storage.keys import Key

SCHEMA = 1
RESTORED = "restored"
"""The attribute that names the backup an item was restored from.

A restored item triggers no follow-ups.
"""
T = TypeVar("T")


_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)
"""One adapter per type, because building them is what costs."""


def pack(value: Any, kind: Any = None) -> str:
    """Return a dataclass as compact JSON."""
    return _adapter(kind or type(value)).dump_json(value).decode()


def unpack(kind: type[T], item: Item) -> T:
    """Return the dataclass that `doc` holds."""
    value: T = _adapter(kind).validate_json(item["doc"])
    return value


def packed(key: Key, value: Any, **attributes: Any) -> Item:
    """Return an item of `value` under `key`.

    `attributes` are stored beside `doc`.
    """
    return {"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "doc": pack(value), **attributes}


def packed_rows(key: Key, rows: Sequence[Any], kind: Any) -> Item:
    """Return an item of several values of a kind under `key`."""
    return {"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "doc": pack(tuple(rows), tuple[kind, ...])}


def unpacked_rows(item: Item, kind: Any) -> Sequence[Any]:
    """Return the values of a kind that an item has."""
    return unpack(tuple[kind, ...], item)


def head_item(head: Head) -> Item:
    """Return the item of a head.

    It is in its owner's index always, and in its desk's once it has been pushed. Values that equal those of a new
    head are left out, which nearly halves the work of parsing a list; so a default of `Head` never changes its
    meaning.
    """
    key = keys.head(head.id)
    item: Item = {
        "pk": key.pk,
        "sk": key.sk,
        "schema": SCHEMA,
        "doc": _adapter(Head).dump_json(head, exclude={"card", "lacking"}, exclude_defaults=True).decode(),
        "card": pack(head.card),
        "lacking": head.lacking,
        "v": head.v,
        "state": head.state.value,
        "own_pk": keys.owner_index(head.owner),
        "own_sk": f"{head.created_at:%Y-%m-%dT%H:%M:%S}#{head.id}",
    }
    if head.desk and head.pushed_at:
        item["desk"] = head.desk
        item["desk_pk"] = keys.desk_index(head.call, head.desk, head.track, head.state)
        item["desk_sk"] = keys.arrival(f"{head.pushed_at:%Y-%m-%dT%H:%M:%S}", head.id)
    return item


def head_of(item: Item) -> Head:
    """Return the head of an item, its parts parsed as one."""
    apart = f'{{"card":{item["card"]},"lacking":{item.get("lacking", 0)},'
    value: Head = _adapter(Head).validate_json(apart + item["doc"][1:])
    return value


def answers_item(answers: Answers) -> Item:
    """Return the item of answers.

    Owner, version, openness and the card's digest are attributes, because a save is conditioned on them.
    """
    return packed(
        keys.answers(answers.id),
        answers,
        v=answers.v,
        open=answers.open,
        owner=answers.owner,
        card=answers.card_digest,
    )


def answers_of(item: Item) -> Answers:
    """Return the answers of an item.

    `open` and `v` are those of the item's attributes: a push closes answers without writing their content again.
    """
    return replace(unpack(Answers, item), v=item["v"], open=item["open"])


def files_item(files: Files) -> Item:
    return packed(keys.files(files.id), files, v=files.v)


def files_of(item: Item) -> Files:
    return unpack(Files, item)


def revision_item(revision: Revision) -> Item:
    return packed(keys.revision(revision.id, revision.n), revision)


def list_item(ranked: RankedList) -> Item:
    return packed(keys.ranked_list(ranked.call, ranked.desk, ranked.track), ranked, v=ranked.v)


def report_item(report: Report) -> Item:
    return packed(keys.report(report.call, report.desk, report.track, report.n), report, moved=report.moved)


def event_items(event: Event) -> list[Item]:
    """Return the item of an event, and that of its texts.

    The texts are apart, so that they can be erased.
    """
    items = [packed(keys.event(event.subject, event.n), replace(event, texts={}))]
    if event.texts:
        key = keys.text(event.subject, event.n)
        items.append({"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "doc": pack(event.texts, dict[str, ErasableText])})
    return items


def event_of(item: Item, text: Item | None) -> Event:
    return replace(unpack(Event, item), texts=texts_of(text))


def texts_of(item: Item | None) -> dict[str, ErasableText]:
    """Return the texts of an event that have not been erased."""
    return _adapter(dict[str, ErasableText]).validate_json(item["doc"]) if item else {}
