"""What lies in and around each box: areas, lengths and counts of strokes, in millimetres.

Measures only; what they mean is decided in `read`. Every box is snapped to its printed outline
first. Ink inside and outside that belongs to one stroke is found as one component, bridged across
the outline: a long tick is one mark of its own box and no stray beside the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from voting.paper.geometry import Box
from voting.paper.ink import PIXELS_PER_MM, Inked, Mask
from voting.paper.outlines import Squares, bands, marked_outlines, snapped
from voting.paper.qr import Gray
from voting.paper.shapes import Shape, shape_of, spread

Labels = npt.NDArray[np.int32]
Owners = npt.NDArray[np.bool_]

STRONG = 0.16  # darkness of a stroke
FAINT = 0.07  # and of what might be one
SIGMAS = 5.0  # of noise: never less than this
ZONE_MM = 3.0  # of free paper that belongs to a box
CLOSE_MM = 1.3  # so near, another box's stroke may be a mark of this one
FOLD_MM = 80.0  # no hand draws such a line beside a box
NEAR = 3  # pixels that one stroke may be broken by, less one
OWNED_MM2 = 0.12  # of a stroke inside a box: then it is that box's
BLURRED = 0.035  # darkness that an outline leaves where it should have ended
CORNER = 0.2  # of a side, at each end
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
    `whole_bend` how far its strokes lie from a straight line with what they leave outside,
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
    whole_bend: float = 0.0
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
    """Components of strong ink: labels, in how many boxes each one is, and which a box has.

    `long` are folds and streaks.
    """

    labels: Labels
    owners: npt.NDArray[np.int64]
    long: Owners
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
        # The default algorithm is three times slower here; the components are the same.
        count, found, stats, _centres = cv2.connectedComponentsWithStatsWithAlgorithm(
            near, 8, cv2.CV_32S, cv2.CCL_BBDT
        )
        extent = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
        labels = np.asarray(found, dtype=np.int32)
        labels[self.strong == 0] = 0
        inked = [
            index
            for index in range(len(self.squares.sizes))
            if np.count_nonzero(self.strong[self.inside(index)])
        ]
        owned = {index: self._owned(labels, index, count) for index in inked}
        owners = np.sum([np.zeros(count), *owned.values()], axis=0).astype(np.int64)
        return _Touched(labels, owners, extent >= FOLD_MM * PIXELS_PER_MM, owned)

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
            # Blur of the outline, where it is a little more than elsewhere, is a pixel wide.
            faint=np.count_nonzero(self.faint[inside][1:-1, 1:-1]) * AREA,
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
            whole_bend=self._whole_bend(index, touched, owned),
            shared=bool((owned & (touched.owners > 1)).any()),
            struck=self._struck(index),
            **(shape_of(self.strong[inside], self.dark[inside]) if ink else Shape()),
        )

    def _around(self, index: int, touched: _Touched, owned: Owners) -> tuple[int, int]:
        """Pixels outside of this box's own strokes, and of what else lies in its zone.

        Another box's stroke is no stray here, unless it comes close to this box; and no hand draws
        a line as long as a fold.
        """
        wide, close = (round(mm * PIXELS_PER_MM) for mm in (ZONE_MM, CLOSE_MM))
        zone = touched.labels[self.squares.wider(index, wide)]
        inside = touched.labels[self.inside(index)]
        own = np.count_nonzero(owned[zone]) - np.count_nonzero(owned[inside])
        free = (touched.owners == 0) & ~touched.long
        free[0] = False
        stray = np.count_nonzero(free[zone]) - np.count_nonzero(free[inside])
        others = ~owned & (touched.owners > 0)
        near = touched.labels[self.squares.wider(index, close)]
        stray += np.count_nonzero(others[near]) - np.count_nonzero(others[inside])
        return int(own), int(stray)

    def _whole_bend(self, index: int, touched: _Touched, owned: Owners) -> float:
        zone = touched.labels[self.squares.wider(index, round(ZONE_MM * PIXELS_PER_MM))]
        ys, xs = np.nonzero(owned[zone])
        return float(max(spread(xs, ys), 0.0)) ** 0.5 / PIXELS_PER_MM if len(xs) else 0.0

    def _struck(self, index: int) -> bool:
        window = self.strong[self.squares.wider(index, self.gap + 2)]
        ends = round(CORNER * int(self.squares.sizes[index])) + self.gap + 2
        left, right, top, foot = (
            bool(side[:2, ends:-ends].any())
            for side in (window.T, window.T[::-1], window, window[::-1])
        )
        return (left and right) or (top and foot)
