"""CSV files: every cell comes back, and none of them runs in a spreadsheet."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgeting.csv_out import BOM, csv_text

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2)))
def test_every_cell_comes_back(rows: list[list[str]]) -> None:
    text = csv_text(["a", "b"], rows)
    assert text.startswith(BOM)
    read = list(csv.reader(StringIO(text.removeprefix(BOM), newline="")))
    assert read[0] == ["a", "b"]
    assert [[cell.removeprefix("'") for cell in row] for row in read[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+32 2 000", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    text = csv_text(["a"], [[cell]]).removeprefix(BOM)
    assert list(csv.reader(StringIO(text, newline="")))[1] == ["'" + cell]


def test_numbers_and_answers_are_written_plainly() -> None:
    assert csv_text(["a", "b", "c", "d"], [[-1.5, True, False, None]]) == (
        BOM + "a,b,c,d\r\n-1.5,yes,no,\r\n"
    )
