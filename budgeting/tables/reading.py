"""Reading a table row by row, past everything that is wrong with it."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from budgeting.csv_out import unguarded
from budgeting.tables.decoding import NESTED, NotATable, Text, cells_of, decoded, records_of
from budgeting.tables.header import CONTROL, Header, Wanted, folded, read_header, wanted
from budgeting.tables.types import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Fault, Row, Table

SEPARATORS = ";,\t|"

_SEP_LINE = re.compile(r"(?i)\"?sep=(.)\"?[;,\t|]*(?:\r\n|\r|\n|$)")
_NOTHING: Mapping[str, Sequence[str]] = {}

# (number in the spreadsheet, cells or the code of what is no row)
Record = tuple[int, Sequence[str] | str]


def read_table(
    data: bytes,
    *,
    needed: Collection[str] = (),
    known: Mapping[str, Sequence[str]] = _NOTHING,
    keep_unknown: bool = False,
) -> Table:
    """Read a CSV or JSON file; whatever is wrong is in `faults`, and nothing is raised.

    `known` gives each field other words that a header may use for it, compared without case,
    accents, spaces and signs; fields in `needed` must have a column. With `keep_unknown` other
    columns are kept under their own header, else they are named in `ignored`.
    """
    ask = wanted(needed, known, keep_unknown)
    try:
        text = decoded(data)
        return _from_json(text, ask) if text.is_json else _from_csv(text, ask)
    except NotATable as error:
        return Table(faults=(Fault(1, "", error.code),))


def _from_json(text: Text, ask: Wanted) -> Table:
    names, rows = records_of(text)
    header = read_header(names, ask, 1)
    if header.width > MAX_COLUMNS:
        return _table(text, header, ())
    kept = [names[place] for place in header.places]
    narrow = replace(header, places=tuple(range(len(kept))), width=len(kept))
    return _table(text, narrow, enumerate(cells_of(rows, kept), 1))


def _from_csv(text: Text, ask: Wanted) -> Table:
    content, separator = text.content, ""
    if found := _SEP_LINE.match(content):
        separator, content = found[1], content[found.end() :]
    if not separator or separator in '"\r\n':
        separator = _separator(content, ask)
    records = _records(content, separator)
    number, cells = next(records, (1, ()))
    if isinstance(cells, str):
        raise NotATable("header_unreadable")
    if not cells:
        raise NotATable("empty_file")
    return _table(text, read_header(cells, ask, number), records, separator)


def _separator(content: str, ask: Wanted) -> str:
    """The sign between the words of the header: the one that gives the most known fields."""

    def score(sign: str) -> tuple[int, int]:
        cells = next((cells for _, cells in _records(content, sign)), ())
        words = () if isinstance(cells, str) else cells
        return sum(folded(word) in ask.fields for word in words), len(words)

    return max(SEPARATORS, key=score)


def _records(content: str, separator: str) -> Iterator[Record]:
    """The rows that are not empty. A row that cannot be read is the last one if what follows it
    would be guesswork."""
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            guesswork = "field larger" in str(error) or "unexpected end" in str(error)
            yield number, "quote_open" if guesswork else "quote_misplaced"
            if guesswork:
                return
            continue
        if any(not cell.isspace() for cell in cells if cell):
            yield number, cells


def _table(text: Text, header: Header, records: Iterable[Record], separator: str = "") -> Table:
    rows: list[Row] = []
    faults = list(header.faults)
    for count, (number, cells) in enumerate(records if header.width <= MAX_COLUMNS else ()):
        if count == MAX_ROWS:
            faults.append(Fault(number, "", "too_many_rows", {"most": MAX_ROWS}))
            break
        if isinstance(cells, str):
            faults.append(Fault(number, "", cells, {"most": MAX_CELL}))
        elif wrong := _width_fault(number, cells, header.width):
            faults.append(wrong)
        else:
            kept = tuple([unguarded(cells[place].strip()) for place in header.places])
            wrongs = _cell_faults(number, kept, header.columns)
            faults += wrongs
            rows += [] if wrongs else [(number, kept)]
    if not rows and not faults:
        faults.append(Fault(2, "", "no_rows"))
    return Table(
        header.columns,
        rows,
        tuple(faults),
        headers=header.words,
        ignored=header.ignored,
        encoding=text.encoding,
        separator=separator,
    )


def _width_fault(number: int, cells: Sequence[str], width: int) -> Fault | None:
    """More or fewer cells than the header has; empty ones at the end do not count as more."""
    if len(cells) == width:
        return None
    beyond = any(cell.strip() for cell in cells[width:])
    if len(cells) > width and not beyond:
        return None
    code = "too_many_cells" if beyond else "too_few_cells"
    return Fault(number, "", code, {"found": len(cells), "wanted": width})


def _cell_faults(number: int, cells: Sequence[str], columns: Sequence[str]) -> list[Fault]:
    faults = []
    for column, cell in zip(columns, cells, strict=True):
        if len(cell) > MAX_CELL:
            faults.append(Fault(number, column, "cell_too_long", {"most": MAX_CELL}))
        elif cell == NESTED:
            faults.append(Fault(number, column, "json_nested"))
        elif not cell.isprintable() and CONTROL.search(cell):
            faults.append(Fault(number, column, "control_character"))
    return faults
