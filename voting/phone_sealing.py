"""What a phone seals a scan with, so that it cannot read back what it holds.

Browsers have no sealed boxes of libsodium in WebCrypto, so phones use what they do have: ECDH on
P-256 with a key of one use, HKDF-SHA256 (RFC 5869) and AES-256-GCM (NIST SP 800-38D).

    sealed  = version (1 byte: 1) · public key of one use (65, uncompressed) · ciphertext and tag
    derived = HKDF(agreed x coordinate, salt = the two public keys, info = label · context), 44
              bytes: 32 of key, 12 of nonce
    context = edition (16) · device (16) · nonce of the scan (16) · its number (4, big-endian)
    inside  = length of the note (4, big-endian) · note, JSON and spaces in whole blocks · picture

The context lies in the key: a scan does not open under another device, nonce or number. The note
has one length, so what is kept on a phone does not tell how much was marked.
`tests/voting/paper/vectors.json` holds examples for this and for `static/voting/phone/seal.js`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from voting.sealing import KEY_BYTES, SealingError

PUBLIC_BYTES = 65
BLOCK = 4096
VERSION = 1

_LABEL = b"wijkstem/1/phone"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
_HEAD = 1 + PUBLIC_BYTES
_LENGTH = 4
_TAG = 16


@dataclass(frozen=True)
class Context:
    """Whose scan it is: `sequence` is its number on the device, from 1."""

    edition: UUID
    device: UUID
    nonce: UUID
    sequence: int

    def to_bytes(self) -> bytes:
        parts = (self.edition.bytes, self.device.bytes, self.nonce.bytes)
        return b"".join(parts) + self.sequence.to_bytes(4)


def public_of(secret: bytes) -> bytes:
    """The public key for phones, 65 bytes, from the edition's 32-byte `phone` secret."""
    return _written(_private(secret).public_key())


def seal(public: bytes, note: bytes, image: bytes, *, context: Context, secret: bytes) -> bytes:
    """What a phone does; `secret` (32 bytes) is the private key of one use. `bad_key` refuses."""
    mine, theirs = _private(secret), _public(public)
    sender = _written(mine.public_key())
    key, nonce = _derived(mine, theirs, sender + public, context)
    padded = note.ljust(-(-len(note) // BLOCK) * BLOCK)
    inside = len(padded).to_bytes(_LENGTH) + padded + image
    return bytes([VERSION]) + sender + AESGCM(key).encrypt(nonce, inside, None)


def unseal(secret: bytes, sealed: bytes, *, context: Context) -> tuple[bytes, bytes]:
    """The note and the picture; `unreadable` for anything not sealed for this key and context."""
    if len(sealed) < _HEAD + _LENGTH + _TAG or sealed[0] != VERSION:
        raise SealingError("unreadable")
    mine, sender = _private(secret), sealed[1:_HEAD]
    try:
        key, nonce = _derived(mine, _public(sender), sender + _written(mine.public_key()), context)
        inside = AESGCM(key).decrypt(nonce, sealed[_HEAD:], None)
    except (InvalidTag, SealingError):
        raise SealingError("unreadable") from None
    end = _LENGTH + int.from_bytes(inside[:_LENGTH])
    if end > len(inside):
        raise SealingError("unreadable")
    return inside[_LENGTH:end], inside[end:]


def new_secret(random_bytes: Callable[[int], bytes]) -> bytes:
    """32 random bytes for one sealing."""
    return random_bytes(KEY_BYTES)


def _private(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """The key that belongs to a secret: 48 bytes more than suffice to hide the remainder."""
    if len(secret) != KEY_BYTES:
        raise SealingError("bad_key", bytes=len(secret))
    wide = HKDF(hashes.SHA256(), 48, None, _LABEL + b"/private").derive(secret)
    return ec.derive_private_key(int.from_bytes(wide) % (_ORDER - 1) + 1, ec.SECP256R1())


def _public(raw: bytes) -> ec.EllipticCurvePublicKey:
    if len(raw) != PUBLIC_BYTES:
        raise SealingError("bad_key", bytes=len(raw))
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:  # no point of the curve
        raise SealingError("bad_key") from None


def _written(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(
    mine: ec.EllipticCurvePrivateKey,
    theirs: ec.EllipticCurvePublicKey,
    salt: bytes,
    context: Context,
) -> tuple[bytes, bytes]:
    agreed = mine.exchange(ec.ECDH(), theirs)
    info = _LABEL + context.to_bytes()
    wide = HKDF(hashes.SHA256(), 44, salt, info).derive(agreed)
    return wide[:32], wide[32:]
