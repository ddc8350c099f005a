"""A file that is sealed while it is written and opened while it is read, in pieces of 64 KiB.

libsodium's secretstream (XChaCha20-Poly1305, https://doc.libsodium.org/secret-key_cryptography/
secretstream): pieces cannot be changed, left out, repeated or put in another order, and the last
one says that it is the last, so a file that was cut off is noticed.
"""

import hashlib
import hmac
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from voting.sealing import KEY_BYTES, SealingError

PIECE = 65_536
HEADER = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
OVERHEAD = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
MORE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
LAST = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL


def file_key(key: bytes, edition: UUID, name: UUID) -> bytes:
    """The key of one file, from a key of its edition: erasing that one ends all of them."""
    if len(key) != KEY_BYTES:
        raise SealingError("bad_key", bytes=len(key))
    parts = b"wijkstem print file 1\0" + edition.bytes + name.bytes
    return hmac.new(key, parts, hashlib.sha256).digest()


class SealingWriter:
    """Seals what is written to it into `out`; `finish` has to be called once, at the end."""

    def __init__(self, out: BinaryIO, key: bytes) -> None:
        self._state = sodium.crypto_secretstream_xchacha20poly1305_state()
        self._out, self._waiting = out, bytearray()
        out.write(sodium.crypto_secretstream_xchacha20poly1305_init_push(self._state, key))

    def write(self, data: bytes, /) -> int:
        """Take some bytes; a whole piece goes out when more follows."""
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._push(bytes(self._waiting[:PIECE]), MORE)
            del self._waiting[:PIECE]
        return len(data)

    def finish(self) -> None:
        """The last piece: 1 to 65,536 bytes, or none for an empty file."""
        self._push(bytes(self._waiting), LAST)
        self._waiting.clear()

    def _push(self, piece: bytes, tag: int) -> None:
        push = sodium.crypto_secretstream_xchacha20poly1305_push
        self._out.write(push(self._state, piece, tag=tag))


def opened(file: BinaryIO, key: bytes) -> Iterator[tuple[bytes, bool]]:
    """The pieces, and whether each is the last; `unreadable` for anything but the whole file."""
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    last = False
    try:
        pull = sodium.crypto_secretstream_xchacha20poly1305_pull
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, file.read(HEADER), key)
        while not last:
            piece, tag = pull(state, file.read(PIECE + OVERHEAD))
            last = tag == LAST
            yield bytes(piece), last
    except (CryptoError, ValueError, TypeError):
        raise SealingError("unreadable") from None


def plain_length(sealed: int) -> int:
    """How long the content of a sealed file of so many bytes is."""
    pieces = -(-(sealed - HEADER) // (PIECE + OVERHEAD))
    return sealed - HEADER - pieces * OVERHEAD
