"""Reading the boxes of one side: two absolute thresholds with a band of doubt between them.

Each box is snapped to its own printed outline. Ink is what is darker than the paper around the
box, once as it is and once through a stroke filter (black hat), which a soft shadow or a stain
does not pass. A box is empty below the first threshold, marked above the second, and in between
a person decides; no box is judged by its neighbours, so a row of blanks stays blank.
"""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from voting.paper.errors import PaperError
from voting.paper.geometry import Box, Layout
from voting.paper.qr import CodeHit, Gray
from voting.paper.register import PIXELS_PER_MM, Registered, register

Floats = npt.NDArray[np.float32]
State = Literal["marked", "empty", "doubtful"]

READER_VERSION = "reader-1"
EMPTY_BELOW = 0.006  # share of the inside that is inked
MARKED_FROM = 0.05
DARK = 0.17  # of the paper's brightness: lighter than this is no ink
CROWDED = 0.36  # of the inside inked: filled, or scribbled out
SPILLED_MM2 = 3.0  # of ink on the free paper around a crowded box: strokes run over its edge
STRAY_MM2 = 0.6  # of ink around an empty one
OUTLINE_SEEN = 0.30  # mean darkness of the printed outline
SNAP_MM = 1.0
INSET_MM = 0.85  # from the outline's outer edge to where ink is looked for
AROUND_MM = 1.6
BESIDE_MM = 3.0  # free paper between a box and what is printed to its right
STROKE_MM = 1.6  # thicker than a stroke of any pen
MOSTLY_DARK = 0.44  # mean darkness of a filled inside
MOST_LOST = 0.25  # of the outlines


@dataclass(frozen=True)
class BoxReading:
    """One box: `ink` is the inked share (0 to 1) of its inside, `around` is ink beside it in mm².

    `doubt` is "", `faint`, `corrected`, `outside_mark` or `outline_missing`.
    """

    box: Box
    state: State
    doubt: str
    ink: float
    around: float
    outline: float


@dataclass(frozen=True)
class SideReading:
    """All boxes of a side in printed order, and how the page lies."""

    boxes: tuple[BoxReading, ...]
    page: Registered

    @property
    def doubtful(self) -> tuple[BoxReading, ...]:
        return tuple(reading for reading in self.boxes if reading.doubt)


def read_side(gray: Gray, layout: Layout, side: int, hit: CodeHit) -> SideReading:
    """Read one side of a sheet in any orientation, 150 to 300 dots an inch or a photo.

    Refuses `corner_missing`, `wrong_scale`, `too_blurred` and `fold_or_streak`.
    """
    page = register(gray, layout, hit)
    smooth = np.asarray(cv2.GaussianBlur(page.upright, (0, 0), 1.0), dtype=np.uint8)
    size = round(STROKE_MM * PIXELS_PER_MM) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    strokes = np.asarray(cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, kernel), dtype=np.uint8)
    boxes = tuple(
        _read_box(smooth, strokes, box, layout.outline_mm) for box in layout.side(side).boxes
    )
    lost = sum(reading.outline < OUTLINE_SEEN for reading in boxes)
    if lost == len(boxes):
        raise PaperError("too_blurred")
    if lost > MOST_LOST * len(boxes):
        raise PaperError("fold_or_streak", boxes=lost)
    return SideReading(boxes, page)


def _read_box(smooth: Gray, strokes: Gray, box: Box, line: float) -> BoxReading:
    """One box within its neighbourhood of the upright page."""
    reach = round((BESIDE_MM + SNAP_MM + 0.5) * PIXELS_PER_MM)
    size = round(box.size_mm * PIXELS_PER_MM)
    left, top = (round(at * PIXELS_PER_MM) - reach for at in (box.x_mm, box.y_mm))
    window = np.s_[max(top, 0) : top + size + 2 * reach, max(left, 0) : left + size + 2 * reach]
    part = smooth[window].astype(np.float32)
    paper = max(float(np.percentile(part, 75)), 1.0)
    dark = np.clip(1 - part / paper, 0, 1)
    outline, (x, y) = _snap(dark, size, reach, max(round(line * PIXELS_PER_MM), 2))
    ink, around = _inked(dark, (strokes[window] / paper).astype(np.float32), x, y, size)
    state, doubt = _judge(ink, around, outline)
    return BoxReading(box, state, doubt, ink, around, outline)


def _snap(dark: Floats, size: int, reach: int, line: int) -> tuple[float, tuple[int, int]]:
    """The outline's mean darkness where it fits best, and its top left corner in the window."""
    ring = np.ones((size, size), dtype=np.float32)
    ring[line:-line, line:-line] = 0
    ring /= ring.sum()
    around = round(SNAP_MM * PIXELS_PER_MM)
    start = reach - around
    searched = dark[start : reach + size + around, start : reach + size + around]
    fits = cv2.matchTemplate(searched, ring, cv2.TM_CCORR)
    _low, best, _where, (x, y) = cv2.minMaxLoc(fits)
    return float(best), (start + x, start + y)


def _inked(dark: Floats, strokes: Floats, x: int, y: int, size: int) -> tuple[float, float]:
    """The inked share of the inside, and ink in mm² on the free paper around a box."""
    inset = round(INSET_MM * PIXELS_PER_MM)
    inner = np.s_[y + inset : y + size - inset, x + inset : x + size - inset]
    stroke = float((strokes[inner] > DARK).mean())
    plain = float((dark[inner] > DARK).mean())
    # A filled box is no stroke: there the darkness itself counts, well above any shadow.
    ink = max(stroke, plain if plain > CROWDED and dark[inner].mean() > MOSTLY_DARK else 0.0)
    margin, beside, gap = (round(mm * PIXELS_PER_MM) for mm in (AROUND_MM, BESIDE_MM, 0.4))
    free = np.zeros(dark.shape, dtype=bool)
    free[max(y - margin, 0) : y + size + margin, max(x - margin, 0) : x + size + beside] = True
    free[y - gap : y + size + gap, x - gap : x + size + gap] = False
    return ink, float((strokes[free] > DARK).sum()) / PIXELS_PER_MM**2


def _judge(ink: float, around: float, outline: float) -> tuple[State, str]:
    if outline < OUTLINE_SEEN:
        return "doubtful", "outline_missing"
    if ink >= CROWDED and around >= SPILLED_MM2:
        return "doubtful", "corrected"
    if ink >= MARKED_FROM:
        return "marked", ""
    if around >= STRAY_MM2:
        return "doubtful", "outside_mark"
    if ink >= EMPTY_BELOW:
        return "doubtful", "faint"
    return "empty", ""
