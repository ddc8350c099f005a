"""CSV files: every cell comes back, and none of them runs in a spreadsheet."""

import csv
import re
import time
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgeting.csv_out import BOM, csv_text, harmless, unguarded

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
TRICKY = st.text(" ;,|\t\r\n\"'=+-@\u00a0\uff1dab1", max_size=30)
HARMFUL = "=+-@\uff1d\uff0b\uff0d\uff20"


@given(st.lists(st.lists(CELLS | TRICKY, min_size=2, max_size=2)), st.sampled_from(",;"))
def test_every_cell_comes_back(rows: list[list[str]], separator: str) -> None:
    text = csv_text(["a", "b"], rows, separator=separator)
    assert text.startswith(BOM)
    file = StringIO(text.removeprefix(BOM), newline="")
    read = list(csv.reader(file, delimiter=separator))
    assert read[0] == ["a", "b"]
    assert [[unguarded(cell) for cell in row] for row in read[1:]] == rows


@given(st.lists(TRICKY, min_size=1, max_size=3), st.sampled_from(",;"))
def test_no_reader_finds_a_formula(cells: list[str], separator: str) -> None:
    """Wherever a reader begins a cell, whatever it makes of the quotation marks before it."""
    text = csv_text(cells, [cells], separator=separator).removeprefix(BOM)
    for begun in re.split("[;,|\t\r\n]", text):
        assert not begun.lstrip(' \u00a0"').startswith(tuple(HARMFUL))
    for sign in ";,|\t":
        for row in csv.reader(StringIO(text, newline=""), delimiter=sign):
            assert not any(cell.strip().startswith(tuple(HARMFUL)) for cell in row)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+32 2 000", "'+32 2 000"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "\t'=1"),
        ("Tuin;=cmd|' /C calc'!A0;", "Tuin;'=cmd|' /C calc'!A0;"),
        ('Tuin; "=1+1;', "Tuin; \"'=1+1;"),
        ("uitleg\r\n=1+1", "uitleg\r\n'=1+1"),
        ("Kunst-route, 3 + 4 = 7; ma–vr", "Kunst-route, 3 + 4 = 7; ma–vr"),
        ("'s avonds", "'s avonds"),
    ],
)
def test_no_cell_is_a_formula(cell: str, written: str) -> None:
    text = csv_text(["a"], [[cell]]).removeprefix(BOM)
    assert list(csv.reader(StringIO(text, newline="")))[1] == [written]


def test_a_long_text_is_looked_at_once() -> None:
    started = time.monotonic()
    for cell in ("\n" * 500_000, "; " * 500_000, "'" * 500_000, '"' * 500_000):
        assert unguarded(str(harmless(cell))) == cell
    assert time.monotonic() - started < 5


def test_numbers_and_answers_are_written_plainly() -> None:
    assert csv_text(["a", "b", "c", "d"], [[-1.5, True, False, None]]) == (
        BOM + "a,b,c,d\r\n-1.5,yes,no,\r\n"
    )
