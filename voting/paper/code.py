"""The code in a sheet's QR symbol: which edition, layout, side and serial, with a proof of origin.

The text is `WB1.` and 40 base32 symbols, 44 characters that a QR symbol holds in its compact
alphanumeric mode. The 25 bytes, big-endian:

    1  format version (1)                     10  serial, random
    3  number of the edition                  10  HMAC-SHA256, its first 10 bytes
    1  layout version (high nibble), side (low nibble), each 1-15

The HMAC covers a fixed label, the edition's UUID (16 bytes), the length of the layout digest
(1 byte), the digest (ASCII) and the first 15 bytes of the code. So a code is worth nothing in
another edition, under another layout or on another side. It does not stop photocopies: one
accepted reading per serial does. `tests/voting/paper/vectors.json` holds examples for every
implementation.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from uuid import UUID

from voting.codes import encode_bytes, grouped
from voting.paper.errors import PaperError

PREFIX = "WB1."
VERSION = 1
SERIAL_BYTES = 10
TAG_BYTES = 10
MAX_EDITION = 2**24 - 1
MAX_NIBBLE = 15
CODE_LENGTH = 44

_LABEL = b"wijkstem sheet code 1\x00"
_DEVICE_LABEL = b"wijkstem device list 1\x00"
_SIGNED_BYTES = 15
_SHAPE = re.compile(r"WB(?P<version>[0-9]+)\.(?P<body>[A-Z2-7]+)", re.ASCII)


@dataclass(frozen=True)
class SheetCode:
    """What one side says about itself: `edition` 0 to 2^24-1, `layout` and `side` 1 to 15,
    `serial` 10 bytes. Anything else is a ValueError.
    """

    edition: int
    layout: int
    side: int
    serial: bytes

    def __post_init__(self) -> None:
        if not 0 <= self.edition <= MAX_EDITION:
            raise ValueError("the edition's number takes three bytes")
        if not (1 <= self.layout <= MAX_NIBBLE and 1 <= self.side <= MAX_NIBBLE):
            raise ValueError("layout and side run from 1 to 15")
        if len(self.serial) != SERIAL_BYTES:
            raise ValueError("a serial has 10 bytes")


@dataclass(frozen=True)
class ParsedCode:
    """A well-formed code, not yet known to be genuine: its meaning and its 10-byte tag."""

    code: SheetCode
    tag: bytes


def encode(code: SheetCode, *, key: bytes, edition_uuid: UUID, layout_digest: str) -> str:
    """Write the 44 characters for the symbol of one side, proven with the edition's `key`."""
    tag = _tag(code, key=key, edition_uuid=edition_uuid, layout_digest=layout_digest)
    return PREFIX + base64.b32encode(_signed(code) + tag).decode("ascii")


def parse(text: str) -> ParsedCode:
    """Read a scanned text, strictly: one spelling, no white space, exact length.

    Refuses with `not_a_sheet_code`, or `unknown_version` when the text has the shape of a sheet
    code that this version cannot read.
    """
    shape = _SHAPE.fullmatch(text) if len(text) <= 2 * CODE_LENGTH else None
    if shape is None:
        raise PaperError("not_a_sheet_code")
    if shape["version"] != str(VERSION):
        raise PaperError("unknown_version")
    if len(text) != CODE_LENGTH:
        raise PaperError("not_a_sheet_code")
    data = base64.b32decode(shape["body"])  # 40 symbols are exactly 25 bytes: no spare bits
    if data[0] != VERSION:
        raise PaperError("unknown_version")
    layout, side = data[4] >> 4, data[4] & 0x0F
    if layout == 0 or side == 0:
        raise PaperError("not_a_sheet_code")
    edition = int.from_bytes(data[1:4])
    code = SheetCode(edition, layout, side, data[5:_SIGNED_BYTES])
    return ParsedCode(code, data[_SIGNED_BYTES:])


def authentic(parsed: ParsedCode, *, key: bytes, edition_uuid: UUID, layout_digest: str) -> bool:
    """Whether the code was made with `key` for this edition and layout (constant time)."""
    expected = _tag(parsed.code, key=key, edition_uuid=edition_uuid, layout_digest=layout_digest)
    return hmac.compare_digest(expected, parsed.tag)


def serial_text(serial: bytes) -> str:
    """The serial as people read and type it, with a check character: `abcd-efgh-jkmn-pqrs-tu`."""
    if len(serial) != SERIAL_BYTES:
        raise ValueError("a serial has 10 bytes")
    return grouped(encode_bytes(serial))


def device_hash(edition_uuid: UUID, serial: bytes) -> str:
    """What a phone knows a serial by, without any key: 8 bytes of SHA-256 as 16 hex characters.

    A serial has 80 random bits: from this nobody finds one that they have not seen.
    """
    return hashlib.sha256(_DEVICE_LABEL + edition_uuid.bytes + serial).digest()[:8].hex()


def _signed(code: SheetCode) -> bytes:
    place = bytes([code.layout << 4 | code.side])
    return bytes([VERSION]) + code.edition.to_bytes(3) + place + code.serial


def _tag(code: SheetCode, *, key: bytes, edition_uuid: UUID, layout_digest: str) -> bytes:
    if len(key) < 16:
        raise ValueError("the key is too short to prove anything")
    digest = layout_digest.encode("ascii")
    message = _LABEL + edition_uuid.bytes + bytes([len(digest)]) + digest + _signed(code)
    return hmac.new(key, message, hashlib.sha256).digest()[:TAG_BYTES]
