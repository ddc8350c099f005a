"""Compose the layout of a sheet from the frozen projects: which row, which box, how large a type.

A4 portrait with four solid 7 mm corner squares, centred 12 mm in from the ballot's own edges; the
lower two stand 12 mm above the tear line, so that they stay on the ballot when the receipt stub
is torn off. Formats with one box per project (approval, knapsack) put up to 8 projects in one
column with rows of 20 to 23 mm, 9 to 16 in two columns of the same rows. Formats with numbered
columns (points, ranking, score: 1 to 10 values) keep one column, and from 9 projects on have rows
of about 10 mm. More than 16 projects go on more sides, evenly.

Type sizes reached, with titles of up to 60 characters in each language: first language 14 pt
everywhere; second language 14 pt in one column, 11 to 14 pt in two columns, 9 pt in the dense
numbered rows. All titles of a sheet have the same sizes; only where a very long title does not
fit at 14 and 9 points does its row shrink, first language down to 9 points. If that is not
enough either the sheet takes fewer projects to a side, and at last refuses. Nothing overlaps
and nothing is cut off. The forms for large print and easy reading are composed in `flow`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from voting.formats import BallotFormat, parse_format
from voting.paper import flow
from voting.paper.errors import PaperError
from voting.paper.frames import BODY_BOTTOM, BODY_WIDTH, BODY_X, FRAMES, GUTTER, Frame, Kind
from voting.paper.geometry import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Box,
    Layout,
    Row,
    Side,
    TextLine,
)
from voting.paper.rows import Place, SheetProject, common_sizes, set_row
from voting.paper.typeset import text_line, width_of

__all__ = ["Layout", "SheetProject", "make_layout"]

CORNER_INSET = 12.0
CORNER_SIZE = 7.0
STUB_HEIGHT = 28.0
QR_SIZE = 26.0
QR_X, QR_Y = 163.0, 11.0
OUTLINE = 0.4
ROWS = 8
LEAST_ROWS = 7  # fewer are not higher; one less than the most gives words their size
MAX_SIDES = 15
MAX_VALUES = 10
COLUMN_PITCH = 10.0
LABEL_HEIGHT = 6.0


def make_layout(
    projects: Sequence[SheetProject],
    format_spec: Mapping[str, object],
    version: int = 1,
    first_language: Literal["nl", "fr"] = "nl",
    *,
    variant: Kind = "standard",
) -> Layout:
    """Place the projects in the given order on 1 to 15 sides.

    `format_spec` is the edition's ballot format in JSON form; `variant` one of `frames.FRAMES`:
    all of them have the same boxes, and the English one shows `title_en`. Refuses with
    `bad_layout`: no project, the same one twice, more than 10 numbered columns, more than 15
    sides, or a title too long for any row.
    """
    _check(projects, version)
    values = _values(parse_format(format_spec))
    if variant != "english":
        projects = [replace(project, title_en="") for project in projects]
    return Layout(
        version=version,
        format=str(format_spec["type"]),
        page=(PAGE_WIDTH, PAGE_HEIGHT),
        corners=corners(),
        corner_mm=CORNER_SIZE,
        qr=(QR_X, QR_Y, QR_SIZE),
        tear_mm=PAGE_HEIGHT - STUB_HEIGHT,
        outline_mm=OUTLINE,
        sides=_composed(projects, values, first_language, FRAMES[variant]),
    )


def _composed(
    projects: Sequence[SheetProject], values: tuple[int, ...], first: str, frame: Frame
) -> tuple[Side, ...]:
    compose = flow.sides_of if frame.flows else _sides
    sides = compose(projects, values, first, frame)
    if not 1 <= len(sides) <= MAX_SIDES:
        raise PaperError("bad_layout", reason="too many projects, or a title too long for its row")
    return sides


def _check(projects: Sequence[SheetProject], version: int) -> None:
    if not 1 <= version <= 15:
        raise PaperError("bad_layout", reason="layout versions run from 1 to 15")
    ids = [project.id for project in projects]
    if not ids or len(set(ids)) != len(ids):
        raise PaperError("bad_layout", reason="no projects, or one of them twice")


def corners() -> tuple[tuple[float, float], ...]:
    """Centres of the four squares of the ballot, clockwise from the top left."""
    left, right = CORNER_INSET, PAGE_WIDTH - CORNER_INSET
    top, bottom = CORNER_INSET, PAGE_HEIGHT - STUB_HEIGHT - CORNER_INSET
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _values(form: BallotFormat) -> tuple[int, ...]:
    """What the numbered columns stand for; none for one box per project. Zero needs no box."""
    if form.type in ("approval", "knapsack"):
        return ()
    most = form.max_projects if form.type == "ranking" else form.max_points or form.total
    least = 1 if form.min_points is None else form.min_points
    values = tuple(value for value in range(least, (most or 0) + 1) if value != 0)
    if not 1 <= len(values) <= MAX_VALUES:
        raise PaperError("bad_layout", reason="paper holds 1 to 10 numbered columns")
    return values


def _sides(
    projects: Sequence[SheetProject], values: tuple[int, ...], first: str, frame: Frame
) -> tuple[Side, ...]:
    """As many projects on a side as fit; no side at all when nothing helps."""
    for per_side in frame.per_side:
        count = -(-len(projects) // per_side)
        cuts = [len(projects) * n // count for n in range(count + 1)]
        rows = min(LEAST_ROWS, per_side)
        shares = [
            _places(projects[start:end], values, frame, rows) for start, end in pairwise(cuts)
        ]
        sizes = common_sizes([each for places in shares for each in places], first, frame.sizes)
        filled = [
            [set_row(place, sizes, first, frame.shrunk) for place in places] for places in shares
        ]
        if count <= MAX_SIDES and all(all(rows) for rows in filled):
            return tuple(
                _side(number, places, [row for row in rows if row], values, frame)
                for number, (places, rows) in enumerate(zip(shares, filled, strict=True), 1)
            )
    return ()


def _places(
    projects: Sequence[SheetProject], values: tuple[int, ...], frame: Frame, rows: int
) -> list[Place]:
    """Rows for one side, down the first column and then down the second; `rows` at least."""
    count = len(projects)
    columns = 1 if values or count <= ROWS else 2
    per_column = -(-count // columns)
    top = frame.first_top + (LABEL_HEIGHT if values else 0)
    height = (BODY_BOTTOM - top) / max(rows, per_column)
    width = (BODY_WIDTH - (columns - 1) * GUTTER) / columns
    number = frame.number_width if columns == 1 else 0.0
    indent = number if values else frame.one_box + 5.0 + number
    taken = len(values) * COLUMN_PITCH + 3.0 if values else 1.0
    return [
        Place(
            project=project,
            x=BODY_X + (index // per_column) * (width + GUTTER),
            y=top + (index % per_column) * height,
            width=width,
            height=height,
            text_x=BODY_X + (index // per_column) * (width + GUTTER) + indent,
            text_width=width - indent - taken,
            hanging=columns == 1,
            cost_size=frame.cost_size,
            spare=frame.spare,
        )
        for index, project in enumerate(projects)
    ]


def _side(
    number: int,
    places: Sequence[Place],
    rows: Sequence[Row],
    values: tuple[int, ...],
    frame: Frame,
) -> Side:
    boxes = [box for place in places for box in _boxes(place, values, frame)]
    return Side(number, tuple(rows), tuple(boxes), _labels(places, values, frame))


def _boxes(place: Place, values: tuple[int, ...], frame: Frame) -> list[Box]:
    size = frame.numbered_box if values else frame.one_box
    y = round(place.y + (place.height - size) / 2, 3)
    if not values:
        return [Box(place.project.id, round(place.x + 1.0, 3), y, size, None)]
    first = place.x + place.width - len(values) * COLUMN_PITCH + (COLUMN_PITCH - size) / 2
    return [
        Box(place.project.id, round(first + index * COLUMN_PITCH, 3), y, size, value)
        for index, value in enumerate(values)
    ]


def _labels(places: Sequence[Place], values: tuple[int, ...], frame: Frame) -> tuple[TextLine, ...]:
    """The value above each numbered column."""
    labels = []
    for box in _boxes(places[0], values, frame) if values else []:
        text = str(box.value)
        x = box.x_mm + (box.size_mm - width_of(text, 12.0, True)) / 2
        labels.append(text_line(text, x, frame.first_top + 4.2, 12.0, True))
    return tuple(labels)
