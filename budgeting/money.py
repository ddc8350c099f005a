"""Money and counts, written the way each language writes them. Pure: standard library only.

Amounts are `int` cents everywhere; a float never carries money. The written forms follow the
Unicode locale data for nl-BE, fr-BE and en: no-break spaces keep an amount on one line.
"""

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


def format_money(cents: int, currency: str = "EUR", language: str = "nl") -> str:
    """Write `cents` (whole cents, may be negative) in `language` ("nl", "fr-be", …).

    Cents are shown only when the amount is not a whole number of units. A currency without a
    known symbol keeps its code; an unknown language is written as English.
    """
    style = STYLES.get(language[:2].lower(), STYLES["en"])
    symbol = SYMBOLS.get(currency, f"{currency}{NO_BREAK}" if style.group == "," else currency)
    units, rest = divmod(abs(cents), 100)
    number = _grouped(units, style)
    if rest:
        number += f"{style.decimal}{rest:02d}"
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
