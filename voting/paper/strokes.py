"""What lies in and around each box: areas, lengths and counts of strokes, in millimetres.

Measures only; what they mean is decided in `read`. Every box is snapped to its printed outline
first. Ink inside and outside that belongs to one stroke is found as one component, bridged across
the outline: a long tick is one mark of its own box and no stray beside the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

import cv2
import numpy as np
import numpy.typing as npt

from voting.paper.geometry import Box
from voting.paper.ink import PIXELS_PER_MM, Inked, Mask
from voting.paper.outlines import Squares, bands, marked_outlines, snapped
from voting.paper.qr import Gray

Labels = npt.NDArray[np.int32]
Owners = npt.NDArray[np.bool_]

STRONG = 0.16  # darkness of a stroke
FAINT = 0.07  # and of what might be one
SIGMAS = 5.0  # of noise: never less than this
ZONE_MM = 3.0  # of free paper that belongs to a box
CLOSE_MM = 1.3  # so near, another box's stroke may be a mark of this one
NEAR = 3  # pixels that one stroke may be broken by, less one
OWNED_MM2 = 0.12  # of a stroke inside a box: then it is that box's
BLURRED = 0.035  # darkness that an outline leaves where it should have ended
HALF_AS_DARK = 0.5
MOSTLY_AS_DARK = 0.62
CORNER = 0.2  # of a side, at each end
EDGE = 0.2  # of the inside, on each side of its middle
AREA = 1 / PIXELS_PER_MM**2


@dataclass(frozen=True)
class Measured:
    """One box. Areas are mm²: `strong` and `faint` inside, `own` is what its strokes leave
    outside, `stray` is other ink in its zone.

    `outline` is the printed outline's mean darkness (0 to 1), `inside_mm` the inside's width,
    `width` and `length` (mm) those of the strokes inside, `bend` how far (mm, standard deviation)
    they lie from one straight line, `middle` the ink (mm²) away from the edges, `spans` the
    greater share of the inside that they cross in x or in y and `upright` whether that is y;
    `crossed` is the share of lines across the inside that meet three strokes or more, `peak` the
    darkness that a tenth of the ink exceeds, `share` how much of the inside the strokes cover,
    `shared` whether a stroke is in other boxes too, `struck` whether ink leaves the box on two
    opposite sides between its corners, `on_outline` whether something lies on the
    outline.
    """

    outline: float
    inside_mm: float
    strong: float = 0.0
    faint: float = 0.0
    own: float = 0.0
    stray: float = 0.0
    width: float = 0.0
    length: float = 0.0
    bend: float = 0.0
    middle: float = 0.0
    spans: float = 0.0
    upright: bool = False
    crossed: float = 0.0
    peak: float = 0.0
    share: float = 0.0
    shared: bool = False
    struck: bool = False
    on_outline: bool = False


def measure(inked: Inked, boxes: Sequence[Box], line_mm: float) -> list[Measured]:
    """Every box of the side, in the given order; `too_blurred` where outlines run into boxes."""
    squares = snapped(inked, boxes, line_mm)
    strong, inset, gap = _inked(inked, inked.dark, squares, max(STRONG, SIGMAS * inked.noise))
    faint, *_band = _inked(inked, inked.soft, squares, max(FAINT, SIGMAS * inked.soft_noise))
    scene = _Scene(inked.dark, strong, faint, squares, inset, gap)
    touched = scene.touched()
    on_outline = marked_outlines(inked.dark, squares, inset, gap)
    return [scene.measured(index, touched, on_outline[index]) for index in range(len(boxes))]


def _inked(inked: Inked, dark: Gray, squares: Squares, level: float) -> tuple[Mask, int, int]:
    """Where it is darker than `level` (0 to 1) and nothing is printed, and the outlines' reach."""
    inset, gap = bands(dark, squares, 255 * max(BLURRED, level / 2))
    usable = inked.free.copy()
    for index in range(len(squares.sizes)):
        usable[squares.wider(index, gap)] = 0
    for index in range(len(squares.sizes)):
        usable[squares.wider(index, -inset)] = 255
    _level, over = cv2.threshold(dark, 255 * level - 1, 255, cv2.THRESH_BINARY)
    return np.asarray(cv2.bitwise_and(usable, over), dtype=np.uint8), inset, gap


@dataclass(frozen=True)
class _Touched:
    """Components of strong ink: labels, in how many boxes each one is, and which a box has."""

    labels: Labels
    owners: npt.NDArray[np.int64]
    owned: Mapping[int, Owners]


