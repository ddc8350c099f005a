"""Ink of one side: how much darker than the paper around it every spot near the boxes is.

The part of the picture that holds the boxes is laid out straight at 6 pixels a millimetre and
divided by the bare paper: a grey closing wider than a box, so that a filled box, words and strokes
vanish from it while a shadow, its edge or a large stain stays in it and is no ink.
"""

from collections.abc import Sequence
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
Places = npt.NDArray[np.int64]
Strip = tuple[slice, slice]

PIXELS_PER_MM = 6
MARGIN_MM = 6.0  # around the boxes: no narrower than what the closing spans
FINE = 1.7  # times the scale: pictures finer than that are halved first
SAMPLED = 3_000  # pixels tell the level and the noise of the paper
AROUND_BOX_MM = 1.0
COARSE = 4  # pixels of the fine picture to one of the paper's
WIDER_MM = 4.5  # than a box: what the closing takes away
LEAST_LEVEL, LEAST_NOISE = 0.005, 0.0025  # of the paper's brightness
BESIDE_ROW_MM = 4.0
AROUND_WORDS_MM = 0.6
AROUND_LINE_MM = 0.6
ABOVE_BASELINE, BELOW_BASELINE = 0.80, 0.25  # of the type size
BLUR = (5, 5)  # pixels of its kernel
SHARP = 0.8  # pixels of blur
SOFT = 0.65  # pixels of the picture at half the scale: softens noise and leaves a stroke
MOST_OF_LINES = 0.75  # of their length is no darker: the others may be crossed by strokes
NOISY = 0.024  # of softened bare paper, one standard deviation: pencil could not be told from it


@dataclass(frozen=True)
class Bare:
    """Where paper is meant to be blank: `free` is 255 where nothing is printed, boxes apart, and
    the same in each of the strips between two rows, where only a line may be. `some` are places
    (y, x) of blank paper, far from the boxes.
    """

    free: Mask
    between: Mask
    strips: tuple[Strip, ...]
    some: tuple[Places, Places]


@dataclass(frozen=True)
class Inked:
    """`dark` is 0 for paper to 255 for black; `soft` is the same at half the scale, softened.

    (left, top) in mm is where the first pixel lies; the lines printed in the strips of `bare` are
    at most `lines` dark (0 to 1); `noise` and `soft_noise` are the standard deviations of bare
    paper, as shares of its brightness.
    """

    dark: Gray
    soft: Gray
    bare: Bare
    left: float
    top: float
    noise: float
    soft_noise: float
    lines: float

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
    small = cv2.resize(straight, _smaller(straight, 2), interpolation=cv2.INTER_AREA)
    half = np.asarray(small, dtype=np.uint8)
    paper, bare = _paper(half, largest), _bare(side, (left, top), straight.shape)
    dark, noise = _darkness(straight, paper, bare.some, SHARP)
    half_way = bare.some[0] // 2, bare.some[1] // 2
    soft, soft_noise = _darkness(half, paper, half_way, SOFT)
    if soft_noise > NOISY:
        raise PaperError("too_blurred", noise=round(soft_noise, 3))
    return Inked(dark, soft, bare, left, top, noise, soft_noise, _lines(dark, bare.strips))


def _lines(dark: Gray, strips: Sequence[Strip]) -> float:
    """How dark (0 to 1) what is printed between rows is; 1 where there is nothing between them."""
    peaks = [dark[strip].max(axis=0) for strip in strips]
    return float(np.quantile(np.concatenate(peaks), MOST_OF_LINES)) / 255 if peaks else 1.0


def _darkness(
    straight: Gray, paper: Gray, bare: tuple[Places, Places], blur: float
) -> tuple[Gray, float]:
    """How dark each spot is against its paper, and the noise of bare paper."""
    smooth = np.asarray(cv2.GaussianBlur(straight, BLUR, blur))
    around = np.asarray(cv2.resize(paper, straight.shape[::-1], interpolation=cv2.INTER_LINEAR))
    shares = smooth[bare] / around[bare]
    level = max(float(np.median(shares)), LEAST_LEVEL)
    noise = 1.4826 * max(float(np.median(np.abs(shares - level))), LEAST_NOISE) / level
    light = cv2.divide(smooth, around, scale=255 / level)
    return np.asarray(cv2.bitwise_not(light), dtype=np.uint8), noise


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
    width, height = (2 * round(mm * PIXELS_PER_MM / 2) for mm in (right - left, bottom - top))
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


