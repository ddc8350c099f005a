"""Ink that leaves its box, lies between boxes or on the line between two rows."""

import numpy as np
import pytest

from tests.voting.paper import marking, strangers, trial
from tests.voting.paper.drawing import at, line, numbered, refusal
from voting.paper.geometry import Box
from voting.paper.qr import Gray


def test_a_tail_that_goes_on_well_into_the_row_above_belongs_to_its_own_box() -> None:
    layout = marking.layout_of(14, {"type": "points", "total": 10})
    page, box = marking.blank_page(layout), layout.sides[0].boxes[32]
    line(page, at(box, 1.0, 3.0), at(box, 2.5, 5.5), 30)
    line(page, at(box, 2.5, 5.5), at(box, 8.4, -4.2), 30)
    seen = trial.read(page, layout)
    assert [one.box for one in seen.boxes if one.state == "marked"] == [box]
    assert not seen.doubtful


def test_a_stroke_along_the_printed_line_under_a_box_is_a_doubt() -> None:
    layout = marking.layout_of(14, {"type": "points", "total": 10})
    page, box = marking.blank_page(layout), layout.sides[0].boxes[32]
    row = layout.sides[0].rows[3]
    line(page, at(box, -0.5, row.height_mm - 2.6), at(box, 6.5, row.height_mm - 2.5), 60)
    assert trial.read(page, layout).boxes[32].doubt == "outside_mark"


def test_a_cross_that_touches_a_scribble_next_door_is_a_doubt_of_the_empty_box_too() -> None:
    layout, page = numbered()
    first, second = layout.sides[0].boxes[3:5]
    for x in np.arange(-1.3, 7.4, 0.4):
        line(page, at(second, x, -1.3), at(second, x, 7.3), 30)
    line(page, at(second, -2.0, 2.0), at(second, -0.9, 3.4), 30)
    line(page, at(second, -2.0, 3.4), at(second, -0.9, 2.0), 30)
    seen = trial.read(page, layout)
    assert [one.state for one in seen.boxes[3:5]] == ["doubtful", "doubtful"]
    assert first == seen.boxes[3].box


def test_a_ring_whose_foot_lies_on_a_fold_is_seen() -> None:
    layout, page = numbered()
    box = layout.sides[0].boxes[14]
    turn = np.linspace(0, 2 * np.pi, 40)
    circle = np.column_stack([np.cos(turn), np.sin(turn)]) * 4.6 + (box.x_mm + 3, box.y_mm + 3)
    marking.stroke(page, circle, marking.Pen(0.5, 0.8), np.random.default_rng(1), 200)
    fold = round((box.y_mm + 7.6) / 25.4 * 200)
    page[fold : fold + 6] = page[fold : fold + 6] * 0.7
    assert trial.read(page, layout).boxes[14].doubt == "outside_mark"


@pytest.mark.parametrize("down", [0.0, 0.6])
def test_a_bent_stroke_right_through_a_box_is_no_mark(down: float) -> None:
    layout, page = numbered()
    box = layout.sides[0].boxes[22]
    arc = [(x, 2.2 + down + 0.06 * (x - 3) ** 2) for x in np.linspace(-2.5, 8.5, 12)]
    marking.stroke(
        page,
        np.array([at(box, *point) for point in arc]),
        marking.Pen(0.5, 0.9),
        np.random.default_rng(2),
        200,
    )
    assert trial.read(page, layout).boxes[22].state == "doubtful"


def test_a_cross_with_two_lines_through_it_is_taken_back() -> None:
    layout, page = numbered()
    box = layout.sides[0].boxes[22]
    for start, end in (
        ((1, 1), (5, 5)),
        ((5, 1), (1, 5)),
        ((-2, 2.4), (8, 2.0)),
        ((-2, 4), (8, 4)),
    ):
        line(page, at(box, *start), at(box, *end), 90)
    assert trial.read(page, layout).boxes[22].doubt == "corrected"


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_a_page_in_black_and_white_only_is_refused(kind: trial.FileKind) -> None:
    layout, page = numbered()
    black = strangers.in_two_tones(page, np.random.default_rng(3))
    opened = trial.opened(trial.as_file(black, kind, 200))
    assert refusal(opened, layout) == "two_tones"


def test_a_small_cross_that_touches_the_mark_next_door_is_a_doubt_of_the_empty_box() -> None:
    layout, page = numbered()
    first, second = layout.sides[0].boxes[3:5]
    line(page, at(second, -0.8, -0.8), at(second, 6.8, 6.8), 30)
    line(page, at(second, 6.8, -0.8), at(second, -0.8, 6.8), 30)
    line(page, at(second, -2.6, 1.9), at(second, -0.2, 4.3), 30)
    line(page, at(second, -2.6, 4.3), at(second, -0.2, 1.9), 30)
    seen = trial.read(page, layout).boxes[3]
    assert (seen.box, seen.doubt) == (first, "outside_mark")


def _tick_towards(page: Gray, box: Box, end: tuple[float, float]) -> None:
    line(page, at(box, 1.0, 3.0), at(box, 2.5, 5.5), 30)
    line(page, at(box, 2.5, 5.5), end, 30)


@pytest.mark.parametrize("before", [1.1, 1.6])
def test_the_tip_of_a_tick_that_ends_before_the_next_box_raises_no_doubt(before: float) -> None:
    layout, page = numbered()
    first, second = layout.sides[0].boxes[3:5]
    _tick_towards(page, first, at(second, -before - 0.3, 0.5))
    seen = trial.read(page, layout)
    assert [one.box for one in seen.boxes if one.state == "marked"] == [first]
    assert not seen.doubtful


@pytest.mark.parametrize("before", [1.1, 1.6])
def test_a_line_beside_a_box_that_meets_the_next_ones_mark_is_a_doubt(before: float) -> None:
    layout, page = numbered()
    first, second = layout.sides[0].boxes[3:5]
    _tick_towards(page, first, at(second, -before - 0.3, 0.5))
    line(page, at(second, -before - 0.3, 0.5), at(second, -before - 0.2, 5.0), 30)
    assert trial.read(page, layout).boxes[4].doubt == "outside_mark"


def test_a_cross_between_two_boxes_near_the_mark_of_one_is_a_doubt_of_the_other() -> None:
    layout, page = numbered()
    first, second = layout.sides[0].boxes[3:5]
    line(page, at(second, 0.3, 5.0), at(second, 5.0, 1.0), 30)
    line(page, at(second, -2.3, 2.4), at(second, -0.9, 3.8), 30)
    line(page, at(second, -2.3, 3.8), at(second, -0.9, 2.4), 30)
    seen = trial.read(page, layout).boxes[3]
    assert (seen.box, seen.doubt) == (first, "outside_mark")
