"""Notes, checkpoints and proofs as text: read back as written, and nothing else passes."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.record.notes import (
    Checkpoint,
    InclusionProof,
    NotANote,
    PublicKey,
    SignedNote,
    decode,
    encode,
    read_checkpoint,
    read_note,
    read_proof,
    read_verifier,
    sign,
    signers_of,
)
from ops.integrity.signatures import is_signed

NAME = "awards.example.cn/shandong-2021"
PRIVATE = [ec.derive_private_key(n, ec.SECP256R1()) for n in (7, 11)]
KEYS = [
    PublicKey(NAME, one.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)) for one in PRIVATE
]
CHECKPOINT = Checkpoint(NAME, 4096, bytes(range(32)))


def by(n: int) -> tuple[PublicKey, object]:
    return KEYS[n], lambda message: PRIVATE[n].sign(message, ec.ECDSA(SHA256()))


def signed(*by_whom: int, text: str = CHECKPOINT.text) -> SignedNote:
    return sign(text, [by(n) for n in by_whom])  # type: ignore[misc]


def test_a_checkpoint_is_three_lines() -> None:
    assert CHECKPOINT.text == f"{NAME}\n4096\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert read_checkpoint(CHECKPOINT.text) == CHECKPOINT
    assert read_checkpoint(f"{CHECKPOINT.text}what others add\n") == CHECKPOINT


def test_a_note_is_read_as_it_was_written() -> None:
    note = signed(0, 1)
    assert note.written.startswith(f"{CHECKPOINT.text}\n— {NAME} ")
    assert read_note(note.written) == note
    assert signers_of(note, KEYS, is_signed) == KEYS


def test_a_note_holds_by_one_known_key_and_passes_others_over() -> None:
    assert signers_of(signed(0, 1), KEYS[:1], is_signed) == KEYS[:1]
    with pytest.raises(NotANote, match="none of the known keys"):
        signers_of(signed(1), KEYS[:1], is_signed)
    renamed = [PublicKey("elsewhere", KEYS[0].spki)]
    with pytest.raises(NotANote, match="none of the known keys"):
        signers_of(signed(0), renamed, is_signed)


def test_one_wrong_signature_of_a_known_key_spoils_a_note() -> None:
    true, other = signed(0, 1), signed(1, text="another\n")
    forged = SignedNote(true.text, (true.signatures[0], other.signatures[0]))
    with pytest.raises(NotANote, match="does not fit"):
        signers_of(forged, KEYS, is_signed)


def test_every_changed_byte_of_a_note_is_found() -> None:
    written = signed(0).written.encode()
    for at in range(len(written)):
        changed = bytearray(written)
        changed[at] ^= 1
        with pytest.raises((NotANote, UnicodeDecodeError)):
            signers_of(read_note(changed.decode()), KEYS, is_signed)


@pytest.mark.parametrize(
    "text", ["", "x", "x\n", "x\n\n", "x\n\n— a", "x\n\n— a AAAAAAA=\n\t", "x\n\n- a AAAAAAA=\n", "x\n\n—  AAAAAAA=\n"]
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(NotANote):
        read_note(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        f"a\n01\n{encode(bytes(32))}\n",
        f"a\n-1\n{encode(bytes(32))}\n",
        f"a\n１\n{encode(bytes(32))}\n",
        f"a\n1\n{encode(bytes(31))}\n",
        f"\n1\n{encode(bytes(32))}\n",
        f"a\n1\n{encode(bytes(32))}",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NotANote):
        read_checkpoint(text)


@given(st.binary(max_size=80), st.integers(0, 10**6), st.lists(st.binary(min_size=32, max_size=32), max_size=12))
def test_a_proof_is_read_as_it_was_written(extra: bytes, index: int, path: list[bytes]) -> None:
    proof = InclusionProof(extra, index, tuple(path), signed(0).written)
    assert read_proof(proof.written) == proof


@pytest.mark.parametrize(
    "text", ["", "x\nindex 1\n\n", "c2sp.org/tlog-proof@v1\n\n", "c2sp.org/tlog-proof@v1\nindex x\n\n"]
)
def test_what_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(NotANote):
        read_proof(text)


def test_a_key_is_named_by_the_hash_of_all_of_it() -> None:
    line = KEYS[0].verifier
    assert read_verifier(line) == KEYS[0]
    assert line.startswith(f"{NAME}+{KEYS[0].id.hex()}+")
    for changed in (line.replace(KEYS[0].id.hex(), "00000000"), line[:-4], "", "a+b+c"):
        with pytest.raises(NotANote):
            read_verifier(changed)


@pytest.mark.parametrize("text", ["AB==", "AA", "A A=", "AA==\n", "AA==AA=="])
def test_base64_has_one_spelling(text: str) -> None:
    with pytest.raises(NotANote):
        decode(text)
