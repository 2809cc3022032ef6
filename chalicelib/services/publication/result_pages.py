"""Public pages and data of results."""

import csv
import io
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from xml.sax.saxutils import escape

from chalicelib.domain.call import Call, iso
from chalicelib.domain.publication.results import ResultRow
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

CSV, ATOM = "text/csv; charset=utf-8", "application/atom+xml; charset=utf-8"
BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take a cell for, so that such a cell begins with an apostrophe."""


def result_files(
    call: Call, announced: Sequence[PublishedResults], opened: Sequence[OpenNotice], site: Site
) -> tuple[list[PublicFile], list[dict[str, Any]]]:
    """Return the files of a call's results, and what the index says."""
    if not announced:
        return [], []
    lists = [_rows_file(one) for one in announced]
    pages = [
        _results_page(PublicPage(call, language, paths_of(call, "results"), site), announced, opened)
        for language in call.languages
    ]
    data = [_csv_file(PublicPage(call, call.languages[0], paths_of(call, "results"), site), announced)]
    data += [_json_data(call, announced), _feed(call, announced, site)]
    index = [
        {
            "n": one.results.n,
            "at": iso(one.results.at),
            "document": one.results.document,
            "count": one.results.count,
            "digest": one.results.digest,
            "rows": f"/open/{file.path}",
            "withdrawn": sorted(one.withdrawn),
            "page": f"/open/{paths_of(call, 'results')[call.languages[0]]}",
        }
        for one, file in zip(announced, lists, strict=True)
    ]
    return [*lists, *data, *pages], index


def _rows_file(one: PublishedResults) -> PublicFile:
    results = one.results
    known = {"call": results.call, "n": results.n, "document": results.document, "digest": results.digest}
    values = {**known, "at": iso(results.at), "rows": [_row(row) for row in one.rows]}
    body = json_bytes(values | opening_of(one.seal, results.digest))
    return PublicFile(f"{results.call}/results-{results.n}-{sha256(body).hexdigest()[:8]}.json", body, JSON, FOR_EVER)


def _row(row: ResultRow) -> dict[str, Any]:
    shown = {"unit_name": row.unit_name, "place": row.place, "category": row.category, "people": list(row.people)}
    known = {"n": row.n, "track": row.track, "id": row.entry, "revision": row.revision, "name": row.name}
    return known | {name: value for name, value in shown.items() if value} | {"number": row.number}


def _results_page(page: PublicPage, announced: Sequence[PublishedResults], opened: Sequence[OpenNotice]) -> PublicFile:
    call, words = page.call, page.words
    name = page.say(call.names)
    count = sum(len(one.standing) for one in announced)
    ruled = [objection for one in opened for objection in one.ruled]
    upheld = sum(one.ruling is not None and one.ruling.consequence == "exclude" for one in ruled)
    title = words["results_title"].format(call=name)
    description = words["results_lead"].format(n=count)
    if ruled:
        description += words["results_rulings"].format(n=len(ruled), out=upheld)
    tracks = [_track(page, id, announced) for id in call.tracks]
    data = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": description,
        "datePublished": iso(announced[-1].results.at),
        "creator": {"@type": "GovernmentOrganization", "name": page.say(call.authority.names)},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{page.site.origin}/open/{call.id}/{file}"}
            for kind, file in (("text/csv", "results.csv"), ("application/json", "results.json"))
        ],
    }
    return page.file(
        "results.html",
        title=title,
        description=description,
        data=data,
        results=[one.results for one in announced],
        tracks=[one for one in tracks if one["rows"]],
        places=sorted({row["place"] for one in tracks for row in one["rows"] if row["place"]}),
    )


def _track(page: PublicPage, id: str, announced: Sequence[PublishedResults]) -> dict[str, Any]:
    rows = [(one, row) for one in announced for row in one.rows if row.track == id]
    return {
        "id": id,
        "name": page.say(page.call.track(id).names),
        "count": sum(row.entry not in one.withdrawn for one, row in rows),
        "has_category": any(row.category for _, row in rows),
        "rows": [
            {
                "number": row.number,
                "name": row.name,
                "unit_name": row.unit_name,
                "place": page.place(row.place),
                "category": page.category(id, row.category),
                "withdrawn": row.entry in one.withdrawn,
            }
            for one, row in rows
        ],
    }


def _csv_file(page: PublicPage, announced: Sequence[PublishedResults]) -> PublicFile:
    """Return the table of results for spreadsheets, in the call's language."""
    words, text = page.words, io.StringIO()
    table = csv.writer(text)
    columns = ("certificate", "track", "name", "unit", "place", "category", "status")
    table.writerow([words[column] for column in columns])
    for one in announced:
        for row in one.rows:
            status = words["withdrawn"] if row.entry in one.withdrawn else words["awarded"]
            track = page.say(page.call.track(row.track).names)
            place, category = page.place(row.place), page.category(row.track, row.category)
            table.writerow(map(_cell, (row.number, track, row.name, row.unit_name, place, category, status)))
    return PublicFile(f"{page.call.id}/results.csv", (BOM + text.getvalue()).encode(), CSV)


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _json_data(call: Call, announced: Sequence[PublishedResults]) -> PublicFile:
    items = [
        {key: value for key, value in _row(row).items() if key != "people"}
        | {"results": one.results.n, "holds": row.entry not in one.withdrawn}
        for one in announced
        for row in one.rows
    ]
    return json_file(f"{call.id}/results.json", {"call": call.id, "items": items})


def _feed(call: Call, announced: Sequence[PublishedResults], site: Site) -> PublicFile:
    """Return a feed of a call's results for other portals."""
    page = PublicPage(call, call.languages[0], paths_of(call, "results"), site)
    address = f"{site.origin}/open/{paths_of(call, 'results')[call.languages[0]]}"
    title = page.words["results_title"].format(call=page.say(call.names))
    entries = "".join(
        f"<entry><id>{escape(address)}#results-{one.results.n}</id><title>{escape(title)}"
        f" {escape(one.results.document)}</title><updated>{iso(one.results.at)}</updated>"
        f'<link href="{escape(address)}"/><summary>'
        f"{escape(page.words['results_lead'].format(n=one.results.count))}</summary></entry>"
        for one in reversed(announced)
    )
    head = (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>{escape(address)}</id>'
        f"<title>{escape(title)}</title><updated>{iso(announced[-1].results.at)}</updated>"
        f"<author><name>{escape(page.say(call.authority.names))}</name></author>"
        f'<link href="{escape(address)}"/>'
    )
    return PublicFile(f"{call.id}/results.atom", f"{head}{entries}</feed>".encode(), ATOM)
