"""Money and counts, written the way each language writes them, and read as people write them.

Pure: standard library only.

Amounts are `int` cents everywhere; a float never carries money. The written forms follow the
Unicode locale data for nl-BE, fr-BE and en: no-break spaces keep an amount on one line.
"""

import re
from dataclasses import dataclass

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"
MINUS = "\u2212"


@dataclass(frozen=True)
class Style:
    """How a language writes an amount: separators, and the symbol's place around `{number}`."""

    group: str
    decimal: str
    pattern: str


STYLES = {
    "nl": Style(group=".", decimal=",", pattern=f"{{symbol}}{NO_BREAK}{{number}}"),
    "fr": Style(group=NARROW_NO_BREAK, decimal=",", pattern=f"{{number}}{NO_BREAK}{{symbol}}"),
    "en": Style(group=",", decimal=".", pattern="{symbol}{number}"),
}
SYMBOLS = {"EUR": "€"}
HIGHEST_CENTS = 10_000_000_000

_CURRENCY = re.compile(r"€|\beuros?\b|\beur\b", re.IGNORECASE)
_SPACES = re.compile(r"[\s'’]+")
_CLOSING = re.compile(r"(?:,-+|\.-+|,–)$")
_PLAIN = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<cents>[0-9]{1,2}))?", re.ASCII)
_GROUPED = re.compile(
    r"(?P<whole>[0-9]{1,3}(?P<mark>[.,])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    r"(?:(?!(?P=mark))[.,](?P<cents>[0-9]{1,2}))?",
    re.ASCII,
)


class NoAmount(ValueError):
    """A text that is no amount; `code` is `unreadable`, `zero` or `too_high`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_money(text: str) -> int:
    """Cents from an amount as people write it: "1.250,50", "1 250", "€ 1250", "1,250.50".

    A mark before three digits groups thousands, before one or two it starts the cents. Raises
    NoAmount `unreadable`, `zero` or `too_high` (above 100 million).
    """
    bare = _CLOSING.sub("", _SPACES.sub("", _CURRENCY.sub(" ", text)))
    found = _GROUPED.fullmatch(bare) or _PLAIN.fullmatch(bare)
    if not found:
        raise NoAmount("unreadable")
    whole = found["whole"].replace(".", "").replace(",", "")
    cents = (found["cents"] or "").ljust(2, "0")
    if len(whole) > len(str(HIGHEST_CENTS)):
        raise NoAmount("too_high")
    total = int(whole) * 100 + int(cents)
    if total == 0:
        raise NoAmount("zero")
    if total > HIGHEST_CENTS:
        raise NoAmount("too_high")
    return total


def write_amount(cents: int, language: str = "nl") -> str:
    """`cents` (not negative) without its currency, as a form shows it: "300.000", "12,50"."""
    style = STYLES.get(language[:2].lower(), STYLES["en"])
    units, rest = divmod(cents, 100)
    return _grouped(units, style) + (f"{style.decimal}{rest:02d}" if rest else "")


def format_money(cents: int, currency: str = "EUR", language: str = "nl") -> str:
    """Write `cents` (whole cents, may be negative) in `language` ("nl", "fr-be", …).

    Cents are shown only when the amount is not a whole number of units. A currency without a
    known symbol keeps its code; an unknown language is written as English.
    """
    style = STYLES.get(language[:2].lower(), STYLES["en"])
    symbol = SYMBOLS.get(currency, f"{currency}{NO_BREAK}" if style.group == "," else currency)
    number = write_amount(abs(cents), language)
    written = style.pattern.format(symbol=symbol, number=number)
    return f"{MINUS}{written}" if cents < 0 else written


def format_count(count: int, language: str = "nl") -> str:
    """Write how many in `language`: 6.586 in Dutch, 6 586 in French, 6,586 in English.

    For what is counted only: a year, a number of a project or a code has no groups.
    """
    style = STYLES.get(language[:2].lower(), STYLES["en"])
    return f"{MINUS if count < 0 else ''}{_grouped(abs(count), style)}"


def format_percent(part: float | str, language: str = "nl") -> str:
    """Write a part of a hundred with its sign, which stays on the same line."""
    return f"{part}%" if language[:2].lower() == "en" else f"{part}{NO_BREAK}%"


def _grouped(number: int, style: Style) -> str:
    return f"{number:,}".replace(",", style.group)
