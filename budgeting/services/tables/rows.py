"""Going through the rows of a table: reading each, and storing them in portions."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models

from budgeting.models import TableImport
from budgeting.services.tables.kinds import kinds
from budgeting.tables import Cells, Fault

PORTION = 1000
SHOWN_ROWS = 10


class Walk:
    """One way through a table that was handed in. `table` is what could be read of it."""

    def __init__(self, job: TableImport, *, now: datetime) -> None:
        self.kind = kinds()[job.kind](job.council, job.edition, now)
        self.table = self.kind.read(bytes(job.content))
        closed = self.kind.closed(job.council, job.edition)
        self._faults = [*self.table.faults, *([Fault(1, "", closed)] if closed else [])]
        self._missing = {f.column for f in self._faults if f.code == "column_missing"}

    def through(self, *, store: bool = False) -> Iterator[int]:
        """Read row after row; answers after each portion how many are done.

        With `store` the rows are added as long as nothing is wrong: the caller's transaction
        decides whether they stay.
        """
        rows: list[models.Model] = []
        for done, (number, record) in enumerate(self.table.records(), 1):
            cells = Cells(number, record)
            row = self.kind.take(cells)
            self._faults += [f for f in cells.faults if f.column not in self._missing]
            rows += [row] if store else []
            if done % PORTION == 0:
                self._store(rows)
                yield done
        self._store(rows)

    def _store(self, rows: list[models.Model]) -> None:
        if rows and not self._faults:
            self.kind.store(rows)
        rows.clear()

    def all_faults(self, *, taken: bool = False) -> list[list[Any]]:
        """Everything that is wrong, in the order of the rows, as `TableImport.errors` keeps it."""
        faults = [*self._faults, *([Fault(1, "", "taken_meanwhile")] if taken else [])]
        order = {name: place for place, name in enumerate(self.table.columns)}
        faults.sort(key=lambda fault: (fault.row, order.get(fault.column, -1)))
        return [[f.row, f.column, f.code, dict(f.params)] for f in faults]

    def summary(self) -> dict[str, Any]:
        """How the file was read, for the person who handed it in."""
        table = self.table
        return {
            "headers": [list(pair) for pair in zip(table.columns, table.headers, strict=True)],
            "ignored": list(table.ignored),
            "first": [[number, list(cells)] for number, cells in table.rows[:SHOWN_ROWS]],
            "encoding": table.encoding,
            "separator": table.separator,
        }
