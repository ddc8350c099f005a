"""Money as whole numbers of the smallest unit a file uses; read and written as decimal text."""

import re
from collections.abc import Iterable
from decimal import Decimal

from tallying.engine.errors import EngineError

MOST_DECIMALS = 12
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
# One separator at most: "1,000.50" could mean two things, so it is refused rather than guessed.
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:[.,][0-9]*)?(?:[eE]\+?[0-9])?")

_PLAIN = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,12})?")


def read_amount(text: str, what: str) -> Decimal:
    """The number in `text` (a decimal point or a decimal comma, spaces ignored), without trailing
    zeros. `what` names the amount and its line for the error.

    Raises EngineError `not_a_number` or `too_many_decimals`.
    """
    plain = _SPACES.sub("", text)
    if not _NUMBER.fullmatch(plain):
        raise EngineError(
            "not_a_number", f"{what} is “{text.strip()[:60]}”, which is not a number."
        )
    value = Decimal(plain.replace(",", "."))
    if decimals(value) > MOST_DECIMALS:
        raise EngineError("too_many_decimals", f"{what} has more than {MOST_DECIMALS} decimals.")
    return value


def is_plain(text: str) -> bool:
    """Whether an amount is digits, and a point with more digits if any: nothing that two programs
    could read differently."""
    return _PLAIN.fullmatch(text) is not None


def decimals(value: Decimal) -> int:
    """How many decimals are needed to write `value` exactly."""
    # As text, which is exact: arithmetic would round to 28 digits.
    return len(f"{value:f}".partition(".")[2].rstrip("0"))


def common_scale(values: Iterable[Decimal]) -> int:
    """The smallest power of ten that makes every value whole."""
    return int(10 ** max((decimals(value) for value in values), default=0))


def format_amount(amount: int, scale: int) -> str:
    """`amount` smallest units as decimal text: 100050 at scale 100 is "1000.5", 500 is "5"."""
    sign, units = ("-" if amount < 0 else ""), abs(amount)
    whole, rest = divmod(units, scale)
    if not rest:
        return f"{sign}{whole}"
    width = len(str(scale)) - 1
    return f"{sign}{whole}.{str(rest).zfill(width).rstrip('0')}"
