"""The page that tells whether a printer will do, before it prints thousands of ballots.

It has the corner squares, a symbol of the same size and density, boxes and type of a ballot. Its
symbol holds no sheet code: whatever reads it says that this is no ballot.
"""

from voting.paper.frames import BODY_WIDTH, BODY_X
from voting.paper.furniture import draw_corners, draw_scale
from voting.paper.geometry import PAGE_HEIGHT, PAGE_WIDTH
from voting.paper.layout import CORNER_SIZE, QR_SIZE, QR_X, QR_Y, corners
from voting.paper.pdf import PdfStream, Sink
from voting.paper.pen import Pen
from voting.paper.sheet import draw_serial, draw_symbol
from voting.paper.typeset import Words, largest, set_in, text_line

SPECIMEN = "WIJKSTEM TEST - GEEN STEMBILJET PAS UN VOTE "
SERIAL = "test-test-test-test-tt"
TITLES = ("Testblad voor de printer", "Page de test de l’imprimante")
NO_BALLOT = ("Geen stembiljet: niet tellen.", "Pas un bulletin : ne pas compter.")
STEPS_NL = (
    "1. Druk dit blad af op A4 en op 100 %, zonder “aan pagina aanpassen”.",
    "2. Meet de twee lijnen met een lat. Elk is 50 mm lang, met hoogstens 0,5 mm verschil.",
    "3. Kijk naar de vier zwarte hoeken: ze zijn alle vier heel en vol zwart.",
    "4. Kijk naar de code: de blokjes zijn scherp, zonder witte of zwarte strepen.",
    "5. Lees de kleinste regel. Is hij leesbaar? Dan is de printer goed.",
    "6. Kras of vlek? Maak de printer schoon en begin opnieuw. Gooi dit blad weg.",
)
STEPS_FR = (
    "1. Imprimez cette page en A4 et à 100 %, sans « ajuster à la page ».",
    "2. Mesurez les deux traits avec une règle. Chacun fait 50 mm, à 0,5 mm près.",
    "3. Regardez les quatre coins noirs : ils sont entiers et bien noirs.",
    "4. Regardez le code : les petits carrés sont nets, sans bandes blanches ou noires.",
    "5. Lisez la plus petite ligne. Est-elle lisible ? Alors l’imprimante convient.",
    "6. Une rayure, une tache ? Nettoyez l’imprimante et recommencez. Jetez cette page.",
)
BOXES = (6.0, 7.0, 8.5, 9.0)
SAMPLES = (14.0, 11.0, 9.0)
HALF, SECOND_COLUMN = 82.0, 108.0


def write_test_page(out: Sink) -> None:
    """The page as a PDF."""
    pen = Pen(PAGE_HEIGHT)
    draw_corners(pen, corners(), CORNER_SIZE)
    place = (QR_X, QR_Y, QR_SIZE)
    draw_symbol(pen, place, SPECIMEN)
    draw_serial(pen, place, SERIAL)
    titles = [Words(title, 20, True) for title in TITLES]
    pen.lines(set_in(titles, x_mm=BODY_X, y_mm=14, width_mm=134))
    warnings = [Words(text, 14, True) for text in NO_BALLOT]
    pen.lines(set_in(warnings, x_mm=BODY_X + 3, y_mm=34, width_mm=130))
    pen.rect(BODY_X, 34, 1.2, 12)
    pen.gray(0)
    pen.line(BODY_X, 52, BODY_X + BODY_WIDTH, 52, 0.5)
    _steps(pen)
    _scales(pen)
    _samples(pen)
    pdf = PdfStream(out, page=(PAGE_WIDTH, PAGE_HEIGHT), title=" · ".join(TITLES))
    pdf.page(pen.content())
    pdf.finish()


def _steps(pen: Pen) -> None:
    for x, steps in ((BODY_X, STEPS_NL), (SECOND_COLUMN, STEPS_FR)):
        words = largest(
            [(step, False) for step in steps], (12, 11, 10), width_mm=HALF, height_mm=88
        )
        y = 57.0
        for paragraph in words:
            lines = set_in([paragraph], x_mm=x, y_mm=y, width_mm=HALF)
            pen.lines(lines)
            y += len(lines) * 4.9 + 2.2


def _scales(pen: Pen) -> None:
    """Across and down: a printer may stretch one way only."""
    draw_scale(pen, BODY_X + 50, 160)
    x, top = BODY_X + 70, 156.0
    pen.line(x, top, x, top + 50, 0.3)
    for y in (top, top + 50):
        pen.line(x - 1.5, y, x + 1.5, y, 0.3)
    pen.lines([text_line("50 mm", x + 3, top + 26, 8, False)])


def _samples(pen: Pen) -> None:
    x = SECOND_COLUMN
    for size in BOXES:
        pen.outline(x, 157, size, size, 0.4)
        x += size + 10
    y = 182.0
    for size in SAMPLES:
        text = f"Stembiljet · bulletin de vote, {size:g} pt"
        pen.lines([text_line(text, SECOND_COLUMN, y, size, size > 11)])
        y += 8
    pen.gray(0.6)
    pen.line(SECOND_COLUMN, y, BODY_X + BODY_WIDTH, y, 0.2)
    pen.gray(0)
