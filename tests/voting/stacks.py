"""A stack of printed and filled-in sheets as a scanner delivers it: pictures or one PDF."""

import io
from collections.abc import Sequence
from typing import cast

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw

from budgeting.models import Edition
from tests.voting import desk
from tests.voting.paper import marking
from voting.paper.geometry import Box
from voting.paper.qr import matrix
from voting.services.printing import PrintedBatch

DPI = 200
PX = DPI / 25.4
Marks = Sequence[str | tuple[str, int]]


def stack(edition: Edition, *sheets: Marks) -> tuple[PrintedBatch, list[Image.Image]]:
    """Print as many sheets as there are marks, cross the boxes, and scan them one by one."""
    pdf = io.BytesIO()
    batch = desk.printed(edition, len(sheets), out=pdf)
    pages = rendered(pdf.getvalue())
    sides = batch.layout.sides
    for number, page in enumerate(pages):
        marks = sheets[number // len(sides)]
        for box in sides[number % len(sides)].boxes:
            if box.project in marks or (box.project, box.value) in marks:
                cross(page, box)
    return batch, pages


def rendered(pdf: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for index in range(len(document)):
            page = document[index]
            rendered = page.render(scale=DPI / 72).to_pil().convert("L")
            pages.append(cast("Image.Image", rendered))
            page.close()
        return pages
    finally:
        document.close()


def cross(page: Image.Image, box: Box, *, shade: int = 30, width: int = 5) -> None:
    """A cross within a box, as with a ballpoint pen."""
    left, top, size = box.x_mm * PX, box.y_mm * PX, box.size_mm * PX
    near, far = size * 0.2, size * 0.8
    draw = ImageDraw.Draw(page)
    for y1, y2 in ((near, far), (far, near)):
        draw.line([left + near, top + y1, left + far, top + y2], fill=shade, width=width)


def marked_by_hand(
    page: Image.Image, box: Box, kind: str, random: np.random.Generator
) -> Image.Image:
    """The page with one mark of a hand-drawn kind (tests.voting.paper.marking)."""
    gray = np.array(page)
    marking.mark(gray, box, kind, random, DPI)
    return Image.fromarray(gray)


def covered(page: Image.Image, batch: PrintedBatch) -> Image.Image:
    """The page with its symbol torn off."""
    x, y, size = batch.layout.qr
    torn = page.copy()
    area = [(x - 3) * PX, (y - 3) * PX, (x + size + 3) * PX, (y + size + 3) * PX]
    ImageDraw.Draw(torn).rectangle(area, fill=255)
    return torn


def with_code(page: Image.Image, batch: PrintedBatch, text: str) -> Image.Image:
    """The page with another symbol in the place of its own."""
    x, y, size = batch.layout.qr
    other, modules = covered(page, batch), np.array(matrix(text))
    symbol = Image.fromarray(np.where(modules, 0, 255).astype(np.uint8))
    other.paste(symbol.resize((round(size * PX),) * 2, Image.Resampling.NEAREST), _at(x, y))
    return other


def _at(x: float, y: float) -> tuple[int, int]:
    return round(x * PX), round(y * PX)


def as_pdf(pages: Sequence[Image.Image]) -> bytes:
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=DPI)
    return out.getvalue()


def as_png(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()
