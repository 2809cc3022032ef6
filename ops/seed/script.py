"""A call's samples as files tell them: people, desks' settings, subjects (the texts) and samples (who files what,
and what becomes of it). Each call's script is a folder beside this file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from chalicelib.domain.access import Role
from chalicelib.forms.fields.contacts import check_character
from ops.accounts import Person

FOLDER = Path(__file__).parent / "scripts"
PREFIXES = {"government": "11", "institution": "12", "company": "91", "association": "51", "research": "12"}
"""Registering authority and kind, the first two characters of a credit code (GB 32100-2015)."""


@dataclass(frozen=True)
class Cast:
    """One person of the script. `area`: the desk an applicant chose, where its call asks; `described`: whether it
    has typed its dossier; `shown`: the words under which the sign-in page offers this account."""

    key: str
    login: str
    name: str
    role: str = "applicant"
    desk: str | None = None
    area: str | None = None
    region: str = ""
    unit: str = ""
    kind: str = ""
    parent: str = ""
    mobile: str = ""
    phone: str = ""
    email: str = ""
    uscc: str = ""
    described: bool = True
    shown: Mapping[str, str] | None = None

    def person(self, password: str) -> Person:
        """The account to make."""
        return Person(
            login=self.login,
            name=self.name,
            role=Role(self.role),
            password=password,
            desk=self.desk,
            area=self.area,
            region=self.region,
            organisation=self.unit,
            nickname=(self.parent or self.unit) if self.region else "",
            parent_body=self.parent or None,
            phone=self.mobile or self.phone,
        )

    def dossier(self) -> dict[str, str]:
        """The unit's facts."""
        facts = {
            "unit_name": self.unit,
            "uscc": self.uscc,
            "unit_kind": self.kind,
            "region": self.region,
            "parent_body": self.parent,
            "contact_name": self.name,
            "contact_mobile": self.mobile,
            "contact_phone": self.phone,
            "contact_email": self.email,
        }
        return {fact: value for fact, value in facts.items() if value}


@dataclass(frozen=True)
class Sample:
    """One submission: what it tells (a subject's text or its own answers), to which desk it is pushed, and the
    words of its way on (`recommend`, `decline`, `return`, `fix`, `ask_back`, `up`)."""

    id: str
    track: str
    unit: str
    name: str = ""
    subject: str = ""
    size: float = 1.0
    words: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, list[str]] = field(default_factory=dict)
    to: str | None = None
    path: tuple[str, ...] = ()
    fill: float = 1.0
    texts: Mapping[str, Any] = field(default_factory=dict)
    marks: Mapping[str, list[str]] = field(default_factory=dict)


class Script:
    """The folder of a call; files are read when they are asked for."""

    def __init__(self, call: str) -> None:
        self.call = call
        self.folder = FOLDER / call

    @cached_property
    def people(self) -> dict[str, Cast]:
        """Everybody, by key."""
        return {cast.key: cast for cast in map(_cast, enumerate(self._people["people"]))}

    @property
    def password(self) -> str:
        """The one of every account of this script."""
        return str(self._people["password"])

    @cached_property
    def samples(self) -> list[Sample]:
        """In the order in which they are pushed."""
        return [_sample(one) for one in self._read("samples.yaml")["samples"]]

    @property
    def lists(self) -> list[Mapping[str, Any]]:
        """Reorders and reports."""
        return list(self._read("samples.yaml").get("lists", []))

    @property
    def settings(self) -> list[Mapping[str, Any]]:
        """Desks to set up."""
        return list(self._read("desks.yaml")["desks"]) if (self.folder / "desks.yaml").exists() else []

    @cached_property
    def lines(self) -> Mapping[str, Any]:
        """Opinions, teams and other words that many samples draw from."""
        return self._read("lines.yaml")

    def subject(self, sample: Sample) -> Mapping[str, Any]:
        """The text that a sample tells; none where it brings its own answers."""
        return self._read(f"{sample.track}/{sample.subject}.yaml") if sample.subject else {}

    @cached_property
    def _people(self) -> Mapping[str, Any]:
        return self._read("people.yaml")

    def _read(self, name: str) -> Mapping[str, Any]:
        if name not in self._kept:
            self._kept[name] = YAML(typ="safe").load(self.folder / name)
        return self._kept[name]

    @cached_property
    def _kept(self) -> dict[str, Mapping[str, Any]]:
        return {}


def shown(scripts: list[Script]) -> Iterator[tuple[Cast, str]]:
    """The accounts that the sign-in page offers, each with its password."""
    for script in scripts:
        for cast in script.people.values():
            if cast.shown:
                yield cast, script.password


def credit_code(kind: str, region: str, number: int) -> str:
    """A credit code that checks and that nobody has: its organisation is DEM and a number."""
    organisation = f"DEM{number:05d}"
    body = f"{PREFIXES[kind]}{region.ljust(6, '0')}{organisation}{_organisation_check(organisation)}"
    return body + check_character(body)


def _organisation_check(body: str) -> str:
    """The ninth character of an organisation code (GB 11714)."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(int(sign, 36) * weight for sign, weight in zip(body, weights, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def _cast(numbered: tuple[int, Mapping[str, Any]]) -> Cast:
    number, told = numbered
    made: dict[str, Any] = {"login": told["key"], **told}
    if told.get("kind"):
        made.setdefault("uscc", credit_code(told["kind"], told["region"], 100 + number))
    if told.get("region") and told["region"].isdigit():
        made.setdefault("mobile", f"1380000{1000 + number}")
    return Cast(**made)


def _sample(told: Mapping[str, Any]) -> Sample:
    made = dict(told)
    made["path"] = tuple(made.get("path", ()))
    return Sample(**made)
