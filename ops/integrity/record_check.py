"""Checking the public files of a call, offline.

The folder is a copy of what lies under `/open/CALL/`. Whatever is wrong is said by the name of its file.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chalicelib.domain.history import digest
from chalicelib.domain.record import tree
from chalicelib.domain.record.checkpoints import key_digest
from chalicelib.domain.record.notes import (
    Checkpoint,
    NotANote,
    PublicKey,
    encode,
    read_checkpoint,
    read_note,
    read_verifier,
    signers_of,
)
from chalicelib.domain.record.statements import salted
from ops.cli import Stop
from ops.integrity.signatures import is_signed

RECORD = "record/"
KEYS, INDEX, LAST = f"{RECORD}keys.json", f"{RECORD}index.json", f"{RECORD}checkpoint"
LISTS = (f"{RECORD}files.txt", "files.txt")


@dataclass
class CheckedRecord:
    """What was checked in a folder, and what is wrong with it.

    `faults` are (name of a file, what is wrong).
    """

    origin: str = ""
    keys: list[PublicKey] = field(default_factory=list)
    last: Checkpoint | None = None
    seals: int = 0
    checkpoints: int = 0
    notices: int = 0
    files: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)

    @contextmanager
    def looking_at(self, name: str) -> Iterator[None]:
        """Note what is wrong with a file, and go on."""
        try:
            yield
        except NotANote as error:
            self.faults.append((name, str(error)))
        except FileNotFoundError:
            self.faults.append((name, "it is missing"))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            self.faults.append((name, "it cannot be read"))


def check(folder: Path, kept: Sequence[Path] = (), key: str = "") -> CheckedRecord:
    """Check a folder of public files.

    `kept` are checkpoints that somebody took away earlier; `key` is the key to go by, as its line in `keys.json` says
    it: any other counts once the record, signed by it, names that. Raises Stop where there is no record.
    """
    if not (folder / KEYS).is_file():
        raise Stop(f"{folder} has no {KEYS}: give a copy of what lies under /open/CALL/ on the site")
    done = CheckedRecord()
    with done.looking_at(KEYS):
        said = json.loads((folder / KEYS).read_bytes())
        done.origin, done.keys = said["origin"], [read_verifier(one["verifier"]) for one in said["keys"]]
        if key and key not in (one.verifier for one in done.keys):
            raise NotANote("the key that was named is not among its keys")
        if {one.name for one in done.keys} != {done.origin}:
            raise NotANote("its keys are of another record")
    if done.keys:
        leaves = _leaves(folder, done)
        _checkpoints(folder, done, leaves, kept, key)
        _notices(folder, done)
        _lists(folder, done)
    return done


def report_lines(done: CheckedRecord) -> Iterator[str]:
    """Yield what was checked as lines of text."""
    yield f"record       {done.origin}"
    yield f"signed by    {', '.join(key.id.hex() for key in done.keys)}"
    if done.last:
        yield f"checkpoint   {done.last.root.hex()[:16].upper()}, {done.last.size:,} leaves"
    yield f"checked      {done.seals} seals, {done.checkpoints} checkpoints, {done.notices} notices, {done.files} files"
    yield from (f"FAULT: {name}: {what}" for name, what in dict.fromkeys(done.faults))
    yield "NOT CLEAN" if done.faults else "clean"


def _leaves(folder: Path, done: CheckedRecord) -> list[bytes]:
    """Return all leaves, in the order of sealing."""
    leaves: list[bytes] = []
    with done.looking_at(INDEX):
        index = json.loads((folder / INDEX).read_bytes())
        for n, seal in enumerate(index["seals"], start=1):
            name = f"{RECORD}{seal['leaves']}"
            with done.looking_at(name):
                own = (folder / name).read_bytes().splitlines()
                leaves += own
                if not all(_is_of(json.loads(leaf), n, seal) for leaf in own):
                    raise NotANote("it is of another seal than the index says")
            if len(leaves) != seal["size"]:
                raise NotANote(f"seal {n} has another number of leaves")
            done.seals += 1
    return leaves


def _is_of(leaf: Mapping[str, Any], n: int, seal: Mapping[str, Any]) -> bool:
    return (leaf["seal"], leaf["kind"], leaf["about"], leaf["at"]) == (n, seal["kind"], seal["about"], seal["at"])


def _checkpoints(
    folder: Path, done: CheckedRecord, leaves: Sequence[bytes], kept: Sequence[Path], trusted: str
) -> None:
    hashes, known = [tree.leaf_hash(one) for one in leaves], {trusted} - {""}
    of_seals = sorted(path.relative_to(folder).as_posix() for path in folder.glob(f"{RECORD}checkpoint-*.txt"))
    for name, path in [*((name, folder / name) for name in (*of_seals, LAST)), *((str(path), path) for path in kept)]:
        with done.looking_at(name):
            text, signers = _signed(path, done.keys)
            checkpoint = read_checkpoint(text)
            if checkpoint.origin != done.origin:
                raise NotANote(f"it is of {checkpoint.origin}")
            if checkpoint.size > len(hashes) or tree.root(hashes[: checkpoint.size]) != checkpoint.root:
                raise NotANote("the leaves do not come to its root")
            if known & {one.verifier for one in signers}:
                known |= _named_keys(leaves[: checkpoint.size], done.keys)
            elif known and name not in of_seals:
                raise NotANote("neither the key that was named signed it nor one that took its place")
            done.checkpoints += 1
            done.last = checkpoint if name == LAST else done.last
    with done.looking_at(LAST):
        if done.last and done.last.size != len(hashes):
            raise NotANote("there are leaves that it does not cover")


def _named_keys(leaves: Sequence[bytes], keys: Sequence[PublicKey]) -> set[str]:
    """Return the keys that take the place of others by these leaves."""
    said = map(json.loads, leaves)
    digests = {leaf["digest"] for leaf in said if leaf["kind"] == "key"}
    return {key.verifier for key in keys if key_digest(encode(key.spki)) in digests}


def _notices(folder: Path, done: CheckedRecord) -> None:
    """Check the rows of notices against what was sealed of them."""
    leaves = _statements(folder)
    for path in sorted(folder.glob("notice-*.json")):
        with done.looking_at(path.name):
            notice = json.loads(path.read_bytes())
            rows, shown = notice["rows"], notice["record"]
            leaf = leaves.get((shown["seal"], shown["leaf"]), {})
            if digest([_row(row) for row in rows]) != notice["digest"]:
                raise NotANote("its rows do not come to its digest")
            if (leaf.get("kind"), leaf.get("about")) != ("notice", str(notice["n"])):
                raise NotANote("no such notice was sealed")
            if salted(shown["salt"], notice["digest"]) != leaf["salted"]:
                raise NotANote("other rows were sealed")
            done.notices += 1


def _row(row: Mapping[str, Any]) -> list[Any]:
    words = [row.get(name, "") for name in ("name", "unit_name", "place", "category")]
    return [row["n"], row["track"], row["id"], row["revision"], *words]


def _statements(folder: Path) -> dict[tuple[int, int], Mapping[str, Any]]:
    """Return the leaves that can be read.

    They are by seal and number.
    """
    said: dict[tuple[int, int], Mapping[str, Any]] = {}
    for path in folder.glob(f"{RECORD}leaves-*.jsonl"):
        for line in path.read_bytes().splitlines():
            try:
                leaf = json.loads(line)
                said[leaf["seal"], leaf["leaf"]] = leaf
            except (ValueError, KeyError, TypeError):
                continue  # said of its file already
    return said


def _lists(folder: Path, done: CheckedRecord) -> None:
    """Check each file against the signed lists; none is without one.

    Before the first notice there is no other list than the record's.
    """
    listed = set(LISTS)
    for name in LISTS if any(path.is_file() for path in folder.iterdir()) else LISTS[:1]:
        beginning = name.removesuffix("files.txt")
        with done.looking_at(name):
            head, *lines = _signed(folder / name, done.keys)[0].splitlines()
            if head != f"{done.origin}/{name}":
                raise NotANote(f"it is the list {head}")
            for sha256, _, own in (line.partition("  ") for line in lines):
                listed.add(f"{beginning}{own}")
                _listed(folder, done, f"{beginning}{own}", sha256)
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        if (name := path.relative_to(folder).as_posix()) not in listed:
            done.faults.append((name, "it is in no signed list"))


def _listed(folder: Path, done: CheckedRecord, name: str, sha256: str) -> None:
    with done.looking_at(name):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != sha256:
            raise NotANote("it is not as it was published")
        done.files += 1


def _signed(path: Path, keys: Sequence[PublicKey]) -> tuple[str, list[PublicKey]]:
    """Return the text of a note, and who signed it."""
    note = read_note(path.read_bytes().decode())
    return note.text, signers_of(note, keys, is_signed)
