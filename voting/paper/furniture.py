"""Everything on a side that is equal on all sheets: heading, rows, boxes, corners, stub.

Black on white, one hairline grey: the sheet must survive a town hall's copier. Fixed sentences
stand here in both languages, since a printed sheet shows both whatever language the screen has.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from voting.paper.frames import BODY_BOTTOM, BODY_WIDTH, BODY_X, FRAMES, Frame, Kind
from voting.paper.geometry import Layout, Side
from voting.paper.pen import Pen
from voting.paper.typeset import Words, largest, set_in, text_line

MISTAKE = (
    "Vergist? Vraag gerust een nieuw stembiljet.",
    "Une erreur ? Demandez un nouveau bulletin.",
)
MISTAKE_EN = "A mistake? Just ask for a new ballot."
SCALE_TEXT = "50 mm"
SIDE_TEXT = "Zijde {n} van {all} · Page {n} sur {all}"
HEADING_WIDTH = 134.0
HAIRLINE, HAIRLINE_GREY = 0.2, 0.6
HALF, SECOND_COLUMN = 82.0, 108.0
THIRD = 53.4
STUB_SIZES = (11.0, 10.0, 9.0, 8.0, 7.0)


@dataclass(frozen=True)
class SheetHeading:
    """The words around the rows, all of them plain text; empty ones leave their place blank.

    A line break in instructions begins a new paragraph. `short_*` are the instructions of the
    sides after the first in a form whose heading gets shorter there. English is set where the
    variant is. `fictional_*` is the notice of a rehearsal or demonstration; `stub_*` the thanks
    and the dates on the receipt stub.
    """

    title_nl: str
    title_fr: str
    edition_nl: str = ""
    edition_fr: str = ""
    instructions_nl: str = ""
    instructions_fr: str = ""
    instructions_en: str = ""
    short_nl: str = ""
    short_fr: str = ""
    budget_text: str = ""
    influence_nl: str = ""
    influence_fr: str = ""
    influence_en: str = ""
    fictional_nl: str = ""
    fictional_fr: str = ""
    stub_nl: str = ""
    stub_fr: str = ""
    variant: Kind = "standard"


def draw_side(pen: Pen, layout: Layout, side: Side, heading: SheetHeading) -> None:
    """Draw one side's form; the symbol and the serial come on top, per sheet."""
    frame = FRAMES[heading.variant]
    draw_corners(pen, layout.corners, layout.corner_mm)
    _draw_title(pen, heading)
    _draw_instructions(pen, heading, side.number, frame)
    _draw_rows(pen, layout, side, frame)
    _draw_foot(pen, layout, side, heading)
    if side.number == 1:
        _draw_stub(pen, layout, heading)


def draw_corners(pen: Pen, corners: Sequence[tuple[float, float]], size: float) -> None:
    """The four solid squares by their centres."""
    for x, y in corners:
        pen.rect(x - size / 2, y - size / 2, size, size)


def draw_scale(pen: Pen, right: float, y: float) -> None:
    """A line of 50 mm that ends at `right`, with its length below it."""
    pen.line(right - 50, y, right, y, 0.3)
    for x in (right - 50, right):
        pen.line(x, y - 1.5, x, y + 1.5, 0.3)
    pen.lines([text_line(SCALE_TEXT, right - 50, y + 5, 8, False)])


def _draw_title(pen: Pen, heading: SheetHeading) -> None:
    edition = " · ".join(text for text in (heading.edition_nl, heading.edition_fr) if text)
    small = largest([(edition, False)], (11, 10, 9, 8), width_mm=HEADING_WIDTH, height_mm=5)
    pen.lines(set_in(small, x_mm=BODY_X, y_mm=10, width_mm=HEADING_WIDTH))
    titles = [(heading.title_nl, True), (heading.title_fr, True)]
    sizes = (22, 20, 18, 16, 14, 12, 10, 8)
    words = largest(titles, sizes, width_mm=HEADING_WIDTH, height_mm=19)
    pen.lines(set_in(words, x_mm=BODY_X, y_mm=16, width_mm=HEADING_WIDTH))
    notice = [(heading.fictional_nl, True), (heading.fictional_fr, True)]
    if any(text for text, _ in notice):
        words = largest(notice, (10, 9, 8, 7), width_mm=HEADING_WIDTH - 28, height_mm=8)
        pen.lines(set_in(words, x_mm=BODY_X + 2.5, y_mm=37, width_mm=HEADING_WIDTH - 28))
        pen.rect(BODY_X, 37, 1.0, 8.6)


