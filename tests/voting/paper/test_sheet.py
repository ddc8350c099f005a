"""Printed sheets: geometry with air around every box, small files, symbols that are read."""

import itertools

import pytest

from tests.voting.paper import marking
from voting.paper.geometry import Layout, TextLine
from voting.paper.qr import find_codes

SPECS: tuple[dict[str, object], ...] = (
    {"type": "approval", "max": None},
    {"type": "points", "total": 10, "max_per_project": 5},
    {"type": "ranking", "max": 5},
    {"type": "score", "max": 5},
)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: str(spec["type"]))
@pytest.mark.parametrize("count", [1, 4, 9, 16, 17, 40, 60])
def test_every_box_is_large_and_stands_free(count: int, spec: dict[str, object]) -> None:
    layout = marking.layout_of(count, spec)
    for side in layout.sides:
        for box in side.boxes:
            assert box.size_mm >= 6
        for one, other in itertools.combinations(side.boxes, 2):
            apart = max(abs(one.x_mm - other.x_mm), abs(one.y_mm - other.y_mm))
            assert apart - one.size_mm >= 3
        lines = [line for row in side.rows for line in row.lines]
        assert not [line for line in lines if touches_a_box(line, layout, side.number)]
    projects = {box.project for side in layout.sides for box in side.boxes}
    assert projects == {str(number) for number in range(1, count + 1)}


def touches_a_box(line: TextLine, layout: Layout, side: int) -> bool:
    top = line.y_mm - line.size_pt * 0.3
    return any(
        line.x_mm < box.x_mm + box.size_mm
        and line.x_mm + line.width_mm > box.x_mm
        and top < box.y_mm + box.size_mm
        and line.y_mm > box.y_mm
        for box in layout.side(side).boxes
    )


def test_a_stored_layout_is_the_layout() -> None:
    layout = marking.layout_of(17)
    again = Layout.from_json(layout.to_json())
    assert again == layout
    assert again.digest() == layout.digest()
    assert layout.digest() != marking.layout_of(16).digest()


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("side", [1, 2])
def test_the_symbol_is_read_back_on_each_side(side: int, dpi: int) -> None:
    layout = marking.layout_of(20)
    (hit,) = find_codes(marking.blank_page(layout, side, dpi))
    assert hit.text == marking.codes_of(layout)[side - 1]


def test_a_sheet_more_costs_little() -> None:
    layout = marking.layout_of(14)
    serials = [bytes([number]) * 10 for number in range(101)]
    one, many = (len(marking.printed_pdf(layout, part)) for part in (serials[:1], serials))
    assert (many - one) / 100 < 3000


def test_the_same_sheets_are_the_same_file() -> None:
    layout = marking.layout_of(4)
    assert marking.printed_pdf(layout) == marking.printed_pdf(layout)
