"""Writing a table that spreadsheets open in Dutch and in French, and never calculate."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"[+-][0-9][0-9., ]*")
_FORMULA = ("=", "+", "-", "@")


def write_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV in UTF-8 with its mark and `;`; a cell that would be calculated gets an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_guarded("" if cell is None else str(cell)) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def plain(cell: str) -> str:
    """A cell without spaces around it and without the apostrophe of `write_table`."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def _guarded(cell: str) -> str:
    """What a spreadsheet would calculate is marked as text; a number with a sign is none."""
    calculated = cell.strip().lstrip("'").startswith(_FORMULA)
    return f"'{cell}" if calculated and not _NUMBER.fullmatch(cell) else cell
