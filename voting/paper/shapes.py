"""The shape of the ink inside a box: width, length, bend and crossings of its strokes."""

from typing import TypedDict

import cv2
import numpy as np
import numpy.typing as npt

from voting.paper.ink import PIXELS_PER_MM, Mask
from voting.paper.qr import Gray

HALF_AS_DARK = 0.5
MOSTLY_AS_DARK = 0.62
EDGE = 0.2  # of the inside, on each side of its middle
AREA = 1 / PIXELS_PER_MM**2


class Shape(TypedDict, total=False):
    """Measures of `strokes.Measured` that ink inside a box has: mm, mm², shares from 0 to 1."""

    width: float
    length: float
    bend: float
    middle: float
    spans: float
    upright: bool
    crossed: float
    peak: float
    share: float


def shape_of(ink: Mask, dark: Gray) -> Shape:
    """Width, length, spread and crossings of the ink inside a box.

    Measured where it is half as dark as its darkest tenth: blur makes every stroke wider.
    """
    levels = np.sort(dark[ink > 0])
    peak = float(levels[int(0.9 * (len(levels) - 1))])
    core = np.asarray((ink > 0) & (dark >= HALF_AS_DARK * peak))
    inner = np.asarray(core & (dark >= MOSTLY_AS_DARK * peak))
    ys, xs = np.nonzero(core)
    depths = cv2.distanceTransform(np.pad(core.astype(np.uint8), 1), cv2.DIST_L2, 3)
    width = max(4 * float(depths[ys + 1, xs + 1].mean()) - 2, 1.0)
    # A straight stroke of this width has its square's twelfth as spread: what is left is bend.
    bend = max(spread(xs, ys) - width**2 / 12, 0.0) ** 0.5
    spans = [(np.ptp(ys) + 1) / core.shape[0], (np.ptp(xs) + 1) / core.shape[1]]
    edge = round(core.shape[0] * EDGE)
    return {
        "width": width / PIXELS_PER_MM,
        "length": len(xs) / width / PIXELS_PER_MM,
        "bend": bend / PIXELS_PER_MM,
        "middle": np.count_nonzero(ink[edge:-edge, edge:-edge]) * AREA,
        "spans": float(max(spans)),
        "upright": bool(spans[0] > spans[1]),
        "crossed": max(_crossed(inner), _crossed(inner.T), _crossed(core), _crossed(core.T)),
        "peak": peak / 255,
        "share": len(xs) / core.size,
    }


def spread(xs: npt.NDArray[np.int64], ys: npt.NDArray[np.int64]) -> float:
    """The lesser variance of places, along the best of all directions."""
    x, y = xs - xs.mean(), ys - ys.mean()
    xx, yy, xy = (float(pair) / len(xs) for pair in (x @ x, y @ y, x @ y))
    middle: float = (xx + yy) / 2
    return middle - float(np.hypot((xx - yy) / 2, xy))


def _crossed(ink: npt.NDArray[np.bool_]) -> float:
    """The share of lines, of all that meet ink, on which three strokes or more lie."""
    runs = (ink[:, 1:] & ~ink[:, :-1]).sum(axis=1) + ink[:, 0]
    return float((runs >= 3).sum() / max((runs > 0).sum(), 1))
