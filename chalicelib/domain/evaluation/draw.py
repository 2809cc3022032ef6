"""The draw of experts from a pool.

A commitment and public numbers give an order. After the IETF draft "A Verifiable Random Selection Process" (elegy-vrs):
a secret is hashed many times and its last hash published; later the hash before it and public numbers of a date then to
come give every label its position. Nobody who fixed the secret could know the numbers, and nobody who knows the numbers
could change the secret.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from chalicelib.frozen import dataclass

ROUNDS = 32
"""How often a secret is hashed before it is published: one more than there can be iterations."""

Why = Literal["field_full", "body_full", "unavailable", "declined"]


def hash_times(secret: bytes, times: int) -> bytes:
    """Return SHA-256 of SHA-256 of … a secret."""
    for _ in range(times):
        secret = hashlib.sha256(secret).digest()
    return secret


def is_code_of(code: bytes, commitment: bytes) -> bool:
    """Return True if `code` is the hash before the published one."""
    return hmac.compare_digest(hashlib.sha256(code).digest(), commitment)


@dataclass(frozen=True)
class PublicNumbers:
    """Numbers that a lottery or the like gave out.

    `source` and `issue` name the drawing; `ordered` says whether the order of its numbers has a meaning.
    """

    source: str
    issue: str
    numbers: tuple[int, ...]
    ordered: bool

    def text(self) -> str:
        """Return them as everybody writes them: `3d:2021317/0.4.7./`."""
        numbers = self.numbers if self.ordered else sorted(self.numbers)
        return f"{self.source}:{self.issue}/" + "".join(f"{n}." for n in numbers) + "/"


def randomness(numbers: Iterable[PublicNumbers]) -> bytes:
    """Return the public numbers as one text, in the order given."""
    return "".join(one.text() for one in numbers).encode()


def draw_key(code: bytes, random: bytes) -> bytes:
    """Return the key that gives labels their positions (HKDF's first step)."""
    return hmac.digest(code, random, "sha256")


def position(key: bytes, label: str) -> str:
    """Return a label's position: 64 hexadecimal digits, lower comes first."""
    return hmac.digest(key, label.encode() + b"\x01", "sha256").hex()


def arrange(key: bytes, labels: Iterable[str]) -> list[str]:
    """Return labels by their positions."""
    return sorted(labels, key=lambda label: position(key, label))


@dataclass(frozen=True)
class PoolMember:
    """An expert of the pool by label, with field and body."""

    label: str
    field: str
    body: str


@dataclass(frozen=True)
class Seats:
    """How many are drawn of each field and body."""

    by_field: Mapping[str, int]
    per_body: int


@dataclass(frozen=True)
class Skip:
    """Who was passed over in the draw, and why."""

    label: str
    why: Why


@dataclass(frozen=True)
class Drawn:
    """The experts drawn, and who was passed over.

    Both are in the order of the draw. `empty` are the seats by field that nobody is left for.
    """

    labels: tuple[str, ...]
    skips: tuple[Skip, ...]
    empty: Mapping[str, int]


def pick(order: Sequence[str], pool: Mapping[str, PoolMember], seats: Seats, unavailable: Collection[str]) -> Drawn:
    """Fill the seats, going down the order once.

    `unavailable` were known to be so before the numbers were.
    """
    return _walk(order, pool, seats, dict.fromkeys(unavailable, "unavailable"), held=())


def replace(before: Drawn, order: Sequence[str], pool: Mapping[str, PoolMember], seats: Seats, leaves: str) -> Drawn:
    """Replace one who was drawn by the next of the same order.

    Everybody else stays; the first in the order who fits now takes the place.
    """
    out: dict[str, Why] = {skip.label: skip.why for skip in before.skips if skip.why in {"unavailable", "declined"}}
    held = tuple(label for label in before.labels if label != leaves)
    return _walk(order, pool, seats, {**out, leaves: "declined"}, held)


def _walk(
    order: Sequence[str],
    pool: Mapping[str, PoolMember],
    seats: Seats,
    out: Mapping[str, Why],
    held: Sequence[str],
) -> Drawn:
    fields = Counter(pool[label].field for label in held)
    bodies = Counter(pool[label].body for label in held)
    drawn, skips = list(held), []
    for label in order:
        if label in held:
            continue
        one = pool[label]
        if why := out.get(label) or _full(one, seats, fields, bodies):
            skips.append(Skip(label, why))
            continue
        drawn.append(label)
        fields[one.field] += 1
        bodies[one.body] += 1
    empty = {field: n - fields[field] for field, n in seats.by_field.items() if n > fields[field]}
    return Drawn(tuple(drawn), tuple(skips), empty)


def _full(one: PoolMember, seats: Seats, fields: Mapping[str, int], bodies: Mapping[str, int]) -> Why | None:
    if fields.get(one.field, 0) >= seats.by_field.get(one.field, 0):
        return "field_full"
    return "body_full" if bodies.get(one.body, 0) >= seats.per_body else None