def _draw_instructions(pen: Pen, heading: SheetHeading, side: int, frame: Frame) -> None:
    """Equal columns, one a language, in one size; then the budget."""
    pen.gray(0)
    pen.line(BODY_X, 49, BODY_X + BODY_WIDTH, 49, 0.5)
    columns = _instructions(heading, short=frame.flows and side > 1)
    width = HALF if len(columns) == 2 else THIRD
    room = frame.top(side) - 51.5 - (8.5 if heading.budget_text else 2.0)
    sets = [largest(texts, frame.words, width_mm=width, height_mm=room) for texts in columns]
    size = min((words.size_pt for column in sets for words in column), default=12.0)
    step = (BODY_WIDTH - width) / (len(columns) - 1)
    if len(columns) == 2:
        step = SECOND_COLUMN - BODY_X
    for number, column in enumerate(columns):
        words = [Words(text, size, bold) for text, bold in column if text]
        pen.lines(set_in(words, x_mm=BODY_X + number * step, y_mm=51.5, width_mm=width))
    sizes = tuple(
        size for size in (14.0, 12.0, 11.0, 10.0, 9.0, 8.0) if size <= frame.cost_size + 1
    )
    budget = largest([(heading.budget_text, True)], sizes, width_mm=BODY_WIDTH, height_mm=5.8)
    pen.lines(set_in(budget, x_mm=BODY_X, y_mm=frame.top(side) - 7.5, width_mm=BODY_WIDTH))


def _instructions(heading: SheetHeading, *, short: bool) -> list[list[tuple[str, bool]]]:
    """The paragraphs of each column and whether they are bold."""
    if short:
        return [[(heading.short_nl, True)], [(heading.short_fr, True)]]
    texts = [
        (heading.instructions_nl, heading.influence_nl),
        (heading.instructions_fr, heading.influence_fr),
    ]
    if heading.variant == "english":
        texts.append((heading.instructions_en, heading.influence_en))
    return [
        [*((part, True) for part in instructions.split("\n")), (influence, False)]
        for instructions, influence in texts
    ]


def _draw_rows(pen: Pen, layout: Layout, side: Side, frame: Frame) -> None:
    top = frame.top(side.number)
    pen.gray(0)
    pen.line(BODY_X, top, BODY_X + BODY_WIDTH, top, 0.5)
    pen.lines(side.labels)
    pen.gray(HAIRLINE_GREY)
    for row in side.rows:
        bottom = row.y_mm + row.height_mm
        pen.line(row.x_mm, bottom, row.x_mm + row.width_mm, bottom, HAIRLINE)
        pen.lines(row.lines)
    pen.gray(0)
    for box in side.boxes:
        pen.outline(box.x_mm, box.y_mm, box.size_mm, box.size_mm, layout.outline_mm)


def _draw_foot(pen: Pen, layout: Layout, side: Side, heading: SheetHeading) -> None:
    """Between the rows and the tear line: the way out of a mistake, the scale check, the side."""
    texts = MISTAKE if heading.variant != "english" else (*MISTAKE, MISTAKE_EN)
    flows = FRAMES[heading.variant].flows
    large = (14.0, 13.0, 12.0, 11.0) if flows else (11.0,)
    words = largest([(text, True) for text in texts], large, width_mm=108, height_mm=15)
    pen.lines(set_in(words, x_mm=BODY_X, y_mm=BODY_BOTTOM + 6, width_mm=108))
    right, y = BODY_X + BODY_WIDTH, BODY_BOTTOM + 10.5
    draw_scale(pen, right, y)
    if len(layout.sides) > 1:
        text = SIDE_TEXT.format(n=side.number, all=len(layout.sides))
        size, lower = (11, -3.4) if flows else (8, 5)
        line = text_line(text, 0, y + lower, size, True)
        pen.lines([text_line(text, right - line.width_mm, y + lower, size, True)])


def _draw_stub(pen: Pen, layout: Layout, heading: SheetHeading) -> None:
    pen.line(0, layout.tear_mm, layout.page[0], layout.tear_mm, 0.2, dashed=True)
    sizes = (14.0, 13.0, 12.0, *STUB_SIZES) if FRAMES[heading.variant].flows else STUB_SIZES
    for x, text, title in (
        (BODY_X, heading.stub_nl, heading.title_nl),
        (SECOND_COLUMN, heading.stub_fr, heading.title_fr),
    ):
        words = largest([(title, True), (text, False)], sizes, width_mm=HALF, height_mm=19)
        pen.lines(set_in(words, x_mm=x, y_mm=layout.tear_mm + 3.5, width_mm=HALF))
