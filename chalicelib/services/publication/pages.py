"""Public pages and files of a call.

They lie in a bucket of their own and are read without this product: no page costs a read of the table. What is named
by its content never changes; an index says which of it holds, and is written last. Nothing is written before its notice
opens.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from chalicelib.domain.call import Call, iso
from chalicelib.domain.evaluation.seals import Seal, Sealed
from chalicelib.domain.publication.notices import NoticeRow, PublicNotice
from chalicelib.domain.publication.objections import Objection
from chalicelib.domain.publication.results import Results
from chalicelib.domain.states import Outcome
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import short_id
from chalicelib.services.context import Tools
from chalicelib.services.publication.lists_of_files import write_files
from chalicelib.services.publication.published import OpenNotice, PublishedResults, opening_of
from chalicelib.services.publication.rendering import (
    FOR_EVER,
    JSON,
    PublicFile,
    PublicPage,
    Site,
    json_bytes,
    json_file,
    paths_of,
)
from chalicelib.services.publication.result_pages import result_files
from chalicelib.storage import juries, notices, objections, submissions
from chalicelib.storage import results as stored_results
from chalicelib.storage.engine.reads import fetch


def publish(tools: Tools, call: Call) -> None:
    """Write all public files of a call that hold now.

    The index comes last, so that nobody is led to what is not there yet.
    """
    every, filed, announced, seals = fetch(
        tools.table,
        notices.notices(call.id),
        objections.objections(call.id),
        stored_results.all_results(call.id),
        juries.seals(call.id),
    )
    opened = [one for one in every if one.opens_at <= tools.clock()]
    known = [
        OpenNotice(one, fetch(tools.table, notices.rows(one)), _ruled(filed, one), _seal_of(seals, "notice", one.n))
        for one in opened
    ]
    results = [_published(tools, one, seals) for one in announced]
    sections = [*(["notices"] if known else []), *(["results"] if results else [])]
    site = Site(tools.site_origin, tools.regions, tuple(sections))
    write_files(tools, call.id, "", files_of(call, known, results, site))


def _seal_of(seals: Sequence[Seal], what: Sealed, n: int) -> Seal | None:
    return next((one for one in seals if one.what == what and one.about == str(n)), None)


def _published(tools: Tools, results: Results, seals: Sequence[Seal]) -> PublishedResults:
    rows = fetch(tools.table, stored_results.rows(results))
    ids = {JuryId(results.call, row.track, "").submission(row.entry) for row in rows}
    heads = fetch(tools.table, submissions.heads(ids))
    gone = {short_id(head.id) for head in heads.values() if head.outcome in {Outcome.REVOKED, Outcome.EXCLUDED}}
    return PublishedResults(results, rows, frozenset(gone), _seal_of(seals, "results", results.n))


def _ruled(filed: Sequence[Objection], notice: PublicNotice) -> list[Objection]:
    return [one for one in filed if one.ruling and one.notice == notice.n]


def files_of(
    call: Call, opened: Sequence[OpenNotice], announced: Sequence[PublishedResults], site: Site
) -> list[PublicFile]:
    """Return the public files of a call, the index last."""
    lists = [_rows_file(one) for one in opened]
    pages = [
        _notice_page(PublicPage(call, language, paths_of(call, one.name), site), one, file.path)
        for one, file in zip(opened, lists, strict=True)
        for language in call.languages
    ]
    overviews = [
        _notices_page(PublicPage(call, language, paths_of(call, "notices"), site), opened)
        for language in call.languages
    ]
    index: dict[str, Any] = {
        "call": call.id,
        "notices": [
            {
                "n": one.notice.n,
                "opens_at": iso(one.notice.opens_at),
                "closes_at": iso(one.notice.closes_at),
                "count": one.notice.count,
                "digest": one.notice.digest,
                "rows": f"/open/{file.path}",
                "page": f"/open/{paths_of(call, one.name)[call.languages[0]]}",
                "rulings": [_ruling(objection) for objection in one.ruled],
            }
            for one, file in zip(opened, lists, strict=True)
        ],
    }
    results, result_index = result_files(call, announced, opened, site)
    index["results"] = result_index
    return [*lists, *pages, *overviews, *results, json_file(f"{call.id}/index.json", index)]


def _rows_file(one: OpenNotice) -> PublicFile:
    notice = one.notice
    values = {"call": notice.call, "n": notice.n, "digest": notice.digest, "rows": [_row(row) for row in one.rows]}
    body = json_bytes(values | opening_of(one.seal, notice.digest))
    name = f"{notice.call}/notice-{notice.n}-{sha256(body).hexdigest()[:8]}.json"
    return PublicFile(name, body, JSON, FOR_EVER)


def _row(row: NoticeRow) -> dict[str, Any]:
    shown = {"unit_name": row.unit_name, "place": row.place, "category": row.category}
    said = {"n": row.n, "track": row.track, "id": row.entry, "revision": row.revision, "name": row.name}
    return said | {name: value for name, value in shown.items() if value}


def _ruling(objection: Objection) -> dict[str, Any]:
    """Return what is public of a ruling: nothing of whoever objected."""
    ruling = objection.ruling
    known = {"row": objection.row, "ground": objection.ground, "corrections": dict(objection.correction)}
    return known | ({"consequence": ruling.consequence, "at": iso(ruling.at)} if ruling else {})


def _notice_page(page: PublicPage, one: OpenNotice, rows_path: str) -> PublicFile:
    call, notice, words = page.call, one.notice, page.words
    title = _title(page, notice)
    description = words["lead"].format(n=notice.count)
    rules = call.public_notice
    days = rules.lasts.between(notice.opens_at, notice.closes_at, call.zone) if rules else []
    shown = set(rules.shows) if rules else set()
    data = {
        "@context": "https://schema.org",
        "@type": "SpecialAnnouncement",
        "name": title,
        "text": description,
        "datePosted": iso(notice.opens_at),
        "expires": iso(notice.closes_at),
        "publisher": {"@type": "GovernmentOrganization", "name": page.say(call.authority.names)},
    }
    return page.file(
        "notice.html",
        title=title,
        description=description,
        data=data,
        notice=notice,
        tracks=[_track(page, id, [row for row in one.rows if row.track == id]) for id in notice.tracks],
        shows=shown,
        days=[day.isoformat() for day in days],
        count=rules.lasts.count if rules else "calendar",
        rows_address=f"/open/{rows_path}",
        objecting=rules.objections if rules else None,
        rulings=[_ruling_words(page, objection, one.rows) for objection in one.ruled],
        contacts=[{"role": page.say(c.role), "phone": c.phone, "hours": page.say(c.hours)} for c in call.contacts],
    )


def _ruling_words(page: PublicPage, objection: Objection, rows: Sequence[NoticeRow]) -> str:
    """Return a ruling as the page says it."""
    ruling, words = objection.ruling, page.words
    row = next((one for one in rows if one.n == objection.row), None)
    if ruling is None or row is None:
        return ""
    was = {"name": row.name, "unit_name": row.unit_name}
    changes = [
        words["corrected"].format(before=was[name], after=after)
        for name, after in objection.correction.items()
        if was.get(name) != after
    ]
    return words[f"ruled_{ruling.consequence}"].format(
        n=objection.row, name=row.name, day=page.day(ruling.at), changes=words["and"].join(changes)
    )


def _notices_page(page: PublicPage, opened: Sequence[OpenNotice]) -> PublicFile:
    name = page.say(page.call.names)
    title, description = page.words["list_title"].format(call=name), page.words["list_lead"].format(call=name)
    items = [
        {
            "n": one.notice.n,
            "title": _title(page, one.notice),
            "address": f"/open/{paths_of(page.call, one.name)[page.language]}",
            "opens": page.minute(one.notice.opens_at),
            "closes": page.minute(one.notice.closes_at),
        }
        for one in reversed(opened)
    ]
    data = {"@context": "https://schema.org", "@type": "CollectionPage", "name": title}
    return page.file("notices.html", title=title, description=description, data=data, notices=items)


def _title(page: PublicPage, notice: PublicNotice) -> str:
    kind = "supplement_title" if notice.supplements else "title"
    return page.words[kind].format(call=page.say(page.call.names))


def _track(page: PublicPage, id: str, rows: Sequence[NoticeRow]) -> dict[str, Any]:
    return {
        "id": id,
        "name": page.say(page.call.track(id).names),
        "has_category": any(row.category for row in rows),
        "rows": [
            {
                "n": row.n,
                "name": row.name,
                "unit_name": row.unit_name,
                "place": page.place(row.place),
                "category": page.category(id, row.category),
            }
            for row in rows
        ],
    }
