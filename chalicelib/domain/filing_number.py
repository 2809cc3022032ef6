"""Filing numbers: random, ten signs, the last one a check. No counter is shared, and none can be guessed."""

from collections.abc import Sequence

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""30 signs that are not taken for each other when read aloud or from paper."""

RANDOM_SIGNS = 9
_WEIGHTS = (1, 7, 11, 13, 17, 19, 23, 29, 31)
"""All prime to 30, so that any one wrong sign changes the check."""


def with_check(signs: Sequence[str]) -> str:
    """Nine signs of ALPHABET and their check sign (weighted sum modulo 30)."""
    total = sum(w * ALPHABET.index(s) for w, s in zip(_WEIGHTS, signs, strict=True))
    return "".join(signs) + ALPHABET[total % len(ALPHABET)]


def valid(number: str) -> bool:
    """Whether a number typed or scanned can be one: shape and check sign."""
    signs = list(number)
    if len(signs) != RANDOM_SIGNS + 1 or any(s not in ALPHABET for s in signs):
        return False
    return with_check(signs[:-1]) == number
