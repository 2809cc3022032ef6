"""The leaves of a log: what is public can be computed again, of what is not nothing can be guessed."""

import json
import subprocess
from dataclasses import replace

import pytest

from chalicelib.domain.evaluation.seals import Seal, Sealed, Sealing, next_seal
from chalicelib.domain.history import digest
from chalicelib.domain.record.statements import NOTHING, count, opening, salted, statements, statements_of
from tests.factories import OPENS

SEALING = Sealing("c", OPENS, "a-organiser", "a salt of the tests")


def sealed(what: Sealed, *leaves: str, salt: str = SEALING.salt) -> Seal:
    return next_seal(None, replace(SEALING, salt=salt), what, "scenario/written", leaves)


def said(seal: Seal) -> list[dict[str, object]]:
    return [json.loads(one) for one in statements_of(seal)]


def test_a_leaf_says_what_was_sealed_when_and_not_by_whom() -> None:
    [one] = said(sealed("rules", digest("x")))
    assert one == {
        "call": "c",
        "seal": 1,
        "leaf": 0,
        "kind": "rules",
        "about": "scenario/written",
        "at": "2021-10-20T00:00:00Z",
        "digest": digest("x"),
    }


def test_leaves_come_in_the_order_of_sealing() -> None:
    first = sealed("rules", digest("b"), digest("a"))
    second = next_seal(first, SEALING, "draw", "scenario/written", [digest("0")])
    of_all = [json.loads(one) for one in statements([first, second])]
    assert [(one["seal"], one["leaf"], one["digest"]) for one in of_all] == [
        (1, 0, digest("b")),
        (1, 1, digest("a")),
        (2, 0, digest("0")),
    ]
    assert count([first, second]) == 3


def test_a_private_digest_is_neither_shown_nor_to_be_found_by_trying() -> None:
    """Three of six entries are twenty guesses: without the salt none of them can be told from the others."""
    chosen = digest(["a", "b", "c"])
    one, other = sealed("selection", chosen), sealed("selection", chosen, salt="another salt")
    assert said(one) != said(other)
    assert chosen not in str(said(one))
    assert SEALING.salt not in str(said(one))
    assert len(said(one)[0]["salted"]) == 64  # type: ignore[arg-type]


def test_the_salt_of_a_leaf_opens_that_leaf_and_no_other() -> None:
    seal = sealed("marks", digest("one"), digest("two"))
    first, second = said(seal)
    known = opening(seal, 1)
    assert (known.seal, known.leaf) == (1, 1)
    assert second["salted"] == salted(known.salt, digest("two"))
    assert first["salted"] != salted(known.salt, digest("one"))
    assert known.salt != seal.salt


def test_what_is_public_needs_no_salt() -> None:
    assert opening(sealed("draw", digest("x")), 0).salt == ""
    assert said(sealed("draw", digest("x"), salt=""))[0]["digest"] == digest("x")
    with pytest.raises(ValueError, match="no salt"):
        statements_of(sealed("marks", digest("x"), salt=""))


def test_a_seal_of_nothing_has_a_leaf_too() -> None:
    [one] = said(sealed("marks"))
    assert one["salted"] == salted(opening(sealed("marks"), 0).salt, NOTHING)
    assert count([sealed("marks")]) == 1


def test_openssl_computes_the_same() -> None:
    known = opening(sealed("notice", digest("x")), 0)
    told = subprocess.run(
        ["openssl", "dgst", "-sha256", "-hmac", known.salt], input=digest("x").encode(), capture_output=True, check=True
    )
    assert told.stdout.decode().split()[-1] == salted(known.salt, digest("x"))


def test_a_seals_digest_covers_its_salt() -> None:
    assert sealed("marks", "x").digest != sealed("marks", "x", salt="y").digest
