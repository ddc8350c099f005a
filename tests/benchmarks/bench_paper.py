"""Paper: how many boxes are silently wrong, how many pages need a person, and how fast it goes."""

import io
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from tests.benchmarks.timing import measure, report
from tests.voting.paper import lighting, marking
from tests.voting.paper.test_read import ALLOWED, KINDS, filled_in, read
from voting.paper.errors import PaperError
from voting.paper.qr import Gray, find_codes, matrix
from voting.paper.sheet import SheetHeading, SheetPrint, render_sheets

PAGES = 60
CLEAN = (*marking.FIRM, "", "", "")
Spoil = Callable[[Gray, np.random.Generator], Gray]


@pytest.mark.parametrize(
    ("spoil", "kinds"),
    [
        (lighting.scanned, CLEAN),
        (lighting.scanned, KINDS),
        (lighting.bad_scan, KINDS),
        (lighting.photographed, CLEAN),
        (lighting.photographed, KINDS),
    ],
)
def test_boxes_silently_wrong(spoil: Spoil, kinds: tuple[str, ...]) -> None:
    """Seed 1912; 14 boxes a page, 200 dots an inch."""
    layout, random = marking.layout_of(14), np.random.default_rng(1912)
    counts: Counter[str] = Counter()
    for _page in range(PAGES):
        page, drawn = filled_in(layout, random, kinds)
        try:
            seen = read(spoil(page, random), layout)
        except PaperError:
            counts["refused"] += 1
            continue
        counts["to a person"] += bool(seen.doubtful)
        for one, kind in zip(seen.boxes, drawn, strict=True):
            counts["boxes"] += 1
            counts["silent"] += one.state not in ALLOWED[kind]
    name = f"{spoil.__name__}, {'plain marks' if kinds is CLEAN else 'all kinds of marks'}"
    report(f"{name}: silently wrong", counts["silent"], f"of {counts['boxes']} boxes")
    report(f"{name}: to a person", 100 * counts["to a person"] / PAGES, "% of pages")
    report(f"{name}: refused", 100 * counts["refused"] / PAGES, "% of pages")


def test_pages_a_second() -> None:
    """Reading a page against finding its symbol alone, on the same pages."""
    layout, random = marking.layout_of(14), np.random.default_rng(7)
    pages = [lighting.scanned(filled_in(layout, random, CLEAN)[0], random) for _page in range(10)]
    symbols = measure(lambda: [find_codes(page) for page in pages], runs=3)
    whole = measure(lambda: [read(page, layout) for page in pages], runs=3)
    report("symbols found", symbols.per_second(10), "pages/s")
    report("pages read", whole.per_second(10), "pages/s", floor=symbols.per_second(10))


def test_sheets_a_second() -> None:
    """Printing against making the same symbols alone."""
    layout = marking.layout_of(14)
    code = marking.codes_of(layout)
    sheets = [SheetPrint("2222-2222-2222-2222-22", code)] * 200
    heading = SheetHeading("Wijkbudget", "Budget de quartier")
    symbols = measure(lambda: [matrix(code[0]) for _sheet in sheets], runs=3)
    printed = measure(lambda: render_sheets(layout, heading, sheets, io.BytesIO()), runs=3)
    report("symbols made", symbols.per_second(200), "symbols/s")
    report("sheets printed", printed.per_second(200), "sheets/s", floor=symbols.per_second(200))
