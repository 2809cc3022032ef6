"""What must hold after any race: nothing lost, nothing doubled, every history whole."""

from chalicelib.domain.history import broken
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import Answers, Files, Head, Revision, State, short_id
from chalicelib.storage import keys, lists, submissions
from chalicelib.storage.engine.reads import fetch
from tests.factories import CALL, COUNTY, TRACK, World


def head_of(here: World, entry: str) -> Head | None:
    return fetch(here.tools.table, submissions.head(entry))


def list_of(here: World, desk: str = COUNTY) -> RankedList:
    return fetch(here.tools.table, lists.ranked(CALL, desk, TRACK))


def content_of(here: World, entry: str) -> tuple[Answers, Files, Revision | None]:
    """Answers and files as they stand, and the last frozen revision."""
    head = here.head(entry)
    last = submissions.revision(entry, head.revision)
    return fetch(here.tools.table, submissions.answers(entry), submissions.files(entry), last)


def assert_sound(here: World, *entries: str, desk: str = COUNTY) -> None:
    """The desk's list agrees with these entries, which are all that ever were at it; each chain is whole."""
    ranked = list_of(here, desk)
    listed = set()
    for entry in entries:
        head = head_of(here, entry)
        if head is None:
            assert not _left_of(here, entry)
            continue
        chain = fetch(here.tools.table, submissions.history(entry))
        assert broken(chain, (head.events, head.last_hash)) is None
        answers, files, frozen = content_of(here, entry)
        assert answers.open == head.editable
        if not head.editable:
            assert frozen is not None
            assert frozen.answers["name"] == answers.values["name"]
            assert frozen.files == files.items
        if (head.state is State.RECOMMENDED and head.desk == desk) or desk in {c.desk for c in head.came}:
            listed.add(short_id(entry))
    assert set(ranked.ids) == listed
    assert len(ranked.ids) == len(listed)
    chain = fetch(here.tools.table, submissions.history(ranked.subject))
    assert broken(chain, (ranked.events, ranked.last_hash)) is None


def _left_of(here: World, entry: str) -> bool:
    return bool(here.tools.table.read([keys.head(entry), keys.answers(entry), keys.files(entry)]))
