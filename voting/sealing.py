"""Sealing: what keeps choices unreadable until the opening, and forged envelopes out.

The postal vote's double envelope: choices go into an inner, sealed envelope (a NaCl sealed box
for the edition's public key: X25519, XSalsa20-Poly1305, https://doc.libsodium.org), which lies
in an outer one that carries a MAC. The two protect different things. The seal keeps choices
secret, but anyone with the public key can make one; the MAC, under a key outside the database,
tells that the envelope went through our own counter. Inside the seal lie edition, credential
binding and padding, so that a sealed box cannot be moved to another edition or credential and
its length says nothing.

The edition's other keys come from one root key outside the database by HKDF-SHA256 (RFC 5869).
Keys are 32 bytes. Secrets stay out of `repr` and refuse to be pickled.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from uuid import UUID

from Crypto.Hash import SHA256
from Crypto.Protocol.KDF import HKDF
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from budgeting.digests import canonical_json, digest_of
from voting.codes import CodedError, Unwritable, encode_bytes

KEY_BYTES = 32
SEED_BYTES = 16
SEAL_OVERHEAD = 48  # bytes a sealed box adds: an ephemeral public key and a tag
MAX_DRAFT = 1456  # bytes; the cookie's value then stays within 2,000 characters

_RECEIPT_BYTES = 10  # 80 bits
_HEADER = struct.Struct(">B16sBH")  # version, edition, bytes of binding, bytes of choices
_VERSION = 1
_BLOCK = 256


class SealingError(CodedError):
    """`unreadable`, `not_sealed_for_this_edition`, `wrong_binding`, `…_too_long` or `bad_key`."""


@dataclass(frozen=True)
class EditionKeys(Unwritable):
    """The symmetric keys of one edition, and what opens its intake: pages, and scans of phones."""

    lookup: bytes = field(repr=False)
    mac: bytes = field(repr=False)
    paper: bytes = field(repr=False)
    code_binding: bytes = field(repr=False)
    draft: bytes = field(repr=False)
    intake_private: bytes = field(repr=False)
    phone: bytes = field(repr=False)


@dataclass(frozen=True)
class ElectionKey(Unwritable):
    """The key pair that opens the box, and the 16-byte seed from which it follows."""

    seed: bytes = field(repr=False)
    private: bytes = field(repr=False)
    public: bytes


def derive_edition_keys(root: bytes, edition: UUID) -> EditionKeys:
    """Every key of `edition` from the 32-byte root; other editions and labels tell nothing."""
    if len(root) != KEY_BYTES:
        raise SealingError("bad_key", bytes=len(root))
    labels = (part.name for part in fields(EditionKeys))
    return EditionKeys(**{label: _hkdf(root, f"edition/{label}/{edition}") for label in labels})


def generate_election_key(random_bytes: Callable[[int], bytes]) -> ElectionKey:
    """A new key pair; `random_bytes` is `secrets.token_bytes` outside tests."""
    return election_key_from_seed(random_bytes(SEED_BYTES))


def election_key_from_seed(seed: bytes) -> ElectionKey:
    """The same seed always gives the same pair (RFC 7748 accepts any 32 bytes as private key)."""
    if len(seed) != SEED_BYTES:
        raise SealingError("bad_key", bytes=len(seed))
    private = _hkdf(seed, "election")
    return ElectionKey(seed=seed, private=private, public=public_of(private))


def public_of(private: bytes) -> bytes:
    """The X25519 public key that belongs to a private one."""
    return _private_key(private).public_key.encode()


def lookup_digest(key: bytes, code: str) -> str:
    """What is stored of a code, as `parse_code` spells it: HMAC-SHA256, 64 hex characters."""
    return _keyed(key, "lookup", code.encode())


def credential_binding(key: bytes, credential_id: UUID) -> str:
    """An opaque name of a credential inside its envelope (64 hexadecimal characters)."""
    return _keyed(key, "binding", credential_id.bytes)


def sealed_length(longest_choices: int) -> int:
    """The one `length` for all envelopes of an edition, from `formats.longest_choices` (bytes).

    A function of the edition's list and format only, rounded up to whole blocks of 256 bytes.
    """
    return -(-(_HEADER.size + 64 + longest_choices) // _BLOCK) * _BLOCK


def seal(public: bytes, *, edition: UUID, binding: str, choices: str, length: int) -> bytes:
    """Seal canonical choices; the result is always `length` + 48 bytes.

    Content: version (1 byte), edition (16), lengths of binding (1) and choices (2), both in
    UTF-8, zeros up to `length`. Refuses `choices_too_long` when they do not fit.
    """
    name, text = binding.encode(), choices.encode()
    if _HEADER.size + len(name) + len(text) > length or len(name) > 255 or len(text) > 65535:
        raise SealingError("choices_too_long", bytes=len(text))
    header = _HEADER.pack(_VERSION, edition.bytes, len(name), len(text))
    return seal_for_intake(public, (header + name + text).ljust(length, b"\0"))


def unseal(private: bytes, sealed: bytes, *, edition: UUID, binding: str) -> str:
    """The choices in an envelope, as they were sealed.

    Refuses `unreadable` (another key, changed bytes, unknown layout), then
    `not_sealed_for_this_edition`, then `wrong_binding`. Passing all three does not show that
    the envelope is ours: check `mac_matches` first.
    """
    plain = open_intake(private, sealed)
    if len(plain) < _HEADER.size:
        raise SealingError("unreadable")
    version, sealed_edition, name_size, text_size = _HEADER.unpack_from(plain)
    name_end = _HEADER.size + name_size
    name, text = plain[_HEADER.size : name_end], plain[name_end : name_end + text_size]
    padding = plain[name_end + text_size :]
    if version != _VERSION or len(text) != text_size or padding.strip(b"\0"):
        raise SealingError("unreadable")
    if sealed_edition != edition.bytes:
        raise SealingError("not_sealed_for_this_edition")
    if not hmac.compare_digest(name, binding.encode()):
        raise SealingError("wrong_binding")
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise SealingError("unreadable") from None


def envelope_mac(key: bytes, *, edition: UUID, binding: str, channel: str, sealed: bytes) -> str:
    """The outer envelope's stamp: HMAC-SHA256 over all four parts, 64 hexadecimal characters."""
    return _keyed(key, "envelope", edition.bytes, binding.encode(), channel.encode(), sealed)


