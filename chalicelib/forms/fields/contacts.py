"""Contact fields: credit code, mobile, other phone, e-mail, web address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from chalicelib.forms.conditions import Value
from chalicelib.forms.fields.base import FieldContext, Scalar
from chalicelib.forms.normalising import half_width, upper, without
from chalicelib.forms.problem import FieldError
from chalicelib.frozen import dataclass

_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC = f"[{_CODE}]{{2}}[0-9]{{6}}[{_CODE}]{{10}}"
_MOBILE = r"1[3-9][0-9]{9}"
_COUNTRY = r"(?:\+|00)?86(?=1[0-9]{10}$)"
_PHONE = (
    r"0[0-9]{2,3}-?[0-9]{7,8}(?:-[0-9]{1,6})?"
    r"|[48]00(?:-?[0-9]){7}"
    rf"|{_MOBILE}"
    r"|\+[0-9]{1,3}(?:-?[0-9]){5,14}"
)
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_HOST}(?:\.{_HOST})+"
_NOT_IN_URL = '\\x00-\\x20<>"\\\\\\x7f-\\xa0\\u2000-\\u200f\\u2028-\\u202f\\u3000\\ufeff'
_IN_HOST = rf"[^/?#@.{_NOT_IN_URL}]"
_URL = rf"[Hh][Tt][Tt][Pp][Ss]?://{_IN_HOST}+(?:\.{_IN_HOST}+)+(?:[/?#][^{_NOT_IN_URL}]*)?"


def check_character(body: str) -> str:
    """Return the check character of a credit code's first 17 characters.

    It is the 18th character of the unified social credit code (GB 32100-2015).
    """
    total = sum(_CODE.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return _CODE[-total % 31]


@dataclass(frozen=True, kw_only=True)
class ContactText(Scalar):
    """A field whose value is right or wrong by its spelling."""

    wrong: ClassVar[str]

    def right(self, value: str) -> bool:
        """Return whether the value has the required form."""
        raise NotImplementedError

    def flaws(self, value: Value, at: FieldContext) -> Iterator[FieldError]:
        if not self.right(value):
            yield FieldError(self.wrong)


@dataclass(frozen=True, kw_only=True)
class Uscc(ContactText):
    """A unified social credit code with its check character.

    Companies, public bodies and institutions all have one.
    """

    type: ClassVar[str] = "uscc"
    wrong: ClassVar[str] = "bad_uscc"
    width: ClassVar[int] = 18

    def normal(self, text: str) -> str:
        return upper(without(half_width(text), " -"))

    def right(self, value: str) -> bool:
        return bool(re.fullmatch(_USCC, value)) and check_character(value[:17]) == value[17]


@dataclass(frozen=True, kw_only=True)
class Mobile(ContactText):
    """A mobile number of mainland China.

    The country code may be typed and is dropped.
    """

    type: ClassVar[str] = "mobile"
    wrong: ClassVar[str] = "bad_mobile"
    width: ClassVar[int] = 11

    def normal(self, text: str) -> str:
        return re.sub(_COUNTRY, "", without(half_width(text), " -"), count=1)

    def right(self, value: str) -> bool:
        return re.fullmatch(_MOBILE, value) is not None


@dataclass(frozen=True, kw_only=True)
class Phone(ContactText):
    """A phone number.

    Area code and number, a service number, a mobile, or ``+`` and a number of any country.
    """

    type: ClassVar[str] = "phone"
    wrong: ClassVar[str] = "bad_phone"
    width: ClassVar[int] = 32

    def normal(self, text: str) -> str:
        typed = without(half_width(text), " ")
        return re.sub("[()-]+", "-", typed).strip("-") or typed

    def right(self, value: str) -> bool:
        return re.fullmatch(_PHONE, value) is not None


@dataclass(frozen=True, kw_only=True)
class Email(ContactText):
    """An e-mail address.

    At most 254 characters, with a dot in its host.
    """

    type: ClassVar[str] = "email"
    wrong: ClassVar[str] = "bad_email"
    width: ClassVar[int] = 254
    cap: ClassVar[int] = 300

    def normal(self, text: str) -> str:
        return half_width(text)

    def right(self, value: str) -> bool:
        return len(value) <= 254 and re.fullmatch(_EMAIL, value) is not None


@dataclass(frozen=True, kw_only=True)
class Url(ContactText):
    """A web address.

    At most 500 characters: http or https, a host with a dot, no user name.
    """

    type: ClassVar[str] = "url"
    wrong: ClassVar[str] = "bad_url"
    width: ClassVar[int] = 1500
    cap: ClassVar[int] = 600

    def normal(self, text: str) -> str:
        return half_width(text)

    def right(self, value: str) -> bool:
        return len(value) <= 500 and re.fullmatch(_URL, value) is not None
