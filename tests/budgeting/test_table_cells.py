"""Cells as people write them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgeting.tables import Cells


def cell(text: str) -> Cells:
    return Cells(2, {"x": text})


def codes(cells: Cells) -> list[str]:
    return [fault.code for fault in cells.faults]


@pytest.mark.parametrize("written", ["2027-03-01", "1/3/2027", "01.03.2027", "1-3-2027",
                                     "2027-03-01T10:00:00+01:00"])  # fmt: skip
def test_a_day(written: str) -> None:
    cells = cell(written)
    assert cells.day("x") == date(2027, 3, 1)
    assert not cells.faults


@pytest.mark.parametrize("written", ["31/2/2027", "1/3/27", "morgen", "2027-13-01", "0000-01-01"])
def test_no_day(written: str) -> None:
    cells = cell(written)
    assert cells.day("x") is None
    assert codes(cells) == ["not_a_day"]
    assert cells.faults[0].params == {"found": written}


@pytest.mark.parametrize(
    "written", ["19:30", "19u30", "19h30", "19.30", "19 h 30", "19:30:00", "19.30 uur"]
)
def test_an_hour(written: str) -> None:
    cells = cell(written)
    assert cells.hour("x") == time(19, 30)
    assert cell("9u").hour("x") == cell("9 h").hour("x") == time(9)


@pytest.mark.parametrize("written", ["25:00", "19:75", "half acht", "7"])
def test_no_hour(written: str) -> None:
    cells = cell(written)
    assert cells.hour("x") is None
    assert codes(cells) == ["not_a_time"]


def test_yes_no_and_choices_in_each_language() -> None:
    assert [cell(text).yes_no("x") for text in ("Ja", "OUI", "x", "1", "yes")] == [True] * 5
    assert [cell(text).yes_no("x") for text in ("nee", "Non", "0", "")] == [False] * 4
    words = {"delegate": ("afgevaardigde", "délégué"), "drawn": ()}
    assert cell("DELEGUE").choice("x", words) == "delegate"
    assert cell("").choice("x", words, "drawn") == "drawn"
    doubtful = cell("misschien")
    doubtful.yes_no("x")
    doubtful.choice("x", words)
    assert codes(doubtful) == ["not_yes_no", "not_a_choice"]
    assert doubtful.faults[1].params["choices"] == "delegate, drawn"


def test_numbers() -> None:
    assert cell("50,8785").number("x", -90, 90) == cell("50.8785").number("x", -90, 90) == 50.8785
    assert cell("−4,5").number("x", -90, 90) == -4.5
    for written, code in (
        ("vijf", "not_a_number"),
        ("nan", "not_a_number"),
        ("91", "out_of_range"),
    ):
        cells = cell(written)
        assert cells.number("x", -90, 90) is None
        assert codes(cells) == [code]
    assert (cell("7").whole("x", 10), cell("").whole("x", 10)) == (7, 0)
    for written in ("-1", "11", "1,5", "1" * 5000, "²"):
        cells = cell(written)
        assert cells.whole("x", 10) == 0
        assert codes(cells) == ["not_whole"]


def test_long_cells_are_shown_in_short() -> None:
    cells = cell("a" * 200)
    assert cells.text("x", 120) == "a" * 200
    assert cells.faults[0].params == {"found": "a" * 39 + "…", "length": 200, "most": 120}
    cells = cell("")
    cells.text("x", needed=True)
    assert codes(cells) == ["cell_empty"]


@given(st.text(max_size=20) | st.text("0123456789-/.:uhT +,", max_size=20))
def test_no_cell_makes_it_stumble(text: str) -> None:
    cells = cell(text)
    cells.day("x")
    cells.hour("x")
    cells.number("x", -180, 180)
    cells.whole("x", 1000)
    cells.yes_no("x")
    cells.choice("x", {"a": ("b",)})
    assert all(fault.row == 2 for fault in cells.faults)
