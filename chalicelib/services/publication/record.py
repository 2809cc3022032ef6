"""The public files of a call's record: what was sealed, and when.

Leaves and checkpoints are named by their content and never change. The checkpoint of now is written last but for the
list of all of them.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from chalicelib.domain.call import Call, iso
from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.record.checkpoints import SignedCheckpoint, key_periods, origin_of
from chalicelib.domain.record.notes import PublicKey
from chalicelib.domain.record.statements import statements_of
from chalicelib.services.context import Tools
from chalicelib.services.publication.lists_of_files import write_files
from chalicelib.services.publication.rendering import (
    FOR_EVER,
    TEXT,
    PublicFile,
    PublicPage,
    Site,
    json_file,
    paths_of,
)
from chalicelib.services.publication.words import RECORD, SEALED
from chalicelib.storage import notices, results
from chalicelib.storage.engine.reads import fetch

FOLDER = "record/"


def publish(tools: Tools, call: Call, seals: Sequence[Seal], checkpoints: Sequence[SignedCheckpoint]) -> None:
    """Write the files of a record; those of old checkpoints stand."""
    site = Site(tools.site_origin, tools.regions, _sections(tools, call))
    parts = [_parts(call, *pair) for pair in zip(seals, checkpoints, strict=True)]
    old = {file.path for pair, one in zip(parts, checkpoints, strict=True) if one.published_at for file in pair}
    files = [file for pair in parts for file in pair]
    write_files(tools, call.id, FOLDER, [*files, *_overview(call, site, seals, checkpoints, parts)], old)


def _sections(tools: Tools, call: Call) -> tuple[str, ...]:
    """Return which other pages the call has by now."""
    notice, announced = fetch(tools.table, notices.notice(call.id, 1), results.results(call.id, 1))
    firsts = {"notices": notice, "results": announced}
    return tuple(name for name, first in firsts.items() if first and first.published_at)


def _parts(call: Call, seal: Seal, checkpoint: SignedCheckpoint) -> tuple[PublicFile, PublicFile]:
    """Return the leaves of a seal, and its checkpoint."""
    leaves = b"".join(one + b"\n" for one in statements_of(seal))
    note = checkpoint.note.encode()
    return (
        _named(call, f"leaves-{seal.n:04}", "jsonl", leaves, "application/jsonl; charset=utf-8"),
        _named(call, f"checkpoint-{seal.n:04}", "txt", note, TEXT),
    )


def _named(call: Call, name: str, ending: str, body: bytes, content_type: str) -> PublicFile:
    path = f"{call.id}/{FOLDER}{name}-{sha256(body).hexdigest()[:8]}.{ending}"
    return PublicFile(path, body, content_type, FOR_EVER)


def _overview(
    call: Call,
    site: Site,
    seals: Sequence[Seal],
    checkpoints: Sequence[SignedCheckpoint],
    parts: Sequence[tuple[PublicFile, PublicFile]],
) -> Iterator[PublicFile]:
    """Yield what says what there is now; the checkpoint comes last."""
    last, folder = checkpoints[-1], f"{call.id}/{FOLDER}"
    origin = origin_of(site.origin, call.id)
    keys = [
        {
            "verifier": PublicKey(origin, one.spki).verifier,
            "spki": one.key,
            "from": iso(one.since),
            "until": iso(one.until) if one.until else None,
        }
        for one in key_periods(checkpoints)
    ]
    rows = [_row(*one, folder) for one in zip(seals, checkpoints, parts, strict=True)]
    index = {"call": call.id, "origin": origin, "size": last.size, "root": last.root, "seals": rows}
    yield json_file(f"{folder}keys.json", {"origin": origin, "keys": keys})
    paths = paths_of(call, f"{FOLDER}index")
    yield from (_page(PublicPage(call, language, paths, site), seals, last) for language in call.languages)
    yield json_file(f"{folder}index.json", index)
    yield PublicFile(f"{folder}checkpoint", last.note.encode(), TEXT)


def _row(seal: Seal, checkpoint: SignedCheckpoint, parts: tuple[PublicFile, PublicFile], folder: str) -> dict[str, Any]:
    leaves, note = (file.path.removeprefix(folder) for file in parts)
    said = {"n": seal.n, "kind": seal.what, "about": seal.about, "at": iso(seal.at)}
    return said | {"size": checkpoint.size, "leaves": leaves, "checkpoint": note}


def _page(page: PublicPage, seals: Sequence[Seal], last: SignedCheckpoint) -> PublicFile:
    call, words, name = page.call, RECORD[page.language], page.say(page.call.names)
    title, description = words["title"].format(call=name), words["lead"].format(call=name)
    items = [
        {
            "n": seal.n,
            "at": seal.at.isoformat(),
            "minute": page.minute(seal.at),
            "what": SEALED[page.language][seal.what],
            "about": _about(page, seal),
        }
        for seal in reversed(seals)
    ]
    data = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": description,
        "dateModified": iso(last.at),
        "creator": {"@type": "GovernmentOrganization", "name": page.say(call.authority.names)},
    }
    shown = {"title": title, "description": description, "data": data, "said": words, "last": last, "items": items}
    return page.file("record.html", folder=f"/open/{call.id}/{FOLDER}", **shown)


def _about(page: PublicPage, seal: Seal) -> str:
    """Return the names of what a seal is about.

    They are those of track and stage; what is neither is named as it is.
    """
    track_id, _, stage_id = seal.about.partition("/")
    if seal.what == "ruling":
        return RECORD[page.language]["row"].format(n=track_id, row=stage_id)
    track = page.call.tracks.get(track_id)
    if track is None:
        return RECORD[page.language]["number"].format(n=seal.about) if seal.about.isdecimal() else seal.about
    stage = next((one for one in track.stages if one.id == stage_id), None)
    names = [page.say(track.names), *([page.say(stage.names)] if stage else [])]
    return RECORD[page.language]["between"].join(names)
