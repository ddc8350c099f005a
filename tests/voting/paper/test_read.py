"""Reading filled-in sheets that nobody tuned to: right, or in doubt, but never silently wrong."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.voting.paper import lighting, marking
from voting.paper.errors import PaperError
from voting.paper.geometry import Layout
from voting.paper.qr import CodeHit, Gray, find_codes
from voting.paper.read import SideReading, read_side

KINDS = (*marking.FIRM * 2, *marking.UNSURE, *marking.UNDONE, *marking.BESIDE, *[""] * 9)
ALLOWED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((*marking.FIRM, *marking.UNSURE), ("marked", "doubtful")),
    **dict.fromkeys((*marking.UNDONE, *marking.BESIDE), ("doubtful",)),
    "": ("empty", "doubtful"),
}
Spoil = Callable[[Gray, np.random.Generator], Gray]


def filled_in(
    layout: Layout, random: np.random.Generator, kinds: tuple[str, ...], dpi: int = 200
) -> tuple[Gray, list[str]]:
    """A page with one kind of mark drawn by chance for each box, and what was drawn."""
    page = marking.blank_page(layout, 1, dpi)
    drawn = [kinds[int(random.integers(len(kinds)))] for _box in layout.sides[0].boxes]
    for box, kind in zip(layout.sides[0].boxes, drawn, strict=True):
        if kind:
            marking.mark(page, box, kind, random, dpi)
    return page, drawn


def read(page: Gray, layout: Layout) -> SideReading:
    hits = find_codes(page)
    if not hits:
        raise PaperError("no_code")
    return read_side(page, layout, 1, hits[0])


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_plain_marks_on_a_clean_scan_are_read_without_a_doubt(dpi: int) -> None:
    layout, random = marking.layout_of(14), np.random.default_rng(dpi)
    for _page in range(6):
        page, drawn = filled_in(layout, random, (*marking.FIRM, "", ""), dpi)
        seen = read(lighting.scanned(page, random), layout)
        assert not seen.doubtful
        assert [one.state == "marked" for one in seen.boxes] == [bool(kind) for kind in drawn]


@pytest.mark.parametrize("spoil", [lighting.scanned, lighting.bad_scan, lighting.photographed])
def test_nothing_is_silently_wrong(spoil: Spoil) -> None:
    layout, random = marking.layout_of(14), np.random.default_rng(2027)
    refused = 0
    for _page in range(12):
        page, drawn = filled_in(layout, random, KINDS)
        try:
            seen = read(spoil(page, random), layout)
        except PaperError:
            refused += 1
            continue
        for one, kind in zip(seen.boxes, drawn, strict=True):
            assert one.state in ALLOWED[kind], (kind, one)
    assert refused <= 3


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_may_lie_any_way(turns: int) -> None:
    layout, random = marking.layout_of(9), np.random.default_rng(turns)
    page, drawn = filled_in(layout, random, ("cross", ""))
    seen = read(lighting.quarter_turned(page, turns), layout)
    assert [one.state == "marked" for one in seen.boxes] == [bool(kind) for kind in drawn]


def test_numbered_columns_are_read_by_their_value() -> None:
    layout = marking.layout_of(4, {"type": "points", "total": 5})
    page, random = marking.blank_page(layout), np.random.default_rng(1)
    chosen = [box for box in layout.sides[0].boxes if (box.project, box.value) == ("3", 4)]
    marking.mark(page, chosen[0], "cross", random, 200)
    marked = [one.box for one in read(page, layout).boxes if one.state == "marked"]
    assert marked == chosen


def test_an_empty_sheet_is_all_empty() -> None:
    layout = marking.layout_of(16)
    seen = read(lighting.scanned(marking.blank_page(layout), np.random.default_rng(3)), layout)
    assert {one.state for one in seen.boxes} == {"empty"}


@pytest.mark.parametrize("corner", range(4))
def test_a_corner_torn_off_is_a_reason_to_refuse(corner: int) -> None:
    layout = marking.layout_of(4)
    page = marking.blank_page(layout)
    x, y = (int(value / 25.4 * 200) for value in layout.corners[corner])
    page[max(y - 40, 0) : y + 40, max(x - 40, 0) : x + 40] = 255
    with pytest.raises(PaperError) as refusal:
        read(page, layout)
    assert refusal.value.code in {"corner_missing", "wrong_scale"}


def test_a_blank_page_has_no_code() -> None:
    assert find_codes(np.full((2339, 1654), 255, dtype=np.uint8)) == []


def test_a_page_out_of_focus_is_refused_or_in_doubt() -> None:
    layout, random = marking.layout_of(4), np.random.default_rng(8)
    page, drawn = filled_in(layout, random, ("cross",))
    hit = find_codes(page)[0]
    answer = attempt(lighting.blurred(page, 12), layout, hit)
    assert answer in {"corner_missing", "too_blurred", "fold_or_streak", "no empty box"}, drawn


def attempt(page: Gray, layout: Layout, hit: CodeHit) -> str:
    """The code of a refusal, or whether a box with a cross was taken for empty."""
    try:
        seen = read_side(page, layout, 1, hit)
    except PaperError as refusal:
        return refusal.code
    return "read" if any(one.state == "empty" for one in seen.boxes) else "no empty box"
