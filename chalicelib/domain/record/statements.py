"""The leaves of a call's log: a statement for each sealed digest.

A statement is canonical JSON. Digests of what is not public are salted, so that nobody finds by trying what they are
of. The salt of a leaf is disclosed with what it opens, and opens no other leaf.
"""

import hashlib
import hmac
from collections.abc import Sequence

from chalicelib.domain.call import iso
from chalicelib.domain.evaluation.seals import PUBLIC, Seal
from chalicelib.domain.history import canonical, digest
from chalicelib.frozen import dataclass

NOTHING = digest([])
"""What a seal without a digest says, since each has a leaf."""


@dataclass(frozen=True)
class Opening:
    """The leaf of a seal that a thing is in.

    `leaf` counts from 0; `salt` shows it, and is empty where the digest is public.
    """

    seal: int
    leaf: int
    salt: str


def statements(seals: Sequence[Seal]) -> list[bytes]:
    """Return the leaves of a log, those of each seal in order."""
    return [one for seal in seals for one in statements_of(seal)]


def statements_of(seal: Seal) -> list[bytes]:
    """Return the leaves of one seal."""
    return [_statement(seal, n, one) for n, one in enumerate(seal.leaves or (NOTHING,))]


def count(seals: Sequence[Seal]) -> int:
    """Return how many leaves seals have."""
    return sum(len(seal.leaves) or 1 for seal in seals)


def opening(seal: Seal, leaf: int) -> Opening:
    """Return what shows that a digest is in a leaf."""
    return Opening(seal.n, leaf, "" if seal.what in PUBLIC else _salt(seal, leaf))


def salted(salt: str, digest: str) -> str:
    """Return what is published of a digest that is not public.

    `printf %s DIGEST | openssl dgst -sha256 -hmac SALT` gives the same.
    """
    return hmac.new(salt.encode(), digest.encode(), hashlib.sha256).hexdigest()


def _statement(seal: Seal, n: int, digest: str) -> bytes:
    shown = {"digest": digest} if seal.what in PUBLIC else {"salted": salted(_salt(seal, n), digest)}
    said = {"call": seal.call, "seal": seal.n, "leaf": n, "kind": seal.what, "about": seal.about, "at": iso(seal.at)}
    return canonical(said | shown).encode()


def _salt(seal: Seal, n: int) -> str:
    if not seal.salt:
        raise ValueError(f"seal {seal.n} of {seal.call} has no salt")
    return salted(seal.salt, str(n))
