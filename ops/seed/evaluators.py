"""People who evaluate in a local season, from its `evaluation.yaml`.

Experts are made by rule: names, bodies, fields, and how strict each is. The same file always makes the same ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from chalicelib.domain.evaluation.rules import Criterion, Scale, mark_of, mark_text
from ops.seed.cities import SeasonStage
from ops.seed.text_variation import pick, share

PER_BODY = 2


@dataclass(frozen=True)
class SeedExpert:
    """An expert: `key` and `login` are one word; `n` counts from 1."""

    n: int
    key: str
    name: str
    body: str
    city: str
    title: str
    fields: tuple[str, ...]
    agency: str | None

    @property
    def strictness(self) -> float:
        """How much lower the expert marks than others.

        As a share of the scale.
        """
        return 0.16 * (share(self.key, "strictness") - 0.5)

    @property
    def pace(self) -> float:
        """The share of entries done in the middle of marking."""
        return min(1.0, 0.25 + 0.9 * share(self.key, "pace")) if self.n > 1 else 0.6


def experts(file: Mapping[str, Any]) -> list[SeedExpert]:
    """List the experts of a file in order."""
    rows = file["experts"]
    names, bodies = rows.get("names"), rows["bodies"]
    count = len(names) if names else PER_BODY * len(bodies)
    return [_expert(rows, n, names[n - 1] if names else None) for n in range(1, count + 1)]


def people(file: Mapping[str, Any], stage: SeasonStage) -> list[dict[str, Any]]:
    """List everybody of a file as rows of people.

    Whom the sign-in page offers, and under which name, is the stage's.
    """
    shown = file["experts"].get("shown", {}).get(stage, {})
    rows = [
        {
            "key": one.key,
            "login": one.key,
            "name": one.name,
            "role": "expert",
            **({"agency": one.agency} if one.agency else {}),
            **({"shown": shown[one.n]} if one.n in shown else {}),
        }
        for one in experts(file)
    ]
    return [*file["people"], *rows]


def _expert(rows: Mapping[str, Any], n: int, name: str | None) -> SeedExpert:
    key = f"{rows['login']}{n:02}"
    body, city = rows["bodies"][(n - 1) % len(rows["bodies"])]
    fields = rows["fields"]
    own = (fields[n % len(fields)],) if fields else ()
    full = name or _full_name(rows["surnames"], rows["given"], n)
    return SeedExpert(n, key, full, body, city, pick(rows["titles"], key), own, rows.get("agency"))


def _full_name(surnames: Sequence[str], first_names: Sequence[str], n: int) -> str:
    """Return the n-th name.

    With the words of the file none comes twice.
    """
    turn, at = divmod(n, len(surnames))
    return surnames[at] + first_names[(5 * n + turn) % len(first_names)]


def mark(expert: SeedExpert, entry: str, criterion: str, scale: Scale) -> str:
    """Return the mark that an expert gives an entry, on the scale.

    Entries differ in quality, criteria a little within an entry, experts in strictness, and nobody marks alike twice.
    """
    quality = 0.5 + 0.45 * share(entry, "quality") + 0.12 * (share(entry, criterion) - 0.5)
    noise = 0.14 * (share(entry, expert.key, criterion) - 0.5)
    low, high, step = mark_of(scale.min), mark_of(scale.max), mark_of(scale.step)
    at = max(0.0, min(1.0, quality + noise - expert.strictness))
    steps = round(Fraction(at) * (high - low) / step)
    return mark_text(low + steps * step)


def marks(expert: SeedExpert, entry: str, criteria: tuple[Criterion, ...], scale: Scale) -> dict[str, str]:
    """Return an expert's marks of an entry, by criterion."""
    return {one.id: mark(expert, entry, one.id, scale) for one in criteria}
