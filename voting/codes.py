"""One alphabet for every code that a person reads or types, with a check character.

The alphabet has 31 symbols: the digits 2-9 and the small letters without `o`, `l` and `i`, so
nothing looks like `0` or `1`. A code is a body plus one check character. Counting places from
the right (the check character is place 0), the check character makes

    sum(value[place] * 3**place) + length of the body  =  0   (mod 31)

Because 31 is prime and 3 is a primitive root of it, this finds *every* single wrong symbol and
*every* exchange of two neighbours (also of any two symbols less than 30 places apart), and
every doubled pair read as another one. Other errors slip through once in 31 times: a check
character catches slips of the hand, not guesses. Guessing is defeated by length.
"""

from collections.abc import Callable
from typing import NoReturn, SupportsIndex

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
BASE = len(ALPHABET)  # 31, a prime

VOTING_CODE_SYMBOLS = 17
"""Random symbols of a voting code, without the check character: 31^17 is over 2^84."""

MAX_TEXT = 200
"""Longest text, in characters, that is looked at as a code at all."""

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_PRIMITIVE_ROOT = 3
# What phones and word processors put in place of a hyphen, beside white space of any kind.
_HYPHENS = frozenset("-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u200b\ufeff")


class CodedError(ValueError):
    """A refusal by pure code: `code` for machines, `params` for the sentence shown to people.

    `params` never holds a secret: errors end up in logs.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(f"{code} {params}" if params else code)
        self.code = code
        self.params = params


class Unwritable:
    """A secret that must not slip into a cache, a session or a queued task by being pickled."""

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("a secret is not written anywhere")


class CodeError(CodedError):
    """`code_malformed`: cannot be a code at all. `code_mistyped`: the check character is wrong."""


def new_code(random_bytes: Callable[[int], bytes], symbols: int) -> str:
    """Draw `symbols` uniform random symbols and append their check character.

    `random_bytes(n)` returns n bytes, `secrets.token_bytes` in production. Bytes whose low five
    bits make 31 are thrown away, so every symbol is equally likely.
    """
    if symbols < 1:
        raise ValueError("a code has at least one symbol")
    body = ""
    for _ in range(100):  # an honest source needs one or two draws
        values = (byte & 0b11111 for byte in random_bytes(2 * symbols))
        body += "".join(ALPHABET[value] for value in values if value < BASE)
        if len(body) >= symbols:
            return with_check(body[:symbols])
    raise RuntimeError("the random source repeats itself")


def with_check(body: str) -> str:
    """Append the check character to `body` (symbols of the alphabet, else `code_malformed`)."""
    return body + ALPHABET[-_weighted(body + ALPHABET[0]) % BASE]


def parse_code(text: str, symbols: int | None = None) -> str:
    """Bring a typed or scanned code to its one spelling, check character included.

    White space and hyphens are dropped, capitals become small. With `symbols` the body must
    have exactly that many symbols. The result parses to itself; it is what gets looked up.
    """
    code = tidied(text)
    if len(code) < 2 or symbols not in (None, len(code) - 1):
        raise CodeError("code_malformed")
    if _weighted(code) != 0:
        raise CodeError("code_mistyped")
    return code


def tidied(text: str) -> str:
    """The text without white space and hyphens, in small letters; too long: `code_malformed`."""
    if len(text) > MAX_TEXT:
        raise CodeError("code_malformed")
    return "".join(c for c in text.lower() if not c.isspace() and c not in _HYPHENS)


def grouped(code: str, size: int = 4) -> str:
    """The code in groups for print: `abcd-efgh-jk`."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def encode_bytes(data: bytes) -> str:
    """Write bytes (1 to 64) as symbols with a check character; 10 bytes make 17 + 1 symbols."""
    return with_check(symbols_of(data))


def decode_bytes(text: str) -> bytes:
    """Undo `encode_bytes`; refuses as `parse_code` does, and symbols that stand for no bytes."""
    return bytes_of(parse_code(text)[:-1])


def symbols_of(data: bytes) -> str:
    """Bytes as a big-endian number in base 31, of a length that depends on their count only."""
    if not 1 <= len(data) <= 64:
        raise ValueError("1 to 64 bytes can be written as a code")
    number, symbols = int.from_bytes(data), ""
    for _ in range(_symbol_count(len(data))):
        number, value = divmod(number, BASE)
        symbols = ALPHABET[value] + symbols
    return symbols


def bytes_of(symbols: str) -> bytes:
    """Undo `symbols_of`. One to one: no other symbols give the same bytes (`code_malformed`)."""
    size = next((n for n in range(1, 65) if _symbol_count(n) == len(symbols)), 0)
    number = 0
    for value in _values_of(symbols):
        number = number * BASE + value
    if size == 0 or number >= 256**size:
        raise CodeError("code_malformed")
    return number.to_bytes(size)


def _symbol_count(size: int) -> int:
    """The fewest symbols that can tell 256**size values apart (exact integers, no logarithm)."""
    count, reach = 0, 1
    while reach < 256**size:
        count, reach = count + 1, reach * BASE
    return count


def _weighted(code: str) -> int:
    """The left side of the check equation, modulo 31; the last symbol is at place 0."""
    total = len(code) - 1
    weight = 1
    for value in reversed(_values_of(code)):
        total += value * weight
        weight = weight * _PRIMITIVE_ROOT % BASE
    return total % BASE


def _values_of(symbols: str) -> list[int]:
    try:
        return [_VALUES[symbol] for symbol in symbols]
    except KeyError:
        # The offending text is not repeated: it may be most of somebody's voting code.
        raise CodeError("code_malformed") from None
