"""Marks of many hands, through real files: read right or left to a person, whoever held the pen."""

import numpy as np
import pytest

from tests.voting.paper import hands, lighting, marking, strangers, trial
from tests.voting.paper.drawing import at, line, numbered, refusal
from voting.paper.errors import PaperError
from voting.paper.geometry import Layout
from voting.paper.qr import Gray

ALL = {**hands.HANDS, **strangers.HANDS}


@pytest.mark.parametrize("name", ALL)
def test_a_mark_of_any_hand_is_read_right_or_left_to_a_person(name: str) -> None:
    layout, random = marking.layout_of(16), np.random.default_rng(len(name))
    page, drawn = trial.filled_in(layout, 1, ALL, (name, ""), random, 150)
    outcome = trial.Outcome()
    trial.compare(outcome, lighting.scanned(page, random), layout, 1, drawn, ALL)
    assert (outcome.silent, outcome.boxes) == ([], 16)


@pytest.mark.parametrize("kind", ["PDF", "JPEG", "PNG", "TIFF"])
def test_plain_marks_come_through_real_files_without_a_doubt(kind: trial.FileKind) -> None:
    layout, random = marking.layout_of(7, {"type": "points", "total": 5}), np.random.default_rng(4)
    kinds = ("cross", "tick", "fill", "")
    page, drawn = trial.filled_in(layout, 1, ALL, kinds, random, 200, one_a_row=True)
    data = trial.as_file(lighting.scanned(page, random), kind, 200, colour=kind != "TIFF")
    seen = trial.read(trial.opened(data), layout)
    assert not seen.doubtful
    assert [one.state == "marked" for one in seen.boxes] == [bool(kind) for kind in drawn]


@pytest.mark.parametrize(
    ("count", "spec"),
    [
        (60, {"type": "approval", "max": 5}),
        (8, {"type": "ranking", "max": 10}),
        (10, {"type": "knapsack"}),
        (1, {"type": "approval", "max": None}),
    ],
)
def test_every_side_of_every_form_is_read(count: int, spec: dict[str, object]) -> None:
    layout, random = marking.layout_of(count, spec), np.random.default_rng(count)
    for side in layout.sides:
        page, drawn = trial.filled_in(
            layout, side.number, ALL, ("cross", ""), random, 150, one_a_row=True
        )
        seen = trial.read(lighting.scanned(page, random), layout, side.number)
        assert not seen.doubtful
        assert [one.state == "marked" for one in seen.boxes] == [bool(kind) for kind in drawn]


def test_a_streak_down_a_column_is_a_reason_to_refuse() -> None:
    layout, page = numbered()
    x = layout.sides[0].boxes[2].x_mm + 3
    page[:, round(x / 25.4 * 200) : round(x / 25.4 * 200) + 4] = 120
    assert refusal(page, layout) == "fold_or_streak"


def test_a_fold_along_a_row_is_a_reason_to_refuse() -> None:
    layout, page = numbered()
    y = round((layout.sides[0].boxes[16].y_mm + 3) / 25.4 * 200)
    page[y : y + 7] = page[y : y + 7] * 0.7
    assert refusal(page, layout) == "fold_or_streak"


def test_a_page_drowned_in_noise_is_refused_rather_than_read() -> None:
    layout, page = numbered()
    assert refusal(lighting.noisy(page, 90, np.random.default_rng(1)), layout) == "too_blurred"


def test_a_stroke_through_two_boxes_marks_neither() -> None:
    layout, page = numbered()
    first, second = layout.sides[0].boxes[3:5]
    line(page, (first.x_mm - 1, first.y_mm + 4), (second.x_mm + 7, second.y_mm + 2), 30)
    states = [one.state for one in trial.read(page, layout).boxes]
    assert states[3:5] == ["doubtful", "doubtful"]
    assert "marked" not in states


def test_a_long_tick_is_a_mark_of_its_own_box_only() -> None:
    layout = marking.layout_of(14)
    page, box = marking.blank_page(layout), layout.sides[0].boxes[4]
    line(page, at(box, 1.5, 3.0), at(box, 3.0, 6.0), 30)
    line(page, at(box, 3.0, 6.0), at(box, 10.0, -5.0), 30)
    seen = trial.read(page, layout)
    assert [one.box for one in seen.boxes if one.state == "marked"] == [box]
    assert not seen.doubtful


def test_a_tail_that_ends_in_the_row_above_is_no_doubt_of_its_neighbours() -> None:
    layout, page = numbered()
    box = layout.sides[0].boxes[18]
    line(page, at(box, 1.0, 3.0), at(box, 2.5, 5.5), 30)
    line(page, at(box, 2.5, 5.5), at(box, 7.6, -3.2), 30)
    seen = trial.read(page, layout)
    assert [one.box for one in seen.boxes if one.state == "marked"] == [box]
    assert not seen.doubtful


def test_a_stroke_of_its_own_beside_an_empty_box_stays_a_doubt_beside_a_mark() -> None:
    layout, page = numbered()
    first, second = layout.sides[0].boxes[3:5]
    line(page, at(first, 1.0, 1.0), at(first, 5.0, 5.0), 30)
    line(page, at(first, 5.0, 1.0), at(first, 1.0, 5.0), 30)
    line(page, at(second, -1.1, 1.0), at(second, -1.1, 5.0), 30)
    states = [one.state for one in trial.read(page, layout).boxes]
    assert states[4] == "doubtful"


def test_a_dot_on_the_outline_is_for_a_person() -> None:
    layout = marking.layout_of(14)
    page, box = marking.blank_page(layout), layout.sides[0].boxes[0]
    line(page, at(box, 0.2, 3.0), at(box, 0.2, 3.4), 20)
    assert trial.read(page, layout).boxes[0].state == "doubtful"


def test_five_filled_boxes_of_five_are_no_blur() -> None:
    layout, random = marking.layout_of(5), np.random.default_rng(2)
    page, _drawn = trial.filled_in(layout, 1, ALL, ("fill",), random)
    assert {one.state for one in trial.read(page, layout).boxes} == {"marked"}


def test_hostile_pictures_neither_crash_the_reader_nor_vote() -> None:
    """Noise, halves, turns and holes around a real symbol; the seed is fixed, the count bounded."""
    layout, random = marking.layout_of(14), np.random.default_rng(31_337)
    sheet = marking.blank_page(layout, 1, 100)
    read = 0
    for _picture in range(150):
        seen = attempt(spoilt(sheet, random), layout)
        read += bool(seen)
        assert "marked" not in seen
    assert read < 150


def attempt(page: Gray, layout: Layout) -> set[str]:
    try:
        return {one.state for one in trial.read(page, layout).boxes}
    except PaperError:
        return set()


def spoilt(sheet: Gray, random: np.random.Generator) -> Gray:
    page = sheet.copy()
    for _hole in range(int(random.integers(0, 4))):
        x, y = (int(random.integers(side)) for side in page.shape[::-1])
        value = int(random.integers(256))
        page[y : y + int(random.integers(1, 300)), x : x + int(random.integers(1, 300))] = value
    turned = lighting.rotated(page, random.uniform(-60, 60), int(random.integers(256)))
    top, left = (int(random.integers(0, side // 3)) for side in turned.shape)
    part = turned[top:, left:] if random.random() < 0.5 else turned
    if random.random() < 0.3:
        part = lighting.stretched(part, random.uniform(0.2, 2.5), random.uniform(0.2, 2.5))
    return lighting.noisy(part, random.uniform(0, 60), random)
