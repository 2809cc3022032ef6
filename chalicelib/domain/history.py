"""The tamper-evident history: canonical JSON, SHA-256 over the hash before, texts only as salted digests.

A chain per submission and a chain per ranked list. Erasing a person's words removes text and salt, leaves
the digest, and verifying counts it as erased, not as broken.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from chalicelib.frozen import dataclass

START = ""


@dataclass(frozen=True)
class ErasableText:
    """Words beside the chain, which may be erased; the chain keeps `digest`."""

    value: str
    salt: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(f"{self.salt}\n{self.value}".encode()).hexdigest()


@dataclass(frozen=True)
class Event:
    """One thing that happened to `subject` (a submission's id, or 'desk/track' for a ranked list).

    `actor` is an account's id; `facts` are figures and codes, never names or words; `digests` are those of
    `texts`, which travel beside it.
    """

    subject: str
    n: int
    at: datetime
    step: str
    actor: str
    facts: Mapping[str, Any]
    digests: Mapping[str, str]
    before: str
    hash: str
    texts: Mapping[str, ErasableText] = field(default_factory=dict)


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: the same bytes for the same value, everywhere."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def append(
    subject: str,
    after: tuple[int, str],
    step: str,
    actor: str,
    at: datetime,
    facts: Mapping[str, Any],
    texts: Mapping[str, ErasableText],
) -> Event:
    """The next event behind `after` = (number, hash) of the last one."""
    number, before = after[0] + 1, after[1]
    digests = {name: text.digest for name, text in texts.items()}
    body = _body(subject, number, at, step, actor, facts, digests)
    return Event(subject, number, at, step, actor, facts, digests, before, _link(before, body), texts)


def broken(events: Sequence[Event], last: tuple[int, str]) -> int | None:
    """The number of the first event that does not fit its chain, or None when all is whole.

    `last` is (number, hash) that the head keeps, so a chain cut short at its end is broken too. A text that
    was erased is no break; a text that does not fit its digest is.
    """
    before = START
    for number, event in enumerate(events, start=1):
        if event.n != number or event.before != before or not _sound(event):
            return number
        before = event.hash
    return None if (len(events), before) == last else len(events) + 1


def merkle_root(leaves: Iterable[str]) -> str:
    """One hash over all chains' last hashes, in sorted order; published at sealing points.

    An odd node is carried up unpaired, not doubled, so that no two lists of leaves share a root; leaves and
    nodes are prefixed apart (RFC 6962 section 2.1).
    """
    level = [hashlib.sha256(b"\0" + leaf.encode()).hexdigest() for leaf in sorted(leaves)]
    while len(level) > 1:
        level = [_join(level[i : i + 2]) for i in range(0, len(level), 2)]
    return level[0] if level else hashlib.sha256(b"").hexdigest()


def _join(pair: Sequence[str]) -> str:
    if len(pair) == 1:
        return pair[0]
    return hashlib.sha256(b"\1" + bytes.fromhex(pair[0]) + bytes.fromhex(pair[1])).hexdigest()


def _sound(event: Event) -> bool:
    body = _body(event.subject, event.n, event.at, event.step, event.actor, event.facts, event.digests)
    texts_fit = all(text.digest == event.digests.get(name) for name, text in event.texts.items())
    return texts_fit and event.hash == _link(event.before, body)


def _body(
    subject: str,
    n: int,
    at: datetime,
    step: str,
    actor: str,
    facts: Mapping[str, Any],
    digests: Mapping[str, str],
) -> dict[str, Any]:
    return {
        "subject": subject,
        "n": n,
        "at": at,
        "step": step,
        "actor": actor,
        "facts": facts,
        "digests": digests,
    }


def _link(before: str, body: Mapping[str, Any]) -> str:
    return hashlib.sha256(f"{before}\n{canonical(body)}".encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")