def _smaller(picture: Gray, by: int) -> tuple[int, int]:
    return max(picture.shape[1] // by, 1), max(picture.shape[0] // by, 1)


def _paper(half: Gray, largest: float) -> Gray:
    """The bare paper as it would look without print and ink, from a picture at half the scale."""
    coarse = cv2.resize(half, _smaller(half, COARSE // 2), interpolation=cv2.INTER_AREA)
    reach = round((largest + WIDER_MM) * PIXELS_PER_MM / COARSE) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach))
    closed = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, kernel)
    # The darker neighbour, else the coarse steps along a shadow's edge would look like strokes.
    closed = cv2.erode(closed, np.ones((3, 3), dtype=np.uint8))
    return np.asarray(np.maximum(closed, 1), dtype=np.uint8)


@lru_cache(maxsize=8)
def _bare(side: Side, origin: tuple[float, float], shape: tuple[int, ...]) -> Bare:
    """The strips of the rows, and a little beside them, without the words in them."""
    free, between = np.zeros(shape, dtype=np.uint8), np.zeros(shape, dtype=np.uint8)
    tops, strips = {(row.x_mm, round(row.y_mm, 1)) for row in side.rows}, []
    for row in side.rows:
        left, right = row.x_mm - BESIDE_ROW_MM, row.x_mm + row.width_mm + BESIDE_ROW_MM
        top, foot = row.y_mm + AROUND_LINE_MM, row.y_mm + row.height_mm - AROUND_LINE_MM
        free[_part(origin, (left, top, right, foot))] = 255
        if (row.x_mm, round(row.y_mm + row.height_mm, 1)) in tops:
            strip = _part(origin, (left, foot, right, foot + 2 * AROUND_LINE_MM))
            between[strip] = 255
            strips.append(strip)
    lines = [line for row in side.rows for line in row.lines]
    for line in (*lines, *side.labels):
        free[_part(origin, _words(line))] = between[_part(origin, _words(line))] = 0
    for mask in (free, between):
        mask.flags.writeable = False  # one for all pages of this side
    return Bare(free, between, tuple(strips), _some(free, side, origin))


def _some(free: Mask, side: Side, origin: tuple[float, float]) -> tuple[Places, Places]:
    blank = free.copy()
    for box in side.boxes:
        left, top = box.x_mm - AROUND_BOX_MM, box.y_mm - AROUND_BOX_MM
        wide = box.size_mm + 2 * AROUND_BOX_MM
        blank[_part(origin, (left, top, left + wide, top + wide))] = 0
    ys, xs = np.nonzero(blank)
    if not len(ys):
        raise PaperError("bad_layout", reason="no bare paper around the boxes")
    step = slice(None, None, -(-len(ys) // SAMPLED))
    return ys[step], xs[step]


def _words(line: TextLine) -> tuple[float, float, float, float]:
    size = line.size_pt * MM_PER_POINT
    top = line.y_mm - ABOVE_BASELINE * size - AROUND_WORDS_MM
    foot = line.y_mm + BELOW_BASELINE * size + AROUND_WORDS_MM
    return line.x_mm - AROUND_WORDS_MM, top, line.x_mm + line.width_mm + AROUND_WORDS_MM, foot


def _part(origin: tuple[float, float], area: tuple[float, float, float, float]) -> Strip:
    """The pixels of left, top, right, bottom (mm)."""
    x, y = origin
    left, right = (max(round((mm - x) * PIXELS_PER_MM), 0) for mm in (area[0], area[2]))
    top, foot = (max(round((mm - y) * PIXELS_PER_MM), 0) for mm in (area[1], area[3]))
    return slice(top, foot), slice(left, right)
