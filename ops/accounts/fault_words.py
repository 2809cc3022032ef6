"""Faults of accounts to make, in words for the operator."""

from collections.abc import Mapping
from typing import Any

WORDS: Mapping[str, str] = {
    "required": "{column} is missing",
    "too_short": "the {column} {value} is too short, 3 characters at least",
    "too_long": "the {column} {value} is too long",
    "bad_login": "{value} is no login: letters, digits, Chinese characters and . _ @ -, not beginning with a sign",
    "login_twice": "the login {value} stands in row {first} too",
    "login_taken": "the login {value} is taken",
    "lost_characters": "the {column} {value} has lost characters; save the file anew from the original, as CSV UTF-8",
    "not_an_option": "there is no {column} {value}",
    "not_empty": "an account of this role has no {column}; leave {column} empty",
    "unknown_category": "there is no field {value}; fields are categories of the tracks, with ; between them",
    "unknown_city": "there is no city {value}; give its code or its full name",
    "bad_uscc": "{value} is no credit code",
    "bad_most": "{value} is no number of entries from 1 to {max}",
    "unknown_column": "unknown column {column}; the columns are login, name, desk, role, agency and those of experts",
    "column_twice": "the column {column} stands twice",
    "missing_column": "the column {column} is missing",
    "unreadable": "this is no table; look at its quotes and line breaks",
    "too_many": "these are more than {max} rows; make two files of them",
}


def sentence(fault: Mapping[str, Any], column: str, value: str) -> str:
    """Return one fault in words; `value` is what stands there."""
    words = WORDS.get(fault["code"], "{column} {value} is not right ({code})")
    return words.format_map({"value": value, **fault["params"], "code": fault["code"], "column": column})
