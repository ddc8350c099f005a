"""Every form of a sheet holds the same boxes, overlaps nothing, keeps its promises and is read."""

import io
import itertools

import numpy as np
import pypdfium2
import pytest

from tests.voting.paper import marking, variants
from voting.paper.errors import PaperError
from voting.paper.frames import BODY_BOTTOM, FRAMES, KINDS, Kind
from voting.paper.geometry import MM_PER_POINT, Box, Layout, Row, TextLine
from voting.paper.layout import SheetProject, make_layout
from voting.paper.qr import find_codes
from voting.paper.read import read_side
from voting.paper.typeset import ASCENT

SPECS: tuple[dict[str, object], ...] = (
    {"type": "approval", "max": None},
    {"type": "points", "total": 10, "max_per_project": 5},
    {"type": "score", "max": 10},
)
COUNTS = (1, 2, 8, 9, 16, 17, 33, 60)
# A stroke that only touches: digits of 11 points may begin where a line of 9 ends.
TOUCHING = 0.35
FLOWING: tuple[Kind, ...] = ("large", "easy")


def name(value: object) -> str:
    return str(value.get("type")) if isinstance(value, dict) else str(value)


def rows_of(layout: Layout) -> list[Row]:
    return [row for side in layout.sides for row in side.rows]


def boxes_of(layout: Layout) -> list[Box]:
    return [box for side in layout.sides for box in side.boxes]


@pytest.mark.parametrize("spec", SPECS, ids=name)
@pytest.mark.parametrize("count", [2, 17, 60])
@pytest.mark.parametrize("variant", KINDS[1:])
def test_all_forms_have_the_boxes_of_the_standard_form(
    variant: Kind, count: int, spec: dict[str, object]
) -> None:
    standard, other = (variants.layout_of(count, kind, spec) for kind in ("standard", variant))
    assert [(box.project, box.value) for box in boxes_of(other)] == [
        (box.project, box.value) for box in boxes_of(standard)
    ]
    assert len(other.sides) <= 15
    assert Layout.from_json(other.to_json()) == other


@pytest.mark.parametrize("spec", SPECS, ids=name)
@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("variant", KINDS)
def test_nothing_overlaps_beside_a_title_four_times_as_long(
    variant: Kind, count: int, spec: dict[str, object]
) -> None:
    layout = variants.layout_of(count, variant, spec, longest=1)
    for side in layout.sides:
        lines = [*side.labels, *(line for row in side.rows for line in row.lines)]
        areas = [area_of(line) for line in lines]
        for one, other in itertools.combinations(areas, 2):
            assert apart(one, other), (one, other)
        for box in side.boxes:
            around = (box.x_mm - 1, box.y_mm, box.x_mm + box.size_mm + 1, box.y_mm + box.size_mm)
            assert all(apart(around, area) for area in areas)
            assert box.y_mm + box.size_mm <= BODY_BOTTOM
        for one_box, other_box in itertools.combinations(side.boxes, 2):
            gaps = (abs(one_box.x_mm - other_box.x_mm), abs(one_box.y_mm - other_box.y_mm))
            assert max(gaps) - one_box.size_mm >= 3
        assert max(row.y_mm + row.height_mm for row in side.rows) <= BODY_BOTTOM + 0.01
        assert side.rows[0].y_mm >= FRAMES[variant].top(side.number) - 0.01


def area_of(line: TextLine) -> tuple[float, float, float, float]:
    """From the top of its capitals to its baseline: what hangs below may touch nothing anyway."""
    rise = line.size_pt * (ASCENT - 0.08) * MM_PER_POINT
    return line.x_mm, line.y_mm - rise, line.x_mm + line.width_mm, line.y_mm


def apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    left, top, right, bottom = one
    x1, y1, x2, y2 = other
    beside = right <= x1 + TOUCHING or x2 <= left + TOUCHING
    return beside or bottom <= y1 + TOUCHING or y2 <= top + TOUCHING


@pytest.mark.parametrize("spec", SPECS, ids=name)
@pytest.mark.parametrize("count", [9, 60])
@pytest.mark.parametrize("longest", [0, 1])
@pytest.mark.parametrize("variant", FLOWING)
def test_large_and_easy_print_has_titles_of_14_points_in_both_languages_and_boxes_of_8_mm(
    variant: Kind, longest: int, count: int, spec: dict[str, object]
) -> None:
    layout = variants.layout_of(count, variant, spec, longest)
    assert min(line.size_pt for row in rows_of(layout) for line in row.lines) >= 14
    assert min(box.size_mm for box in boxes_of(layout)) >= 8
    assert {row.x_mm for row in rows_of(layout)} == {20.0}


def test_english_stands_in_the_english_form_alone_and_only_where_there_is_some() -> None:
    for variant in KINDS:
        layout = variants.layout_of(3, variant)
        shown = [" ".join(line.text for line in row.lines) for row in rows_of(layout)]
        assert ["Playground" in text for text in shown] == [variant == "english", False, False]


def test_a_title_longer_than_a_side_is_refused() -> None:
    endless = SheetProject("1", 1, "Groen " * 300, "Vert " * 300)
    with pytest.raises(PaperError):
        make_layout([endless], SPECS[0], variant="large")


@pytest.mark.parametrize("spec", [SPECS[0], SPECS[1]], ids=name)
@pytest.mark.parametrize("variant", KINDS)
def test_a_printed_side_of_every_form_is_read_back(variant: Kind, spec: dict[str, object]) -> None:
    layout = variants.layout_of(17, variant, spec)
    random = np.random.default_rng(17)
    for side in layout.sides:
        page = variants.page_of(layout, variant, side.number)
        chosen = side.boxes[:: 3 if len(side.boxes) > 3 else 1]
        for box in chosen:
            marking.mark(page, box, "cross", random, 200)
        (hit,) = find_codes(page)
        seen = read_side(page, layout, side.number, hit)
        marked = [one.box for one in seen.boxes if one.state == "marked"]
        assert marked == list(chosen)
        assert not seen.doubtful


@pytest.mark.parametrize("variant", KINDS)
def test_every_side_says_which_side_it_is(variant: Kind) -> None:
    layout, out = variants.layout_of(60, variant), io.BytesIO()
    variants.print_to(out, layout, variant, [marking.SERIAL])
    document = pypdfium2.PdfDocument(out.getvalue())
    try:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    for number, text in enumerate(texts, 1):
        assert f"Zijde {number} van {len(layout.sides)}" in text


def test_a_page_more_costs_less_than_3_kilobytes_in_every_form() -> None:
    for variant in KINDS:
        layout, sizes = variants.layout_of(14, variant), []
        for count in (1, 41):
            out = io.BytesIO()
            variants.print_to(out, layout, variant, (bytes([n]) * 10 for n in range(count)))
            sizes.append(len(out.getvalue()))
        assert (sizes[1] - sizes[0]) / 40 / len(layout.sides) < 3000
