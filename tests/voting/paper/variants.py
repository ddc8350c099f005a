"""Sheets in every form, with titles of 60 characters and longer: what they look like in print."""

import io
from collections.abc import Iterable, Iterator

import numpy as np
import pypdfium2

from tests.voting.paper import marking
from voting.paper.code import SheetCode, encode, serial_text
from voting.paper.frames import Kind
from voting.paper.geometry import Layout
from voting.paper.layout import SheetProject, make_layout
from voting.paper.pdf import Sink
from voting.paper.qr import Gray
from voting.paper.sheet import SheetHeading, SheetPrint, render_sheets

NL = (
    "Meer groen en banken op het Bockstaelplein voor jong en oud",
    "Speeltuin",
    "Veilige oversteek aan de school",
)
FR = (
    "Plus de vert et des bancs sur la place Bockstael pour tous",
    "Plaine de jeux",
    "Traversée sûre devant l'école du quartier",
)
EN = ("More green and benches on Bockstael square for young and old", "Playground", "")
APPROVAL: dict[str, object] = {"type": "approval", "max": 5}
EDITION = 7


def project(number: int, longest: int = 0) -> SheetProject:
    """Title lengths go round; the title of `longest` is four times as long."""
    repeat = 4 if number == longest else 1
    nl, fr, en = (" ".join([texts[number % 3]] * repeat).strip() for texts in (NL, FR, EN))
    return SheetProject(str(number), number, nl, fr, f"{number}5.000 €", en)


def layout_of(
    count: int, variant: Kind, spec: dict[str, object] | None = None, longest: int = 0
) -> Layout:
    projects = [project(number, longest) for number in range(1, count + 1)]
    return make_layout(projects, spec or APPROVAL, variant=variant)


def sheets_of(layout: Layout, serials: Iterable[bytes]) -> Iterator[SheetPrint]:
    """A sheet for each serial, with its proven codes."""
    digest = layout.digest()
    for serial in serials:
        codes = (SheetCode(EDITION, layout.version, side.number, serial) for side in layout.sides)
        yield SheetPrint(
            serial_text(serial),
            tuple(
                encode(code, key=marking.KEY, edition_uuid=marking.EDITION, layout_digest=digest)
                for code in codes
            ),
        )


def heading(variant: Kind) -> SheetHeading:
    return SheetHeading(
        "Wijkbudget Laken 2026",
        "Budget de quartier Laeken 2026",
        instructions_nl="Zet een kruisje bij elk project dat u steunt.",
        instructions_fr="Cochez chaque projet que vous soutenez.",
        instructions_en="Put a cross next to each project you support.",
        short_nl="Zet een kruisje.",
        short_fr="Cochez.",
        budget_text="Budget: 300.000 €",
        variant=variant,
    )


def print_to(out: Sink, layout: Layout, variant: Kind, serials: Iterable[bytes]) -> None:
    render_sheets(layout, heading(variant), sheets_of(layout, serials), out)


def page_of(layout: Layout, variant: Kind, side: int = 1, dpi: int = 200) -> Gray:
    """One side as it comes out of the printer."""
    out = io.BytesIO()
    print_to(out, layout, variant, [marking.SERIAL])
    document = pypdfium2.PdfDocument(out.getvalue())
    try:
        page = document[side - 1].render(scale=dpi / 72, grayscale=True).to_numpy()
        return np.array(page[:, :, 0] if page.ndim == 3 else page, dtype=np.uint8)
    finally:
        document.close()
