"""Verification of signatures on this machine."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key


def is_signed(spki: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether an ECDSA signature over P-256 fits.

    `spki` and `signature` are in DER. What cannot be read does not fit.
    """
    try:
        key = load_der_public_key(spki)
        if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
            return False
        key.verify(signature, message, ECDSA(SHA256()))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
