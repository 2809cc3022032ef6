"""Trees, notes and a small record that the browser checks too.

Everything is the same at each run: signatures are deterministic (RFC 6979).
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.domain.evaluation.seals import Seal, Sealed, Sealing, next_seal
from chalicelib.domain.history import digest
from chalicelib.domain.publication.notices import NoticeRow, rows_digest
from chalicelib.domain.record import tree
from chalicelib.domain.record.checkpoints import SignedCheckpoint, next_checkpoint
from chalicelib.domain.record.notes import PublicKey, encode, sign
from chalicelib.domain.record.proofs import proof_of
from chalicelib.domain.record.statements import opening, statements_of
from tests.factories import OPENS

FILE = Path(__file__).parents[2] / "parity/record/cases.json"
CALL = "shandong-2021"
ORIGIN = f"awards.example.cn/{CALL}"
PRIVATE = ec.derive_private_key(7, ec.SECP256R1())
KEY = PublicKey(ORIGIN, PRIVATE.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
SMALL, LARGE = range(1, 10), (64, 65, 200)
"""Sizes whose every pair is among the cases, and some whose last ones are."""


def signed(message: bytes) -> bytes:
    return PRIVATE.sign(message, ec.ECDSA(SHA256(), deterministic_signing=True))


def trees() -> dict[str, Any]:
    leaves = [tree.leaf_hash(f"leaf {n}".encode()) for n in range(200)]
    roots = [tree.root(leaves[:size]) for size in range(201)]
    pairs = [*((size, old) for size in SMALL for old in range(size + 1)), *((n, n // 3) for n in LARGE)]
    return {
        "roots": [encode(one) for one in roots],
        "inclusion": [
            {"size": size, "index": index, "path": [encode(one) for one in tree.inclusion(leaves[:size], index)]}
            for size, index in pairs
            if index < size
        ],
        "consistency": [
            {"size": size, "old": old, "path": [encode(one) for one in tree.consistency(leaves[:size], old)]}
            for size, old in pairs
        ],
    }


def signatures() -> Iterator[dict[str, Any]]:
    """Signatures whose halves begin with zeros or with a high bit, as DER writes them shorter or longer."""
    wanted = {"short r": 0, "short s": 1, "high r": 0, "high s": 1}
    n = 0
    while wanted:
        message = f"message {n}"
        der, n = signed(message.encode()), n + 1
        halves = decode_dss_signature(der)
        for name, half in list(wanted.items()):
            if halves[half] >> 255 if name.startswith("high") else halves[half] < 1 << 247:
                del wanted[name]
                raw = b"".join(one.to_bytes(32, "big") for one in halves)
                yield {"name": name, "message": message, "der": encode(der), "raw": encode(raw)}


def seals() -> list[Seal]:
    chain: list[Seal] = []
    rows = rows_digest(notice_rows())
    of: list[tuple[Sealed, str, list[str]]] = [
        ("rules", "scenario/written", [digest("rules")]),
        ("marks", "scenario/written", [digest(n) for n in range(4)]),
        ("selection", "scenario/written", [digest(["a", "b"])]),
        ("notice", "1", [digest("proposal"), rows]),
        ("notice", "2", [digest("another"), digest("rows")]),
    ]
    for n, (what, about, leaves) in enumerate(of):
        sealing = Sealing(CALL, OPENS + n * timedelta(days=1), "a-organiser", f"salt {n}")
        chain.append(next_seal(chain[-1] if chain else None, sealing, what, about, leaves))
    return chain


def notice_rows() -> list[NoticeRow]:
    return [
        NoticeRow(1, "scenario", "aa", 1, "智慧供热“一张网”", "济南市某局", "370100", "city"),
        NoticeRow(2, "scenario", "bb", 2, 'Öffnung <b>"&"</b>\u2028', "", "370200"),
    ]


def checkpoints(chain: list[Seal]) -> list[SignedCheckpoint]:
    done: list[SignedCheckpoint] = []
    for seal in chain:
        one = next_checkpoint(ORIGIN, chain, done)
        note = sign(one.text, [(KEY, signed)]).written
        done.append(SignedCheckpoint(CALL, seal.n, one.size, one.root.hex(), seal.at, note, (encode(KEY.spki),)))
    return done


def record(chain: list[Seal]) -> dict[str, Any]:
    """The files of a record, by name."""
    signed_by = checkpoints(chain)
    rows = [
        {"n": seal.n, "kind": seal.what, "about": seal.about, "size": one.size, "leaves": f"leaves-{seal.n}.jsonl"}
        for seal, one in zip(chain, signed_by, strict=True)
    ]
    index = {"call": CALL, "origin": ORIGIN, "size": signed_by[-1].size, "root": signed_by[-1].root, "seals": rows}
    leaves = {f"leaves-{one.n}.jsonl": "".join(f"{leaf.decode()}\n" for leaf in statements_of(one)) for one in chain}
    keys = {"origin": ORIGIN, "keys": [{"verifier": KEY.verifier, "spki": encode(KEY.spki)}]}
    texts = {"keys.json": json.dumps(keys), "index.json": json.dumps(index), "checkpoint": signed_by[-1].note}
    return {**texts, **leaves}


def notice(chain: list[Seal]) -> dict[str, Any]:
    shown = opening(chain[3], 1)
    rows = [
        {
            "n": row.n,
            "track": row.track,
            "id": row.entry,
            "revision": row.revision,
            "name": row.name,
            **({"unit_name": row.unit_name} if row.unit_name else {}),
            **({"place": row.place} if row.place else {}),
            **({"category": row.category} if row.category else {}),
        }
        for row in notice_rows()
    ]
    record = {"seal": shown.seal, "leaf": shown.leaf, "salt": shown.salt}
    return {"call": CALL, "n": 1, "digest": rows_digest(notice_rows()), "rows": rows, "record": record}


def files(chain: list[Seal]) -> Iterator[dict[str, Any]]:
    """What somebody may drop, and what is wrong with it."""
    early, late = checkpoints(chain)[2], checkpoints(chain)[-1]
    proof, rows = proof_of(chain, early, 2, 1).written, notice(chain)
    yield {"name": "a proof", "text": proof, "faults": []}
    yield {"name": "a proof below the last checkpoint", "text": proof_of(chain, late, 4, 1).written, "faults": []}
    yield {"name": "a checkpoint", "text": early.note, "faults": []}
    yield {"name": "rows of a notice", "text": json.dumps(rows, ensure_ascii=False), "faults": []}
    other = proof.replace("index 2", "index 3")
    yield {"name": "a proof of another place", "text": other, "faults": ["leaf"]}
    yield {
        "name": "a checkpoint of another size",
        "text": early.note.replace("\n6\n", "\n7\n"),
        "faults": ["signature"],
    }
    fork = sign(f"{ORIGIN}\n1\n{encode(bytes(32))}\n", [(KEY, signed)]).written
    yield {"name": "a checkpoint of another past", "text": fork, "faults": ["past"]}
    stranger = ec.derive_private_key(9, ec.SECP256R1())
    theirs = PublicKey(ORIGIN, stranger.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    by = [(theirs, lambda text: stranger.sign(text, ec.ECDSA(SHA256(), deterministic_signing=True)))]
    of_another = sign(early.note.split("\n\n")[0] + "\n", by).written
    yield {"name": "a checkpoint by another key", "text": of_another, "faults": ["key"]}
    changed = [{**rows["rows"][0], "name": "另一个项目"}, *rows["rows"][1:]]
    yield {"name": "a changed row", "text": json.dumps({**rows, "rows": changed}), "faults": ["digest"]}
    of_changed = digest([[1, "scenario", "aa", 1, "另一个项目", "济南市某局", "370100", "city"]])
    forged = {**rows, "rows": changed[:1], "digest": of_changed}
    yield {"name": "other rows with their digest", "text": json.dumps(forged), "faults": ["rows"]}
    yield {"name": "rows of another notice", "text": json.dumps({**rows, "n": 2}), "faults": ["rows"]}
    for name, text in {"nothing": "", "a picture": "\u0089PNG", "other JSON": "{}", "a list": "[]"}.items():
        yield {"name": name, "text": text, "faults": ["unknown"]}


def cases() -> dict[str, Any]:
    chain = seals()
    return {
        "trees": trees(),
        "signatures": {"spki": encode(KEY.spki), "verifier": KEY.verifier, "of": list(signatures())},
        "record": record(chain),
        "files": list(files(chain)),
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(cases(), ensure_ascii=False, indent=1) + "\n", "utf-8")
