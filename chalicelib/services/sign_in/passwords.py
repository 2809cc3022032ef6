"""Passwords: their rules, their hashes, and one-time passwords.

Rules after NIST SP 800-63B: length, lists of common ones, nothing that others know of the owner, no expiry. Its third
revision requires 8 characters, its fourth 15 where a password is the only factor. Laurel stays with 8: its users type a
password into an office PC a few times a year, what guessing at the front door costs grows with each failure, and behind
it argon2id makes a stolen hash slow to try.
"""

import hashlib
import hmac
import re
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
DIGITS_ALONE = 12
"""Fewest digits of a password that has nothing else.

Shorter ones are dates, telephone and QQ numbers.
"""
PRODUCT = ("laurel", "guiguan", "桂冠")
ONE_TIME_LASTS = timedelta(days=14)

_HABIT = re.compile(
    r"""
    a{1,3} | ab(c(de?)?)? | q{1,2} | ww? | x | zz? | qaz(wsx(edc)?)? | wsx | qwe(r|asd|asdzxc)?
    | asd(f(gh)?)? | zxc(v(bn)?)?
    | admin | root | user | guest | test | system | login | pass | passw | passwd | password | mima | mm
    | hello | welcome | nihao | dajiahao | wo | woaini | woaiwo | woaiwojia | woaizhongguo | woshishei | weilai
    | i?love(you)? | caonima | zhongguo | zhonghua | china | beijing | shanghai | shandong | jinan | huawei | xiaomi
    | wang | li | zhang | liu | chen | yang | zhao | huang | zhou | wu | xu | sun | hu | zhu | gao | lin | he | guo | ma
    | luo | zhangwei | wangwei | liwei | zhangmin
    """,
    re.VERBOSE,
)
"""The letters of passwords that people here choose, digits and signs about them, and lists have only in part.

Rows of keys, pinyin that everybody types, the country, its most frequent surnames.
"""

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
    year: int,
    pointers: tuple[str, str] = ("/password", "/password_again"),
) -> list[dict[str, Any]]:
    """Return what is wrong with a new password and its repetition.

    `about`: what others know of its owner; `year`: the present one.
    """
    typed, length = normalise(password), len(normalise(password))
    faults = []
    if not length:
        faults.append(problem(pointers[0], "required"))
    elif length < SHORTEST:
        faults.append(problem(pointers[0], "too_short", min=SHORTEST, missing=SHORTEST - length))
    elif length > LONGEST:
        faults.append(problem(pointers[0], "too_long", max=LONGEST, over=length - LONGEST))
    elif code := _easy_to_guess(typed, about, year):
        faults.append(problem(pointers[0], code))
    if typed != normalise(again):
        faults.append(problem(pointers[1], "not_the_same"))
    return faults


def is_variation(new: str, old: str) -> bool:
    """Return whether a password is another, changed a little.

    One sign changed, something put before or behind, or other digits and signs about the same letters.
    """
    one, other = normalise(new).casefold(), normalise(old).casefold()
    if len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1:
        return True
    letters, letters_before = _letters(one), _letters(other)
    return bool(other) and (other in one or one in other or (len(letters) > 3 and letters == letters_before))


def _easy_to_guess(typed: str, about: Iterable[str], year: int) -> str | None:
    """Return the code of why others would soon try a password."""
    folded = typed.casefold()
    if any(_is_in(word, folded) for word in about):
        return "password_like_account"
    if any(word in folded for word in PRODUCT):
        return "password_product"
    if any(str(near) in folded for near in (year - 1, year, year + 1)):
        return "password_year"
    if folded.isdecimal() and len(folded) < DIGITS_ALONE:
        return "password_digits"
    return "password_common" if _is_common(folded) else None


def _is_in(word: str, folded: str) -> bool:
    """Return whether a password holds a known word, or the reverse.

    A word of fewer than four letters has to be all its letters.
    """
    known = normalise(word).casefold().strip()
    if not known:
        return False
    if len(known.encode()) < 4:
        return _letters(folded) == known
    return known in folded or folded in known


def _is_common(folded: str) -> bool:
    """Return whether a password is one that many choose.

    It is on the list, repeats itself, or is a habit with digits and signs about it.
    """
    if folded in _common() or len(set(folded)) < FEWEST_DIFFERENT or re.fullmatch(r"(.{1,4})\1+", folded):
        return True
    spelled = folded.translate(str.maketrans("@$0", "aso"))
    return any(_HABIT.fullmatch(_letters(word)) for word in (folded, spelled))


def _letters(folded: str) -> str:
    return "".join(c for c in folded if c.isalpha())


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
