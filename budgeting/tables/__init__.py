"""Tables that people hand in: CSV from any spreadsheet, or JSON as a list of objects.

Pure: standard library only. `read_table` never raises for what is in a file: everything that is
wrong comes back as faults, each with the row that a spreadsheet shows, so that a person can mend
all of it in one go. `Cells` does the same for what stands in one row. Tables are written by
`budgeting.csv_out`; the apostrophes that it puts before formulas are taken away again.
"""

from budgeting.tables.cells import Cells
from budgeting.tables.reading import read_table
from budgeting.tables.types import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Fault, Table

__all__ = ["MAX_CELL", "MAX_COLUMNS", "MAX_ROWS", "Cells", "Fault", "Table", "read_table"]
