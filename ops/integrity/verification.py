"""Verification of a stage's data.

It covers history chains, counters, owners' overviews, attachments, and scans of reported lists. Erased text
counts as erased, not as broken. In a running season a mismatch is checked a second time before it is reported,
since people go on working during the scan.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from chalicelib.domain.evaluation.seals import is_whole
from chalicelib.domain.history import broken, merkle_root
from chalicelib.domain.record import tree
from chalicelib.domain.record.statements import statements
from chalicelib.domain.subjects import AccountSubject, JuryId, ListId, ReaderId, read_subject
from chalicelib.domain.submission import call_and_track
from chalicelib.storage import accounts, applicant_overviews, checkpoints, counters, juries, keys, lists, submissions
from chalicelib.storage.engine.reads import fetch
from ops.cli import Progress
from ops.integrity.survey import End, NamedFile, Survey, survey
from ops.stage_data import ObjectVersion, StageData, objects

AT_ONCE = 16
SHOWN = 50
"""Most findings of a kind that are printed; the others are counted."""


@dataclass
class Verdict:
    """Totals, and findings by kind.

    `notes` are worth knowing but no faults.
    """

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
        """True if there are no faults."""
        return not self.faults


@dataclass(frozen=True)
class CheckedChain:
    """The result of checking a chain.

    `broken_at` is the number of the first event that does not fit, None for an intact chain.
    """

    subject: str
    last_hash: str
    events: int
    erased: int
    broken_at: int | None


def verify(data: StageData, *, deep: bool = False) -> Verdict:
    """Check table and bucket.

    `deep` also reads each attachment and compares its hash.
    """
    seen = survey(data, Progress("items read"))
    verdict = Verdict(submissions=seen.submissions)
    _histories(data, seen, verdict)
    _counters(data, seen, verdict)
    _overviews(data, seen, verdict)
    _records(data, verdict)
    _attachments(data, seen, verdict, deep=deep)
    verdict.faults = {kind: lines for kind, lines in verdict.faults.items() if lines}
    verdict.notes = {kind: lines for kind, lines in verdict.notes.items() if lines}
    return verdict


def report_lines(verdict: Verdict) -> Iterator[str]:
    """Yield the verdict as lines of text."""
    yield f"submissions  {verdict.submissions:,}"
    events = f"{verdict.events:,} events, words erased in {verdict.erased:,}"
    yield f"histories    {verdict.chains:,} chains, {events}"
    yield f"attachments  {verdict.attachments:,}"
    yield f"root         {verdict.root}"
    for word, findings in (("FAULT", verdict.faults), ("note", verdict.notes)):
        for kind, lines in findings.items():
            yield f"{word}: {kind} ({len(lines):,})"
            yield from (f"  {line}" for line in lines[:SHOWN])
            if len(lines) > SHOWN:
                yield f"  … and {len(lines) - SHOWN:,} more"
    yield "clean" if verdict.clean else "NOT CLEAN"


def _histories(data: StageData, seen: Survey, verdict: Verdict) -> None:
    begun = {keys.subject_in(pk) for pk in seen.numbers}
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
        f"{subject} report {n}" for subject, n in sorted(seen.scans) if not _scan_fits(data, subject, n)
    ]


def _checked(data: StageData, ends: dict[str, End]) -> Iterator[CheckedChain]:
    """Check chains, several at a time.

    Only those are in memory.
    """
    unchecked = iter(ends.items())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while part := list(islice(unchecked, AT_ONCE * 8)):
            yield from pool.map(lambda one: check(data, *one), part)


def check(data: StageData, subject: str, end: End) -> CheckedChain:
    """Check one chain against the end that its subject keeps.

    A broken chain is checked again with the current end.
    """
    chain = _check(data, subject, end)
    return chain if chain.broken_at is None else _check(data, subject, _end_now(data, subject) or end)


def _check(data: StageData, subject: str, end: End) -> CheckedChain:
    events = fetch(data.tools.table, submissions.history(subject))
    erased = sum(1 for event in events if event.digests.keys() - event.texts.keys())
    return CheckedChain(subject, end[1], len(events), erased, broken(events, end))


def _scan_fits(data: StageData, subject: str, n: int) -> bool:
    """Return True if a scan is the last in its list's history.

    The scan is that of the list's version `n`. It is compared twice before it counts as a fault, since a new
    scan may arrive between the two reads.
    """
    return _scan_fits_now(data, subject, n) or _scan_fits_now(data, subject, n)


def _scan_fits_now(data: StageData, subject: str, n: int) -> bool:
    call, desk, track = subject.split("/")
    stored = fetch(data.tools.table, lists.scan((call, desk, track), n))
    events = fetch(data.tools.table, submissions.history(subject))
    hashes = [e.facts["sha256"] for e in events if e.step == "attach_scan" and e.facts["n"] == n]
    return stored is None or hashes[-1:] == [stored.file.sha256]


def _end_now(data: StageData, subject: str) -> End | None:
    table = data.tools.table
    chained: Any
    match read_subject(subject):
        case ListId() as named:
            chained = fetch(table, lists.ranked(*named))
        case AccountSubject(id=account):
            chained = fetch(table, accounts.account(account))
        case JuryId() as named:
            chained = fetch(table, juries.jury(named))
        case ReaderId() as named:
            chained = fetch(table, juries.assignment(named.jury, named.expert))
        case submission:
            chained = fetch(table, submissions.head(submission.id))
    return (chained.events, chained.last_hash) if chained else None


def _counters(data: StageData, seen: Survey, verdict: Verdict) -> None:
    """Check counters, reading wrong ones again.

    The stream may have caught up by then.
    """
    off = seen.wrong_counters()
    now: Counter[tuple[str, str, str, str]] = Counter()
    for scope in {place[0] for place in off}:
        for (desk, track), amounts in fetch(data.tools.table, counters.all_of(scope)).items():
            now.update({(scope, desk, track, what): amount for what, amount in amounts.items()})
    verdict.faults["counter off (the stream may be behind: look again in a minute)"] = sorted(
        f"{' '.join(place)}: says {now[place]}, counted {counted}"
        for place, (_, counted) in off.items()
        if now[place] != counted
    )


def _overviews(data: StageData, seen: Survey, verdict: Verdict) -> None:
    """Check overviews, reading wrong ones again as for counters."""
    wrong = []
    for submission, owner in seen.wrong_overviews().items():
        call, _ = call_and_track(submission)
        overview, head = fetch(
            data.tools.table, applicant_overviews.overview(call, owner), submissions.head(submission)
        )
        if overview.having(submission, head) != overview:
            wrong.append(f"{submission} of {owner}")
    verdict.faults["account's entries off (the stream may be behind: look again in a minute)"] = sorted(wrong)


def _records(data: StageData, verdict: Verdict) -> None:
    """Check that seals are whole, and are those that were signed."""
    wrong = []
    for call in data.tools.calls.ids():
        seals, signed = fetch(data.tools.table, juries.seals(call), checkpoints.checkpoints(call))
        wrong += [] if is_whole(seals) else [f"{call}: the seals are not whole"]
        hashes = [tree.leaf_hash(one) for one in statements(seals)]
        roots = {one.n: tree.root(hashes[: one.size]).hex() for one in signed}
        wrong += [f"{call}: checkpoint {one.n}" for one in signed if roots[one.n] != one.root or one.size > len(hashes)]
    verdict.faults["record is not the one that was signed"] = wrong


def _attachments(data: StageData, seen: Survey, verdict: Verdict, *, deep: bool) -> None:
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


def _fits(data: StageData, newest: ObjectVersion, named: NamedFile, *, deep: bool) -> bool:
    if newest.size != named.size or not deep:
        return newest.size == named.size
    body = data.s3.get_object(Bucket=data.bucket, Key=newest.key, VersionId=newest.id)["Body"]
    return _digest(body.iter_chunks(1 << 20)) == named.sha256


def _digest(chunks: Iterable[bytes]) -> bytes:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.digest()
