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
    _cover, first, second, _end = texts_of(pdf.read_bytes())
    page = stacks.rendered(pdf.read_bytes())[1]
    assert SERIAL.search(first)
    layout = Layout.from_json(SheetLayout.objects.get(edition=edition).document)
    for box in layout.sides[0].boxes:
        if box.project in marks:
            stacks.cross(page, box)
    page.save(out)
    found = SERIAL.search(second)
    assert found, "no number is printed on the sheet"
    return found[0]


def texts_of(pdf: bytes) -> list[str]:
    """What a person reads on each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
