"""Files of a seeded season; each call has a folder in `seasons`.

They hold people, desks' settings, subjects (texts) and samples (who files what, and its course).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from chalicelib.domain.access import Role
from chalicelib.forms.fields.contacts import check_character
from ops.accounts.creation import Person
from ops.seed import evaluators
from ops.seed.cities import Cities, SeasonStage, at_work

FOLDER = Path(__file__).parent / "seasons"
PREFIXES = {"government": "11", "institution": "12", "company": "91", "association": "51", "research": "12"}
"""Registering authority and kind by kind of unit.

They are the first two characters of a credit code (GB 32100-2015).
"""


@dataclass(frozen=True)
class SeedPerson:
    """A person of the season.

    - `area`: the desk that an applicant chooses, where its call asks for one
    - `described`: true if the dossier is filled in
    - `shown`: names under which the sign-in page offers the account
    """

    key: str
    login: str
    name: str
    role: str = "applicant"
    desk: str | None = None
    agency: str | None = None
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

    def account(self, password: str) -> Person:
        """Return the account to create."""
        return Person(
            login=self.login,
            name=self.name,
            role=Role(self.role),
            password=password,
            desk=self.desk,
            agency=self.agency,
            area=self.area,
            region=self.region,
            organisation=self.unit,
            nickname=(self.parent or self.unit) if self.region else "",
            parent_body=self.parent or None,
            phone=self.mobile or self.phone,
        )

    def dossier(self) -> dict[str, str]:
        """Return the unit's facts, without empty ones."""
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
    """A submission: its content, the desk it is pushed to, its course.

    The content is a subject's text, or answers of its own. `path` has the steps after the push: `recommend`,
    `decline`, `return`, `fix`, `ask_back`, `up`.
    """

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


class SeasonFile:
    """The folder of a call's season, and where that stands.

    Each file is read once, at its first use.
    """

    def __init__(self, call: str, stage: SeasonStage = "filing") -> None:
        self.call, self.stage = call, stage
        self.folder = FOLDER / call

    @cached_property
    def people(self) -> dict[str, SeedPerson]:
        """All people, by key."""
        written = self._people["people"]
        keys = {row["key"] for row in written}
        rows = [*written, *(row for row in self._cities.people if row["key"] not in keys)]
        rows += evaluators.people(self.evaluation, self.stage) if self.evaluation else []
        return {person.key: person for person in map(_person, enumerate(rows))}

    @property
    def is_tallied(self) -> bool:
        """Whether the marks are sealed and counted."""
        return self.stage in {"tallied", "awarded"}

    @property
    def is_over(self) -> bool:
        """Whether results are out."""
        return self.stage == "awarded"

    @property
    def objections(self) -> list[dict[str, str]]:
        """Objections of a season that is over, and how each ended."""
        return list(self.evaluation.get("objections", []))

    @property
    def document(self) -> str:
        """The number of the document that announces results."""
        return str(self.evaluation.get("document", ""))

    @property
    def password(self) -> str:
        """The password of every account of this season."""
        return str(self._people["password"])

    @cached_property
    def samples(self) -> list[Sample]:
        """All samples, in the order of their pushes."""
        return [_sample(one) for one in [*self._read("samples.yaml")["samples"], *self._cities.samples]]

    @property
    def lists(self) -> list[Mapping[str, Any]]:
        """Reorders and reports of ranked lists."""
        later = self.evaluation.get("lists", [])
        return [*self._read("samples.yaml").get("lists", []), *self._cities.lists, *later]

    @property
    def settings(self) -> list[Mapping[str, Any]]:
        """Settings of desks, by the names of their attributes."""
        return list(self._read("desks.yaml")["desks"]) if (self.folder / "desks.yaml").exists() else []

    @cached_property
    def lines(self) -> Mapping[str, Any]:
        """Opinions, teams and other words that samples share."""
        lines = self._read("lines.yaml")
        areas = {**self._cities.areas, **lines.get("areas", {})}
        return {**lines, "areas": areas} if areas else lines

    @cached_property
    def evaluation(self) -> Mapping[str, Any]:
        """Who judges, where the season is at the evaluation; else empty."""
        has_any = self.stage != "filing" and (self.folder / "evaluation.yaml").exists()
        return self._read("evaluation.yaml") if has_any else {}

    def subject(self, sample: Sample) -> Mapping[str, Any]:
        """Return a sample's text, empty if it has answers of its own."""
        return self._read(f"{sample.track}/{sample.subject}.yaml") if sample.subject else {}

    @cached_property
    def _cities(self) -> Cities:
        """The cities that are at work by rule."""
        has_any = (self.folder / "cities.yaml").exists()
        return at_work(self._read("cities.yaml"), self.stage) if has_any else Cities()

    @cached_property
    def _people(self) -> Mapping[str, Any]:
        return self._read("people.yaml")

    def _read(self, name: str) -> Mapping[str, Any]:
        if name not in self._cache:
            self._cache[name] = YAML(typ="safe").load(self.folder / name)
        return self._cache[name]

    @cached_property
    def _cache(self) -> dict[str, Mapping[str, Any]]:
        return {}


def demo_people(season_files: list[SeasonFile]) -> Iterator[tuple[SeedPerson, str]]:
    """Yield people whose accounts the sign-in page offers.

    Each comes with the password.
    """
    for season_file in season_files:
        for person in season_file.people.values():
            if person.shown:
                yield person, season_file.password


def credit_code(kind: str, region: str, number: int) -> str:
    """Return a valid credit code that no unit has.

    Its organisation is DEM and a number.
    """
    organisation = f"DEM{number:05d}"
    body = f"{PREFIXES[kind]}{region.ljust(6, '0')}{organisation}{_organisation_check(organisation)}"
    return body + check_character(body)


def _organisation_check(body: str) -> str:
    """Return the ninth character of an organisation code (GB 11714)."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(int(sign, 36) * weight for sign, weight in zip(body, weights, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def _person(numbered: tuple[int, Mapping[str, Any]]) -> SeedPerson:
    number, row = numbered
    facts: dict[str, Any] = {"login": row["key"], **row}
    if row.get("kind"):
        facts.setdefault("uscc", credit_code(row["kind"], row["region"], 100 + number))
    if row.get("region") and row["region"].isdigit():
        facts.setdefault("mobile", f"1380000{1000 + number}")
    return SeedPerson(**facts)


def _sample(row: Mapping[str, Any]) -> Sample:
    return Sample(**{**row, "path": tuple(row.get("path", ()))})
