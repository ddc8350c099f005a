"""Set bilingual titles in their rows: wrapping, sizes, and refusal instead of overlap.

Type is Helvetica, which every PDF reader and printer has, in the Windows-1252 repertoire; a
letter outside it (Turkish g with breve) is printed without its accent.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportlab.pdfbase.pdfmetrics import stringWidth

from voting.paper.geometry import MM_PER_POINT, TextLine

REGULAR = "Helvetica"
BOLD = "Helvetica-Bold"
LEADING = 1.14
TIGHT_LEADING = 1.08
# Of the type size: how far capitals with an accent rise above, and tails hang below a baseline.
ASCENT, DESCENT = 0.80, 0.22


@dataclass(frozen=True)
class Words:
    """One paragraph to set: its text, size in points and weight."""

    text: str
    size_pt: float
    bold: bool


def printable(text: str) -> str:
    """The text in letters that the built-in fonts can print, on one line."""
    plain = "".join(_letter(letter) for letter in unicodedata.normalize("NFC", text))
    return " ".join(plain.split())


def width_of(text: str, size_pt: float, bold: bool) -> float:
    """Printed width in millimetres."""
    points: float = stringWidth(text, BOLD if bold else REGULAR, size_pt)
    return points * MM_PER_POINT


@lru_cache(maxsize=8192)  # a sheet tries the same titles at the same sizes many times
def wrap(text: str, size_pt: float, bold: bool, width_mm: float) -> tuple[str, ...]:
    """Break a text into lines of at most `width_mm`, between words where that is possible."""
    lines: list[str] = []
    line = ""
    for word in _pieces(printable(text), size_pt, bold, width_mm):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size_pt, bold) > width_mm:
            lines.append(line)
            line = word
        else:
            line = longer
    return (*lines, line) if line else tuple(lines)


def height_of(paragraphs: Sequence[Words], width_mm: float, leading: float = LEADING) -> float:
    """Height in millimetres of the paragraphs set below each other in a column."""
    return sum(
        len(wrap(words.text, words.size_pt, words.bold, width_mm)) * words.size_pt
        for words in paragraphs
    ) * (leading * MM_PER_POINT)


def set_in(
    paragraphs: Sequence[Words],
    *,
    x_mm: float,
    y_mm: float,
    width_mm: float,
    height_mm: float | None = None,
    leading: float = LEADING,
) -> tuple[TextLine, ...]:
    """Lines of the paragraphs from `y_mm` down, centred between top and bottom if a height is
    given. The caller has made sure that they fit.
    """
    spare = 0.0
    if height_mm is not None:
        spare = (height_mm - height_of(paragraphs, width_mm, leading)) / 2
    top, lines = y_mm + spare, []
    for words in paragraphs:
        step = words.size_pt * leading * MM_PER_POINT
        ascent = (leading - DESCENT) * words.size_pt * MM_PER_POINT
        for text in wrap(words.text, words.size_pt, words.bold, width_mm):
            lines.append(text_line(text, x_mm, top + ascent, words.size_pt, words.bold))
            top += step
    return tuple(lines)


def text_line(text: str, x_mm: float, y_mm: float, size_pt: float, bold: bool) -> TextLine:
    """A line of type with its width measured; coordinates to a thousandth of a millimetre."""
    text = printable(text)
    width = round(width_of(text, size_pt, bold), 3)
    return TextLine(text, round(x_mm, 3), round(y_mm, 3), size_pt, bold, width)


def largest(
    texts: Sequence[tuple[str, bool]], sizes: Sequence[float], *, width_mm: float, height_mm: float
) -> tuple[Words, ...]:
    """The paragraphs at the largest of `sizes` (falling) at which they fit, else the smallest."""
    found: tuple[Words, ...] = ()
    for size in sizes:
        found = tuple(Words(text, size, bold) for text, bold in texts if text)
        if height_of(found, width_mm) <= height_mm:
            break
    return found


def _letter(letter: str) -> str:
    if letter.isspace():
        return " "
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        base = unicodedata.normalize("NFKD", letter)[0]
        return base if base.isascii() and base.isprintable() else "?"
    return letter if letter.isprintable() else ""


def _pieces(text: str, size_pt: float, bold: bool, width_mm: float) -> Iterator[str]:
    """Words; one that is wider than the column is cut with hyphens."""
    for word in text.split():
        while width_of(word, size_pt, bold) > width_mm and len(word) > 2:
            cut = len(word) - 1
            while cut > 1 and width_of(word[:cut] + "-", size_pt, bold) > width_mm:
                cut -= 1
            yield word[:cut] + "-"
            word = word[cut:]
        yield word
