"""A QR symbol of an address, as one path to draw in a page or on a poster. Pure."""

from dataclasses import dataclass

import qrcode

QUIET = 4
"""Modules of white around the symbol, as its standard asks."""


@dataclass(frozen=True)
class Symbol:
    """`size` is the side of the square in modules, quiet zone included; `path` its dark ones."""

    size: int
    path: str


def symbol_of(text: str) -> Symbol:
    """The smallest symbol that holds `text` (at most some 1,600 letters), readable when stained.

    Raises ValueError for a text that does not fit.
    """
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=QUIET)
    made.add_data(text)
    made.make(fit=True)
    rows = made.get_matrix()
    return Symbol(len(rows), "".join(_strokes(rows)))


def _strokes(rows: list[list[bool]]) -> list[str]:
    """One rectangle for each row of dark modules side by side."""
    found = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                found.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length or 1
    return found
