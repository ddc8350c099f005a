"""Tables as CSV files that spreadsheets open as they are, and that run nothing there. Pure."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""

Cell = str | int | float | bool | None


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
    """A text that would be a formula gets an apostrophe before it; numbers stay numbers."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return "'" + cell
    return cell
