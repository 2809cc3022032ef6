"""What must hold after any race: nothing lost, nothing doubled, every history whole."""

from chalicelib.domain.history import broken
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import Answers, Files, Head, Revision, State, short_id
from chalicelib.storage import keys, lists, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Item, Key, Page, plain
from tests.factories import CALL, COUNTY, TRACK, World
from tests.races.between import client_of


def head_of(here: World, entry: str) -> Head | None:
    return fetch(here.tools.table, submissions.head(entry))


def list_of(here: World, desk: str = COUNTY) -> RankedList:
    return fetch(here.tools.table, lists.ranked(CALL, desk, TRACK))


def content_of(here: World, entry: str) -> tuple[Answers, Files, Revision | None]:
    """Answers and files as they stand, and the last frozen revision."""
    head = here.head(entry)
    last = submissions.revision(entry, head.revision)
    return fetch(here.tools.table, submissions.answers(entry), submissions.files(entry), last)


def assert_sound(here: World, *entries: str, desks: tuple[str, ...] = (COUNTY,)) -> None:
    """The desks' lists agree with these entries, which are all that ever were at them; each chain is whole."""
    items = all_of(here)
    heads = submissions.heads(entries).value(items)
    contents = submissions.contents(entries).value(items)
    for entry, head in heads.items():
        answers, files = contents[entry]
        assert answers.open == head.editable
        if not head.editable:
            frozen = submissions.revision(entry, head.revision).value(items)
            assert frozen is not None
            assert frozen.answers["name"] == answers.values["name"]
            assert frozen.files == files.items
        assert _is_whole(items, entry, head)
    gone = set(entries) - heads.keys()
    assert not [key for entry in gone for key in (keys.answers(entry), keys.files(entry)) if key in items]
    for desk in desks:
        ranked = lists.ranked(CALL, desk, TRACK).value(items)
        listed = {short_id(head.id) for head in heads.values() if _is_listed(head, desk)}
        assert set(ranked.ids) == listed
        assert len(ranked.ids) == len(listed)
        assert _is_whole(items, ranked.subject, ranked)


def all_of(here: World) -> dict[Key, Item]:
    """All that the table holds, in the order of its keys within each partition: what is asked often asks once."""
    client, name = client_of(here), here.tools.table._name
    pages = client.get_paginator("scan").paginate(TableName=name, ConsistentRead=True)
    items = [plain(item) for page in pages for item in page["Items"]]
    return {Key(item["pk"], item["sk"]): item for item in items}


def _is_whole(items: dict[Key, Item], subject: str, end: Head | RankedList) -> bool:
    history = submissions.history(subject)
    asked = history.query
    chain = [item for key, item in items.items() if key.pk == asked.pk and key.sk.startswith(asked.prefix)]
    return broken(history.value(Page(chain, None)), (end.events, end.last_hash)) is None


def _is_listed(head: Head, desk: str) -> bool:
    return (head.state is State.RECOMMENDED and head.desk == desk) or desk in {c.desk for c in head.came}
