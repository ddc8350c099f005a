"""What lies in and around each box: areas, lengths and counts of strokes, in millimetres.

Measures only; what they mean is decided in `read`. Every box is snapped to its printed outline
first. Ink inside and outside that belongs to one stroke is found as one component, bridged across
the outline: a long tick is one mark of its own box and no stray beside the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

import cv2
import numpy as np

from voting.paper.components import AREA, Components, components
from voting.paper.geometry import Box
from voting.paper.ink import PIXELS_PER_MM, Inked, Mask
from voting.paper.measured import Measured
from voting.paper.outlines import (
    Places,
    Squares,
    Sums,
    bands,
    marked_outlines,
    snapped,
    usual_outline,
)
from voting.paper.qr import Gray
from voting.paper.shapes import shape_of, spread

STRONG = 0.16  # darkness of a stroke
FAINT = 0.07  # and of what might be one
SIGMAS = 5.0  # of noise: never less than this
ZONE_MM = 3.0  # of free paper that belongs to a box
CLOSE_MM = 2.0  # so near, another box's stroke may be a mark of this one
TIP_MM, TIP_CLOSE_MM = 2.5, 1.0  # unless that is the tip of a tail, no longer than this
FOLD_SPREAD_MM = 0.6  # beside its middle
BETWEEN_MM = 3.6  # of paper around a box that holds what was drawn beside it
THEIRS_MM = 0.5  # around another box: what lies there is that box's affair
TAIL_SPREAD_MM = 0.45  # a tail that leaves another box is one line
BLURRED = 0.035  # darkness that an outline leaves where it should have ended
CORNER = 0.2  # of a side, at each end


def measure(inked: Inked, boxes: Sequence[Box], line_mm: float) -> list[Measured]:
    """Every box of the side, in the given order; `too_blurred` where outlines run into boxes."""
    squares = snapped(inked, boxes, line_mm)
    level, soft_level = max(STRONG, SIGMAS * inked.noise), max(FAINT, SIGMAS * inked.soft_noise)
    outline = usual_outline(inked.dark, squares)
    inset, gap = bands(outline, 255 * max(BLURRED, level / 2))
    soft_inset, _gap = bands(outline, 255 * max(BLURRED, soft_level / 2))
    strong = _strong(inked, squares, level, inset, gap)
    over = _table(_over(inked.soft, soft_level))
    faint = squares.totals(over, -soft_inset - 2, scale=2) * 4 * AREA
    scene = _Scene(inked.dark, strong, faint.tolist(), squares, inset, gap)
    return scene.all_measured(marked_outlines(inked.dark, squares, inset, gap))


def _table(mask: Mask) -> Sums:
    return np.asarray(cv2.integral(mask), dtype=np.int32)


def _strong(inked: Inked, squares: Squares, level: float, inset: int, gap: int) -> Mask:
    """1 where it is darker than `level` (0 to 1) and nothing is printed, or than what is."""
    over = _over(inked.dark, level)
    lines = cv2.bitwise_and(_over(inked.dark, inked.lines + level), inked.bare.between)
    strong = np.asarray(
        cv2.bitwise_or(cv2.bitwise_and(over, inked.bare.free), lines), dtype=np.uint8
    )
    for index in range(len(squares.places)):
        outline, inside = squares.wider(index, gap), squares.wider(index, -inset)
        strong[outline] = 0
        strong[inside] = over[inside]
    return strong


def _extent(xs: Places, ys: Places) -> float:
    """The longer side of what holds these places, in pixels."""
    return float(max(np.ptp(xs), np.ptp(ys))) if len(xs) else 0.0


def _over(dark: Gray, level: float) -> Mask:
    _level, over = cv2.threshold(dark, min(255 * level - 1, 255), 1, cv2.THRESH_BINARY)
    return np.asarray(over, dtype=np.uint8)


class Around(TypedDict):
    """Measures of `Measured` that what lies around a box has."""

    own: float
    stray: float
    whole_bend: float
    beside: tuple[int, ...]


@dataclass(frozen=True)
class _Scene:
    dark: Gray
    strong: Mask
    faint: Sequence[float]
    squares: Squares
    inset: int
    gap: int

    def inside(self, index: int) -> tuple[slice, slice]:
        return self.squares.wider(index, -self.inset)

    def all_measured(self, on_outline: Sequence[bool]) -> list[Measured]:
        sums = _table(self.strong)
        ink = self.squares.totals(sums, -self.inset).tolist()
        zone = self.squares.totals(sums, round(ZONE_MM * PIXELS_PER_MM)).tolist()
        inked = [index for index, some in enumerate(ink) if some]
        touched = components(self.strong, self.squares, inked, self.inset, self.gap)
        bare = [self._bare(index, on_outline[index]) for index in range(len(ink))]
        return [
            self.measured(index, one, touched, ink[index]) if zone[index] else one
            for index, one in enumerate(bare)
        ]

    def _bare(self, index: int, on_outline: bool) -> Measured:
        return Measured(
            outline=self.squares.darkness[index],
            inside_mm=(self.squares.size - 2 * self.inset) / PIXELS_PER_MM,
            faint=self.faint[index],
            on_outline=on_outline,
        )

    def measured(self, index: int, bare: Measured, touched: Components, ink: int) -> Measured:
        found = replace(bare, **self._around(index, touched))
        if not ink:
            return found
        inside = self.inside(index)
        return replace(
            found,
            strong=ink * AREA,
            shared=bool((touched.of(index) & (touched.owners > 1)).any()),
            exits=self._exits(index),
            **shape_of(self.strong[inside], self.dark[inside]),
        )

    def _around(self, index: int, touched: Components) -> Around:
        """What this box's own strokes leave outside, and what else lies in its zone.

        Another box's stroke is no stray here, unless it comes close to this box; the tip of a tail
        may come closer than a line beside it. And no hand draws a line as long as a fold.
        """
        size, wide = self.squares.size, round(ZONE_MM * PIXELS_PER_MM)
        ys, xs, seen = touched.seen(self.squares.wider(index, wide))
        # Twice the distance from the middle of the box: its edge is as far as its size.
        from_middle = np.maximum(*(np.abs(2 * (one - wide) - size + 1) for one in (ys, xs)))
        outside = from_middle > size - 2 * self.inset
        own, owners = touched.of(index)[seen], touched.owners[seen]
        others = outside & (owners > 0) & ~own
        close = others & (from_middle < size + 2 * round(CLOSE_MM * PIXELS_PER_MM))
        if _extent(xs[close], ys[close]) < TIP_MM * PIXELS_PER_MM:
            close &= from_middle < size + 2 * round(TIP_CLOSE_MM * PIXELS_PER_MM)
        long = touched.long[seen] & (owners == 0)
        stray = np.count_nonzero(outside & (owners == 0) & ~long) + np.count_nonzero(close)
        if long.any() and spread(xs[long], ys[long]) >= FOLD_SPREAD_MM * PIXELS_PER_MM:
            stray += np.count_nonzero(long)  # more than a fold or a streak
        beside = touched.having(seen[others])
        if beside:
            stray += self._between(index, touched, beside)
        return {
            "own": np.count_nonzero(own & outside) * AREA,
            "stray": stray * AREA,
            "whole_bend": spread(xs[own], ys[own]) / PIXELS_PER_MM,
            "beside": beside,
        }

    def _between(self, index: int, touched: Components, beside: Sequence[int]) -> int:
        """Pixels of what touches other boxes' strokes, lies between the boxes and is no tail: not
        one line, or without ink all the way to a box or out of sight."""
        zone = self.squares.wider(index, round(BETWEEN_MM * PIXELS_PER_MM))
        ys, xs, seen = touched.seen(zone)
        theirs = (touched.owners[seen] > 0) & ~touched.of(index)[seen]
        top, left = zone[0].start, zone[1].start
        ink = np.zeros((zone[0].stop - top, zone[1].stop - left), dtype=np.uint8)
        ink[ys[theirs], xs[theirs]] = 1
        leads_on = np.ones_like(ink)
        leads_on[1:-1, 1:-1] = 0
        for other in beside:
            down, across = self.squares.wider(other, round(THEIRS_MM * PIXELS_PER_MM))
            rows = slice(max(down.start - top, 0), max(down.stop - top, 0))
            columns = slice(max(across.start - left, 0), max(across.stop - left, 0))
            ink[rows, columns] = 0
            leads_on[rows, columns] = 1
        leads_on = cv2.dilate(leads_on, np.ones((3, 3), dtype=np.uint8))
        count, pieces = cv2.connectedComponents(ink)
        places = (np.nonzero(pieces == piece) for piece in range(1, count))
        least = TAIL_SPREAD_MM * PIXELS_PER_MM
        return sum(
            len(ys) for ys, xs in places if spread(xs, ys) >= least or not leads_on[ys, xs].any()
        )

    def _exits(self, index: int) -> int:
        """How often ink leaves the box, where it does so on two opposite sides; else 0."""
        window = self.strong[self.squares.wider(index, self.gap + 2)]
        ends = round(CORNER * self.squares.size) + self.gap + 2
        top, foot, left, right = (
            side[:2].max(axis=0) for side in (window, window[::-1], window.T, window.T[::-1])
        )
        if not any(
            one[ends:-ends].any() and other[ends:-ends].any()
            for one, other in ((top, foot), (left, right))
        ):
            return 0
        ring = np.concatenate([top, right, foot[::-1], left[::-1]])
        return int(np.count_nonzero(ring > np.roll(ring, 1)))
