"""The draw: the worked example, and what nobody can do to it."""

import hashlib
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.domain.evaluation import draw
from chalicelib.domain.evaluation.draw import Drawn, PoolMember, PublicNumbers, Seats

SECRET = b"laurel example secret 2021"
NUMBERS = (
    PublicNumbers("3d", "2021317", (0, 4, 7), ordered=True),
    PublicNumbers("qlc", "2021135", (30, 8, 2, 11, 15, 27, 21), ordered=False),
)
POOL = {f"E{n:03}": PoolMember(f"E{n:03}", ("gov", "soc", "eco")[n % 3], "ABCDE"[n % 5]) for n in range(1, 13)}
SEATS = Seats({"gov": 2, "soc": 2, "eco": 2}, per_body=2)
ORDER = ["E012", "E003", "E001", "E009", "E006", "E008", "E004", "E005", "E007", "E002", "E011", "E010"]


def key() -> bytes:
    return draw.draw_key(draw.hash_times(SECRET, 7), draw.randomness(NUMBERS))


def test_a_secret_is_hashed_many_times() -> None:
    assert draw.hash_times(b"totally not a bikeshed", 10).hex().startswith("950ea08d8d5f")
    assert draw.hash_times(b"totally not a bikeshed", 10).hex().endswith("f8c488")
    assert draw.hash_times(SECRET, 8).hex().startswith("5c7d99153636e409")
    assert draw.hash_times(SECRET, 7).hex().startswith("31491764e84e89e1")


def test_the_code_proves_the_commitment() -> None:
    code = draw.hash_times(SECRET, 7)
    assert draw.is_code_of(code, draw.hash_times(SECRET, 8))
    assert not draw.is_code_of(code[:-1] + b"0", draw.hash_times(SECRET, 8))


def test_public_numbers_have_one_way_to_be_written() -> None:
    assert draw.randomness(NUMBERS) == b"3d:2021317/0.4.7./qlc:2021135/2.8.11.15.21.27.30./"


def test_the_worked_example() -> None:
    assert draw.arrange(key(), POOL) == ORDER
    assert [draw.position(key(), label)[:16] for label in ORDER[:8]] == [
        "12737bf2aaab56f4",
        "18ebe2be3d346122",
        "23bb9b6c5f44f516",
        "3c89d7c1e0177475",
        "6d8747cf8d99ebfc",
        "6ecf5289e5056168",
        "7328b6e9ec57c73a",
        "89f0f00f20e80afa",
    ]
    drawn = draw.pick(ORDER, POOL, SEATS, ())
    assert drawn.labels == ("E012", "E003", "E001", "E008", "E004", "E005")
    assert [(skip.label, skip.why) for skip in drawn.skips[:2]] == [("E009", "field_full"), ("E006", "field_full")]
    assert draw.replace(drawn, ORDER, POOL, SEATS, "E004").labels == ("E012", "E003", "E001", "E008", "E005", "E007")


def test_who_declined_does_not_come_back_when_another_does() -> None:
    once = draw.replace(draw.pick(ORDER, POOL, SEATS, ["E007"]), ORDER, POOL, SEATS, "E004")
    again = draw.replace(once, ORDER, POOL, SEATS, "E001")
    assert not {"E001", "E004", "E007"} & set(again.labels)


def test_a_seat_that_nobody_is_left_for_is_told() -> None:
    assert draw.pick(ORDER, POOL, Seats({"gov": 9}, per_body=9), ()).empty == {"gov": 5}


FIELDS, BODIES = st.sampled_from(["gov", "soc"]), st.sampled_from("ABC")
PEOPLE = st.lists(st.tuples(FIELDS, BODIES), min_size=1, max_size=14)


def pool_of(people: list[tuple[str, str]]) -> dict[str, PoolMember]:
    return {f"E{n:03}": PoolMember(f"E{n:03}", *one) for n, one in enumerate(people)}


def rules_hold(drawn: Drawn, pool: dict[str, PoolMember], seats: Seats) -> bool:
    fields = Counter(pool[label].field for label in drawn.labels)
    bodies = Counter(pool[label].body for label in drawn.labels)
    return all(fields[f] <= seats.by_field.get(f, 0) for f in fields) and all(
        n <= seats.per_body for n in bodies.values()
    )


@given(PEOPLE, st.binary(min_size=32, max_size=32), st.integers(1, 3), st.data())
def test_replacing_keeps_everybody_else_and_every_rule(
    people: list[tuple[str, str]], code: bytes, per_body: int, data: st.DataObject
) -> None:
    pool, seats = pool_of(people), Seats({"gov": 2, "soc": 1}, per_body)
    order = draw.arrange(draw.draw_key(code, b"3d:1/1.2.3./"), pool)
    out = data.draw(st.sets(st.sampled_from(order), max_size=2))
    drawn = draw.pick(order, pool, seats, out)
    assume(drawn.labels)
    assert rules_hold(drawn, pool, seats)
    for _ in range(3):
        if not drawn.labels:
            break
        leaves = data.draw(st.sampled_from(drawn.labels))
        after = draw.replace(drawn, order, pool, seats, leaves)
        kept = [label for label in drawn.labels if label != leaves]
        assert list(after.labels[: len(kept)]) == kept
        assert leaves not in after.labels
        assert not out & set(after.labels)
        assert rules_hold(after, pool, seats)
        assert {*after.labels, *(skip.label for skip in after.skips)} == set(pool)
        drawn = after


@given(st.binary(min_size=32, max_size=32), st.integers(0, 255))
def test_any_bit_of_the_code_gives_another_order(code: bytes, bit: int) -> None:
    labels = [f"E{n:03}" for n in range(60)]
    other = (int.from_bytes(code) ^ 1 << bit).to_bytes(32)
    assert draw.arrange(draw.draw_key(code, b"x"), labels) != draw.arrange(draw.draw_key(other, b"x"), labels)


@pytest.mark.parametrize("label", ["E001", "E012"])
def test_every_place_in_the_order_is_as_likely(label: str) -> None:
    """A chi-square of 11 degrees over fixed seeds: 99.9 % of fair ones stay below 31.3."""
    seeds = 10_000
    keys = (draw.draw_key(hashlib.sha256(f"{n}".encode()).digest(), b"3d:1/1.2.3./") for n in range(seeds))
    places = Counter(draw.arrange(one, POOL).index(label) for one in keys)
    fair = seeds / 12
    assert sum((places[n] - fair) ** 2 / fair for n in range(12)) < 31.3
