"""The draw as anybody may read it, and run it again.

Nothing in it names a person or a body: experts are labels with the digest of a salted name, bodies are codes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Literal

from chalicelib.domain.evaluation import draw as drawing
from chalicelib.domain.evaluation.draw import Drawn, PoolMember, PublicNumbers, Seats, Skip
from chalicelib.domain.evaluation.panel import Draw, EarlierCommitment
from chalicelib.domain.evaluation.pool import body_codes, members
from chalicelib.domain.history import digest
from chalicelib.frozen import dataclass

Fault = Literal["code", "secret", "order", "drawn", "skips", "replacements", "seated"]
"""What of a published draw is not as it comes out when it is run again."""


@dataclass(frozen=True)
class PublicExpert:
    """An expert of a pool, as it is published."""

    label: str
    field: str
    body: str
    digest: str


@dataclass(frozen=True)
class FieldSeats:
    """The seats of a field."""

    field: str
    places: int


@dataclass(frozen=True)
class OrderPlace:
    """A label's place in the order of a draw."""

    label: str
    position: str


@dataclass(frozen=True)
class Replacement:
    """A seat that changed hands after the draw.

    `takes`: who came for it. Nobody, where nobody was left; two, where a seat that stood empty can be filled with it.
    """

    leaves: str
    why: str
    takes: tuple[str, ...]


@dataclass(frozen=True)
class PublicDraw:
    """A jury's pool and draw, as far as they are public.

    - `named`: the jury was named, nothing was drawn.
    - `rules`: the digest of the rules.
    - `commitment`: SHA-256, `rounds` times, of a secret; `code`: the same, one time less; both hexadecimal.
    - `randomness`: the public numbers as one text.
    - `drawn` and `skips`: as they came out first; `seated`: who has the seats after the replacements.
    - `empty`: seats that nobody was left for.
    """

    call: str
    track: str
    stage: str
    named: bool
    rules: str
    pool: tuple[PublicExpert, ...]
    seats: tuple[FieldSeats, ...]
    per_body: int
    commitment: str
    rounds: int
    numbers_on: str
    issues: Mapping[str, str]
    unavailable: tuple[str, ...]
    earlier: tuple[EarlierCommitment, ...]
    revealed: bool
    numbers: tuple[PublicNumbers, ...]
    randomness: str
    code: str
    secret: str
    order: tuple[OrderPlace, ...]
    drawn: tuple[str, ...]
    skips: tuple[Skip, ...]
    replacements: tuple[Replacement, ...]
    seated: tuple[str, ...]
    empty: tuple[FieldSeats, ...]
    witnesses: int


def published(draw: Draw, rules: str, ended: bool = False) -> PublicDraw:
    """Return a draw as anybody may read it.

    `rules` is the digest of the rules. The secret behind the code is public once the evaluation has `ended`.
    """
    named, codes = not draw.commitment, body_codes(draw.pool)
    order, first, replacements = ((), None, _named(draw)) if named else _run(draw)
    return PublicDraw(
        call=draw.call,
        track=draw.track,
        stage=draw.stage,
        named=named,
        rules=rules,
        pool=tuple(PublicExpert(one.label, one.subject, codes[one.label], one.digest) for one in draw.pool),
        seats=_seats(draw.seats.by_field),
        per_body=draw.seats.per_body,
        commitment=draw.commitment,
        rounds=0 if named else drawing.ROUNDS,
        numbers_on=draw.numbers_on,
        issues=draw.issues,
        unavailable=draw.unavailable,
        earlier=draw.earlier,
        revealed=draw.drawn is not None,
        numbers=draw.numbers,
        randomness=drawing.randomness(draw.numbers).decode(),
        code=draw.code,
        secret=draw.secret if ended else "",
        order=order,
        drawn=first.labels if first else (),
        skips=first.skips if first else (),
        replacements=replacements,
        seated=draw.drawn.labels if draw.drawn else (),
        empty=_seats(draw.drawn.empty) if draw.drawn else (),
        witnesses=len(draw.witnessed_by),
    )


