"""Public pages and files of a call.

They lie in a bucket of their own and are read without this product: no page costs a read of the table. What is named
by its content never changes; an index says which of it holds, and is written last. Nothing is written before its notice
opens.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, select_autoescape

from chalicelib.domain.call import Call, iso
from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.publication.notices import NoticeRow, PublicNotice
from chalicelib.domain.record.checkpoints import SignedCheckpoint, origin_of
from chalicelib.domain.record.notes import PublicKey, encode, sign
from chalicelib.domain.record.statements import opening
from chalicelib.forms.fields.choices import Choice
from chalicelib.forms.regions import Regions
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.services.publication.words import WORDS
from chalicelib.storage import checkpoints, juries, notices
from chalicelib.storage.engine.reads import fetch

FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"
TEXT = "text/plain; charset=utf-8"
LIST = "files.txt"
"""The name of a folder's list of files."""
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


@dataclass(frozen=True)
class PublicFile:
    """A file that everybody may read, at `/open/{path}`."""

    path: str
    body: bytes
    content_type: str
    cache: str = A_MINUTE


def publish(tools: Tools, call: Call) -> None:
    """Write all public files of a call that hold now.

    The index comes last, so that nobody is led to what is not there yet.
    """
    every, seals = fetch(tools.table, notices.notices(call.id), juries.seals(call.id))
    opened = [one for one in every if one.opens_at <= tools.clock()]
    rows = [fetch(tools.table, notices.rows(one)) for one in opened]
    site = Site(tools.site_origin, tools.regions)
    write_files(tools, call.id, "", files_of(call, list(zip(opened, rows, strict=True)), site, seals))


def write_files(
    tools: Tools, call_id: str, folder: str, files: Sequence[PublicFile], old: Collection[str] = ()
) -> None:
    """Write files of a call, and a signed list of them.

    The list comes last. What is in `old`, by path, is listed and not written again.
    """
    for file in files:
        if file.path not in old:
            tools.public.publish(file.path, file.body, file.content_type, file.cache)
    if tools.record_keys:
        last = fetch(tools.table, checkpoints.last_checkpoint(call_id))
        listed = list_of_files(tools, call_id, folder, files, last)
        tools.public.publish(listed.path, listed.body, listed.content_type, listed.cache)


def list_of_files(
    tools: Tools, call_id: str, folder: str, files: Sequence[PublicFile], last: SignedCheckpoint | None
) -> PublicFile:
    """Return the signed list of a folder's files, by SHA-256.

    The key that signs the record of the call signs it.
    """
    path = f"{call_id}/{folder}{LIST}"
    keys = {encode(one.public): one for one in tools.record_keys}
    key = keys.get(last.keys[-1] if last else "") or tools.record_keys[0]
    origin = origin_of(tools.site_origin, call_id)
    beginning = path.removesuffix(LIST)
    lines = sorted((file.path.removeprefix(beginning), sha256(file.body).hexdigest()) for file in files)
    text = f"{origin}/{folder}{LIST}\n" + "".join(f"{digest}  {name}\n" for name, digest in lines)
    note = sign(text, [(PublicKey(origin, key.public), key.sign)])
    return PublicFile(path, note.written.encode(), TEXT)


@dataclass(frozen=True)
class Site:
    """Where pages are, and the names of regions."""

    origin: str
    regions: Regions


