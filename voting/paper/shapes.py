"""The shape of the ink inside a box: width, length, bend and crossings of its strokes."""

import math
from typing import TypedDict

import cv2
import numpy as np
import numpy.typing as npt

from voting.paper.ink import PIXELS_PER_MM, Mask
from voting.paper.qr import Gray

HALF_AS_DARK = 0.5
MOSTLY_AS_DARK = 0.62
BESIDE_MM = 0.2
PART_MM2 = 0.15
EDGE = 0.2  # of the inside, on each side of its middle
AREA = 1 / PIXELS_PER_MM**2

Places = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Shape(TypedDict, total=False):
    """Measures of `strokes.Measured` that ink inside a box has: mm, mm², shares from 0 to 1."""

    width: float
    length: float
    middle: float
    spans: float
    upright: bool
    crossed: float
    peak: float
    share: float
    parts: int
    off: float


def shape_of(ink: Mask, dark: Gray) -> Shape:
    """Width, length, spread and crossings of the ink inside a box.

    Measured where it is half as dark as its darkest tenth: blur makes every stroke wider.
    """
    levels = dark[ink > 0]
    tenth = int(0.9 * (len(levels) - 1))
    peak = float(np.partition(levels, tenth)[tenth])
    core = (ink > 0) & (dark >= HALF_AS_DARK * peak)
    inner = core & (dark >= MOSTLY_AS_DARK * peak)
    ys, xs = np.nonzero(core)
    depths = cv2.distanceTransform(np.pad(core.view(np.uint8), 1), cv2.DIST_L2, 3)
    width = max(4 * float(depths[1:-1, 1:-1][core].sum()) / len(xs) - 2, 1.0)
    spans = [(np.ptp(ys) + 1) / core.shape[0], (np.ptp(xs) + 1) / core.shape[1]]
    edge = round(core.shape[0] * EDGE)
    beside = np.abs(_along(xs, ys)) > width / 2 + BESIDE_MM * PIXELS_PER_MM
    return {
        "width": width / PIXELS_PER_MM,
        "length": len(xs) / width / PIXELS_PER_MM,
        "off": np.count_nonzero(beside) / len(xs),
        "middle": np.count_nonzero(ink[edge:-edge, edge:-edge]) * AREA,
        "spans": float(max(spans)),
        "upright": bool(spans[0] > spans[1]),
        "crossed": _crossed(inner, core),
        "peak": peak / 255,
        "share": len(xs) / core.size,
        "parts": _parts(core),
    }


def _along(xs: Places, ys: Places) -> Floats:
    """How far each place lies from the line through their middle that is nearest to all."""
    x, y = xs - xs.sum() / len(xs), ys - ys.sum() / len(ys)
    angle = 0.5 * math.atan2(2 * float(x @ y), float(x @ x - y @ y))
    return np.asarray(y * math.cos(angle) - x * math.sin(angle))


def spread(xs: Places, ys: Places) -> float:
    """How far places lie from that line (standard deviation); 0 of none."""
    return float(np.sqrt(np.mean(_along(xs, ys) ** 2))) if len(xs) else 0.0


def _parts(core: npt.NDArray[np.bool_]) -> int:
    """In how many parts strokes cut the inside of a box, without the smallest."""
    bare = (~core).view(np.uint8)
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(bare, connectivity=4)
    return int(np.count_nonzero(stats[1:, cv2.CC_STAT_AREA] * AREA >= PART_MM2))


def _crossed(*inks: npt.NDArray[np.bool_]) -> float:
    """The greatest share of lines down or across, of all that meet ink, on which three strokes or
    more lie.
    """
    lines = np.stack([turned for ink in inks for turned in (ink, ink.T)])
    runs = np.count_nonzero(lines[:, :, 1:] > lines[:, :, :-1], axis=2) + lines[:, :, 0]
    shares = np.count_nonzero(runs >= 3, axis=1) / np.count_nonzero(runs, axis=1).clip(1)
    return float(shares.max())
