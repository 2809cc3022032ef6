"""A survey of a table in one scan.

It has chains, counts and files, both as stored and as they should be.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from sys import intern
from typing import NamedTuple

from chalicelib.domain.evaluation.jury import Jury
from chalicelib.domain.evaluation.panel import Assignment
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import File, Files, Head, Revision
from chalicelib.storage import accounts, counters, keys
from chalicelib.storage.applicant_overviews import ApplicantOverview
from chalicelib.storage.counters import Place
from chalicelib.storage.engine.table import Item, plain
from chalicelib.storage.items import head_of, unpack
from chalicelib.storage.keys import ItemKind, Key
from ops.cli import Progress
from ops.stage_data import StageData, scan

End = tuple[int, str]
"""A chain's end as its head, list or account keeps it.

That is the number of events and the hash of the last.
"""


class NamedFile(NamedTuple):
    """An attachment as the table describes it."""

    size: int
    sha256: bytes
    type: str


class OwnedHead(NamedTuple):
    """A submission's owner and a digest of its head."""

    owner: str
    digest: bytes


@dataclass
class Survey:
    """Result of one scan.

    - `ends`: a chain's end, by subject; `numbers`: the number of the last event, by partition
    - `counts`: counters as recounted, `stored`: as stored, both by (scope, desk, track, what)
    - `heads`: each submission's head, `beside`: its copy in its owner's overview
    - `files`: attachments that the table names, by key; `scans`: (list, version) of each scan
    """

    items: int = 0
    submissions: int = 0
    ends: dict[str, End] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    counts: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    stored: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    heads: dict[str, OwnedHead] = field(default_factory=dict)
    beside: dict[str, OwnedHead] = field(default_factory=dict)
    files: dict[str, NamedFile] = field(default_factory=dict)
    scans: set[tuple[str, int]] = field(default_factory=set)

    def unfinished_chains(self) -> list[str]:
        """List partitions whose last event differs from the stored end.

        Their head, list or account keeps that end.
        """
        expected = {keys.chain(subject): end[0] for subject, end in self.ends.items() if end[0]}
        return sorted(
            pk for pk in expected.keys() | self.numbers.keys() if expected.get(pk, 0) != self.numbers.get(pk, 0)
        )

    def add(self, item: Item) -> None:
        """Add one item to the survey."""
        self.items += 1
        key = Key(item["pk"], item["sk"])
        for kind, read in _READERS.items():
            if kind.has(key):
                read(self, item)

    def wrong_counters(self) -> dict[tuple[str, str, str, str], tuple[int, int]]:
        """Map counters that differ from the recount to (stored, counted)."""
        places = self.counts.keys() | self.stored.keys()
        return {p: (self.stored[p], self.counts[p]) for p in places if self.stored[p] != self.counts[p]}

    def wrong_overviews(self) -> dict[str, str]:
        """Map submissions to owners whose overview has a wrong copy of them."""
        ids = self.heads.keys() | self.beside.keys()
        off = [i for i in ids if self.heads.get(i) != self.beside.get(i)]
        return {i: (self.heads.get(i) or self.beside[i]).owner for i in off}


def survey(data: StageData, progress: Progress) -> Survey:
    """Scan the whole table once."""
    seen = Survey()
    for page, _ in scan(data):
        for item in page:
            seen.add(plain(item))
        progress.add(len(page))
    return seen


def _head(seen: Survey, item: Item) -> None:
    head = head_of(item)
    seen.submissions += 1
    seen.heads[head.id] = _owned(head)
    seen.ends[head.id] = (head.events, head.last_hash)
    _count(seen, head.call, counters.contributions(head))


def _overview(seen: Survey, item: Item) -> None:
    for head in unpack(ApplicantOverview, item).heads:
        seen.beside[head.id] = _owned(head)


def _owned(head: Head) -> OwnedHead:
    return OwnedHead(intern(head.owner), blake2b(repr(head).encode(), digest_size=8).digest())


def _account(seen: Survey, item: Item) -> None:
    account = accounts.account_of(item)
    seen.ends[account.subject] = (account.events, account.last_hash)
    _count(seen, account.authority, counters.registered(account))


def _list(seen: Survey, item: Item) -> None:
    ranked = unpack(RankedList, item)
    seen.ends[ranked.subject] = (ranked.events, ranked.last_hash)


def _jury(seen: Survey, item: Item) -> None:
    jury = unpack(Jury, item)
    seen.ends[jury.id.subject] = (jury.events, jury.last_hash)


def _assignment(seen: Survey, item: Item) -> None:
    assignment = unpack(Assignment, item)
    seen.ends[assignment.id.subject] = (assignment.events, assignment.last_hash)


def _event(seen: Survey, item: Item) -> None:
    number = int(item["sk"].partition("#")[2])
    seen.numbers[item["pk"]] = max(number, seen.numbers.get(item["pk"], 0))


def _files(seen: Survey, item: Item) -> None:
    _add_files(seen, unpack(Files, item).items)


def _revision(seen: Survey, item: Item) -> None:
    _add_files(seen, unpack(Revision, item).files)


def _scan(seen: Survey, item: Item) -> None:
    seen.scans.add((keys.subject_in(item["pk"]), int(item["sk"].partition("#")[2])))
    _add_files(seen, (unpack(File, item),))


def _add_files(seen: Survey, files: tuple[File, ...]) -> None:
    for file in files:
        seen.files[file.key] = NamedFile(file.size, bytes.fromhex(file.sha256), intern(file.type))


def _count(seen: Survey, scope: str, counted: Mapping[Place, int]) -> None:
    for place, amount in counted.items():
        desk, track, _ = place
        seen.counts[(counters.scope_of(scope, desk, track), *place)] += amount


def _counter(seen: Survey, item: Item) -> None:
    scope = item["pk"].partition("#")[2]
    desk, _, track = item["sk"].partition("#")
    for what, amount in counters.counts(item).items():
        seen.stored[(scope, desk, track, what)] = amount


_READERS: Mapping[ItemKind, Callable[[Survey, Item], None]] = {
    keys.HEAD: _head,
    keys.ACCOUNT: _account,
    keys.LIST: _list,
    keys.JURY: _jury,
    keys.ASSIGNED: _assignment,
    keys.OVERVIEW: _overview,
    keys.FILES: _files,
    keys.SCAN: _scan,
    keys.REVISION: _revision,
    keys.SUBMISSION_EVENT: _event,
    keys.LIST_EVENT: _event,
    keys.ACCOUNT_EVENT: _event,
    keys.JURY_EVENT: _event,
    keys.READER_EVENT: _event,
    keys.COUNTER: _counter,
}


def by_counter(
    counts: Mapping[tuple[str, str, str, str], int],
) -> Iterator[tuple[str, str, str, Mapping[str, int]]]:
    """Yield the amounts of each counter.

    Each is (scope, desk, track, {what: amount}).
    """
    gathered: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for (scope, desk, track, what), amount in counts.items():
        gathered[(scope, desk, track)][what] = amount
    for place, amounts in gathered.items():
        yield (*place, amounts)
