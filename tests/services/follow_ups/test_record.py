"""The record follows each seal: signed once, published whole, and never over another past."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from chalicelib.domain.evaluation.seals import Seal, Sealed, Sealing, next_seal
from chalicelib.domain.history import digest
from chalicelib.domain.record import tree
from chalicelib.domain.record.checkpoints import RecordChanged, key_digest
from chalicelib.domain.record.notes import encode, read_checkpoint, read_note, read_verifier, signers_of
from chalicelib.services.context import Tools
from chalicelib.services.follow_ups import record
from chalicelib.storage import checkpoints as stored
from chalicelib.storage import juries, keys
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.signing_keys import FileKey
from chalicelib.storage.engine.table import Delete, Put
from chalicelib.storage.items import packed
from chalicelib.wiring import Wiring
from ops.integrity.signatures import is_signed
from tests.conftest import Place
from tests.factories import CALL, TRACK, World, evaluated, world
from tests.services.telling import Stream

FOLDER = f"open/{CALL}/record/"


def key_file(folder: Path, n: int) -> Path:
    """A key of its own for each number."""
    private, path = ec.derive_private_key(n, ec.SECP256R1()), folder / f"{n}.pem"
    path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


@pytest.fixture
def here(table_moto: Place, bucket_moto: Place, tmp_path: Path) -> World:
    """A call whose record a key in a file signs."""
    made = world(table_moto, bucket_moto, **evaluated(), languages=["zh", "en"])
    return with_keys(made, key_file(tmp_path, 7))


def with_keys(here: World, key: Path, after: Path | None = None) -> World:
    said = {"record_key": str(key), "record_key_next": str(after or key)}
    return replace(here, wiring=Wiring(here.wiring.settings.model_copy(update=said), here.clock))


def seal(here: World, what: Sealed, *leaves: str, about: str = f"{TRACK}/written") -> Seal:
    last = fetch(here.tools.table, juries.last_seal(CALL))
    new = next_seal(last, Sealing(CALL, here.clock.now, "a-org", f"salt {what}"), what, about, leaves)
    here.tools.table.write([juries.put_seal(new)])
    return new


def published(here: World, bucket: Place) -> Mapping[str, bytes]:
    """The files of the record, by their names in its folder."""
    of = here.wiring.settings.public_bucket
    listed = bucket.client.list_objects_v2(Bucket=of, Prefix=FOLDER).get("Contents", [])
    return {
        one["Key"].removeprefix(FOLDER): bucket.client.get_object(Bucket=of, Key=one["Key"])["Body"].read()
        for one in listed
    }


def by_its_own_files(files: Mapping[str, bytes]) -> list[bytes]:
    """The leaves, after all that a reader can check of them."""
    index, known = json.loads(files["index.json"]), json.loads(files["keys.json"])
    public = [read_verifier(one["verifier"]) for one in known["keys"]]
    leaves = [line for one in index["seals"] for line in files[one["leaves"]].splitlines()]
    hashes = [tree.leaf_hash(one) for one in leaves]
    for name in ("checkpoint", *(one["checkpoint"] for one in index["seals"])):
        note = read_note(files[name].decode())
        assert signers_of(note, public, is_signed)
        checkpoint = read_checkpoint(note.text)
        assert checkpoint.origin == index["origin"]
        assert tree.root(hashes[: checkpoint.size]) == checkpoint.root
    last = read_checkpoint(read_note(files["checkpoint"].decode()).text)
    assert (last.size, last.root.hex()) == (index["size"], index["root"])
    assert last.size == len(leaves)
    return leaves


def test_a_seal_is_signed_and_published_by_the_stream(here: World, table_moto: Place, bucket_moto: Place) -> None:
    told = Stream(here, table_moto)
    told.records()
    seal(here, "rules", digest("rules"))
    seal(here, "selection", digest(["a", "b"]))
    told.flow()
    files = published(here, bucket_moto)
    leaves = [json.loads(one) for one in by_its_own_files(files)]
    assert [(one["seal"], one["kind"], "digest" in one) for one in leaves] == [
        (1, "rules", True),
        (2, "selection", False),
    ]
    page, english = files["index.html"].decode(), files["index.en.html"].decode()
    assert "拟入选名单" in page
    assert "Selection" in english
    last = fetch(here.tools.table, stored.last_checkpoint(CALL))
    assert last
    assert last.code in page


def test_the_list_of_files_is_signed_and_names_them_all(here: World, bucket_moto: Place) -> None:
    seal(here, "rules", digest("rules"))
    record.advance(here.tools, CALL)
    files = published(here, bucket_moto)
    note = read_note(files["files.txt"].decode())
    public = read_verifier(json.loads(files["keys.json"])["keys"][0]["verifier"])
    assert signers_of(note, [public], is_signed)
    lines = note.text.splitlines()
    assert lines[0] == f"{public.name}/record/files.txt"
    assert {line.split("  ")[1] for line in lines[1:]} == files.keys() - {"files.txt"}


def test_a_record_only_grows_and_old_files_stay(here: World, bucket_moto: Place) -> None:
    seal(here, "rules", digest("rules"))
    record.advance(here.tools, CALL)
    before = published(here, bucket_moto)
    seal(here, "marks", digest(1), digest(2))
    record.advance(here.tools, CALL)
    after = published(here, bucket_moto)
    kept = {name: body for name, body in before.items() if name.startswith(("leaves-", "checkpoint-"))}
    assert len(kept) == 2
    assert kept.items() <= after.items()
    assert len(by_its_own_files(after)) == 3


def test_the_same_again_changes_nothing(here: World, bucket_moto: Place) -> None:
    seal(here, "rules", digest("rules"))
    record.advance(here.tools, CALL)
    before, signed = published(here, bucket_moto), fetch(here.tools.table, stored.checkpoints(CALL))
    record.advance(here.tools, CALL)
    unlisted = {name: body for name, body in published(here, bucket_moto).items() if name != "files.txt"}
    assert unlisted == {name: body for name, body in before.items() if name != "files.txt"}
    assert fetch(here.tools.table, stored.checkpoints(CALL)) == signed


@pytest.mark.parametrize("cut_off_at", range(1, 17))
def test_it_can_stop_anywhere_and_go_on(
    here: World, bucket_moto: Place, monkeypatch: pytest.MonkeyPatch, cut_off_at: int
) -> None:
    seal(here, "rules", digest("rules"))
    seal(here, "marks", digest(1), digest(2))
    left = [cut_off_at]

    class CutOff(Exception):
        pass

    def counted(made: object) -> object:
        def act(*arguments: object) -> object:
            left[0] -= 1
            if not left[0]:
                raise CutOff
            return made(*arguments)  # type: ignore[operator]

        return act

    with monkeypatch.context() as patch, suppress(CutOff):
        patch.setattr(here.tools.public, "publish", counted(here.tools.public.publish))
        patch.setattr(here.tools.table, "write", counted(here.tools.table.write))
        record.advance(here.tools, CALL)
    record.advance(here.tools, CALL)
    assert len(by_its_own_files(published(here, bucket_moto))) == 3
    assert all(one.published_at for one in fetch(here.tools.table, stored.checkpoints(CALL)))


def test_whoever_publishes_late_leaves_what_was_signed_last(
    here: World, bucket_moto: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is slow reads, another signs and publishes the next seal, then the slow one publishes."""
    seal(here, "rules", digest("rules"))
    slow, fast = here.tools, replace(here.tools)
    published_by = slow.public.publish
    begun = list[bool]()

    def late(*arguments: str) -> None:
        if not begun:
            begun.append(True)
            seal(here, "marks", digest(1))
            record.advance(fast, CALL)
        published_by(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(slow.public, "publish", late)
    record.advance(slow, CALL)
    assert len(by_its_own_files(published(here, bucket_moto))) == 2


def test_a_changed_or_lost_seal_is_never_signed_over(here: World, bucket_moto: Place) -> None:
    first = seal(here, "rules", digest("rules"))
    record.advance(here.tools, CALL)
    before = published(here, bucket_moto)
    changed = replace(first, leaves=(digest("other rules"),))
    here.tools.table.write([Put(packed(keys.seal(CALL, 1), changed))])
    seal(here, "marks", digest(1))
    with pytest.raises(RecordChanged):
        record.advance(here.tools, CALL)
    for n in (1, 2):
        here.tools.table.write([Delete(keys.seal(CALL, n))])
    with pytest.raises(RecordChanged):
        record.advance(here.tools, CALL)
    assert published(here, bucket_moto) == before


def test_a_new_key_takes_over_by_a_seal_and_the_old_one_stays_known(
    here: World, bucket_moto: Place, tmp_path: Path
) -> None:
    old, new = key_file(tmp_path, 7), key_file(tmp_path, 11)
    seal(here, "rules", digest("rules"))
    record.advance(here.tools, CALL)
    both = with_keys(here, old, new)
    seal(both, "key", key_digest(encode(FileKey(new).public)), about="key")
    record.advance(both.tools, CALL)
    alone = with_keys(here, new)
    seal(alone, "marks", digest(1))
    record.advance(alone.tools, CALL)
    files = published(alone, bucket_moto)
    assert len(by_its_own_files(files)) == 3
    known = json.loads(files["keys.json"])["keys"]
    assert [one["spki"] for one in known] == [encode(FileKey(one).public) for one in (old, new)]
    assert [bool(one["until"]) for one in known] == [True, False]
    index = json.loads(files["index.json"])
    signatures = [len(read_note(files[one["checkpoint"]].decode()).signatures) for one in index["seals"]]
    assert signatures == [1, 2, 1]


def test_without_a_key_nothing_is_signed_and_of_a_hidden_call_nothing_is_published(
    here: World, table_moto: Place, bucket_moto: Place
) -> None:
    seal(here, "rules", digest("rules"))
    record.advance(replace(here.tools, record_keys=()), CALL)
    assert fetch(here.tools.table, stored.checkpoints(CALL)) == []
    here.tools.calls.hide(CALL, True)
    hidden: Tools = with_keys(here, Path(here.wiring.settings.record_key)).tools
    record.advance(hidden, CALL)
    assert len(fetch(here.tools.table, stored.checkpoints(CALL))) == 1
    assert published(here, bucket_moto) == {}


def test_nothing_of_a_salt_or_of_a_private_digest_is_public(here: World, bucket_moto: Place) -> None:
    chosen = digest(["a", "b", "c"])
    made = seal(here, "selection", chosen)
    record.advance(here.tools, CALL)
    said = b"".join(published(here, bucket_moto).values()).decode()
    assert all(word not in said for word in (chosen, made.salt, made.digest, "a-org"))
