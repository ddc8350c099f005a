"""Ink of one side: how much darker than the paper around it every spot near the boxes is.

The part of the picture that holds the boxes is laid out straight at 6 pixels a millimetre and
divided by the bare paper: a grey closing wider than a box, so that a filled box, words and strokes
vanish from it while a shadow, its edge or a large stain stays in it and is no ink.
"""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from voting.paper.errors import PaperError
from voting.paper.geometry import MM_PER_POINT, Box, Layout, Side, TextLine
from voting.paper.qr import Gray
from voting.paper.register import Registered, mapped

Mask = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]

PIXELS_PER_MM = 6
MARGIN_MM = 9.0  # around the boxes: no narrower than what the closing spans
FINE = 1.7  # times the scale: pictures finer than that are halved first
SAMPLED = 5  # one pixel of so many, each way, tells the level and the noise of the paper
COARSE = 3  # pixels of the fine picture to one of the paper's
WIDER_MM = 2.5  # than a box: what the closing takes away
PAPER = 200  # bare paper in the quotient, which leaves room for what is lighter
BESIDE_ROW_MM = 4.0
AROUND_WORDS_MM = 0.6
AROUND_LINE_MM = 0.6
ABOVE_BASELINE, BELOW_BASELINE = 0.80, 0.25  # of the type size
SHARP = 0.8  # pixels of blur
SOFT = 1.4  # pixels: what softens noise and leaves a stroke
NOISY = 0.024  # of softened bare paper, one standard deviation: pencil could not be told from it


@dataclass(frozen=True)
class Inked:
    """`dark` is 0 for paper to 255 for black, and `soft` the same with the noise softened.

    (left, top) in mm is where the first pixel lies; `free` is 255 where nothing is printed, boxes
    apart; `noise` and `soft_noise` are the standard deviations of bare paper, as shares of its
    brightness.
    """

    dark: Gray
    soft: Gray
    free: Mask
    left: float
    top: float
    noise: float
    soft_noise: float

    def at(self, box: Box) -> tuple[int, int]:
        """The pixel of a box's top left corner, as it should lie."""
        x, y = box.x_mm - self.left, box.y_mm - self.top
        return round(x * PIXELS_PER_MM), round(y * PIXELS_PER_MM)


def ink_of(gray: Gray, layout: Layout, side: Side, page: Registered) -> Inked:
    """The ink around the boxes of a side; `too_blurred` where noise drowns pencil."""
    largest = max(box.size_mm for box in side.boxes)
    left = min(box.x_mm for box in side.boxes) - MARGIN_MM
    top = min(box.y_mm for box in side.boxes) - MARGIN_MM
    right = max(box.x_mm for box in side.boxes) + largest + MARGIN_MM
    bottom = max(box.y_mm for box in side.boxes) + largest + MARGIN_MM
    straight = _straight(gray, page.to_pixels, (left, top, right, bottom))
    paper, free = _paper(straight, largest), _free(side, (left, top), straight.shape)
    dark, noise = _darkness(straight, paper, free, SHARP)
    soft, soft_noise = _darkness(straight, paper, free, SOFT)
    if soft_noise > NOISY:
        raise PaperError("too_blurred", noise=round(soft_noise, 3))
    return Inked(dark, soft, free, left, top, noise, soft_noise)


