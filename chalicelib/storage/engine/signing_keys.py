"""Keys that sign the record of a call: ECDSA over P-256."""

import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from chalicelib import telemetry
from chalicelib.storage.engine import clients

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey


class SigningKey(Protocol):
    """A key that signs, and shows its public half alone."""

    @property
    def public(self) -> bytes:
        """The public key, an SPKI in DER."""

    def sign(self, message: bytes) -> bytes:
        """Return a signature over SHA-256, in DER."""


class KmsKey:
    """A key in the platform's key store, which never leaves it."""

    def __init__(self, arn: str, region: str, endpoint: str | None = None) -> None:
        self._arn, self._region, self._endpoint = arn, region, endpoint

    @cached_property
    def _kms(self) -> Any:
        client = clients.client("kms", self._region, self._endpoint)
        telemetry.watch(client)
        return client

    @cached_property
    def public(self) -> bytes:
        """The public key, an SPKI in DER."""
        key: bytes = self._kms.get_public_key(KeyId=self._arn)["PublicKey"]
        return key

    def sign(self, message: bytes) -> bytes:
        """Return a signature over SHA-256, in DER.

        Only the message's digest is sent, since the store takes 4 KB at most.
        """
        signed: bytes = self._kms.sign(
            KeyId=self._arn,
            Message=hashlib.sha256(message).digest(),
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )["Signature"]
        return signed


class FileKey:
    """A key in a file of this machine, for local runs.

    Only they have what signs with it; the package that is deployed has not.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _private(self) -> "EllipticCurvePrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        key = load_pem_private_key(self._path.read_bytes(), None)
        assert isinstance(key, EllipticCurvePrivateKey)
        return key

    @cached_property
    def public(self) -> bytes:
        """The public key, an SPKI in DER."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        return self._private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, message: bytes) -> bytes:
        """Return a signature over SHA-256, in DER."""
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
        from cryptography.hazmat.primitives.hashes import SHA256

        return self._private.sign(message, ECDSA(SHA256()))