def mac_matches(
    key: bytes, mac: str, *, edition: UUID, binding: str, channel: str, sealed: bytes
) -> bool:
    """Whether `mac` is the stamp of exactly these parts, in constant time."""
    right = envelope_mac(key, edition=edition, binding=binding, channel=channel, sealed=sealed)
    return hmac.compare_digest(right.encode(), mac.encode(errors="replace"))


def receipt_of(sealed: bytes) -> str:
    """80 bits of a digest of the sealed bytes, as 17 symbols and a check character."""
    return encode_bytes(hashlib.sha256(_framed("receipt", sealed)).digest()[:_RECEIPT_BYTES])


def ballots_digest(ballots: Iterable[tuple[str, str, str | None]]) -> str:
    """`sha256:…` of opened ballots as a multiset: order plays no part, repetition does.

    Each ballot is (channel, canonical choices, imprint or None). What is digested is the
    canonical JSON of the list of these triples, sorted by their own canonical JSON text.
    """
    return digest_of(sorted((list(ballot) for ballot in ballots), key=canonical_json))


def seal_for_intake(public: bytes, data: bytes) -> bytes:
    """A plain sealed box, for scanned images and readings on their way in (not padded)."""
    if len(public) != KEY_BYTES:
        raise SealingError("bad_key", bytes=len(public))
    try:
        return bytes(SealedBox(PublicKey(public)).encrypt(data))
    except CryptoError:  # one of the few keys for which no secret can be agreed
        raise SealingError("bad_key") from None


def open_intake(private: bytes, sealed: bytes) -> bytes:
    """Undo `seal_for_intake`; `unreadable` when the key or the bytes are not the right ones."""
    try:
        return bytes(SealedBox(_private_key(private)).decrypt(sealed))
    except CryptoError:
        raise SealingError("unreadable") from None


def encrypt_draft(key: bytes, data: bytes, length: int, *, context: bytes = b"") -> str:
    """Cookie text for an unfinished ballot: secret, authenticated, one size per `length`.

    `context` names what the draft belongs to (credential, edition): elsewhere it does not open.
    `data` longer than `length` is refused as `draft_too_long`; `length` is at most `MAX_DRAFT`.
    """
    if not 0 <= length <= MAX_DRAFT:
        raise ValueError(f"a draft has at most {MAX_DRAFT} bytes")
    if len(data) > length:
        raise SealingError("draft_too_long", bytes=len(data))
    plain = struct.pack(">H", len(data)) + data.ljust(length, b"\0")
    box = bytes(_draft_box(key, context).encrypt(plain))
    return base64.urlsafe_b64encode(box).rstrip(b"=").decode()


def decrypt_draft(key: bytes, text: str, *, context: bytes = b"") -> bytes | None:
    """The draft, or None for anything that this key and context did not make."""
    if len(text) > 2000:
        return None
    try:
        box = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        plain = _draft_box(key, context).decrypt(box)
    except (CryptoError, binascii.Error, ValueError):
        return None
    return plain[2 : 2 + int.from_bytes(plain[:2])]


def _draft_box(key: bytes, context: bytes) -> SecretBox:
    return SecretBox(bytes.fromhex(_keyed(key, "draft", context)))


def _private_key(private: bytes) -> PrivateKey:
    if len(private) != KEY_BYTES:
        raise SealingError("bad_key", bytes=len(private))
    return PrivateKey(private)


def _hkdf(master: bytes, label: str) -> bytes:
    key = HKDF(master, KEY_BYTES, b"", SHA256, context=f"wijkstem/1/{label}".encode())
    assert isinstance(key, bytes)
    return key


def _keyed(key: bytes, label: str, *parts: bytes) -> str:
    if len(key) != KEY_BYTES:  # an empty key would give a digest that anyone can compute
        raise SealingError("bad_key", bytes=len(key))
    return hmac.new(key, _framed(label, *parts), hashlib.sha256).hexdigest()


def _framed(label: str, *parts: bytes) -> bytes:
    """Each part behind its length, so that no two lists of parts give the same bytes."""
    framed = (len(part).to_bytes(8) + part for part in (label.encode(), *parts))
    return b"wijkstem/1/" + b"".join(framed)
