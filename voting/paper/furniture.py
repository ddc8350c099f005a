"""Everything on a side that is equal on all sheets: heading, rows, boxes, corners, stub.

Black on white, one hairline grey: the sheet must survive a town hall's copier. Fixed sentences
stand here in both languages, since a printed sheet shows both whatever language the screen has.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from voting.paper.geometry import MM_PER_POINT, Layout, Side, TextLine
from voting.paper.layout import BODY_BOTTOM, BODY_TOP, BODY_WIDTH, BODY_X
from voting.paper.typeset import BOLD, REGULAR, Words, largest, set_in, text_line

MISTAKE_NL = "Vergist? Vraag gerust een nieuw stembiljet."
MISTAKE_FR = "Une erreur ? Demandez un nouveau bulletin."
SCALE_TEXT = "50 mm"
SIDE_TEXT = "Zijde {n} van {all} · Page {n} sur {all}"
HEADING_WIDTH = 134.0
HAIRLINE, HAIRLINE_GREY = 0.2, 0.6
HALF = 82.0
SECOND_COLUMN = 108.0


@dataclass(frozen=True)
class SheetHeading:
    """The words around the rows, all of them plain text; empty ones leave their place blank.

    `fictional_*` is the notice of a rehearsal or demonstration; `stub_*` the thanks and the
    dates on the receipt stub.
    """

    title_nl: str
    title_fr: str
    edition_nl: str = ""
    edition_fr: str = ""
    instructions_nl: str = ""
    instructions_fr: str = ""
    budget_text: str = ""
    influence_nl: str = ""
    influence_fr: str = ""
    fictional_nl: str = ""
    fictional_fr: str = ""
    stub_nl: str = ""
    stub_fr: str = ""


class Pen:
    """Draws in millimetres from the top left of the page."""

    def __init__(self, canvas: Canvas, page_height: float) -> None:
        self.canvas = canvas
        self.height = page_height

    def lines(self, lines: Sequence[TextLine]) -> None:
        for line in lines:
            self.canvas.setFont(BOLD if line.bold else REGULAR, line.size_pt)
            x, y = line.x_mm / MM_PER_POINT, (self.height - line.y_mm) / MM_PER_POINT
            self.canvas.drawString(x, y, line.text)

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float) -> None:
        self.canvas.setLineWidth(width / MM_PER_POINT)
        ends = (x1, self.height - y1, x2, self.height - y2)
        self.canvas.line(*(end / MM_PER_POINT for end in ends))

    def rect(self, x: float, y: float, width: float, height: float, *, fill: bool) -> None:
        place = (x, self.height - y - height, width, height)
        left, foot, wide, high = (length / MM_PER_POINT for length in place)
        self.canvas.rect(left, foot, wide, high, stroke=not fill, fill=fill)

    def outline(self, x: float, y: float, size: float, width: float) -> None:
        """A square frame whose outer edge is the given square."""
        self.canvas.setLineWidth(width / MM_PER_POINT)
        self.rect(x + width / 2, y + width / 2, size - width, size - width, fill=False)


def draw_side(canvas: Canvas, layout: Layout, side: Side, heading: SheetHeading) -> None:
    """Draw one side's form; the symbol and the serial come on top, per sheet."""
    pen = Pen(canvas, layout.page[1])
    for x, y in layout.corners:
        half = layout.corner_mm / 2
        pen.rect(x - half, y - half, layout.corner_mm, layout.corner_mm, fill=True)
    _draw_title(pen, heading)
    _draw_instructions(pen, heading)
    _draw_rows(pen, layout, side)
    _draw_foot(pen, layout, side)
    if side.number == 1:
        _draw_stub(pen, layout, heading)


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
        pen.rect(BODY_X, 37, 1.0, 8.6, fill=True)


def _draw_instructions(pen: Pen, heading: SheetHeading) -> None:
    """Two equal columns, Dutch and French, in one size; then what the vote does and the budget."""
    pen.canvas.setStrokeGray(0)
    pen.line(BODY_X, 49, BODY_X + BODY_WIDTH, 49, 0.5)
    columns = (
        [(heading.instructions_nl, True), (heading.influence_nl, False)],
        [(heading.instructions_fr, True), (heading.influence_fr, False)],
    )
    height = 24.0 if heading.budget_text else 30.5
    sets = [
        largest(texts, (12, 11, 10, 9, 8, 7), width_mm=HALF, height_mm=height) for texts in columns
    ]
    size = min((words.size_pt for column in sets for words in column), default=12)
    for x, column in zip((BODY_X, SECOND_COLUMN), columns, strict=True):
        words = [Words(text, size, bold) for text, bold in column if text]
        pen.lines(set_in(words, x_mm=x, y_mm=51.5, width_mm=HALF))
    budget = largest(
        [(heading.budget_text, True)], (12, 11, 10, 9, 8), width_mm=BODY_WIDTH, height_mm=5.5
    )
    pen.lines(set_in(budget, x_mm=BODY_X, y_mm=76.5, width_mm=BODY_WIDTH))


def _draw_rows(pen: Pen, layout: Layout, side: Side) -> None:
    pen.canvas.setStrokeGray(0)
    pen.line(BODY_X, BODY_TOP, BODY_X + BODY_WIDTH, BODY_TOP, 0.5)
    pen.lines(side.labels)
    pen.canvas.setStrokeGray(HAIRLINE_GREY)
    for row in side.rows:
        bottom = row.y_mm + row.height_mm
        pen.line(row.x_mm, bottom, row.x_mm + row.width_mm, bottom, HAIRLINE)
        pen.lines(row.lines)
    pen.canvas.setStrokeGray(0)
    for box in side.boxes:
        pen.outline(box.x_mm, box.y_mm, box.size_mm, layout.outline_mm)


def _draw_foot(pen: Pen, layout: Layout, side: Side) -> None:
    """Between the rows and the tear line: the way out of a mistake, the scale check, the side."""
    words = [Words(MISTAKE_NL, 11, True), Words(MISTAKE_FR, 11, True)]
    pen.lines(set_in(words, x_mm=BODY_X, y_mm=BODY_BOTTOM + 6, width_mm=90))
    right, y = BODY_X + BODY_WIDTH, BODY_BOTTOM + 10.5
    pen.line(right - 50, y, right, y, 0.3)
    pen.line(right - 50, y - 1.5, right - 50, y + 1.5, 0.3)
    pen.line(right, y - 1.5, right, y + 1.5, 0.3)
    pen.lines([text_line(SCALE_TEXT, right - 50, y + 5, 8, False)])
    if len(layout.sides) > 1:
        text = SIDE_TEXT.format(n=side.number, all=len(layout.sides))
        line = text_line(text, 0, y + 5, 8, True)
        pen.lines([text_line(text, right - line.width_mm, y + 5, 8, True)])


def _draw_stub(pen: Pen, layout: Layout, heading: SheetHeading) -> None:
    canvas = pen.canvas
    canvas.saveState()
    canvas.setDash(4, 3)
    pen.line(0, layout.tear_mm, layout.page[0], layout.tear_mm, 0.2)
    canvas.restoreState()
    for x, text, title in (
        (BODY_X, heading.stub_nl, heading.title_nl),
        (SECOND_COLUMN, heading.stub_fr, heading.title_fr),
    ):
        words = largest(
            [(title, True), (text, False)], (11, 10, 9, 8, 7), width_mm=HALF, height_mm=19
        )
        pen.lines(set_in(words, x_mm=x, y_mm=layout.tear_mm + 3.5, width_mm=HALF))
