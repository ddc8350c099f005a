"""What is printed where on a sheet: the frozen geometry that printer and reader share.

All lengths are millimetres from the page's top left corner, x to the right and y downwards;
type sizes are points. A layout is stored as JSON beside its digest and never recomputed: a
reader that finds a sheet works from the stored figures, down to the width of every line of text
inside the rows, so that it knows which paper is meant to be blank.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from voting.paper.errors import PaperError

PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0
MM_PER_POINT = 25.4 / 72

T = TypeVar("T")


@dataclass(frozen=True)
class TextLine:
    """One line of type: `y_mm` is its baseline, `width_mm` its printed width."""

    text: str
    x_mm: float
    y_mm: float
    size_pt: float
    bold: bool
    width_mm: float


@dataclass(frozen=True)
class Box:
    """One square to mark, by the outer edge of its outline; `value` for numbered columns."""

    project: str
    x_mm: float
    y_mm: float
    size_mm: float
    value: int | None


@dataclass(frozen=True)
class Row:
    """The strip of paper that belongs to one project, with everything printed in it."""

    project: str
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    lines: tuple[TextLine, ...]


@dataclass(frozen=True)
class Side:
    """One printed page: its number from 1, rows in ballot order, boxes row by row."""

    number: int
    rows: tuple[Row, ...]
    boxes: tuple[Box, ...]
    labels: tuple[TextLine, ...]


@dataclass(frozen=True)
class Layout:
    """The geometry of a whole sheet, 1 to 15 sides.

    `corners` are the centres of the four solid squares, clockwise from the top left; `qr` is the
    symbol's (x, y, size) without its quiet zone; below `tear_mm` hangs the receipt stub.
    """

    version: int
    format: str
    page: tuple[float, float]
    corners: tuple[tuple[float, float], ...]
    corner_mm: float
    qr: tuple[float, float, float]
    tear_mm: float
    outline_mm: float
    sides: tuple[Side, ...]

    def side(self, number: int) -> Side:
        """The side with this number from 1; `bad_layout` when the sheet has no such side."""
        if not 1 <= number <= len(self.sides):
            raise PaperError("bad_layout", reason="no such side", side=number)
        return self.sides[number - 1]

    def to_json(self) -> dict[str, Any]:
        """Plain lists, dicts, numbers and strings; `from_json` gives an equal layout back."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return plain

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Layout":
        """Undo `to_json`; `bad_layout` when the stored text is not a layout."""
        try:
            return _layout(data)
        except (KeyError, TypeError, ValueError) as error:
            raise PaperError("bad_layout", reason=str(error)) from None

    def digest(self) -> str:
        """SHA-256, 64 hexadecimal digits, of the canonical JSON (sorted keys, no spaces)."""
        text = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _layout(data: Mapping[str, Any]) -> Layout:
    sides = _many(data["sides"], _side)
    if [side.number for side in sides] != list(range(1, len(sides) + 1)) or not sides:
        raise ValueError("sides are not numbered from 1")
    corners = tuple((float(x), float(y)) for x, y in data["corners"])
    if len(corners) != 4:
        raise ValueError("a side has four corner squares")
    width, height = data["page"]
    x, y, size = data["qr"]
    return Layout(
        version=int(data["version"]),
        format=str(data["format"]),
        page=(float(width), float(height)),
        corners=corners,
        corner_mm=float(data["corner_mm"]),
        qr=(float(x), float(y), float(size)),
        tear_mm=float(data["tear_mm"]),
        outline_mm=float(data["outline_mm"]),
        sides=sides,
    )


def _side(data: Mapping[str, Any]) -> Side:
    return Side(
        number=int(data["number"]),
        rows=_many(data["rows"], _row),
        boxes=_many(data["boxes"], lambda box: Box(**box)),
        labels=_many(data["labels"], lambda line: TextLine(**line)),
    )


def _row(data: Mapping[str, Any]) -> Row:
    lines = _many(data["lines"], lambda line: TextLine(**line))
    return Row(**{**data, "lines": lines})


def _many(items: Sequence[Any], build: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(build(item) for item in items)
