"""The tamper-evident history: hash chains of events.

There is a chain per submission, per ranked list and per account. An event's hash is SHA-256 over the hash before it
and its own canonical JSON; its texts enter only as salted digests. Erasing a person's words removes text and salt and
leaves the digest; verifying treats such an event as erased, not as broken.
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
    """A text kept outside the chain, so that it can be erased.

    The chain keeps only its `digest`.
    """

    value: str
    salt: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(f"{self.salt}\n{self.value}".encode()).hexdigest()


@dataclass(frozen=True)
class Event:
    """An event in the history of `subject`.

    `subject` is a submission's id, 'call/desk/track' of a ranked list, or 'account/id'. `n` counts from 1 within the
    chain; `before` is the hash of the previous event. `actor` is an account's id. `facts` are figures and codes, never
    names or words; `digests` are those of `texts`, which are stored outside the chain.
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
    """Serialise to JSON with sorted keys and no spaces.

    Equal values give the same bytes everywhere.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical form, hexadecimal."""
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
    """Build the event that follows `after` in a chain.

    `after` is (number, hash) of the last event.
    """
    number, before = after[0] + 1, after[1]
    digests = {name: text.digest for name, text in texts.items()}
    body = _body(subject, number, at, step, actor, facts, digests)
    return Event(subject, number, at, step, actor, facts, digests, before, _link(before, body), texts)


def broken(events: Sequence[Event], last: tuple[int, str]) -> int | None:
    """Return the number of the first event that breaks the chain.

    None when the chain is whole. `last` is (number, hash) as the head keeps it, so that a chain cut short at its end is
    broken too. An erased text does not break the chain; a text that does not match its digest does.
    """
    before = START
    for number, event in enumerate(events, start=1):
        if event.n != number or event.before != before or not _sound(event):
            return number
        before = event.hash
    return None if (len(events), before) == last else len(events) + 1


def merkle_root(leaves: Iterable[str]) -> str:
    """Return one hash over the last hashes of all chains.

    They are sorted first. It is published at sealing points. An odd node is carried up unpaired, not doubled, so that
    no two lists of leaves share a root; leaves and nodes have different prefixes (RFC 6962 section 2.1).
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