def pool_digest(public: PublicDraw) -> str:
    """Return the digest of what was fixed before the numbers were known."""
    return digest(
        {
            "call": public.call,
            "track": public.track,
            "stage": public.stage,
            "rules": public.rules,
            "pool": [asdict(one) for one in public.pool],
            "seats": [asdict(one) for one in public.seats],
            "per_body": public.per_body,
            "commitment": public.commitment,
            "numbers_on": public.numbers_on,
            "issues": public.issues,
            "unavailable": public.unavailable,
        }
    )


def draw_digest(public: PublicDraw) -> str:
    """Return the digest of what came out of a draw, replacements included."""
    return digest(
        {
            "call": public.call,
            "track": public.track,
            "stage": public.stage,
            "randomness": public.randomness,
            "code": public.code,
            "order": [one.label for one in public.order],
            "drawn": public.drawn,
            "skips": [asdict(one) for one in public.skips],
            "replacements": [asdict(one) for one in public.replacements],
            "seated": public.seated,
        }
    )


def run_again(public: PublicDraw) -> list[Fault]:
    """List what of a revealed draw does not come out again.

    From what is published alone. A named jury has nothing to be run.
    """
    if public.named or not public.revealed:
        return []
    code, faults = bytes.fromhex(public.code), list[Fault]()
    if not drawing.is_code_of(code, bytes.fromhex(public.commitment)):
        faults.append("code")
    if public.secret and drawing.hash_times(bytes.fromhex(public.secret), public.rounds - 1) != code:
        faults.append("secret")
    randomness = drawing.randomness(public.numbers)
    key = drawing.draw_key(code, randomness)
    pool = {one.label: PoolMember(one.label, one.field, one.body) for one in public.pool}
    order = drawing.arrange(key, pool)
    placed = [(one.label, one.position) for one in public.order]
    if placed != [(label, drawing.position(key, label)) for label in order] or randomness.decode() != public.randomness:
        faults.append("order")
    seats = Seats({one.field: one.places for one in public.seats}, public.per_body)
    outcome = drawing.pick(order, pool, seats, public.unavailable)
    if outcome.labels != public.drawn:
        faults.append("drawn")
    if outcome.skips != public.skips:
        faults.append("skips")
    left = {one.leaves: one.why for one in public.replacements}
    changes, seated = _replaced(outcome, order, pool, seats, left)
    if changes != public.replacements:
        faults.append("replacements")
    if seated != public.seated:
        faults.append("seated")
    return faults


def key_of(draw: Draw, roll_seal: str) -> bytes:
    """Return the key that gives entries and experts their order.

    Where nothing was drawn it comes from the digest of the roll's seal.
    """
    if draw.code:
        return drawing.draw_key(bytes.fromhex(draw.code), drawing.randomness(draw.numbers))
    return hashlib.sha256(roll_seal.encode()).digest()


def _seats(by_field: Mapping[str, int]) -> tuple[FieldSeats, ...]:
    return tuple(FieldSeats(field, places) for field, places in sorted(by_field.items()))


def _run(draw: Draw) -> tuple[tuple[OrderPlace, ...], Drawn | None, tuple[Replacement, ...]]:
    """Return order, first outcome and replacements of a revealed draw."""
    if not draw.code:
        return (), None, ()
    key, pool = key_of(draw, ""), members(draw.pool)
    order = drawing.arrange(key, pool)
    first = drawing.pick(order, pool, draw.seats, draw.unavailable)
    changes, _ = _replaced(first, order, pool, draw.seats, draw.left)
    return tuple(OrderPlace(label, drawing.position(key, label)) for label in order), first, changes


def _replaced(
    first: Drawn, order: Sequence[str], pool: Mapping[str, PoolMember], seats: Seats, left: Mapping[str, str]
) -> tuple[tuple[Replacement, ...], tuple[str, ...]]:
    """Return the replacements in turn, and who is seated after them."""
    now, changes = first, []
    for leaves, why in left.items():
        after = drawing.replace(now, order, pool, seats, leaves)
        takes = tuple(label for label in after.labels if label not in now.labels)
        changes.append(Replacement(leaves, why, takes))
        now = after
    return tuple(changes), now.labels


def _named(draw: Draw) -> tuple[Replacement, ...]:
    """Return the replacements of a named jury.

    Each brought one more expert, who stands at the pool's end.
    """
    added = draw.pool[len(draw.pool) - len(draw.left) :]
    return tuple(Replacement(out, why, (one.label,)) for (out, why), one in zip(draw.left.items(), added, strict=True))
