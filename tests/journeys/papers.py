"""A printed sheet, filled in with a pen and scanned: what a facilitator uploads."""

import re
from pathlib import Path

import pypdfium2

from budgeting.models import Edition
from tests.voting import stacks
from voting.models import SheetLayout
from voting.paper.layout import Layout

SERIAL = re.compile(r"[2-9a-z]{4}(-[2-9a-z]{4}){3}-[2-9a-z]{2}")


def filled_in(pdf: Path, edition: Edition, out: Path, *, marks: list[str]) -> str:
    """Cross boxes on the first printed sheet, save its picture, give the serial of the second."""
    pages = stacks._rendered(pdf.read_bytes())
    layout = Layout.from_json(SheetLayout.objects.get(edition=edition).document)
    for box in layout.sides[0].boxes:
        if box.project in marks:
            stacks.cross(pages[0], box)
    pages[0].save(out)
    return serial_on(pdf, 1)


def serial_on(pdf: Path, page: int) -> str:
    """The number as a person reads it on the paper."""
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    try:
        text = document[page].get_textpage().get_text_bounded()
    finally:
        document.close()
    found = SERIAL.search(text)
    assert found, "no number is printed on the sheet"
    return found[0]
