"""What no line of a log may hold: personal data and secrets. Every line of a test run is looked through
(`tests/conftest.py`), and so is the log of each product that runs as a process (`tests/product.py`)."""

import logging
import re
from functools import cache
from pathlib import Path

from chalicelib.telemetry import JsonFormatter
from ops.resources import template
from ops.seed.season_file import FOLDER

_APART, _ENDS = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_CODE = "[0-9A-HJ-NPQRTUWXY]"

SHAPES = {
    "a mobile number": rf"{_APART}(?:86)?1[3-9]\d{{9}}{_ENDS}",
    "an identity number": rf"{_APART}[1-9]\d{{16}}[0-9Xx]{_ENDS}",
    "a credit code": rf"{_APART}{_CODE}{{2}}\d{{6}}{_CODE}{{10}}{_ENDS}",
    "a mail address": r"[\w.+-]+@[\w-]+\.[\w.-]+",
    "an address of the network": rf"{_APART}(?!127\.|0\.0\.0\.0)\d{{1,3}}(?:\.\d{{1,3}}){{3}}{_ENDS}",
    "a one-time password": r"(?<![\w-])[a-z2-7]{4}(?:-[a-z2-7]{4}){3}(?![\w-])",
    "a session's cookie": r"[\w-]+\.[A-Za-z0-9_-]{43}(?![\w-])",
    "a signed link": r"X-Amz-(?:Signature|Credential)|Signature=",
}


@cache
def known() -> dict[str, str]:
    """Passwords, secrets and names that tests and the local season work with: what is meant, by what it says."""
    from tests.conftest import SECRET
    from tests.factories import PASSWORD
    from tests.web.asking import NEW_PASSWORD

    scripts = [template(script) for script in sorted(FOLDER.glob("*/people.yaml"))]
    passwords = [PASSWORD, NEW_PASSWORD, *(script["password"] for script in scripts)]
    names = [person["name"] for script in scripts for person in script["people"]]
    logins = [person["login"] for script in scripts for person in script["people"] if "login" in person]
    return {
        **dict.fromkeys(["王五", *names], "a name"),
        **dict.fromkeys(logins, "a login name"),
        **dict.fromkeys(passwords, "a password"),
        SECRET: "a secret",
    }


@cache
def _shapes() -> re.Pattern[str]:
    return re.compile("|".join(f"({shape})" for shape in SHAPES.values()))


@cache
def _known() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, known())))


def found(line: str) -> list[str]:
    """What of all this a line holds, each by its kind."""
    kinds = list(SHAPES)
    shaped = [kinds[int(match.lastindex or 1) - 1] for match in _shapes().finditer(line)]
    return shaped + [known()[match[0]] for match in _known().finditer(line)]


class Listener(logging.Handler):
    """Looks through each record as it would be written, and remembers what it must not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter("test"))
        self.leaks: list[str] = []
        self.lines = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += 1
        line = self.format(record)
        self.leaks += [f"{kind}: {line}" for kind in found(line)]

    def none_heard(self) -> None:
        """Fail where anything was heard since this was asked last."""
        leaks, self.leaks = self.leaks, []
        assert leaks == [], "the log holds what it must not"


def none_in(log: Path) -> None:
    """Fail where a file of a log holds any."""
    lines = log.read_text("utf-8").splitlines() if log.exists() else []
    assert [f"{kind}: {line}" for line in lines for kind in found(line)] == []
