"""How public pages are made.

HTML by Jinja2 with escaping on, dates and places in words.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, select_autoescape

from chalicelib.domain.call import Call
from chalicelib.domain.regions import Regions
from chalicelib.forms.fields.choices import Choice
from chalicelib.frozen import dataclass
from chalicelib.services.publication.words import WORDS

FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
HTML, JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class PublicFile:
    """A file that everybody may read, at `/open/{path}`."""

    path: str
    body: bytes
    content_type: str
    cache: str = A_MINUTE


@dataclass(frozen=True)
class Site:
    """Where pages are, and the names of regions.

    `sections`: the pages that a call has for everybody, of `notices` and `results`.
    """

    origin: str
    regions: Regions
    sections: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicPage:
    """A page in one language of a call.

    `paths` are those of the page in each language.
    """

    call: Call
    language: str
    paths: Mapping[str, str]
    site: Site

    @property
    def words(self) -> Mapping[str, str]:
        return WORDS[self.language]

    def say(self, names: Mapping[str, str]) -> str:
        """Return what something is called in the page's language."""
        return say(names, self.language)

    def day(self, at: datetime) -> str:
        """Return a date in words, by the call's clock."""
        local = at.astimezone(ZoneInfo(self.call.zone))
        if self.language == "zh":
            return f"{local.year} 年 {local.month} 月 {local.day} 日"
        return f"{local.day} {local:%B %Y}"

    def minute(self, at: datetime) -> str:
        """Return date and time in words, by the call's clock."""
        between = " " if self.language == "zh" else ", "
        return f"{self.day(at)}{between}{at.astimezone(ZoneInfo(self.call.zone)):%H:%M}"

    def place(self, place: str) -> str:
        """Return the name of a place as lists have it."""
        return place_name(self.call, place, self.language, self.site.regions)

    def category(self, track: str, value: str) -> str:
        """Return the label of an entry's category."""
        known = self.call.track(track)
        field = known.parsed.by_id.get(known.category_field or "")
        options = field.options if isinstance(field, Choice) else ()
        return next((self.say(one.label) for one in options if one.value == value), value)

    def file(self, template: str, **values: Any) -> PublicFile:
        """Return the page as a file."""
        others = [
            {"tag": tag(one), "name": LANGUAGE_NAMES.get(one, one), "address": f"/open/{path}"}
            for one, path in self.paths.items()
        ]
        text = (
            _templates()
            .get_template(template)
            .render(
                page=self,
                call=self.call,
                words=self.words,
                tag=tag(self.language),
                origin=self.site.origin,
                address=f"/open/{self.paths[self.language]}",
                sections=[
                    (name, f"/open/{self.call.id}/{name}{suffix(self.call, self.language)}.html")
                    for name in self.site.sections
                ],
                record_address=f"/open/{self.call.id}/record/index{suffix(self.call, self.language)}.html",
                others=others,
                authority=self.say(self.call.authority.names),
                icp=self.call.authority.icp or "",
                **values,
            )
        )
        return PublicFile(self.paths[self.language], text.encode(), HTML)


def place_name(call: Call, place: str, language: str, regions: Regions) -> str:
    """Return the name of a place as lists have it.

    That of the call's own region is left out: 泰安市泰山区; 广东省深圳市.
    """
    if not place:
        return ""
    if call.registration.area != "region":
        desk = call.desks.get(place)
        return say(desk.names, language) if desk else place
    path = regions.path(place)
    own = regions.path(call.region) if call.region else []
    return "".join(regions.name(code) for code in path[len(own) if path[: len(own)] == own else 0 :]) or place


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("chalicelib.services.publication"),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def paths_of(call: Call, name: str) -> dict[str, str]:
    """Return where a page of a call lies, by language."""
    return {language: f"{call.id}/{name}{suffix(call, language)}.html" for language in call.languages}


def suffix(call: Call, language: str) -> str:
    """Return what tells a page's language in its name."""
    return "" if language == call.languages[0] else f".{language}"


def json_file(path: str, value: Any, cache: str = A_MINUTE) -> PublicFile:
    """Return a value as a JSON file."""
    return PublicFile(path, json_bytes(value), JSON, cache)


def json_bytes(value: Any) -> bytes:
    """Return a value as compact JSON, the same bytes each time."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def say(names: Mapping[str, str], language: str) -> str:
    """Return a name in a language, else in any."""
    return names.get(language) or next(iter(names.values()), "")


def tag(language: str) -> str:
    """Return a language's tag for `lang`."""
    return {"zh": "zh-CN", "en": "en-GB"}.get(language, language)
