"""The first and the last page of a printed batch: what lies here, and through whose hands it went.

They bear no corner squares, no symbol and no serial: nobody mistakes them for a ballot, and a copy
of them tells nothing.
"""

from dataclasses import dataclass

from voting.paper.frames import BODY_WIDTH, BODY_X
from voting.paper.furniture import draw_scale
from voting.paper.geometry import PAGE_HEIGHT, TextLine
from voting.paper.pen import Pen
from voting.paper.typeset import Words, largest, set_in, text_line, width_of

NUMBER_SIZE = 120.0
LABEL_X, VALUE_X, VALUE_WIDTH = BODY_X, 78.0, 112.0
STEPS = (
    ("Afgedrukt", "Imprimé"),
    ("Overhandigd", "Remis"),
    ("Ontvangen", "Reçu"),
)
COLUMNS = (
    (BODY_X, "", ""),
    (54.0, "Aantal", "Nombre"),
    (82.0, "Datum", "Date"),
    (110.0, "Naam", "Nom"),
    (150.0, "Handtekening", "Signature"),
)
NOT_A_BALLOT = (
    "Dit blad is geen stembiljet. Het blijft bij de stapel.",
    "Cette page n’est pas un bulletin. Elle reste avec la pile.",
)
ONE_SIDED = ("Druk af op A4, 100 %, op één zijde.", "Imprimez en A4, à 100 %, d’un seul côté.")
TWO_SIDED = (
    "Druk af op A4, 100 %, op twee zijden (lange kant).",
    "Imprimez en A4, à 100 %, recto verso (côté long).",
)
MEASURE = (
    "Meet eerst: deze lijn is 50 mm lang. Zo niet, stop en druk het testblad af.",
    "Mesurez d’abord : ce trait fait 50 mm. Sinon, arrêtez et imprimez la page de test.",
)


@dataclass(frozen=True)
class CoverFacts:
    """What the cover says of a batch; lines are pairs of a label and a value, in both languages."""

    batch: int
    sheets: str
    title_nl: str
    title_fr: str
    council: str
    lines: tuple[tuple[str, str], ...]
    two_sided: bool


def cover_page(facts: CoverFacts) -> bytes:
    """The first page: number, facts, three lines to sign."""
    pen = Pen(PAGE_HEIGHT)
    _head(pen, facts, "Partij", "Lot")
    y = 112.0
    for label, value in facts.lines:
        name = largest([(label, False)], (11, 10, 9), width_mm=54, height_mm=9)
        pen.lines(set_in(name, x_mm=LABEL_X, y_mm=y, width_mm=54))
        words = largest([(value, True)], (13, 12, 11, 10, 9), width_mm=VALUE_WIDTH, height_mm=11)
        lines = set_in(words, x_mm=VALUE_X, y_mm=y - 0.5, width_mm=VALUE_WIDTH)
        pen.lines(lines)
        y += max(8.2, len(lines) * 5.2 + 2.6)
    _signatures(pen, max(y + 3, 178.0))
    _foot(pen, facts)
    return pen.content()


def end_page(facts: CoverFacts) -> bytes:
    """The last page: whoever sees it has the whole stack."""
    pen = Pen(PAGE_HEIGHT)
    _head(pen, facts, "Einde van partij", "Fin du lot")
    pen.lines(_centred(facts.sheets, 124.0, 22.0))
    for number, text in enumerate(NOT_A_BALLOT):
        pen.lines(_centred(text, 140.0 + number * 8, 14.0))
    return pen.content()


def _head(pen: Pen, facts: CoverFacts, nl: str, fr: str) -> None:
    small = largest([(facts.council, False)], (11, 10, 9, 8), width_mm=BODY_WIDTH, height_mm=5)
    pen.lines(set_in(small, x_mm=BODY_X, y_mm=14, width_mm=BODY_WIDTH))
    titles = [(facts.title_nl, True), (facts.title_fr, True)]
    words = largest(titles, (20, 18, 16, 14, 12, 10), width_mm=BODY_WIDTH, height_mm=18)
    pen.lines(set_in(words, x_mm=BODY_X, y_mm=20, width_mm=BODY_WIDTH))
    pen.gray(0)
    pen.line(BODY_X, 42, BODY_X + BODY_WIDTH, 42, 0.5)
    pen.lines(_centred(f"{nl} · {fr}", 54.0, 24.0))
    pen.lines(_centred(str(facts.batch), 98.0, NUMBER_SIZE))
    pen.line(BODY_X, 106, BODY_X + BODY_WIDTH, 106, 0.5)


def _centred(text: str, y: float, size: float) -> list[TextLine]:
    x = BODY_X + (BODY_WIDTH - width_of(text, size, True)) / 2
    return [text_line(text, x, y, size, True)]


def _signatures(pen: Pen, top: float) -> None:
    """A table to fill in by hand: three steps, each with a count, a day, a name and a signature."""
    right, height = BODY_X + BODY_WIDTH, 17.0
    for x, nl, fr in COLUMNS[1:]:
        pen.lines(set_in([Words(f"{nl} · {fr}", 9, False)], x_mm=x + 1.5, y_mm=top, width_mm=44))
    for number, (nl, fr) in enumerate(STEPS):
        y = top + 6 + number * height
        pen.line(BODY_X, y, right, y, 0.3)
        words = [Words(nl, 12, True), Words(fr, 12, False)]
        pen.lines(set_in(words, x_mm=BODY_X, y_mm=y, width_mm=36, height_mm=height))
    bottom = top + 6 + len(STEPS) * height
    pen.line(BODY_X, bottom, right, bottom, 0.3)
    for x, _nl, _fr in COLUMNS[1:]:
        pen.line(x, top + 6, x, bottom, 0.2)


def _foot(pen: Pen, facts: CoverFacts) -> None:
    """How to print and to measure, and that this is no ballot."""
    for column, x in enumerate((BODY_X, 108.0)):
        way = (TWO_SIDED if facts.two_sided else ONE_SIDED)[column]
        texts = [(NOT_A_BALLOT[column], True), (way, False), (MEASURE[column], False)]
        words = largest(texts, (11, 10, 9, 8), width_mm=82, height_mm=32)
        pen.lines(set_in(words, x_mm=x, y_mm=242, width_mm=82))
    draw_scale(pen, BODY_X + 50, 277)
