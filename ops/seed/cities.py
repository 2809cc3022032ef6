"""People and samples of cities that a season makes by rule.

They follow from `cities.yaml`: each city with two counties, three units in each, and a course that differs
from city to city. The same file always makes the same people and samples.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ops.seed.text_variation import pick, share

SeasonStage = Literal["filing", "evaluation", "tallied", "awarded"]
"""How far a local season is: open for filing, in the middle of marking, or after the tally."""
UNITS = 3
"""Units that file in each place."""
SURNAMES = "王李张刘陈杨赵黄徐周"
FIRST_NAMES = ("文清", "海燕", "建国", "思源", "晓东", "明慧", "立新", "雨桐", "志远", "佳宁", "长河", "若愚")

Course = tuple[str, ...]
DRAFT: Course = ("draft",)


@dataclass(frozen=True)
class Locality:
    """A city, or a county of one, and its desk."""

    code: str
    area: str
    city: str
    login: str
    phone: str
    reported: bool
    is_city: bool = False


@dataclass
class Cities:
    """What `cities.yaml` makes of a season, as rows of its other files.

    `people`, `samples`, `lists` and `areas` are what the files of the season hold for the cities told one by one;
    `titled` counts how many entries of a title there are.
    """

    people: list[dict[str, Any]] = field(default_factory=list)
    samples: list[dict[str, Any]] = field(default_factory=list)
    lists: list[dict[str, Any]] = field(default_factory=list)
    areas: dict[str, dict[str, str]] = field(default_factory=dict)
    titled: Counter[str] = field(default_factory=Counter)


def at_work(file: Mapping[str, Any], stage: SeasonStage) -> Cities:
    """Return all cities of a file at work."""
    cities = Cities()
    for number, row in enumerate(file["cities"]):
        _CityAtWork(cities, file, row, number, stage).make()
    return cities


class _CityAtWork:
    """One city: its desks, units, entries and lists.

    Every fourth city has reported everything; of the others both counties have, or one, or none. Where the season
    stands at the evaluation, every city has. One whose row says `own: false` has nothing at its own desk while filing
    is open: the operating manual is walked there.
    """

    def __init__(
        self, cities: Cities, file: Mapping[str, Any], row: Mapping[str, Any], number: int, stage: SeasonStage
    ) -> None:
        self.cities, self.file, self.row, self.number = cities, file, row, number
        self.evaluated = stage != "filing"
        self.done = self.evaluated or number % 4 == 3
        self.through_counties = self.evaluated and not row.get("direct", True)
        self.has_own = self.evaluated or row.get("own", True)
        counties = {0: 2, 1: 1, 2: 0, 3: 2}[number % 4]
        name, login, phone = row["name"], row["login"], row["phone"]
        self.city = Locality(row["code"], name, name, login, phone, self.done, is_city=True)
        self.counties = [
            Locality(code, area, name, f"{login}{code[-2:]}", phone, n < counties)
            for n, (code, area) in enumerate(row["counties"])
        ]

    def make(self) -> None:
        places = [self.city, *self.counties]
        for at, place in enumerate(places):
            self._desk(place)
            for n in range(UNITS if self.has_own or not place.is_city else 0):
                self._files(place, (self.number * 7 + at * 4 + n) % len(self.file["bureaus"]), n)
        if self.has_own:
            self._company()
        self._lists()

    def _desk(self, place: Locality) -> None:
        self.cities.areas[place.code] = {"area": place.area, "city": place.city, "phone": f"{place.phone}-5550100"}
        self.cities.people.append(
            {
                "key": place.code,
                "login": f"{place.login}01" if place.is_city else f"{place.login}d",
                "name": f"{place.area}局业务科",
                "role": "recommender",
                "desk": place.code,
            }
        )

    def _files(self, place: Locality, bureau: int, n: int) -> None:
        """Add a unit of a place and its entry."""
        row = self.file["bureaus"][bureau]
        key = f"{place.login}-{row['subject']}"
        area = f"{place.city}{place.area}" if place.area == "市中区" else place.area
        self.cities.people.append(self._unit(place, key, row["unit"].format(area=area), row["kind"], row["parent"]))
        name = self._title(row)
        self._entry(key, "scenario", row["subject"], key, name, self._course(place, n), place)
        if place.is_city and n == 0:
            course: Course = ("recommend",) if self.done else ()
            company = {"legal_rep": "李长河", "revenue": "21860.00", "rnd_ratio": "3.2"}
            answers = {"scenarios": [f"@{key}"], **(company if row["kind"] == "company" else {})}
            more = {"words": {"headline": name}, "answers": answers}
            self._entry(f"u-{key}", "unit", "bureau", key, "", course, place, **more)

    def _title(self, row: Mapping[str, str]) -> str:
        """Return a title that no earlier entry of the subject has."""
        titles, title = self.file["titles"], row["title"]
        self.cities.titled[title] += 1
        return str(titles[(self.cities.titled[title] - 1) % len(titles)].format(title=title))

    def _company(self) -> None:
        row = self.file["solutions"][self.number % len(self.file["solutions"])]
        key = f"{self.city.login}-{row['subject']}"
        name = f"{self.city.area}{pick(['智联', '云启', '数睿', '海纳'], key)}数据有限公司"
        self.cities.people.append(self._unit(self.city, key, name, "company", ""))
        course: Course = ("recommend",) if self.done else ()
        more = {"answers": {"local_region": self.city.code}}
        self._entry(key, "solution", row["subject"], key, self._title(row), course, self.city, **more)

    def _unit(self, place: Locality, key: str, unit: str, kind: str, parent: str) -> dict[str, Any]:
        number = int(share(key, "phone") * 900) + 100
        return {
            "key": key,
            "name": pick(list(SURNAMES), key, "surname") + pick(list(FIRST_NAMES), key, "given"),
            "region": place.code,
            "unit": unit,
            "kind": kind,
            "parent": parent.format(area=place.area),
            "phone": f"{place.phone}-5551{number}",
            "described": False,
        }

    def _course(self, place: Locality, n: int) -> Course:
        """Return what becomes of the n-th entry of a place."""
        if self.evaluated:
            by_county = self.through_counties and not place.is_city
            return ("recommend", "up", "recommend") if by_county else ("recommend",)
        if place.is_city:
            return (("recommend",), ("recommend",) if self.done else (), ("return",) if self.done else DRAFT)[n]
        if not place.reported:
            return (("recommend",), (), DRAFT)[n]
        up: Course = ("recommend", "up", "recommend")
        return (up, up if self.done else ("recommend", "up"), ("decline",) if n % 2 else ("return",))[n]

    def _entry(
        self, id: str, track: str, subject: str, unit: str, name: str, course: Course, place: Locality, **more: Any
    ) -> None:
        row: dict[str, Any] = {"id": id, "track": track, "subject": subject, "unit": unit, "name": name, **more}
        row["size"] = round(0.2 + share(id, "size"), 2)
        if course == DRAFT:
            row["fill"] = round(0.2 + 0.7 * share(id, "fill"), 2)
        else:
            row["to"] = self.city.code if self.evaluated and not self.through_counties else place.code
            row["path"] = list(course)
        words = {"return": "returns", "decline": "declines"}
        row["texts"] = {step: pick(self.file[words[step]], id) for step in course if step in words}
        self.cities.samples.append(row)

    def _lists(self) -> None:
        """Report what has been reported, counties before the city."""
        rows: Iterator[tuple[str, str, float]] = iter(
            [(place.code, "scenario", 0.668) for place in self.counties if self._is_reported(place)]
            + [(self.city.code, track, at) for track, at in _AT.items() if self.done]
        )
        self.cities.lists += [{"desk": desk, "track": track, "at": at} for desk, track, at in rows]

    def _is_reported(self, place: Locality) -> bool:
        return self.through_counties if self.evaluated else place.reported


_AT = {"scenario": 0.87, "solution": 0.873, "unit": 0.876}
"""When a city reports, as a share of the season."""
