"""`ops verify`: every history chain, every counter against a recount, every attachment against the bucket, every scan
of a reported list against the list's history.

Words that were erased count as erased, not as broken. On a season that is running, what does not fit is looked at
once more before it is told, since people go on working while it is read.
"""

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice

from chalicelib.domain.history import broken, merkle_root
from chalicelib.domain.submission import call_and_track
from chalicelib.storage import applicant_overviews, counters, keys, lists, submissions
from chalicelib.storage.submissions import Found
from ops import stages
from ops.data.recounting import recount
from ops.data.scanning import Data, Version, objects
from ops.data.surveying import End, Named, Survey, chain_of, survey
from ops.terms import DONE, FOUND, Progress, say

AT_ONCE = 16
SHOWN = 50
"""Findings of a kind that are printed; the rest is counted."""


@dataclass
class Verdict:
    """What was found. `faults` by kind; `notes` are worth knowing and no fault."""

    submissions: int = 0
    chains: int = 0
    events: int = 0
    erased: int = 0
    attachments: int = 0
    root: str = ""
    faults: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether everything fits."""
        return not self.faults


@dataclass(frozen=True)
class Chain:
    """One chain as it was checked; `broken_at` is the number of the first event that does not fit."""

    subject: str
    last_hash: str
    events: int
    erased: int
    broken_at: int | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser)
    parser.add_argument("--deep", action="store_true", help="also read each attachment and compare its hash")
    parser.add_argument(
        "--recount",
        action="store_true",
        help="first set counters right; at night, since nobody may be at work",
    )


def run(options: argparse.Namespace) -> int:
    """0 where all is clean, 1 where anything does not fit."""
    data = stages.stage_of(options).contents
    if options.recount:
        say(f"{recount(data)} counters set right")
    verdict = verify(data, deep=options.deep)
    print("\n".join(told(verdict)))
    return DONE if verdict.clean else FOUND


def verify(data: Data, *, deep: bool = False) -> Verdict:
    """Look through table and bucket and say what does not fit."""
    seen = survey(data, Progress("items read"))
    verdict = Verdict(submissions=seen.submissions)
    _histories(data, seen, verdict)
    _counters(data, seen, verdict)
    _standings(data, seen, verdict)
    _attachments(data, seen, verdict, deep=deep)
    verdict.faults = {kind: lines for kind, lines in verdict.faults.items() if lines}
    verdict.notes = {kind: lines for kind, lines in verdict.notes.items() if lines}
    return verdict


def told(verdict: Verdict) -> Iterator[str]:
    """The verdict in lines."""
    yield f"submissions  {verdict.submissions:,}"
    yield f"histories    {verdict.chains:,} chains, {verdict.events:,} events, words erased in {verdict.erased:,}"
    yield f"attachments  {verdict.attachments:,}"
    yield f"root         {verdict.root}"
    for word, found in (("FAULT", verdict.faults), ("note", verdict.notes)):
        for kind, lines in found.items():
            yield f"{word}: {kind} ({len(lines):,})"
            yield from (f"  {line}" for line in lines[:SHOWN])
            if len(lines) > SHOWN:
                yield f"  … and {len(lines) - SHOWN:,} more"
    yield "clean" if verdict.clean else "NOT CLEAN"


def _histories(data: Data, seen: Survey, verdict: Verdict) -> None:
    begun = {chain_of(pk) for pk in seen.numbers}
    with_events = {subject: end for subject, end in seen.ends.items() if end[0] or subject in begun}
    progress, roots, faults = Progress("histories checked"), [], list[str]()
    for chain in _checked(data, with_events):
        progress.add()
        verdict.chains += 1
        verdict.events += chain.events
        verdict.erased += chain.erased
        roots.append(chain.last_hash)
        if chain.broken_at is not None:
            faults.append(f"{chain.subject}: event {chain.broken_at}")
    verdict.root = merkle_root(roots)
    verdict.faults["history broken"] = sorted(faults)
    verdict.faults["history without what it is of"] = sorted(begun - seen.ends.keys())
    verdict.faults["scan that its list's history does not tell of"] = [
        f"{subject} report {n}" for subject, n in sorted(seen.scans) if not _is_told(data, subject, n)
    ]


def _checked(data: Data, ends: dict[str, End]) -> Iterator[Chain]:
    """Several at a time, never more in memory than are being checked."""
    left = iter(ends.items())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while part := list(islice(left, AT_ONCE * 8)):
            yield from pool.map(lambda one: check(data, *one), part)


def check(data: Data, subject: str, end: End) -> Chain:
    """One chain against the end that its head or list keeps; once more if it moved on meanwhile."""
    chain = _check(data, subject, end)
    return chain if chain.broken_at is None else _check(data, subject, _end_now(data, subject) or end)


def _check(data: Data, subject: str, end: End) -> Chain:
    events = submissions.history(data.tools.table, subject)
    erased = sum(1 for event in events if event.digests.keys() - event.texts.keys())
    return Chain(subject, end[1], len(events), erased, broken(events, end))


def _is_told(data: Data, subject: str, n: int) -> bool:
    """Whether the last scan of version `n` that a list's history tells of is the one that is kept; once more if not,
    for one may have come in between."""
    return _tells(data, subject, n) or _tells(data, subject, n)


def _tells(data: Data, subject: str, n: int) -> bool:
    call, desk, track = subject.split("/")
    kept = lists.read_scan(data.tools.table, (call, desk, track), n)
    events = submissions.history(data.tools.table, subject)
    told = [e.facts["sha256"] for e in events if e.step == "attach_scan" and e.facts["n"] == n]
    return kept is None or told[-1:] == [kept.sha256]


def _end_now(data: Data, subject: str) -> End | None:
    if "/" in subject:
        place = subject.split("/")
        ranked = lists.ranked(data.tools.table.read([keys.ranked_list(*place)]), *place)
        return ranked.events, ranked.last_hash
    head = Found(data.tools.table.read([keys.head(subject)])).head(subject)
    return (head.events, head.last_hash) if head else None


def _counters(data: Data, seen: Survey, verdict: Verdict) -> None:
    """What is off is read once more: the stream may have caught up."""
    off = seen.off()
    now: Counter[tuple[str, str, str, str]] = Counter()
    for scope in {place[0] for place in off}:
        for (desk, track), amounts in counters.all_of(data.tools.table, scope).items():
            now.update({(scope, desk, track, what): amount for what, amount in amounts.items()})
    verdict.faults["counter off (the stream may be behind: look again in a minute)"] = sorted(
        f"{' '.join(place)}: says {now[place]}, counted {counted}"
        for place, (_, counted) in off.items()
        if now[place] != counted
    )


def _standings(data: Data, seen: Survey, verdict: Verdict) -> None:
    """What is off is read once more, as counters are."""
    off = []
    for submission, owner in seen.behind().items():
        call, _ = call_and_track(submission)
        found = data.tools.table.read([keys.applicant_overview(call, owner), keys.head(submission)])
        head = Found(found).head(submission)
        beside = applicant_overviews.overview_in(found, call, owner)
        if beside.having(submission, head) != beside:
            off.append(f"{submission} of {owner}")
    verdict.faults["account's entries off (the stream may be behind: look again in a minute)"] = sorted(off)


def _attachments(data: Data, seen: Survey, verdict: Verdict, *, deep: bool) -> None:
    verdict.attachments = len(seen.files)
    missing = dict(seen.files)
    orphans, wrong, replaced = list[str](), list[str](), list[str]()
    progress = Progress("attachments checked")
    for versions in objects(data):
        progress.add()
        newest, named = versions[0], missing.get(versions[0].key)
        if named is None:
            orphans += [newest.key] if newest.size is not None else []
            continue
        if newest.size is None:
            continue
        del missing[newest.key]
        if not _fits(data, newest, named, deep=deep):
            wrong.append(newest.key)
        if len({version.etag for version in versions if version.size is not None}) > 1:
            replaced.append(newest.key)
    verdict.faults["attachment missing"] = sorted(missing)
    verdict.faults["attachment of another size or hash"] = wrong
    verdict.faults["attachment written over (VersionIds differ)"] = replaced
    verdict.notes["object that nothing names"] = orphans


def _fits(data: Data, newest: Version, named: Named, *, deep: bool) -> bool:
    if newest.size != named.size or not deep:
        return newest.size == named.size
    body = data.s3.get_object(Bucket=data.bucket, Key=newest.key, VersionId=newest.id)["Body"]
    return _digest(body.iter_chunks(1 << 20)) == named.sha256


def _digest(chunks: Iterable[bytes]) -> bytes:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.digest()
