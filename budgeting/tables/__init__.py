"""Tables that people hand in: CSV from any spreadsheet, or JSON as a list of objects.

Pure: standard library only. `read_table` never raises for what is in a file: everything that is
wrong comes back as faults, each with the row that a spreadsheet shows, so that a person can mend
all of it in one go. `write_table` writes what spreadsheets open and `read_table` reads back.
"""

from budgeting.tables.reading import read_table
from budgeting.tables.types import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Fault, Table
from budgeting.tables.writing import write_table

__all__ = ["MAX_CELL", "MAX_COLUMNS", "MAX_ROWS", "Fault", "Table", "read_table", "write_table"]
