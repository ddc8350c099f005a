"""Shares: the election key's seed, divided among trustees so that any k of n can rebuild it.

Shamir's scheme (A. Shamir, "How to share a secret", 1979) over GF(2^128), as pycryptodome
implements it: it splits exactly 16 bytes and rebuilds *something* from any shares, right or
wrong. So the seed is split, never the key itself, and `combine` accepts a result only when the
public key that follows from it is the edition's. A single share is checked against its
published digest, without the others.

On paper a share reads `wks1-<index>-<26 symbols and a check character, in groups>`, in the one
alphabet of all codes. The check character covers the index as well.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from Crypto.Protocol.SecretSharing import Shamir

from voting.codes import (
    ALPHABET,
    CodedError,
    CodeError,
    Unwritable,
    bytes_of,
    grouped,
    parse_code,
    symbols_of,
    tidied,
    with_check,
)
from voting.sealing import SEED_BYTES, ElectionKey, election_key_from_seed

MOST_SHARES = 16
_PREFIX = "wks1"
_VALUE_SYMBOLS = 26  # what 16 bytes take in base 31
_SHAPE = re.compile(rf"{_PREFIX}([1-9][0-9]?)([{ALPHABET}]{{{_VALUE_SYMBOLS + 1}}})")


class ShareError(CodedError):
    """`share_malformed`, `share_mistyped`, `too_few_shares`, `same_share_twice`,
    `shares_do_not_fit` or `bad_threshold`."""


@dataclass(frozen=True)
class Share(Unwritable):
    """One trustee's part: its number (1 to 16) and 16 secret bytes."""

    index: int
    value: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not 1 <= self.index <= MOST_SHARES or len(self.value) != SEED_BYTES:
            raise ShareError("share_malformed")

    @property
    def text(self) -> str:
        """The form that is printed for the trustee and typed back at the opening."""
        code = with_check(ALPHABET[self.index] + symbols_of(self.value))
        return f"{_PREFIX}-{self.index}-{grouped(code[1:])}"


def split(seed: bytes, threshold: int, count: int) -> tuple[Share, ...]:
    """Divide a 16-byte seed into `count` shares of which any `threshold` rebuild it.

    2 ≤ threshold < count ≤ 16, else `bad_threshold`: with all shares needed, one lost paper
    would lose the vote. Randomness is the operating system's (pycryptodome takes no other).
    """
    if not 2 <= threshold < count <= MOST_SHARES:
        raise ShareError("bad_threshold", threshold=threshold, count=count)
    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed has {SEED_BYTES} bytes")
    parts = Shamir.split(threshold, count, seed, ssss=False)
    return tuple(Share(index, value) for index, value in parts)


def parse_share(text: str) -> Share:
    """Read a typed share; spaces, hyphens and capitals do not matter.

    Refuses `share_malformed` (not a share at all) and `share_mistyped` (check character).
    """
    try:
        shape = _SHAPE.fullmatch(tidied(text))
        if shape is None or int(shape[1]) > MOST_SHARES:
            raise ShareError("share_malformed")
        index = int(shape[1])
        value = bytes_of(parse_code(ALPHABET[index] + shape[2])[1:-1])
    except CodeError as error:
        mistyped = error.code == "code_mistyped"
        raise ShareError("share_mistyped" if mistyped else "share_malformed") from None
    return Share(index, value)


def share_digest(edition: UUID, share: Share) -> str:
    """What is published of a share: `sha256:…` over edition, index and value.

    A plain digest is safe here: the value has 128 random bits, so it cannot be guessed.
    """
    content = b"wijkstem/1/share" + edition.bytes + bytes([share.index]) + share.value
    return "sha256:" + hashlib.sha256(content).hexdigest()


def combine(shares: Sequence[Share], *, threshold: int, public: bytes) -> ElectionKey:
    """Rebuild the edition's key from at least `threshold` shares; all that are given must fit.

    Refuses `too_few_shares`, `same_share_twice` (one index twice, whatever its value) and
    `shares_do_not_fit` (the public key that follows is not `public`: a wrong share, shares of
    another edition, or a wrong threshold). Which share is wrong, `share_digest` tells.
    """
    indices = [share.index for share in shares]
    twice = sorted({index for index in indices if indices.count(index) > 1})
    if twice:
        raise ShareError("same_share_twice", index=twice[0])
    if len(shares) < max(threshold, 2):
        raise ShareError("too_few_shares", given=len(shares), needed=max(threshold, 2))
    seed = Shamir.combine([(share.index, share.value) for share in shares], ssss=False)
    key = election_key_from_seed(bytes(seed))
    if not hmac.compare_digest(key.public, public):
        raise ShareError("shares_do_not_fit", given=len(shares))
    return key