def files_of(
    call: Call, given: Sequence[tuple[PublicNotice, Sequence[NoticeRow]]], site: Site, seals: Sequence[Seal]
) -> list[PublicFile]:
    """Return the public files of a call's notices, the index last."""
    lists = [_rows_file(notice, rows, seals) for notice, rows in given]
    pages = [
        _notice_page(call, notice, rows, file.path, language, site)
        for (notice, rows), file in zip(given, lists, strict=True)
        for language in call.languages
    ]
    overviews = [_notices_page(call, [notice for notice, _ in given], language, site) for language in call.languages]
    index = {
        "call": call.id,
        "notices": [
            {
                "n": notice.n,
                "opens_at": iso(notice.opens_at),
                "closes_at": iso(notice.closes_at),
                "count": notice.count,
                "digest": notice.digest,
                "rows": f"/open/{file.path}",
                "page": f"/open/{_page_path(call, notice, call.languages[0])}",
            }
            for (notice, _), file in zip(given, lists, strict=True)
        ],
    }
    return [*lists, *pages, *overviews, json_file(f"{call.id}/index.json", index, A_MINUTE)]


def _rows_file(notice: PublicNotice, rows: Sequence[NoticeRow], seals: Sequence[Seal]) -> PublicFile:
    """Return a notice's rows with what opens the seal of them."""
    said = {"call": notice.call, "n": notice.n, "digest": notice.digest, "rows": [_row(row) for row in rows]}
    seal = next((one for one in seals if one.what == "notice" and one.about == str(notice.n)), None)
    shown = asdict(opening(seal, seal.leaves.index(notice.digest))) if seal else {}
    body = json_of(said | ({"record": shown} if shown else {}))
    name = f"{notice.call}/notice-{notice.n}-{sha256(body).hexdigest()[:8]}.json"
    return PublicFile(name, body, "application/json; charset=utf-8", FOR_EVER)


def _row(row: NoticeRow) -> dict[str, Any]:
    shown = {"unit_name": row.unit_name, "place": row.place, "category": row.category}
    said = {"n": row.n, "track": row.track, "id": row.entry, "revision": row.revision, "name": row.name}
    return said | {name: value for name, value in shown.items() if value}


def _notice_page(
    call: Call, notice: PublicNotice, rows: Sequence[NoticeRow], rows_path: str, language: str, site: Site
) -> PublicFile:
    words = WORDS[language]
    title = _title(call, notice, language)
    description = words["lead"].format(n=notice.count)
    tracks = [_track_rows(call, id, [row for row in rows if row.track == id], language, site) for id in notice.tracks]
    lasts = call.public_notice.lasts if call.public_notice else None
    days = [day.isoformat() for day in lasts.between(notice.opens_at, notice.closes_at, call.zone)] if lasts else []
    shown = set(call.public_notice.shows) if call.public_notice else set()
    data = {
        "@context": "https://schema.org",
        "@type": "SpecialAnnouncement",
        "name": title,
        "text": description,
        "datePosted": iso(notice.opens_at),
        "expires": iso(notice.closes_at),
        "publisher": {"@type": "GovernmentOrganization", "name": name_in(call.authority.names, language)},
    }
    paths = {one: _page_path(call, notice, one) for one in call.languages}
    return page_of(
        call,
        "notice.html",
        language,
        site,
        paths,
        title=title,
        description=description,
        data=data,
        notice=notice,
        tracks=tracks,
        shows=shown,
        days=days,
        count=lasts.count if lasts else "calendar",
        code=notice.code,
        rows_address=f"/open/{rows_path}",
        contacts=[
            {"role": name_in(c.role, language), "phone": c.phone, "hours": name_in(c.hours, language)}
            for c in call.contacts
        ],
    )


def _notices_page(call: Call, given: Sequence[PublicNotice], language: str, site: Site) -> PublicFile:
    words, name = WORDS[language], name_in(call.names, language)
    title, description = words["list_title"].format(call=name), words["list_lead"].format(call=name)
    paths = {one: _list_path(call, one) for one in call.languages}
    items = [
        {
            "n": notice.n,
            "title": _title(call, notice, language),
            "address": f"/open/{_page_path(call, notice, language)}",
            "opens": minute_of(notice.opens_at, call.zone, language),
            "closes": minute_of(notice.closes_at, call.zone, language),
        }
        for notice in reversed(given)
    ]
    data = {"@context": "https://schema.org", "@type": "CollectionPage", "name": title}
    said = {"title": title, "description": description, "data": data, "notices": items}
    return page_of(call, "notices.html", language, site, paths, **said)


