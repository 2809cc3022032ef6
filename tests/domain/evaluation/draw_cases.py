"""Draws that Python and the browser run alike: `python -m tests.domain.evaluation.draw_cases` writes them anew."""

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from chalicelib.domain.evaluation import draw as drawing
from chalicelib.domain.evaluation import pool as pools
from chalicelib.domain.evaluation.draw import PublicNumbers, Seats
from chalicelib.domain.evaluation.panel import Draw, PoolExpert
from chalicelib.domain.evaluation.published_draw import FieldSeats, PublicDraw, key_of, published, run_again

FILE = Path(__file__).parents[2] / "parity/draws/cases.json"
FIELDS = ("gov", "soc", "eco")
NUMBERS = (
    PublicNumbers("3d", "2021317", (0, 4, 7), ordered=True),
    PublicNumbers("qlc", "2021135", (2, 8, 11, 15, 21, 27, 30), ordered=False),
)


def worked() -> Draw:
    """The worked example: twelve experts, three fields, five bodies, two seats each."""
    pool = tuple(
        PoolExpert(f"E{n:03}", f"a{n}", FIELDS[n % 3], "ABCDE"[n % 5], "", 60, digest=f"{n:064x}") for n in range(1, 13)
    )
    seats = Seats(dict.fromkeys(FIELDS, 2), per_body=2)
    draw = Draw("c", "t", "s", pool, seats, numbers_on="2021-11-17", issues={"3d": "2021317", "qlc": "2021135"})
    return committed(draw, b"laurel example secret 2021", NUMBERS, rounds=8)


def committed(draw: Draw, secret: bytes, numbers: tuple[PublicNumbers, ...], rounds: int = drawing.ROUNDS) -> Draw:
    """The draw, revealed."""
    code = drawing.hash_times(secret, rounds - 1)
    known = replace(
        draw,
        secret=secret.hex(),
        code=code.hex(),
        commitment=drawing.hash_times(secret, rounds).hex(),
        numbers=numbers,
    )
    pool = pools.members(draw.pool)
    order = drawing.arrange(key_of(known, ""), pool)
    return replace(known, drawn=drawing.pick(order, pool, draw.seats, draw.unavailable))


def left(draw: Draw, *labels: str) -> Draw:
    """The draw after some have left, in turn."""
    pool = pools.members(draw.pool)
    order = drawing.arrange(key_of(draw, ""), pool)
    for label in labels:
        assert draw.drawn
        after = drawing.replace(draw.drawn, order, pool, draw.seats, label)
        draw = replace(draw, drawn=after, left={**draw.left, label: "declined"})
    return draw


def at_random(seed: int) -> Draw:
    """A draw of any size, with some away and some replaced."""
    dice = random.Random(seed)
    count = dice.randint(1, 40)
    bodies = [f"单位 {n}" for n in range(dice.randint(1, 12))] + [""]
    pool = tuple(
        replace(
            PoolExpert(pools.label_at(n), f"a{n}", dice.choice(FIELDS), dice.choice(bodies), "", 60),
            digest=f"{dice.getrandbits(256):064x}",
        )
        for n in range(1, count + 1)
    )
    seats = Seats({field: dice.randint(1, 8) for field in FIELDS[: dice.randint(1, 3)]}, dice.randint(1, 3))
    away = tuple(sorted(one.label for one in pool if dice.random() < 0.15))
    numbers = (PublicNumbers("3d", str(dice.randint(1, 999)), tuple(dice.choices(range(10), k=3)), ordered=True),)
    draw = Draw("c", "t", "s", pool, seats, numbers_on="2021-11-17", issues={"3d": "1"}, unavailable=away)
    draw = committed(draw, dice.randbytes(32), numbers)
    for _ in range(dice.randint(0, 4)):
        if draw.drawn and draw.drawn.labels:
            draw = left(draw, dice.choice(draw.drawn.labels))
    return draw


def tampered(public: PublicDraw) -> Iterator[tuple[str, PublicDraw]]:
    """What somebody might change of a published draw."""
    first, *rest = public.pool
    yield "another code", replace(public, code="00" * 32)
    yield "another secret", replace(public, secret="11" * 32)
    lottery, *others = public.numbers
    yield "another number", replace(public, numbers=(replace(lottery, numbers=(9, 9, 9)), *others))
    yield "another text of the numbers", replace(public, randomness=public.randomness + "x")
    yield "another field", replace(public, pool=(replace(first, field="eco"), *rest))
    yield "another label", replace(public, pool=(replace(first, label="E999"), *rest))
    yield "somebody left out", replace(public, pool=tuple(rest))
    yield "other seats", replace(public, seats=(FieldSeats("gov", 3), *public.seats[1:]))
    yield "more of a body", replace(public, per_body=public.per_body - 1)
    yield "somebody away", replace(public, unavailable=(public.drawn[0],))
    yield "somebody else drawn", replace(public, drawn=tuple(reversed(public.drawn)))
    yield "another reason", replace(public, skips=(replace(public.skips[0], why="body_full"), *public.skips[1:]))
    yield "nobody replaced", replace(public, replacements=())
    yield "somebody else seated", replace(public, seated=public.drawn)


def shown(draw: Draw, ended: bool = True) -> PublicDraw:
    """The worked example as it is published; its secret is hashed eight times."""
    return replace(published(draw, "ab" * 32, ended), rounds=8)


def cases() -> list[dict[str, Any]]:
    example = left(worked(), "E004")
    good = [("the worked example", shown(example)), ("before the secret is told", shown(example, ended=False))]
    good += [(f"at random, {seed}", published(at_random(seed), "ab" * 32, ended=True)) for seed in range(12)]
    good.append(("not revealed", shown(replace(worked(), code="", numbers=(), drawn=None))))
    return [
        {"name": name, "draw": json.loads(json.dumps(asdict(public))), "faults": run_again(public)}
        for name, public in [*good, *tampered(shown(example))]
    ]


def text() -> str:
    rows = (json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases())
    return "[\n" + ",\n".join(rows) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
