"""Set one project's words in its row, at sizes common to the whole sheet where that is possible."""

from collections.abc import Sequence
from dataclasses import dataclass

from voting.paper.geometry import MM_PER_POINT, Row, TextLine
from voting.paper.typeset import TIGHT_LEADING, Words, height_of, set_in, text_line, width_of

# First and second language in points, best first; the second tuple only where a row must shrink.
SIZES = tuple((14.0, float(second)) for second in (14, 13, 12, 11, 10, 9))
SHRUNK = tuple((float(first), 9.0) for first in (13, 12, 11, 10, 9))
COST_SIZE = 11.0
COST_GAP = 4.0


@dataclass(frozen=True)
class SheetProject:
    """A project as the sheet shows it; `cost_text` is ready to print, empty for none."""

    id: str
    number: int
    title_nl: str
    title_fr: str
    cost_text: str = ""


@dataclass(frozen=True)
class Place:
    """An empty row: its project, rectangle, and the column of text inside it, in mm.

    `hanging`: the number stands left of the text column, not before the title's first word.
    """

    project: SheetProject
    x: float
    y: float
    width: float
    height: float
    text_x: float
    text_width: float
    hanging: bool


def common_sizes(places: Sequence[Place], first: str) -> tuple[float, float]:
    """The best sizes at which every title fits; the smallest of `SIZES` when none does."""
    for sizes in SIZES:
        if all(_lines(place, sizes, first) for place in places):
            return sizes
    return SIZES[-1]


def set_row(place: Place, sizes: tuple[float, float], first: str) -> Row | None:
    """The row with its words at `sizes`, or smaller ones for this row alone; None if too long."""
    for attempt in (sizes, *SHRUNK):
        lines = _lines(place, attempt, first)
        if lines:
            x, y, width, height = (
                round(value, 3) for value in (place.x, place.y, place.width, place.height)
            )
            return Row(place.project.id, x, y, width, height, lines)
    return None


def _lines(place: Place, sizes: tuple[float, float], first: str) -> tuple[TextLine, ...]:
    """The words set and centred in height, or nothing when they do not fit."""
    cost = place.project.cost_text
    titles = _titles(place, sizes, first)
    for paragraphs, tail in ((titles, cost), ([*titles, Words(cost, COST_SIZE, True)], "")):
        spare = 0.8 if place.height < 15 else 2.0
        if height_of(paragraphs, place.text_width, TIGHT_LEADING) > place.height - spare:
            break
        lines = set_in(
            paragraphs,
            x_mm=place.text_x,
            y_mm=place.y,
            width_mm=place.text_width,
            height_mm=place.height,
            leading=TIGHT_LEADING,
        )
        taken = width_of(tail, COST_SIZE, True)
        if not tail or lines[-1].width_mm + COST_GAP + taken <= place.text_width:
            return (*_number(place, lines[0]), *lines, *_tail(place, tail, lines[-1]))
    return ()


def _titles(place: Place, sizes: tuple[float, float], first: str) -> list[Words]:
    project = place.project
    titles = [project.title_nl, project.title_fr]
    if first == "fr":
        titles.reverse()
    main, other = titles[0] or titles[1], titles[1]
    number = "" if place.hanging else f"{project.number}. "
    found = [Words(number + main, sizes[0], True)]
    return found if other == main else [*found, Words(other, sizes[1], False)]


def _number(place: Place, beside: TextLine) -> list[TextLine]:
    if not place.hanging:
        return []
    text = str(place.project.number)
    x = place.text_x - 2.5 - width_of(text, beside.size_pt, True)
    return [text_line(text, x, beside.y_mm, beside.size_pt, True)]


def _tail(place: Place, cost: str, beside: TextLine) -> list[TextLine]:
    """The cost at the end of the last line: flush right, a little above a smaller type."""
    if not cost:
        return []
    x = place.text_x + place.text_width - width_of(cost, COST_SIZE, True)
    lift = max(COST_SIZE - beside.size_pt, 0) * 0.1 * MM_PER_POINT
    return [text_line(cost, x, beside.y_mm - lift, COST_SIZE, True)]
