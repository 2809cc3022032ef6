"""Filing numbers: nine random signs and a check sign.

No counter is shared, and no number can be guessed.
"""

from collections.abc import Sequence

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""30 signs that are not confused when read aloud or from paper."""

RANDOM_SIGNS = 9
_WEIGHTS = (1, 7, 11, 13, 17, 19, 23, 29, 31)
"""All coprime to 30.

So any single wrong sign changes the check sign.
"""


def with_check(signs: Sequence[str]) -> str:
    """Append the check sign to nine signs of ALPHABET.

    It is their weighted sum modulo 30.
    """
    total = sum(w * ALPHABET.index(s) for w, s in zip(_WEIGHTS, signs, strict=True))
    return "".join(signs) + ALPHABET[total % len(ALPHABET)]


def valid(number: str) -> bool:
    """Return whether a typed or scanned number has a valid form.

    That is its shape and its check sign; no table is read.
    """
    signs = list(number)
    if len(signs) != RANDOM_SIGNS + 1 or any(s not in ALPHABET for s in signs):
        return False
    return with_check(signs[:-1]) == number
