"""Passwords: their rules, their hashes, and one-time passwords.

Rules after NIST SP 800-63B: length and a list of common ones, no composition, no expiry. Its third revision requires
8 characters, its fourth 15 where a password is the only factor. Laurel stays with 8: its users type a password into
an office PC a few times a year, what guessing at the front door costs grows with each failure, and behind it argon2id
makes a stolen hash slow to try.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import Any

from chalicelib.domain.accounts import Login
from chalicelib.domain.errors import problem
from chalicelib.services.context import token

SHORTEST, LONGEST = 8, 128
FEWEST_DIFFERENT = 3
ONE_TIME_LASTS = timedelta(days=14)

_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$6tuTfCLfkkjp9uyNOirf5A$+Dzq8kxwUeAnyj4BRfvt+zaqdPp1BKGWEPOmSy2tvaY"
"""The hash of a discarded password.

An unknown name is compared with it, at the same cost.
"""


def normalise(password: str) -> str:
    """Return a password as it is hashed: in NFKC.

    Each keyboard's way of typing it is then the same.
    """
    return unicodedata.normalize("NFKC", password)


def problems(
    password: str,
    again: str,
    about: Iterable[str],
    pointers: tuple[str, str] = ("/password", "/password_again"),
) -> list[dict[str, Any]]:
    """Return what is wrong with a new password and its repetition.

    `about`: what others know of its owner.
    """
    typed, length = normalise(password), len(normalise(password))
    faults = []
    if not length:
        faults.append(problem(pointers[0], "required"))
    elif length < SHORTEST:
        faults.append(problem(pointers[0], "too_short", min=SHORTEST, missing=SHORTEST - length))
    elif length > LONGEST:
        faults.append(problem(pointers[0], "too_long", max=LONGEST, over=length - LONGEST))
    elif typed.casefold() in {normalise(word).casefold() for word in about}:
        faults.append(problem(pointers[0], "password_like_account"))
    elif len(set(typed)) < FEWEST_DIFFERENT or typed.casefold() in _common():
        faults.append(problem(pointers[0], "password_common"))
    if typed != normalise(again):
        faults.append(problem(pointers[1], "not_the_same"))
    return faults


def hash_password(password: str) -> str:
    """Return a password's argon2id hash, with salt and parameters.

    19 MiB, two passes, one lane (OWASP's first choice).
    """
    return str(_hasher().hash(normalise(password)))


def matches(login: Login | None, password: str, one_time_lives: bool) -> bool:
    """Return whether a password opens a login.

    An unknown login, or one with no password yet, costs the same hash. `one_time_lives`: the login's one-time
    password, if it has one, has not expired.
    """
    fits = _verified(login.password if login and login.password else _NOBODY, password)
    return fits or (login is not None and one_time_lives and matches_one_time(login, password))


def matches_one_time(login: Login, password: str) -> bool:
    """Return whether this is the login's one-time password, expired or not.

    False for a login without one.
    """
    return bool(login.one_time) and hmac.compare_digest(login.one_time, one_time_hash(password))


def new_one_time() -> str:
    """Return a new one-time password, such as ``abcd-efgh-ijkl-mnop``.

    80 random bits in four groups that can be read out.
    """
    drawn = token(16)
    return "-".join(drawn[i : i + 4] for i in range(0, 16, 4))


def one_time_hash(password: str) -> str:
    """Return the SHA-256 of a one-time password.

    Case and dashes do not matter.
    """
    bare = "".join(c for c in normalise(password).casefold() if c.isalnum())
    return hashlib.sha256(bare.encode()).hexdigest()


def _verified(stored: str, password: str) -> bool:
    from argon2.exceptions import VerifyMismatchError

    try:
        return bool(_hasher().verify(stored, normalise(password)))
    except VerifyMismatchError:
        return False


@cache
def _hasher() -> Any:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])
