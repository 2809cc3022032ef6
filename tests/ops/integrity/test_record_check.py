"""A copy of the public files is checked without anything else, and whatever was changed in it is named."""

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from chalicelib.domain.history import canonical, digest
from chalicelib.domain.publication.notices import NoticeRow, PublicNotice, rows_digest
from chalicelib.domain.record import tree
from chalicelib.domain.record.checkpoints import key_digest
from chalicelib.domain.record.notes import Checkpoint, PublicKey, encode, sign
from chalicelib.services.follow_ups import record
from chalicelib.services.publication import pages
from chalicelib.storage import notices
from chalicelib.storage.engine.signing_keys import FileKey
from ops.__main__ import main
from ops.cli import Stop
from ops.integrity.record_check import check, report_lines
from tests.conftest import IN_PROCESS, a_bucket, a_table
from tests.factories import CALL, TRACK, World, evaluated, world
from tests.services.follow_ups.test_record import key_file, seal, with_keys

NOTICE = {"days": 5, "count": "working", "holidays": [], "workdays": [], "shows": ["unit_name", "place", "category"]}
MOST = 24
"""Places of a file at which a bit is turned."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The public files of a call that had a notice and another key since; `kept` is an early checkpoint."""
    home = tmp_path_factory.mktemp("record")
    with IN_PROCESS:
        made = a_table(None)
        bucket = a_bucket(None)
        here = world(next(made), bucket, **evaluated(), public_notice=NOTICE, languages=["zh", "en"])
        old, new = key_file(home, 7), key_file(home, 11)
        here = with_keys(here, old)
        seal(here, "rules", digest("rules"))
        seal(here, "marks", *map(digest, range(5)))
        record.advance(here.tools, CALL)
        seal(here, "selection", digest(["a", "b"]))
        give_notice(here)
        record.advance(here.tools, CALL)
        here = with_keys(here, old, new)
        seal(here, "key", key_digest(encode(FileKey(new).public)), about="key")
        record.advance(here.tools, CALL)
        pages.publish(here.tools, here.tools.calls.latest(CALL))
        folder, of = home / CALL, here.wiring.settings.public_bucket
        for one in bucket.client.list_objects_v2(Bucket=of)["Contents"]:
            path = home / one["Key"].removeprefix("open/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(bucket.client.get_object(Bucket=of, Key=one["Key"])["Body"].read())
        early = next(folder.glob("record/checkpoint-0002-*.txt"))
        (home / "kept").write_bytes(early.read_bytes())
        yield folder
        made.close()


def give_notice(here: World) -> None:
    rows = [NoticeRow(n, TRACK, f"entry{n}", 1, name, "单位", "370100") for n, name in enumerate("甲乙丙", start=1)]
    at, of_all = here.clock.now, rows_digest(rows)
    dates = (at, at + timedelta(days=5))
    notice = PublicNotice(CALL, 1, (TRACK,), 1, *dates, 3, of_all, "a", "b", at, opened=True, followed=3)
    here.tools.table.write([notices.put_notice(notice), *notices.put_rows(notice, rows)])
    seal(here, "notice", digest("proposal"), of_all, about="1")


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A copy of it to be changed."""
    shutil.copytree(published, tmp_path / CALL)
    return tmp_path / CALL


def test_what_was_published_is_clean(published: Path) -> None:
    done = check(published, [published.parent / "kept"])
    assert done.faults == []
    assert (done.seals, done.notices, done.checkpoints) == (5, 1, 7)
    assert len(done.keys) == 2
    assert list(report_lines(done))[-1] == "clean"


def names(published: Path) -> list[str]:
    return sorted(path.relative_to(published).as_posix() for path in published.rglob("*") if path.is_file())


def test_a_bit_turned_anywhere_in_any_file_is_found_and_named(published: Path, folder: Path) -> None:
    for name in names(published):
        path, body = folder / name, (published / name).read_bytes()
        step = max(1, len(body) // MOST)
        for at in {*range(0, len(body), step), len(body) - 1}:
            changed = bytearray(body)
            changed[at] ^= 1 << at % 8
            path.write_bytes(changed)
            assert name in {fault for fault, _ in check(folder).faults}, f"{name} at {at}"
        path.write_bytes(body)
    assert check(folder).faults == []


def test_a_file_that_is_missing_cut_short_or_added_is_named(published: Path, folder: Path) -> None:
    for name in names(published):
        if name == "record/keys.json":
            continue
        body = (published / name).read_bytes()
        (folder / name).unlink()
        assert name in {fault for fault, _ in check(folder).faults}
        (folder / name).write_bytes(body[:-2])
        assert name in {fault for fault, _ in check(folder).faults}
        (folder / name).write_bytes(body)
    (folder / "notice-2.html").write_text("another")
    assert check(folder).faults == [("notice-2.html", "it is in no signed list")]


def test_before_the_first_notice_there_is_the_record_alone(folder: Path) -> None:
    for path in folder.glob("*.*"):
        path.unlink()
    assert check(folder).faults == []


def test_what_is_no_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="has no record"):
        check(tmp_path)


def test_another_record_in_its_place_is_found_by_the_key_or_a_kept_checkpoint(
    published: Path, folder: Path, tmp_path: Path
) -> None:
    """Whoever has a key of his own can sign any past; what was kept elsewhere shows it."""
    first, second = (one["verifier"] for one in json.loads((published / "record/keys.json").read_text())["keys"])
    assert check(folder, key=first).faults == []
    assert check(folder, key=second).faults == []
    fault, *_ = check(folder, key=f"{first}x").faults
    assert fault == ("record/keys.json", "the key that was named is not among its keys")
    mine = FileKey(key_file(tmp_path, 13))
    forged = forge(folder, mine, first)
    assert check(folder).faults == []
    assert "neither the key that was named" in dict(check(folder, key=first).faults)["record/checkpoint"]
    kept = published.parent / "kept"
    assert dict(check(folder, [kept]).faults) == {str(kept): "the leaves do not come to its root"}
    assert forged.size == 1


def forge(folder: Path, mine: FileKey, theirs: str) -> Checkpoint:
    """Another record of a single leaf, whole in itself, that names the true key beside its own."""
    for path in [*folder.glob("notice*"), *folder.glob("record/*"), *folder.glob("*.*")]:
        path.unlink(missing_ok=True)
    public = PublicKey(f"127.0.0.1:8000/{CALL}", mine.public)
    leaf = {"call": CALL, "seal": 1, "leaf": 0, "kind": "rules", "about": "x", "at": "y", "digest": digest("mine")}
    leaves = canonical(leaf).encode()
    last = Checkpoint(public.name, 1, tree.root([tree.leaf_hash(leaves)]))
    row = {"n": 1, "kind": "rules", "about": "x", "at": "y", "size": 1, "leaves": "l", "checkpoint": "checkpoint"}
    known = [{"verifier": theirs}, {"verifier": public.verifier}]

    def signed(text: str) -> bytes:
        return sign(text, [(public, mine.sign)]).written.encode()

    files = {
        "keys.json": canonical({"origin": public.name, "keys": known}).encode(),
        "l": leaves,
        "index.json": canonical({"seals": [row]}).encode(),
        "checkpoint": signed(last.text),
    }
    for name, body in files.items():
        (folder / "record" / name).write_bytes(body)
    lines = "".join(f"{sha256(body).hexdigest()}  {name}\n" for name, body in files.items())
    (folder / "record/files.txt").write_bytes(signed(f"{public.name}/record/files.txt\n{lines}"))
    (folder / "files.txt").write_bytes(signed(f"{public.name}/files.txt\n"))
    return last


def test_the_command_says_what_it_checked(published: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "season", str(published), "--kept", str(published.parent / "kept")]) == 0
    assert "checked      5 seals, 7 checkpoints, 1 notices" in capsys.readouterr().out
    page = folder / "notice-1.html"
    page.write_text(page.read_text().replace("甲", "丁"))
    assert main(["verify", "season", str(folder)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[-2:] == ["FAULT: notice-1.html: it is not as it was published", "NOT CLEAN"]
    assert main(["verify", "season"]) == 3
