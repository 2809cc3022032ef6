"""Checkpoints of a call's log: one for each seal, signed once.

A key signs until a seal says that another takes its place; both sign the checkpoint of that seal.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.record import tree
from chalicelib.domain.record.notes import Checkpoint, decode
from chalicelib.domain.record.statements import count, statements
from chalicelib.frozen import dataclass


class RecordChanged(Exception):
    """A log whose beginning is not the one that was signed."""


@dataclass(frozen=True)
class SignedCheckpoint:
    """The checkpoint of the n-th seal.

    - `note`: the checkpoint with its signatures, as it is published.
    - `keys`: the keys that signed it, in base64, the one of before first.
    - `published_at`: when its files were written, None as long as they are not.
    """

    call: str
    n: int
    size: int
    root: str
    at: datetime
    note: str
    keys: tuple[str, ...]
    published_at: datetime | None = None
    v: int = 1

    @property
    def code(self) -> str:
        """The sixteen signs that identify it on paper."""
        return self.root[:16].upper()


@dataclass(frozen=True)
class KeyPeriod:
    """A key, and from when until when it signed a log.

    `until` is None for the one that signs now.
    """

    key: str
    since: datetime
    until: datetime | None = None

    @property
    def spki(self) -> bytes:
        return decode(self.key)


def origin_of(site_origin: str, call: str) -> str:
    """Return the name of a call's log and of its keys."""
    return f"{site_origin.partition('://')[2] or site_origin}/{call}"


def next_checkpoint(origin: str, seals: Sequence[Seal], checkpoints: Sequence[SignedCheckpoint]) -> Checkpoint:
    """Return what is to be signed after some checkpoints.

    `seals` are all of the call in order. Raises RecordChanged where they do not begin as was signed, since a log that
    was signed once is only ever added to.
    """
    signed = checkpoints[-1] if checkpoints else None
    n = len(checkpoints) + 1
    leaves = [tree.leaf_hash(one) for one in statements(seals[:n])]
    before = count(seals[: n - 1])
    if signed and (before, tree.root(leaves[:before]).hex()) != (signed.size, signed.root):
        raise RecordChanged(f"{origin}: the seals up to {signed.n} are not those that were signed")
    return Checkpoint(origin, len(leaves), tree.root(leaves))


def signing_keys(seal: Seal, checkpoints: Sequence[SignedCheckpoint], available: Sequence[str]) -> list[str]:
    """Return the keys that sign the checkpoint of a seal.

    `available` are those that can sign, in base64; the first begins a log. Raises LookupError where one is needed that
    is not among them.
    """
    now = checkpoints[-1].keys[-1] if checkpoints else available[0]
    if seal.what != "key":
        return [_known(now, available)]
    after = next((key for key in available if key_digest(key) in seal.leaves), "")
    return [_known(now, available), _known(after, available)]


def key_digest(key: str) -> str:
    """Return the digest by which a seal names a key.

    The key is in base64.
    """
    return hashlib.sha256(decode(key)).hexdigest()


def key_periods(checkpoints: Sequence[SignedCheckpoint]) -> list[KeyPeriod]:
    """Return the keys that ever signed a log, in their order."""
    since: dict[str, datetime] = {}
    until: dict[str, datetime] = {}
    for one in checkpoints:
        for key in one.keys:
            since.setdefault(key, one.at)
        until |= dict.fromkeys(one.keys[:-1], one.at)
    return [KeyPeriod(key, at, until.get(key)) for key, at in since.items()]


def _known(key: str, available: Sequence[str]) -> str:
    if key not in available:
        raise LookupError(f"key {key_digest(key)[:8] if key else 'of the seal'} is not among those that sign")
    return key
