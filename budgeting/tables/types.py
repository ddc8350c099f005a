"""What a table is once it was read, and what can be wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 20_000  # characters

Row = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Fault:
    """What is wrong in one place. `row` counts from 1, the header; `column` is "" for a whole row.

    `code` is snake_case; `params` holds the numbers and words of its sentence.
    """

    row: int
    column: str
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A table as it was read: cells are stripped and stand in the order of `columns`.

    `rows` has (number in the spreadsheet, cells) without empty and without faulty rows. `headers`
    are the columns as the file calls them, `ignored` those that nobody asked for. In JSON the
    first object is row 1, and `separator` is "".
    """

    columns: tuple[str, ...] = ()
    rows: Sequence[Row] = ()
    faults: tuple[Fault, ...] = ()
    headers: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """(row, cells by column), one after the other."""
        for number, cells in self.rows:
            yield number, dict(zip(self.columns, cells, strict=True))