def _title(call: Call, notice: PublicNotice, language: str) -> str:
    kind = "supplement_title" if notice.supplements else "title"
    return WORDS[language][kind].format(call=name_in(call.names, language))


def _track_rows(call: Call, id: str, rows: Sequence[NoticeRow], language: str, site: Site) -> dict[str, Any]:
    track = call.track(id)
    field = track.parsed.by_id.get(track.category_field or "")
    labels = {one.value: name_in(one.label, language) for one in field.options} if isinstance(field, Choice) else {}
    return {
        "id": id,
        "name": name_in(track.names, language),
        "has_category": any(row.category for row in rows),
        "rows": [
            {
                "n": row.n,
                "name": row.name,
                "unit_name": row.unit_name,
                "place": place_name(call, row.place, language, site.regions),
                "category": labels.get(row.category, row.category),
            }
            for row in rows
        ],
    }


def place_name(call: Call, place: str, language: str, regions: Regions) -> str:
    """Return the name of a place as lists have it.

    That of the call's own region is left out: 泰安市泰山区; 广东省深圳市.
    """
    if not place:
        return ""
    if call.registration.area != "region":
        desk = call.desks.get(place)
        return name_in(desk.names, language) if desk else place
    path = regions.path(place)
    own = regions.path(call.region) if call.region else []
    return "".join(regions.name(code) for code in path[len(own) if path[: len(own)] == own else 0 :]) or place


def page_of(
    call: Call, template: str, language: str, site: Site, paths: Mapping[str, str], **values: Any
) -> PublicFile:
    """Return a page of a call; `paths` are those of its languages."""
    words = WORDS[language]
    others = [
        {"tag": _tag(one), "name": LANGUAGE_NAMES.get(one, one), "address": f"/open/{path}"}
        for one, path in paths.items()
    ]
    text = (
        _templates()
        .get_template(template)
        .render(
            call=call,
            words=words,
            tag=_tag(language),
            origin=site.origin,
            address=f"/open/{paths[language]}",
            record_address=f"/open/{record_path(call, language)}",
            list_address=f"/open/{_list_path(call, language)}",
            others=others,
            authority=name_in(call.authority.names, language),
            icp=call.authority.icp or "",
            day=lambda at: _day(at, call.zone, language),
            minute=lambda at: minute_of(at, call.zone, language),
            **values,
        )
    )
    return PublicFile(paths[language], text.encode(), "text/html; charset=utf-8")


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("chalicelib.services.publication"),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _page_path(call: Call, notice: PublicNotice, language: str) -> str:
    return f"{call.id}/notice-{notice.n}{suffix_of(call, language)}.html"


def _list_path(call: Call, language: str) -> str:
    return f"{call.id}/notices{suffix_of(call, language)}.html"


def record_path(call: Call, language: str) -> str:
    """Return the path of the page of what was sealed."""
    return f"{call.id}/record/index{suffix_of(call, language)}.html"


def suffix_of(call: Call, language: str) -> str:
    return "" if language == call.languages[0] else f".{language}"


def json_file(path: str, value: Any, cache: str) -> PublicFile:
    return PublicFile(path, json_of(value), "application/json; charset=utf-8", cache)


def json_of(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def name_in(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "")


def _tag(language: str) -> str:
    return {"zh": "zh-CN", "en": "en-GB"}.get(language, language)


def _day(at: datetime, zone: str, language: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    if language == "zh":
        return f"{local.year} 年 {local.month} 月 {local.day} 日"
    return f"{local.day} {local:%B %Y}"


def minute_of(at: datetime, zone: str, language: str) -> str:
    between = " " if language == "zh" else ", "
    return f"{_day(at, zone, language)}{between}{at.astimezone(ZoneInfo(zone)):%H:%M}"
