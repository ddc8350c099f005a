"""Pages as people fill them in and machines deliver them: pens, slips of the hand, bad light.

Everything is drawn with a random generator that is handed in, so equal seeds give equal pages.
Lengths are millimetres on paper; pictures are grey (height × width, 0 black to 255 white).
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from uuid import UUID

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2

from voting.paper.code import SheetCode, encode, serial_text
from voting.paper.geometry import Box, Layout
from voting.paper.layout import SheetProject, make_layout
from voting.paper.qr import Gray
from voting.paper.sheet import SheetHeading, SheetPrint, render_sheets

KEY = b"a key of thirty-two bytes length"
EDITION = UUID("6f1d5a52-8f0c-4c1c-9a52-3f2f6d0a7b11")
SERIAL = bytes(range(10))
FINE = 4  # strokes are drawn this much finer than the page
REACH = 14.0

FIRM = ("cross", "tick", "fill")
"""What a person plainly means as a mark."""
UNSURE = ("dot", "light", "faint_tick")
"""May be read as a mark or queued, never as empty."""
UNDONE = ("scratched", "struck")
"""Marks taken back: always for a person."""
BESIDE = ("stray", "beside")
"""Strokes outside the box, which stays empty: for a person."""

Points = npt.NDArray[np.float64]
Random = np.random.Generator


def layout_of(count: int, spec: dict[str, object] | None = None, version: int = 1) -> Layout:
    projects = [
        SheetProject(
            str(n), n, f"Project {n} aan het plein", f"Projet {n} sur la place", f"{n}.000 €"
        )
        for n in range(1, count + 1)
    ]
    return make_layout(projects, spec or {"type": "approval", "max": None}, version)


def codes_of(layout: Layout, serial: bytes = SERIAL, edition: int = 7) -> tuple[str, ...]:
    digest = layout.digest()
    return tuple(
        encode(
            SheetCode(edition, layout.version, side.number, serial),
            key=KEY,
            edition_uuid=EDITION,
            layout_digest=digest,
        )
        for side in layout.sides
    )


def printed_pdf(layout: Layout, serials: Sequence[bytes] = (SERIAL,)) -> bytes:
    heading = SheetHeading(
        "Wijkbudget 2026",
        "Budget de quartier 2026",
        instructions_nl="Zet een kruisje bij elk project dat u steunt.",
        instructions_fr="Cochez chaque projet que vous soutenez.",
        budget_text="Budget: 300.000 €",
    )
    sheets = [SheetPrint(serial_text(serial), codes_of(layout, serial)) for serial in serials]
    out = io.BytesIO()
    render_sheets(layout, heading, sheets, out)
    return out.getvalue()


@cache
def _drawn(pdf: bytes, side: int, dpi: int) -> Gray:
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[side - 1].render(scale=dpi / 72, grayscale=True).to_numpy()
        return np.array(page[:, :, 0] if page.ndim == 3 else page, dtype=np.uint8)
    finally:
        document.close()


def blank_page(layout: Layout, side: int = 1, dpi: int = 200) -> Gray:
    """One side as it comes out of the printer."""
    return _drawn(printed_pdf(layout), side, dpi).copy()


# Marks ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pen:
    """A pen: `width` in mm and how much light its ink takes away (0 to 1)."""

    width: float
    ink: float


def any_pen(random: Random) -> Pen:
    """Black and blue ballpoint, fineliner and felt-tip."""
    return Pen(random.uniform(0.35, 0.9), random.uniform(0.6, 0.95))


def any_pencil(random: Random) -> Pen:
    return Pen(random.uniform(0.35, 0.6), random.uniform(0.3, 0.45))


def mark(page: Gray, box: Box, kind: str, random: Random, dpi: int, pen: Pen | None = None) -> None:
    """Draw one mark of this kind into, over or beside a box, as a hand would."""
    pen = pen or (any_pencil(random) if kind in ("light", "faint_tick") else any_pen(random))
    if kind == "dot":
        pen = Pen(random.uniform(0.9, 1.6), pen.ink)
    for points in _STROKES[kind](box.size_mm, random):
        stroke(page, points + np.array([box.x_mm, box.y_mm]), pen, random, dpi)


def at(random: Random, x: float, y: float, slip: float = 0.35) -> list[float]:
    return [x + random.normal(0, slip), y + random.normal(0, slip)]


def cross(size: float, random: Random) -> list[Points]:
    low, high = size * random.uniform(0.05, 0.25), size * random.uniform(0.75, 0.98)
    return [
        np.array([at(random, low, low), at(random, high, high)]),
        np.array([at(random, high, low), at(random, low, high)]),
    ]


def tick(size: float, random: Random) -> list[Points]:
    over = random.uniform(-0.8, 1.2)
    start = at(random, size * 0.2, size * 0.5)
    turn = at(random, size * 0.42, size * 0.8)
    return [np.array([start, turn, at(random, size * 0.85 + over / 2, size * 0.15 - over)])]


def fill(size: float, random: Random) -> list[Points]:
    """Up and down across the box, dense enough to leave little paper."""
    inset = random.uniform(0.5, 0.9)
    steps = np.arange(inset, size - inset, 0.32)
    ends = [(inset, size - inset), (size - inset, inset)]
    zigzag = [(x, y) for step, x in enumerate(steps) for y in ends[step % 2]]
    return [np.array(zigzag) + random.normal(0, 0.12, (len(zigzag), 2))]


def dot(size: float, random: Random) -> list[Points]:
    middle = np.array(at(random, size / 2, size / 2, 0.6))
    return [np.array([middle, middle + 0.1])]


def scratched(size: float, random: Random) -> list[Points]:
    """A cross, scribbled out well over the edges."""
    count, over = int(random.integers(7, 14)), random.uniform(0.8, 2.0)
    xs = np.linspace(-over, size + over, count) + random.normal(0, 0.3, count)
    ys = np.where(np.arange(count) % 2, -over, size + over) + random.normal(0, 0.4, count)
    return [*cross(size, random), np.column_stack([xs, ys])]


def struck(size: float, random: Random) -> list[Points]:
    """A cross with two or three lines through it, longer than the box."""
    lines = []
    for place in random.permutation([0.25, 0.5, 0.75])[: int(random.integers(2, 4))]:
        over, y = random.uniform(1.2, 3.0), size * place
        lines.append(np.array([at(random, -over, y), at(random, size + over, y)]))
    return [*cross(size, random), *lines]


def stray(size: float, random: Random) -> list[Points]:
    """A stroke along a side of the box, just outside it."""
    away, slope = random.uniform(0.9, 1.6), random.uniform(-0.5, 0.5)
    line = np.array([[-0.2 * size, -away + slope], [1.1 * size, -away - slope]])
    turned = [line, line[:, ::-1], size - line]
    return [np.asarray(turned[int(random.integers(0, 3))])]


def beside(size: float, random: Random) -> list[Points]:
    """A cross in the free paper between the box and the words, touching neither."""
    return [stroke * 0.45 + (size * 1.12, size * 0.3) for stroke in cross(size, random)]


_STROKES = {
    "cross": cross,
    "tick": tick,
    "fill": fill,
    "dot": dot,
    "light": cross,
    "faint_tick": tick,
    "scratched": scratched,
    "struck": struck,
    "stray": stray,
    "beside": beside,
}


def stroke(page: Gray, points: Points, pen: Pen, random: Random, dpi: int) -> None:
    """A line of ink through the points, a little curved and unsteady, blended into the page."""
    pixel = dpi / 25.4
    low = np.floor((points.min(axis=0) - 2) * pixel).astype(int).clip(0)
    high = np.ceil((points.max(axis=0) + 2) * pixel).astype(int)
    part = page[low[1] : high[1], low[0] : high[0]]
    path = (_by_hand(points, random) * pixel - low) * FINE
    canvas = np.zeros((part.shape[0] * FINE, part.shape[1] * FINE), dtype=np.uint8)
    width = max(round(pen.width * pixel * FINE), 1)
    cv2.polylines(canvas, [np.round(path).astype(np.int32)], False, 255, width, cv2.LINE_AA)
    size = (part.shape[1], part.shape[0])
    cover = cv2.resize(canvas, size, interpolation=cv2.INTER_AREA) / 255 * pen.ink
    part[:] = (part * (1 - cover)).astype(np.uint8)


def _by_hand(points: Points, random: Random) -> Points:
    pieces = []
    for start, end in pairwise(points):
        along = np.linspace(0, 1, 9)[:, None]
        length = float(np.linalg.norm(end - start))
        bow = random.normal(0, 0.04) * length * np.sin(np.pi * along)
        across = np.array([start[1] - end[1], end[0] - start[0]]) / max(length, 0.1)
        pieces.append(start + (end - start) * along + bow * across)
    path = np.vstack(pieces)
    return np.asarray(path + random.normal(0, 0.03, path.shape))
