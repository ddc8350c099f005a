"""Set one project's words in its row, at sizes common to the whole sheet where that is possible."""

from collections.abc import Sequence
from dataclasses import dataclass

from voting.paper.frames import Sizes
from voting.paper.geometry import MM_PER_POINT, Row, TextLine
from voting.paper.typeset import TIGHT_LEADING, Words, height_of, set_in, text_line, width_of, wrap

COST_GAP = 4.0
DENSE = 15.0  # rows lower than this have their words closer to the lines
ENGLISH_SIZE = 11.0  # at most: a courtesy beside the two languages of the City


@dataclass(frozen=True)
class SheetProject:
    """A project as the sheet shows it; `cost_text` is ready to print, empty for none.

    `title_en` is shown by the English form alone, and only where it is not empty.
    """

    id: str
    number: int
    title_nl: str
    title_fr: str
    cost_text: str = ""
    title_en: str = ""


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
    cost_size: float
    spare: float


def common_sizes(places: Sequence[Place], first: str, offered: Sequence[Sizes]) -> Sizes:
    """The best of the sizes at which every title fits; the last when none does."""
    for sizes in offered:
        if all(_lines(place, sizes, first) for place in places):
            return sizes
    return offered[-1]


def set_row(place: Place, sizes: Sizes, first: str, shrunk: Sequence[Sizes] = ()) -> Row | None:
    """The row with its words at `sizes`, or `shrunk` for this row alone; None if too long."""
    for attempt in (sizes, *shrunk):
        lines = _lines(place, attempt, first)
        if lines:
            x, y, width, height = (
                round(value, 3) for value in (place.x, place.y, place.width, place.height)
            )
            return Row(place.project.id, x, y, width, height, lines)
    return None


def needed_height(place: Place, sizes: Sizes, first: str) -> float:
    """How high a row must be for its words at these sizes, in mm, whatever the place has."""
    titles = _titles(place, sizes, first)
    high = height_of(titles, place.text_width, TIGHT_LEADING)
    cost, last = place.project.cost_text, titles[-1]
    ends = wrap(last.text, last.size_pt, last.bold, place.text_width)[-1]
    taken = width_of(ends, last.size_pt, last.bold) + COST_GAP
    if cost and taken + width_of(cost, place.cost_size, True) > place.text_width:
        high += place.cost_size * TIGHT_LEADING * MM_PER_POINT
    return high + place.spare


def _lines(place: Place, sizes: Sizes, first: str) -> tuple[TextLine, ...]:
    """The words set and centred in height, or nothing when they do not fit."""
    cost = place.project.cost_text
    titles = _titles(place, sizes, first)
    for paragraphs, tail in ((titles, cost), ([*titles, Words(cost, place.cost_size, True)], "")):
        spare = 0.8 if place.height < DENSE else place.spare
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
        taken = width_of(tail, place.cost_size, True)
        if not tail or lines[-1].width_mm + COST_GAP + taken <= place.text_width:
            return (*_number(place, lines[0]), *lines, *_tail(place, tail, lines))
    return ()


def _titles(place: Place, sizes: Sizes, first: str) -> list[Words]:
    project = place.project
    titles = [project.title_nl, project.title_fr]
    if first == "fr":
        titles.reverse()
    main, other = titles[0] or titles[1], titles[1]
    number = "" if place.hanging else f"{project.number}. "
    found = [Words(number + main, sizes[0], True)]
    if other not in (main, ""):
        found.append(Words(other, sizes[1], False))
    if project.title_en not in (main, other, ""):
        found.append(Words(project.title_en, min(sizes[1], ENGLISH_SIZE), False))
    return found


def _number(place: Place, beside: TextLine) -> list[TextLine]:
    if not place.hanging:
        return []
    text = str(place.project.number)
    x = place.text_x - 2.5 - width_of(text, beside.size_pt, True)
    return [text_line(text, x, beside.y_mm, beside.size_pt, True)]


def _tail(place: Place, cost: str, lines: Sequence[TextLine]) -> list[TextLine]:
    """The cost at the end of the last line: flush right, a little above a smaller type, but a
    little below it where the line before would come too close.
    """
    if not cost:
        return []
    size, beside = place.cost_size, lines[-1]
    x = place.text_x + place.text_width - width_of(cost, size, True)
    above = lines[-2] if len(lines) > 1 else beside
    close = above.size_pt <= beside.size_pt and above.x_mm + above.width_mm > x
    lift = max(size - beside.size_pt, 0) * (-0.3 if close else 0.1) * MM_PER_POINT
    return [text_line(cost, x, beside.y_mm - lift, size, True)]
