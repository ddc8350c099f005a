"""Print sheets: one shared form per side, and on it each sheet's own symbols and serial.

The form (a PDF form object, written once) holds everything that is equal on all sheets. A sheet
adds its QR symbol as one vector path and its serial as text, about 1 kB a side, and is written
before the next one is made. The receipt stub below the tear line carries no serial, so that a
stub never tells which ballot it came with.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from voting.paper import furniture
from voting.paper.furniture import SheetHeading
from voting.paper.geometry import MM_PER_POINT, Layout
from voting.paper.pdf import PdfStream, Sink
from voting.paper.pen import COURIER_WIDTH, FIXED, PLAIN, Pen
from voting.paper.qr import MODULES, matrix, rectangles
from voting.paper.typeset import width_of

__all__ = ["Outer", "SheetHeading", "SheetPrint", "layout_listing", "render_sheets"]

SERIAL_SIZE = 9.0
LABEL, LABEL_SIZE = "nr./n°", 7.0


@dataclass(frozen=True)
class SheetPrint:
    """One sheet to print: its serial as text and the symbol's text of each side, in order."""

    serial_text: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Outer:
    """The pages before and after the sheets of a batch, as contents of pages.

    `two_sided`: white backs are put in, so that no ballot begins on the back of another paper.
    """

    cover: bytes = b""
    end: bytes = b""
    two_sided: bool = False


def render_sheets(
    layout: Layout,
    heading: SheetHeading,
    sheets: Iterable[SheetPrint],
    out: Sink,
    *,
    outer: Outer = Outer(),
    made: Callable[[int], None] | None = None,
) -> int:
    """Write a PDF with all sides of all sheets, sheet after sheet; returns the count of pages.

    Each sheet is written as soon as it comes, and then told to `made` with the count so far. A
    sheet without exactly one code per side is a ValueError. Equal input gives equal bytes.
    """
    title = f"{heading.title_nl} · {heading.title_fr}"
    pdf = PdfStream(out, page=layout.page, title=title, two_sided=outer.two_sided)
    for side in layout.sides:
        pen = Pen(layout.page[1])
        furniture.draw_side(pen, layout, side, heading)
        pdf.form(f"S{side.number}", pen.content())
    if outer.cover:
        _whole_paper(pdf, [outer.cover], two_sided=outer.two_sided)
    for count, sheet in enumerate(sheets, 1):
        _whole_paper(pdf, _pages(layout, sheet), two_sided=outer.two_sided)
        if made:
            made(count)
    if outer.end:
        pdf.page(outer.end)
    return pdf.finish()


def layout_listing(
    layout: Layout, sheets: Iterable[SheetPrint], *, outer: Outer = Outer()
) -> list[dict[str, Any]]:
    """Where every box of every printed page is, for the same sheets in the same order.

    `page` counts from 1 through the whole PDF; lengths are millimetres from the page's top left.
    """
    sides = len(layout.sides)
    before = _papers(1, two_sided=outer.two_sided) if outer.cover else 0
    step = _papers(sides, two_sided=outer.two_sided)
    return [
        {
            "sheet": sheet.serial_text,
            "page": before + position * step + side.number,
            "side": side.number,
            "boxes": [
                {
                    "project": box.project,
                    "x_mm": box.x_mm,
                    "y_mm": box.y_mm,
                    "size_mm": box.size_mm,
                    "value": box.value,
                }
                for box in side.boxes
            ],
        }
        for position, sheet in enumerate(sheets)
        for side in layout.sides
    ]


def draw_symbol(pen: Pen, place: tuple[float, float, float], code: str) -> None:
    """A symbol at (x, y, size) in mm, without its quiet zone."""
    x, y, size = place
    pen.modules(rectangles(matrix(code)), x, y, size / MODULES)


def draw_serial(pen: Pen, place: tuple[float, float, float], serial: str) -> None:
    """Below the symbol and its quiet zone, ending at the symbol's right edge."""
    x, y, size = place
    width = len(serial) * SERIAL_SIZE * COURIER_WIDTH * MM_PER_POINT
    baseline = y + size + 4 * size / MODULES + 2.6
    left = x + size - width
    pen.text(serial, left, baseline, SERIAL_SIZE, FIXED)
    left -= 1.6 + width_of(LABEL, LABEL_SIZE, False)
    pen.text(LABEL, left, baseline, LABEL_SIZE, PLAIN)


def _pages(layout: Layout, sheet: SheetPrint) -> Iterator[bytes]:
    for side, code in zip(layout.sides, sheet.codes, strict=True):
        pen = Pen(layout.page[1])
        pen.form(f"S{side.number}")
        draw_symbol(pen, layout.qr, code)
        draw_serial(pen, layout.qr, sheet.serial_text)
        yield pen.content()


def _whole_paper(pdf: PdfStream, pages: Iterable[bytes], *, two_sided: bool) -> None:
    """Pages that begin on a paper of their own."""
    before = pdf.pages
    for content in pages:
        pdf.page(content)
    sides = pdf.pages - before
    for _back in range(_papers(sides, two_sided=two_sided) - sides):
        pdf.page()


def _papers(sides: int, *, two_sided: bool) -> int:
    """How many pages so many sides take, with the white backs."""
    return sides + sides % 2 if two_sided else sides
