"""Sheets in one column whose rows are as high as their words need: large print, easy reading.

One box stands left of its project. Numbered boxes stand in a line below the words, each with its
value above it, so that the words keep the whole width. Sides after the first have a shorter
heading. The type is the largest that takes no more sides than the smallest would.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from voting.paper.frames import BODY_BOTTOM, BODY_WIDTH, BODY_X, Frame, Sizes
from voting.paper.geometry import MM_PER_POINT, Box, Row, Side, TextLine
from voting.paper.rows import Place, SheetProject, needed_height, set_row
from voting.paper.typeset import text_line, width_of

BOX_GAP = 5.0  # between a box and the words beside it
FREE = 3.2  # of paper above and below a box, and beside it
LABEL_SIZE = 14.0
LABEL_GAP = 1.9  # more than a reader looks for stray ink
STRIP_GAP = 1.5
WIDEST_PITCH = 16.0
MOST_AIR = 8.0  # added to a row where a side is not full
CAPITAL = 0.72  # of the type size

Sheaf = list[tuple[Place, float]]
"""The rows of one side: where the words go, and how high the whole row is."""


def sides_of(
    projects: Sequence[SheetProject], values: tuple[int, ...], first: str, frame: Frame
) -> tuple[Side, ...]:
    """All sides, or none when a row is higher than a side."""
    offers = [_sheaves(projects, values, first, frame, sizes) for sizes in frame.sizes]
    fewest = len(offers[-1])
    for sizes, sheaves in zip(frame.sizes, offers, strict=True):
        if sheaves and len(sheaves) <= fewest:
            return tuple(
                _side(number, sheaf, values, first, frame, sizes)
                for number, sheaf in enumerate(sheaves, 1)
            )
    return ()


def _sheaves(
    projects: Sequence[SheetProject],
    values: tuple[int, ...],
    first: str,
    frame: Frame,
    sizes: Sizes,
) -> list[Sheaf]:
    """Sides filled evenly: as few as possible, and none much fuller than the others."""
    rows = [_measured(project, values, first, frame, sizes) for project in projects]
    fewest = list(_filled(rows, frame, 1.0))
    if any(high > BODY_BOTTOM - frame.first_top for _place, high in rows):
        return []
    for share in (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        evenly = list(_filled(rows, frame, share))
        if len(evenly) == len(fewest):
            return evenly
    return fewest


def _filled(rows: Sheaf, frame: Frame, share: float) -> Iterator[Sheaf]:
    """Side after side, each filled to this share of its height; one row at least."""
    sheaf: Sheaf = []
    number = 1
    for row in rows:
        room = (BODY_BOTTOM - frame.top(number)) * share
        if sheaf and sum(high for _place, high in [*sheaf, row]) > room:
            yield sheaf
            sheaf, number = [], number + 1
        sheaf.append(row)
    yield sheaf


def _measured(
    project: SheetProject, values: tuple[int, ...], first: str, frame: Frame, sizes: Sizes
) -> tuple[Place, float]:
    indent = frame.number_width + (0.0 if values else frame.one_box + BOX_GAP)
    place = Place(
        project=project,
        x=BODY_X,
        y=0.0,
        width=BODY_WIDTH,
        height=0.0,
        text_x=BODY_X + indent,
        text_width=BODY_WIDTH - indent - 1.0,
        hanging=True,
        cost_size=frame.cost_size,
        spare=frame.spare,
    )
    high = needed_height(place, sizes, first) + 0.1
    if values:
        return replace(place, height=high), high + _strip(frame)
    high = max(high, frame.one_box + 2 * FREE)
    return replace(place, height=high), high


def _strip(frame: Frame) -> float:
    """How high the line of numbered boxes is, with the values above them."""
    label = LABEL_SIZE * CAPITAL * MM_PER_POINT
    return STRIP_GAP + label + LABEL_GAP + frame.numbered_box + FREE


def _side(
    number: int, sheaf: Sheaf, values: tuple[int, ...], first: str, frame: Frame, sizes: Sizes
) -> Side:
    top = frame.top(number)
    spare = BODY_BOTTOM - top - sum(high for _place, high in sheaf)
    air = min(spare / len(sheaf), MOST_AIR)
    rows, boxes = [], []
    for place, high in sheaf:
        grown = replace(place, y=top, height=place.height + air)
        row, own = _row(grown, high + air, values, first, frame, sizes)
        rows.append(row)
        boxes.extend(own)
        top += high + air
    return Side(number, tuple(rows), tuple(boxes), ())


def _row(
    place: Place,
    height: float,
    values: tuple[int, ...],
    first: str,
    frame: Frame,
    sizes: Sizes,
) -> tuple[Row, list[Box]]:
    """The whole strip of paper of one project, and its boxes."""
    row = set_row(place, sizes, first)
    assert row is not None, "the row was measured for these words"
    boxes = _boxes(place, height, values, frame)
    return replace(row, height_mm=round(height, 3), lines=(*row.lines, *_labels(boxes))), boxes


def _boxes(place: Place, height: float, values: tuple[int, ...], frame: Frame) -> list[Box]:
    if not values:
        size = frame.one_box
        y = round(place.y + (height - size) / 2, 3)
        return [Box(place.project.id, round(place.x + 1.0, 3), y, size, None)]
    size = frame.numbered_box
    y = round(place.y + height - FREE - size, 3)
    pitch = min(WIDEST_PITCH, place.text_width / len(values))
    return [
        Box(place.project.id, round(place.text_x + index * pitch, 3), y, size, value)
        for index, value in enumerate(values)
    ]


def _labels(boxes: Sequence[Box]) -> Iterator[TextLine]:
    """The value above each numbered box."""
    for box in boxes:
        if box.value is not None:
            text = str(box.value)
            x = box.x_mm + (box.size_mm - width_of(text, LABEL_SIZE, True)) / 2
            yield text_line(text, x, box.y_mm - LABEL_GAP, LABEL_SIZE, True)
