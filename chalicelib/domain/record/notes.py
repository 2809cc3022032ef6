"""Signed notes, checkpoints and proofs as text.

They are those of C2SP: signed-note, tlog-checkpoint, tlog-proof. Signatures are ECDSA over P-256 and SHA-256, in DER,
of type 0x02. Nothing here signs or verifies one: whoever calls brings what does.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping, Sequence

from chalicelib.frozen import dataclass

ECDSA = b"\2"
PROOF = "c2sp.org/tlog-proof@v1"

Verify = Callable[[bytes, bytes, bytes], bool]
"""Whether (public key, signature, message) fit."""


class NotANote(Exception):
    """Text that is no note, checkpoint or proof; says why."""


@dataclass(frozen=True)
class PublicKey:
    """A key that signs notes under a name; `spki` is in DER."""

    name: str
    spki: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature names it."""
        return hashlib.sha256(self.spki).digest()[:4]

    @property
    def verifier(self) -> str:
        """The line by which other programs take it up."""
        return f"{self.name}+{self.id.hex()}+{encode(ECDSA + self.spki)}"


@dataclass(frozen=True)
class SignedNote:
    """A text with its signatures; each is (name, key's id, signature)."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    @property
    def written(self) -> str:
        """The note as it is published."""
        lines = (f"— {name} {encode(id + signature)}\n" for name, id, signature in self.signatures)
        return f"{self.text}\n{''.join(lines)}"


@dataclass(frozen=True)
class Checkpoint:
    """How many leaves a log has, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{encode(self.root)}\n"


@dataclass(frozen=True)
class InclusionProof:
    """A leaf's place in a log, as a file of its own.

    `extra` is the leaf itself. Nothing is proven by it before its hash has been followed up to the root.
    """

    extra: bytes
    index: int
    path: tuple[bytes, ...]
    checkpoint: str

    @property
    def written(self) -> str:
        """The proof as it is published."""
        lines = [PROOF, f"extra {encode(self.extra)}", f"index {self.index}", *map(encode, self.path)]
        return "\n".join(lines) + f"\n\n{self.checkpoint}"


def sign(text: str, signers: Sequence[tuple[PublicKey, Callable[[bytes], bytes]]]) -> SignedNote:
    """Return a text signed by each of several keys, in their order."""
    return SignedNote(text, tuple((key.name, key.id, by(text.encode())) for key, by in signers))


def read_note(written: str) -> SignedNote:
    """Read a note. Nothing of it may be believed yet. Raises NotANote."""
    if any(ord(sign) < 0x20 and sign != "\n" for sign in written):
        raise NotANote("it holds a control character")
    text, gap, lines = written.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise NotANote("it has no signature")
    return SignedNote(f"{text}\n", tuple(map(_signature, lines[:-1].split("\n"))))


def signers_of(note: SignedNote, keys: Sequence[PublicKey], verify: Verify) -> list[PublicKey]:
    """Return those keys of `keys` that signed a note.

    Raises NotANote when one of them did so wrongly, or none did. Signatures by others are passed over.
    """
    known: Mapping[tuple[str, bytes], PublicKey] = {(key.name, key.id): key for key in keys}
    signers = []
    for name, id, signature in note.signatures:
        key = known.get((name, id))
        if key and not verify(key.spki, signature, note.text.encode()):
            raise NotANote(f"the signature of key {id.hex()} does not fit")
        signers += [key] if key else []
    if not signers:
        raise NotANote("none of the known keys signed it")
    return signers


def read_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint. Raises NotANote."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or lines[-1]:
        raise NotANote("it is no checkpoint")
    return Checkpoint(lines[0], _number(lines[1]), _hash(lines[2]))


def read_proof(written: str) -> InclusionProof:
    """Read a proof. Nothing of it may be believed yet. Raises NotANote."""
    head, _, checkpoint = written.partition("\n\n")
    kind, *lines = head.split("\n")
    if kind != PROOF:
        raise NotANote("it is no proof")
    extra = decode(lines.pop(0)[6:]) if lines and lines[0].startswith("extra ") else b""
    if not lines or not lines[0].startswith("index "):
        raise NotANote("it does not say where its leaf is")
    return InclusionProof(extra, _number(lines[0][6:]), tuple(map(_hash, lines[1:])), checkpoint)


def read_verifier(line: str) -> PublicKey:
    """Read a key as `PublicKey.verifier` writes it. Raises NotANote."""
    name, _, rest = line.strip().partition("+")
    id, _, key = rest.partition("+")
    public = PublicKey(name, decode(key)[1:])
    if not name or decode(key)[:1] != ECDSA or public.id.hex() != id:
        raise NotANote("it is no key of this kind")
    return public


def encode(value: bytes) -> str:
    return base64.b64encode(value).decode()


def decode(text: str) -> bytes:
    """Read base64 as `encode` writes it, and no other spelling. Raises NotANote."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotANote("it holds something that is no base64") from None
    if encode(value) != text:
        raise NotANote("it holds base64 in another spelling")
    return value


def _signature(line: str) -> tuple[str, bytes, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, signed = rest.partition(" ")
    value = decode(signed)
    if dash != "—" or not name or "+" in name or len(value) < 5:
        raise NotANote("it has a signature that cannot be read")
    return name, value[:4], value[4:]


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or str(int(text)) != text:
        raise NotANote("it holds something that is no number")
    return int(text)


def _hash(text: str) -> bytes:
    value = decode(text)
    if len(value) != hashlib.sha256().digest_size:
        raise NotANote("it holds something that is no hash")
    return value