@dataclass(frozen=True)
class _Scene:
    dark: Gray
    strong: Mask
    faint: Mask
    squares: Squares
    inset: int
    gap: int

    def inside(self, index: int) -> tuple[slice, slice]:
        return self.squares.wider(index, -self.inset)

    def touched(self) -> _Touched:
        """Components, where pieces on both sides of an outline count as one."""
        near = np.asarray(cv2.dilate(self.strong, np.ones((NEAR, NEAR), dtype=np.uint8)))
        bridge = self.inset + self.gap + 2
        across = cv2.dilate(self.strong, np.ones((bridge, bridge), dtype=np.uint8))
        for index in range(len(self.squares.sizes)):
            outline = self.squares.wider(index, self.gap)
            near[outline] = across[outline]
        count, found = cv2.connectedComponents(near, connectivity=8)
        labels = np.asarray(found, dtype=np.int32)
        labels[self.strong == 0] = 0
        inked = [
            index
            for index in range(len(self.squares.sizes))
            if np.count_nonzero(self.strong[self.inside(index)])
        ]
        owned = {index: self._owned(labels, index, count) for index in inked}
        owners = np.sum([np.zeros(count), *owned.values()], axis=0).astype(np.int64)
        return _Touched(labels, owners, owned)

    def _owned(self, labels: Labels, index: int, count: int) -> Owners:
        inside = labels[self.inside(index)]
        owned = np.bincount(inside.ravel(), minlength=count) * AREA >= OWNED_MM2
        owned[0] = False
        return np.asarray(owned)

    def measured(self, index: int, touched: _Touched, on_outline: bool) -> Measured:
        inside = self.inside(index)
        bare = Measured(
            outline=self.squares.darkness[index],
            inside_mm=(self.squares.sizes[index] - 2 * self.inset) / PIXELS_PER_MM,
            faint=np.count_nonzero(self.faint[inside]) * AREA,
            on_outline=on_outline,
        )
        zone = self.squares.wider(index, round(ZONE_MM * PIXELS_PER_MM))
        if not np.count_nonzero(self.strong[zone]):
            return bare
        ink = np.count_nonzero(self.strong[inside])
        owned = touched.owned.get(index, np.zeros(len(touched.owners), dtype=bool))
        own, stray = self._around(index, touched, owned)
        return replace(
            bare,
            strong=ink * AREA,
            own=own * AREA,
            stray=stray * AREA,
            shared=bool((owned & (touched.owners > 1)).any()),
            struck=self._struck(index),
            **(_shape(self.strong[inside], self.dark[inside]) if ink else _Shape()),
        )

    def _around(self, index: int, touched: _Touched, owned: Owners) -> tuple[int, int]:
        """Pixels outside of this box's own strokes, and of what else lies in its zone.

        Another box's stroke is no stray here, unless it comes close to this box.
        """
        wide, close = (round(mm * PIXELS_PER_MM) for mm in (ZONE_MM, CLOSE_MM))
        zone = touched.labels[self.squares.wider(index, wide)]
        inside = touched.labels[self.inside(index)]
        own = np.count_nonzero(owned[zone]) - np.count_nonzero(owned[inside])
        free = touched.owners == 0
        free[0] = False
        stray = np.count_nonzero(free[zone]) - np.count_nonzero(free[inside])
        others = ~owned & (touched.owners > 0)
        near = touched.labels[self.squares.wider(index, close)]
        stray += np.count_nonzero(others[near]) - np.count_nonzero(others[inside])
        return int(own), int(stray)

    def _struck(self, index: int) -> bool:
        window = self.strong[self.squares.wider(index, self.gap + 2)]
        ends = round(CORNER * int(self.squares.sizes[index])) + self.gap + 2
        left, right, top, foot = (
            bool(side[:2, ends:-ends].any())
            for side in (window.T, window.T[::-1], window, window[::-1])
        )
        return (left and right) or (top and foot)


class _Shape(TypedDict, total=False):
    width: float
    length: float
    bend: float
    middle: float
    spans: float
    upright: bool
    crossed: float
    peak: float
    share: float


def _shape(ink: Mask, dark: Gray) -> _Shape:
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
    bend = max(_spread(xs, ys) - width**2 / 12, 0.0) ** 0.5
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


def _spread(xs: npt.NDArray[np.int64], ys: npt.NDArray[np.int64]) -> float:
    """The lesser variance of places, along the best of all directions."""
    x, y = xs - xs.mean(), ys - ys.mean()
    xx, yy, xy = (float(pair) / len(xs) for pair in (x @ x, y @ y, x @ y))
    middle: float = (xx + yy) / 2
    return middle - float(np.hypot((xx - yy) / 2, xy))


def _crossed(ink: Owners) -> float:
    """The share of lines, of all that meet ink, on which three strokes or more lie."""
    runs = (ink[:, 1:] & ~ink[:, :-1]).sum(axis=1) + ink[:, 0]
    return float((runs >= 3).sum() / max((runs > 0).sum(), 1))
