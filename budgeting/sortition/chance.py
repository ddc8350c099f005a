"""Chance from a published seed: anybody gets the same numbers, in any language, on any machine.

    key    = SHA-256 of the UTF-8 text "wijkstem-draw-1\\n" seed "\\n" list digest "\\n" algorithm
    block  = SHA-256 of the key and a counter (0, 1, 2 …) as 8 bytes, most significant first
    words  = the 4 numbers of 8 bytes, most significant first, of block 0, then of block 1 …
    below(n): the next word under the largest multiple of n in 2^64, modulo n (no value is favoured)
    shuffle: Fisher and Yates from the end: for i = last … 1, change places i and below(i + 1)

Knuth, *The Art of Computer Programming* 2, 3.4.2, algorithm P.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TypeVar

_T = TypeVar("_T")
_WORDS = 2**64


def plain_seed(text: str) -> str:
    """A seed as it is used: one line, no spaces around it, one way to write each accent."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_text(text: str) -> bool:
    """Whether it has bytes at all: what a terminal or JSON gives may hold half characters."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


class Chance:
    """Numbers that follow from a seed, the digest of the list and the name of the algorithm."""

    def __init__(self, seed: str, list_digest: str, algorithm: str) -> None:
        text = "\n".join(("wijkstem-draw-1", plain_seed(seed), list_digest, algorithm))
        self._words = _words_of(sha256(text.encode()).digest())

    def below(self, count: int) -> int:
        """A whole number from 0 to `count` - 1, each as likely as the others."""
        limit = _WORDS - _WORDS % count
        return next(word for word in self._words if word < limit) % count

    def shuffled(self, things: Sequence[_T]) -> list[_T]:
        """The same things in an order by lot."""
        order = list(things)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


def _words_of(key: bytes) -> Iterator[int]:
    counter = 0
    while True:
        block = sha256(key + counter.to_bytes(8, "big")).digest()
        for start in range(0, 32, 8):
            yield int.from_bytes(block[start : start + 8], "big")
        counter += 1
