"""Checkpoints: one for each seal, never of another past, and by the key that the log itself names."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.evaluation.seals import Seal, Sealed, Sealing, next_seal
from chalicelib.domain.history import digest
from chalicelib.domain.record import tree
from chalicelib.domain.record.checkpoints import (
    KeyPeriod,
    RecordChanged,
    SignedCheckpoint,
    key_digest,
    key_periods,
    next_checkpoint,
    origin_of,
    signing_keys,
)
from chalicelib.domain.record.notes import encode
from chalicelib.domain.record.statements import statements
from tests.factories import OPENS

ORIGIN = "awards.example.cn/c"
OLD, NEW = encode(b"old key"), encode(b"new key")
A_DAY = timedelta(days=1)


def seals(*of: tuple[Sealed, list[str]]) -> list[Seal]:
    chain: list[Seal] = []
    for n, (what, leaves) in enumerate(of):
        sealing = Sealing("c", OPENS + n * A_DAY, "a", f"salt {n}")
        chain.append(next_seal(chain[-1] if chain else None, sealing, what, "x/y", leaves))
    return chain


def signed(chain: list[Seal], available: list[str]) -> list[SignedCheckpoint]:
    done: list[SignedCheckpoint] = []
    for seal in chain:
        one = next_checkpoint(ORIGIN, chain, done)
        keys = tuple(signing_keys(seal, done, available))
        done.append(SignedCheckpoint("c", seal.n, one.size, one.root.hex(), seal.at, "", keys))
    return done


def test_a_log_is_named_by_the_site_and_its_call() -> None:
    assert origin_of("https://awards.example.cn", "c") == ORIGIN
    assert origin_of("http://127.0.0.1:8000", "c") == "127.0.0.1:8000/c"


def test_each_seal_has_a_checkpoint_of_all_leaves_so_far() -> None:
    chain = seals(("roll", [digest(1), digest(2)]), ("rules", [digest(3)]), ("marks", []))
    hashes = [tree.leaf_hash(one) for one in statements(chain)]
    assert [(one.n, one.size) for one in signed(chain, [OLD])] == [(1, 2), (2, 3), (3, 4)]
    assert signed(chain, [OLD])[1].root == tree.root(hashes[:3]).hex()


@pytest.mark.parametrize("changed", [{"leaves": (digest(9), digest(2))}, {"salt": "x"}, {"about": "z"}, {"leaves": ()}])
def test_another_past_than_the_signed_one_is_never_signed(changed: dict[str, object]) -> None:
    chain = seals(("roll", [digest(1), digest(2)]), ("rules", [digest(3)]))
    done = signed(chain[:1], [OLD])
    false = [replace(chain[0], **changed), chain[1]]  # type: ignore[arg-type]
    with pytest.raises(RecordChanged):
        next_checkpoint(ORIGIN, false, done)


def test_a_key_signs_until_a_seal_names_another_and_both_sign_that() -> None:
    chain = seals(("roll", [digest(1)]), ("key", [key_digest(NEW)]), ("rules", [digest(2)]))
    done = signed(chain, [OLD, NEW])
    assert [one.keys for one in done] == [(OLD,), (OLD, NEW), (NEW,)]
    assert key_periods(done) == [
        KeyPeriod(OLD, OPENS, OPENS + A_DAY),
        KeyPeriod(NEW, OPENS + A_DAY),
    ]
    assert key_periods(done)[1].spki == b"new key"


def test_a_log_keeps_to_its_key_whatever_else_can_sign() -> None:
    chain = seals(("roll", [digest(1)]), ("rules", [digest(2)]))
    first = signed(chain[:1], [OLD])
    assert signing_keys(chain[1], first, [NEW, OLD]) == [OLD]
    with pytest.raises(LookupError):
        signing_keys(chain[1], first, [NEW])
    with pytest.raises(LookupError):
        signing_keys(seals(("key", [digest("x")]))[0], first, [OLD, NEW])


def test_a_checkpoint_is_known_on_paper_by_sixteen_signs() -> None:
    [one] = signed(seals(("roll", [digest(1)])), [OLD])
    assert one.code == one.root[:16].upper()
