"""Registration: where a sheet lies in a picture, from its symbol and its four corner squares.

The symbol tells roughly where the corners must be, whatever way the sheet lies; the squares'
centres then give the projective map from millimetres on paper to pixels. The symbol's corners,
mapped back, tell how well it fits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from voting.paper.errors import PaperError
from voting.paper.geometry import Layout
from voting.paper.qr import CodeHit, Gray

Points = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]

REACH_MM = (8.0, 26.0)  # how far a corner may lie from where the symbol alone suggests it
GOOD_RESIDUAL_MM = 0.6  # then nothing is looked for farther away
CANDIDATES = 3  # squares that are tried for a corner
FARTHER_MM = 0.5  # of residual that the next nearest square must gain
MOST_RESIDUAL_MM = 3.0
AREA_LOW, AREA_HIGH = 0.45, 1.7  # of the area that a corner square should have
SOLID = 0.82  # of its rotated bounding box that a square fills
OBLONG = 1.5
SQUARE_PIXELS = 16
AGAINST_MEAN = 0.6  # of what lies around: in a deep shadow too, but no shadow by itself
LEAST_SCALE = 2.0  # pixels a mm: some 50 dots an inch


@dataclass(frozen=True)
class Registered:
    """`to_pixels` maps (x, y) in mm to the picture."""

    to_pixels: npt.NDArray[np.float64]
    residual_mm: float

    def area(self, x: float, y: float, size: float) -> tuple[int, int, int, int]:
        """A square on paper as left, top, width, height in the picture."""
        square = [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]
        points = mapped(self.to_pixels, np.array(square))
        low, high = points.min(axis=0), points.max(axis=0)
        left, top = (int(value) for value in np.floor(low))
        return left, top, int(np.ceil(high[0])) - left, int(np.ceil(high[1])) - top


def register(gray: Gray, layout: Layout, hit: CodeHit) -> Registered:
    """Find the corners and map the page; refuses `corner_missing` and `wrong_scale`."""
    guess = _similarity(layout, hit)
    scale = float(np.hypot(*guess[0, :2]))
    if not np.isfinite(scale) or scale < LEAST_SCALE:
        raise PaperError("wrong_scale")
    expected = mapped(guess, np.array(layout.corners, dtype=np.float64))
    for reach in REACH_MM:
        near = _seen(gray, hit, expected, layout.corner_mm * scale, reach * scale)
        found = _pick(near, layout, hit) if near else None
        if found and found[1] <= GOOD_RESIDUAL_MM:
            break
    if not found:
        raise PaperError("corner_missing")
    to_pixels, residual = found
    if not residual <= MOST_RESIDUAL_MM:
        raise PaperError("wrong_scale", millimetres=round(residual, 1))
    return Registered(to_pixels, residual)


def mapped(matrix: npt.NDArray[np.float64], points: Points) -> Points:
    """Points (n × 2) through a projective map (3 × 3)."""
    raised = np.hstack([points, np.ones((len(points), 1))]) @ matrix.T
    return np.asarray(raised[:, :2] / raised[:, 2:], dtype=np.float64)


def _symbol_mm(layout: Layout) -> Points:
    x, y, size = layout.qr
    return np.array([(x, y), (x + size, y), (x + size, y + size), (x, y + size)], dtype=np.float64)


def _similarity(layout: Layout, hit: CodeHit) -> npt.NDArray[np.float64]:
    """Turn, scale and shift that best take the symbol on paper to the symbol seen."""
    source, target = _symbol_mm(layout), np.array(hit.corners, dtype=np.float64)
    a, b = source - source.mean(axis=0), target - target.mean(axis=0)
    norm = (a**2).sum()
    cosine = (a * b).sum() / norm
    sine = (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum() / norm
    turn = np.array([[cosine, -sine], [sine, cosine]])
    matrix = np.eye(3)
    matrix[:2, :2] = turn
    matrix[:2, 2] = target.mean(axis=0) - turn @ source.mean(axis=0)
    return matrix


def _squares(gray: Gray, middle: Points, size: float, reach: float) -> Points:
    """Centres of all solid dark squares of about this size (pixels), near a place.

    Looked for at a scale at which a square is 16 to 32 pixels wide: finer tells no more.
    """
    low = np.floor(middle - reach - size).astype(int).clip(0)
    high = np.ceil(middle + reach + size).astype(int).clip(0, gray.shape[::-1])
    part = gray[low[1] : high[1], low[0] : high[0]]
    by = max(int(size / SQUARE_PIXELS), 1)
    if min(part.shape) < max(8, by):
        return np.empty((0, 2))
    wide, tall = (side // by for side in part.shape[::-1])
    small = cv2.resize(part[: tall * by, : wide * by], (wide, tall), interpolation=cv2.INTER_AREA)
    seen = size / by
    smooth = cv2.GaussianBlur(small, (0, 0), max(seen / 20, 0.8))
    around = cv2.blur(smooth, (int(seen * 4) | 1, int(seen * 4) | 1))
    dark = cv2.compare(smooth, cv2.convertScaleAbs(around, alpha=AGAINST_MEAN), cv2.CMP_LT)
    contours, _tree = cv2.findContours(dark, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    centres = [centre for contour in contours if (centre := _square(np.asarray(contour), seen))]
    found = np.array(centres, dtype=np.float64).reshape(-1, 2)
    return np.asarray((found + 0.5) * by - 0.5 + low, dtype=np.float64)


def _square(contour: npt.NDArray[Any], size: float) -> tuple[float, float] | None:
    area = cv2.contourArea(contour)
    if not AREA_LOW * size**2 <= area <= AREA_HIGH * size**2:
        return None
    _centre, (width, height), _angle = cv2.minAreaRect(contour)
    if max(width, height) > OBLONG * min(width, height) or area < SOLID * width * height:
        return None
    moments = cv2.moments(contour)
    return moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]


def _outside(found: Points, hit: CodeHit) -> Points:
    """Without the symbol's own dark squares."""
    symbol = np.array(hit.corners, dtype=np.float32)
    inside = [cv2.pointPolygonTest(symbol, (x, y), False) >= 0 for x, y in found.tolist()]
    return np.asarray(found[~np.array(inside, dtype=bool)], dtype=np.float64)


