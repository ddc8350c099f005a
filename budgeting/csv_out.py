"""Tables as CSV files that spreadsheets open as they are, and that run nothing there. Pure.

A spreadsheet splits lines at the sign that its country uses, not at the one the file uses, and then
takes quotation marks for what they are not: quoting protects nothing. In a file with commas the
text `Tuin;=1+1` ends in a formula in Brussels, whatever stands around it. So an apostrophe stands
before each sign that begins a formula, wherever some reader might begin a cell: at the start of a
text and behind every separator and line end in it, past spaces and quotation marks.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

BOM = "\ufeff"

Cell = str | int | float | bool | None

# A stretch that a reader might take for a cell of its own: what may stand before its first sign,
# that sign with the apostrophes it has, and the rest. Each character is looked at once.
_STRETCH = re.compile(
    r"""(?P<before>[;,|\s"]*+)(?P<sign>'*+[=+\-@\uff1d\uff0b\uff0d\uff20])?+[^;,|\t\r\n]*+"""
)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, separator: str = ",") -> str:
    """UTF-8 text with a byte order mark and CRLF; a header, then the rows.

    Commas are for programs everywhere; spreadsheets set to Dutch or French open `;` in columns.
    """
    file = StringIO()
    writer = csv.writer(file, delimiter=separator)
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return BOM + file.getvalue()


def harmless(cell: Cell) -> Cell:
    """A text with an apostrophe before all that would be a formula; numbers stay numbers."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return _STRETCH.sub(_guarded, cell) if isinstance(cell, str) else cell


def unguarded(text: str) -> str:
    """The text that `harmless` was given: one apostrophe less wherever it puts one."""
    return _STRETCH.sub(_bared, text) if "'" in text else text


def _guarded(stretch: re.Match[str]) -> str:
    before = stretch["before"]
    return before + ("'" if stretch["sign"] else "") + stretch[0][len(before) :]


def _bared(stretch: re.Match[str]) -> str:
    before, sign = stretch["before"], stretch["sign"] or ""
    return before + stretch[0][len(before) :].removeprefix("'" if sign.startswith("'") else "")
