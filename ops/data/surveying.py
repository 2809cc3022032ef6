"""What a table should agree with itself on, gathered in one look through it: chains, counts, files."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from sys import intern
from typing import NamedTuple

from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import File, Files, Head, Revision
from chalicelib.storage import accounts, counters, keys
from chalicelib.storage.applicant_overviews import ApplicantOverview
from chalicelib.storage.counters import Place
from chalicelib.storage.engine.table import Item, plain
from chalicelib.storage.items import head_of, unpack
from ops.data.scanning import Data, pages
from ops.terms import Progress

End = tuple[int, str]
"""How many events a chain has and the hash of the last, as its head or list keeps them."""


class Named(NamedTuple):
    """What the table says of an attachment."""

    size: int
    sha256: bytes
    type: str


class Kept(NamedTuple):
    """Whose a submission is, and a digest of its head."""

    owner: str
    digest: bytes


@dataclass
class Survey:
    """`ends` by subject; `numbers` the number of the last event found in each partition; `counts` what counters should say, `stand`
    what they say, both by (scope, desk, track, what); `heads` each submission's owner and how it stands, `beside` how
    it stands beside its owner; `files` what is said of each object that is named; `scans` which versions of which lists
    have one."""

    items: int = 0
    submissions: int = 0
    ends: dict[str, End] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    counts: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    stand: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    heads: dict[str, Kept] = field(default_factory=dict)
    beside: dict[str, Kept] = field(default_factory=dict)
    files: dict[str, Named] = field(default_factory=dict)
    scans: set[tuple[str, int]] = field(default_factory=set)

    def moved(self) -> list[str]:
        """Partitions whose last event is not the one that their head or list keeps."""
        kept = {keys.chain(subject): end[0] for subject, end in self.ends.items() if end[0]}
        return sorted(
            pk for pk in kept.keys() | self.numbers.keys() if kept.get(pk, 0) != self.numbers.get(pk, 0)
        )

    def see(self, item: Item) -> None:
        """Take in one item."""
        self.items += 1
        looked = next((look for start, look in _LOOKS if item["sk"].startswith(start)), None)
        if looked:
            looked(self, item)
        if item["pk"].startswith("K#"):
            _counter(self, item)

    def off(self) -> dict[tuple[str, str, str, str], tuple[int, int]]:
        """Counters that differ from the recount: (as they stand, as counted)."""
        places = self.counts.keys() | self.stand.keys()
        return {p: (self.stand[p], self.counts[p]) for p in places if self.stand[p] != self.counts[p]}

    def behind(self) -> dict[str, str]:
        """Submissions that stand otherwise beside their owner than they do, with that owner."""
        ids = self.heads.keys() | self.beside.keys()
        off = [i for i in ids if self.heads.get(i) != self.beside.get(i)]
        return {i: (self.heads.get(i) or self.beside[i]).owner for i in off}


def survey(data: Data, progress: Progress) -> Survey:
    """Look through the whole table once."""
    found = Survey()
    for page, _ in pages(data):
        for item in page:
            found.see(plain(item))
        progress.add(len(page))
    return found


def chain_of(pk: str) -> str:
    """The subject of a chain's partition: the other way round of `keys.chain`."""
    kind, _, rest = pk.partition("#")
    return rest if kind == "S" else rest.replace("#", "/")


def _head(found: Survey, item: Item) -> None:
    head = head_of(item)
    found.submissions += 1
    found.heads[head.id] = _kept(head)
    found.ends[head.id] = (head.events, head.last_hash)
    _count(found, head.call, counters.contributions(head))


def _standing(found: Survey, item: Item) -> None:
    for head in unpack(ApplicantOverview, item).heads:
        found.beside[head.id] = _kept(head)


def _kept(head: Head) -> Kept:
    return Kept(intern(head.owner), blake2b(repr(head).encode(), digest_size=8).digest())


def _account(found: Survey, item: Item) -> None:
    account = accounts.account_of(item)
    _count(found, account.authority, counters.registered(account))


def _list(found: Survey, item: Item) -> None:
    ranked = unpack(RankedList, item)
    found.ends[ranked.subject] = (ranked.events, ranked.last_hash)


def _event(found: Survey, item: Item) -> None:
    number = int(item["sk"].partition("#")[2])
    found.numbers[item["pk"]] = max(number, found.numbers.get(item["pk"], 0))


def _files(found: Survey, item: Item) -> None:
    _name(found, unpack(Files, item).items)


def _revision(found: Survey, item: Item) -> None:
    _name(found, unpack(Revision, item).files)


def _scan(found: Survey, item: Item) -> None:
    found.scans.add((chain_of(item["pk"]), int(item["sk"].partition("#")[2])))
    _name(found, (unpack(File, item),))


def _name(found: Survey, files: tuple[File, ...]) -> None:
    for file in files:
        found.files[file.key] = Named(file.size, bytes.fromhex(file.sha256), intern(file.type))


def _count(found: Survey, scope: str, counted: Mapping[Place, int]) -> None:
    for place, amount in counted.items():
        found.counts[(scope, *place)] += amount


def _counter(found: Survey, item: Item) -> None:
    scope = item["pk"].partition("#")[2]
    desk, _, track = item["sk"].partition("#")
    for what, amount in counters.counts(item).items():
        found.stand[(scope, desk, track, what)] = amount


_LOOKS: tuple[tuple[str, Callable[[Survey, Item], None]], ...] = (
    ("0HEAD", _head),
    ("0ACCOUNT", _account),
    ("0LIST", _list),
    ("STANDING", _standing),
    ("1FILES", _files),
    ("2SCAN#", _scan),
    ("5REV#", _revision),
    ("6EVENT#", _event),
)


def scopes(
    counts: Mapping[tuple[str, str, str, str], int],
) -> Iterator[tuple[str, str, str, Mapping[str, int]]]:
    """Counts gathered by counter: (scope, desk, track, {what: amount})."""
    gathered: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for (scope, desk, track, what), amount in counts.items():
        gathered[(scope, desk, track)][what] = amount
    for place, amounts in gathered.items():
        yield (*place, amounts)