def _darkness(straight: Gray, paper: Gray, free: Mask, blur: float) -> tuple[Gray, float]:
    """How dark each spot is against its paper, and the noise of bare paper."""
    smooth = cv2.GaussianBlur(straight, (0, 0), blur)
    quotient = cv2.divide(smooth, paper, scale=PAPER)
    bare = quotient[::SAMPLED, ::SAMPLED][free[::SAMPLED, ::SAMPLED] > 0]
    if not bare.size:
        raise PaperError("bad_layout", reason="no bare paper around the boxes")
    level = max(float(np.median(bare)), 1.0)
    noise = 1.4826 * max(float(np.median(np.abs(bare - level))), 0.5) / level
    table = np.clip(np.round(255 * (1 - np.arange(256) / level)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(quotient, table), dtype=np.uint8), noise


def _straight(gray: Gray, to_pixels: Matrix, area: tuple[float, float, float, float]) -> Gray:
    """This area of paper (left, top, right, bottom in mm), straight, at our own scale."""
    left, top, right, bottom = area
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    seen = mapped(to_pixels, corners)
    low = np.floor(seen.min(axis=0)).astype(int) - 2
    high = np.ceil(seen.max(axis=0)).astype(int) + 3
    low, high = low.clip(0), high.clip(1, gray.shape[::-1])
    if (low >= high).any():
        raise PaperError("corner_missing")
    part = gray[low[1] : high[1], low[0] : high[0]]
    width, height = (round(mm * PIXELS_PER_MM) for mm in (right - left, bottom - top))
    shrink = np.diag([1.0, 1.0, 1.0])
    if np.ptp(seen[:, 0]) * np.ptp(seen[:, 1]) > FINE**2 * width * height and min(part.shape) > 1:
        shrink = np.diag([0.5, 0.5, 1.0])
        half = (part.shape[1] // 2, part.shape[0] // 2)
        part = part[: 2 * half[1], : 2 * half[0]]
        part = np.asarray(cv2.resize(part, half, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]], dtype=np.float64)
    step = 1 / PIXELS_PER_MM
    place = np.array([[step, 0, left], [0, step, top], [0, 0, 1]])
    warp = shrink @ shift @ to_pixels @ place
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpPerspective(part, warp, (width, height), flags=flags, borderValue=255)
    return np.asarray(laid, dtype=np.uint8)


def _paper(straight: Gray, largest: float) -> Gray:
    """The bare paper as it would look without print and ink, of the same shape."""
    height, width = straight.shape
    size = (max(width // COARSE, 1), max(height // COARSE, 1))
    coarse = cv2.resize(straight, size, interpolation=cv2.INTER_AREA)
    reach = round((largest + WIDER_MM) * PIXELS_PER_MM / COARSE) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach))
    closed = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, kernel)
    # The darker neighbour, else the coarse steps along a shadow's edge would look like strokes.
    closed = cv2.erode(closed, np.ones((3, 3), dtype=np.uint8))
    bare = cv2.resize(closed, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.maximum(bare, 1), dtype=np.uint8)


@lru_cache(maxsize=8)
def _free(side: Side, origin: tuple[float, float], shape: tuple[int, ...]) -> Mask:
    """The strips of the rows, and a little beside them, without the words in them."""
    free = np.zeros(shape, dtype=np.uint8)
    for row in side.rows:
        top, foot = row.y_mm + AROUND_LINE_MM, row.y_mm + row.height_mm - AROUND_LINE_MM
        right = row.x_mm + row.width_mm + BESIDE_ROW_MM
        _paint(free, origin, (row.x_mm - BESIDE_ROW_MM, top, right, foot), 255)
    lines = [line for row in side.rows for line in row.lines]
    for line in (*lines, *side.labels):
        _paint(free, origin, _words(line), 0)
    free.flags.writeable = False  # one for all pages of this side
    return free


def _words(line: TextLine) -> tuple[float, float, float, float]:
    size = line.size_pt * MM_PER_POINT
    top = line.y_mm - ABOVE_BASELINE * size - AROUND_WORDS_MM
    foot = line.y_mm + BELOW_BASELINE * size + AROUND_WORDS_MM
    return line.x_mm - AROUND_WORDS_MM, top, line.x_mm + line.width_mm + AROUND_WORDS_MM, foot


def _paint(
    mask: Mask,
    origin: tuple[float, float],
    area: tuple[float, float, float, float],
    value: int,
) -> None:
    """Fill left, top, right, bottom (mm) of the mask."""
    x, y = origin
    left, right = (max(round((mm - x) * PIXELS_PER_MM), 0) for mm in (area[0], area[2]))
    top, foot = (max(round((mm - y) * PIXELS_PER_MM), 0) for mm in (area[1], area[3]))
    mask[top:foot, left:right] = value
