"""Print sheets: one shared form per side, and on it each sheet's own symbols and serial.

The form (a PDF form object, written once) holds everything that is equal on all sheets. A sheet
adds its QR symbol as one vector path and its serial as text, about 2 kB a side. The receipt stub
below the tear line carries no serial, so that a stub never tells which ballot it came with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from reportlab.pdfgen.canvas import Canvas

from voting.paper import furniture
from voting.paper.furniture import SheetHeading
from voting.paper.geometry import MM_PER_POINT, Layout
from voting.paper.qr import MODULES, matrix
from voting.paper.typeset import width_of

__all__ = ["SheetHeading", "SheetPrint", "layout_listing", "render_sheets"]

SERIAL_SIZE = 9.0
SERIAL_FONT = "Courier-Bold"
COURIER_WIDTH = 0.6


@dataclass(frozen=True)
class SheetPrint:
    """One sheet to print: its serial as text and the symbol's text of each side, in order."""

    serial_text: str
    codes: tuple[str, ...]


def render_sheets(
    layout: Layout, heading: SheetHeading, sheets: Iterable[SheetPrint], out: BinaryIO
) -> int:
    """Write a PDF with all sides of all sheets, sheet after sheet; returns the count of pages.

    A sheet without exactly one code per side is a ValueError. Equal input gives equal bytes.
    """
    size = (layout.page[0] / MM_PER_POINT, layout.page[1] / MM_PER_POINT)
    canvas = Canvas(out, pagesize=size, pageCompression=1, invariant=1)
    canvas.setTitle(f"{heading.title_nl} · {heading.title_fr}")
    canvas.setAuthor("")
    for side in layout.sides:
        canvas.beginForm(f"side{side.number}", 0, 0, *size)
        furniture.draw_side(canvas, layout, side, heading)
        canvas.endForm()
    pages = 0
    for sheet in sheets:
        for side, code in zip(layout.sides, sheet.codes, strict=True):
            canvas.doForm(f"side{side.number}")
            _draw_symbol(canvas, layout, code)
            _draw_serial(canvas, layout, sheet.serial_text)
            canvas.showPage()
            pages += 1
    canvas.save()
    return pages


def layout_listing(layout: Layout, sheets: Sequence[SheetPrint]) -> list[dict[str, Any]]:
    """Where every box of every printed page is, for the same sheets in the same order.

    `page` counts from 1 through the whole PDF; lengths are millimetres from the page's top left.
    """
    return [
        {
            "sheet": sheet.serial_text,
            "page": position * len(layout.sides) + side.number,
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


def _draw_symbol(canvas: Canvas, layout: Layout, code: str) -> None:
    """All dark modules in one path, filled once: no hairlines between neighbours."""
    x, y, size = layout.qr
    module = size / MODULES / MM_PER_POINT
    canvas.saveState()
    canvas.translate(x / MM_PER_POINT, (layout.page[1] - y) / MM_PER_POINT)
    canvas.scale(module, -module)
    path = canvas.beginPath()
    for left, top, width, height in _rectangles(matrix(code)):
        path.rect(left, top, width, height)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _rectangles(dark: list[list[bool]]) -> list[tuple[int, int, int, int]]:
    """Runs of dark modules as (x, y, width, height), equal runs below each other merged."""
    done: list[tuple[int, int, int, int]] = []
    growing: dict[tuple[int, int], int] = {}  # (x, width) → first row
    for y, row in enumerate([*dark, [False] * MODULES]):
        runs = _runs(row)
        for run in [run for run in growing if run not in runs]:
            top = growing.pop(run)
            done.append((run[0], top, run[1], y - top))
        for run in runs:
            growing.setdefault(run, y)
    return done


def _runs(row: Sequence[bool]) -> set[tuple[int, int]]:
    runs, start = set(), None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.add((start, x - start))
            start = None
    return runs


def _draw_serial(canvas: Canvas, layout: Layout, serial: str) -> None:
    """Below the symbol and its quiet zone, ending at the symbol's right edge."""
    x, y, size = layout.qr
    width = len(serial) * SERIAL_SIZE * COURIER_WIDTH * MM_PER_POINT
    label = "nr./n°"
    baseline = y + size + 4 * size / MODULES + 2.6
    canvas.setFont(SERIAL_FONT, SERIAL_SIZE)
    at_y = (layout.page[1] - baseline) / MM_PER_POINT
    canvas.drawString((x + size - width) / MM_PER_POINT, at_y, serial)
    canvas.setFont("Helvetica", 7)
    left = x + size - width - 1.6 - width_of(label, 7, False)
    canvas.drawString(left / MM_PER_POINT, at_y, label)