def _seen(gray: Gray, hit: CodeHit, expected: Points, size: float, reach: float) -> list[Points]:
    """The nearest squares to each corner, nearest first; nothing where one corner has none.

    The shift of one helps to find the next.

    Starts at the top right, beside the symbol, where the first guess is best.
    """
    near: dict[int, Points] = {}
    for corner in (1, 0, 2, 3):
        shifts = [near[other][0] - expected[other] for other in near]
        middle = expected[corner] + (np.mean(shifts, axis=0) if shifts else np.zeros(2))
        found = _outside(_squares(gray, middle, size, reach), hit)
        distances = np.linalg.norm(found - middle, axis=1)
        nearest = [int(one) for one in distances.argsort() if distances[one] <= reach]
        if not nearest:
            return []
        near[corner] = found[nearest[:CANDIDATES]]
    return [near[corner] for corner in range(4)]


def _pick(near: Sequence[Points], layout: Layout, hit: CodeHit) -> tuple[Matrix, float] | None:
    """The map of those squares that the symbol fits best, of equals the nearest; its residual.

    A filled box or a letter of a heading may lie nearer than the corner where a phone looks at an
    angle, but then the symbol does not fit.
    """
    corners = np.array(layout.corners, dtype=np.float32)
    best: tuple[float, Matrix, float] | None = None
    for order in product(*(range(len(found)) for found in near)):
        centres = np.array([found[one] for found, one in zip(near, order, strict=True)])
        if len({tuple(centre) for centre in centres.tolist()}) < 4:
            continue
        found_map = cv2.getPerspectiveTransform(corners, centres.astype(np.float32))
        to_pixels = np.asarray(found_map, dtype=np.float64)
        if abs(np.linalg.det(to_pixels)) < 1e-9:
            continue
        residual = _residual(to_pixels, layout, hit)
        worth = residual + FARTHER_MM * sum(order)
        if best is None or worth < best[0]:
            best = worth, to_pixels, residual
    return best[1:] if best else None


def _residual(to_pixels: npt.NDArray[np.float64], layout: Layout, hit: CodeHit) -> float:
    """How far, in mm, the symbol lies from where the corners say it must be."""
    back = np.asarray(np.linalg.inv(to_pixels), dtype=np.float64)
    seen = mapped(back, np.array(hit.corners, dtype=np.float64))
    return float(np.linalg.norm(seen - _symbol_mm(layout), axis=1).max())
