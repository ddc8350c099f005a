"""Where the printed outlines of the boxes lie, how far they reach, and what lies on them."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from voting.paper.errors import PaperError
from voting.paper.geometry import Box
from voting.paper.ink import PIXELS_PER_MM, Inked
from voting.paper.qr import Gray

Sums = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

SNAP_MM = 1.0
NEAREST = 0.04  # of darkness that a millimetre away from where it should be costs
INSET_MM = 0.85  # from the outline's outer edge to where the inside begins
GAP_MM = 0.4  # from there outwards to where free paper begins
MOST_BLUR_MM = 0.7  # that an outline may reach beyond these
LINE_OVER_MM = 0.10  # darkness across the outline, more than elsewhere on it
LOWER = 0.3  # of the places along an outline are no darker: more than half may be marked
MANY = 40  # boxes tell how blurred a page is


@dataclass(frozen=True)
class Squares:
    """Where the boxes of a side lie, in pixels, and how dark their outlines are.

    `corners` (n × 2) are their top left corners as (x, y), `size` is that of each; `darkness` is
    the mean over the outline, 0 to 1.
    """

    corners: Places
    size: int
    darkness: tuple[float, ...]
    places: tuple[tuple[int, int], ...] = ()

    def wider(self, index: int, by: int) -> tuple[slice, slice]:
        """A box's rows and columns, and so many pixels around it."""
        (x, y), size = self.places[index], self.size
        return slice(y - by, y + size + by), slice(x - by, x + size + by)

    def totals(self, sums: Sums, by: int, scale: int = 1) -> Places:
        """Sums (n) over each box and so many pixels around it, by a table of summed areas.

        `scale` is how many pixels one of the table stands for.
        """
        low, high = (self.corners - by) // scale, (self.corners + self.size + by) // scale
        return _sums(sums, low[:, 0], low[:, 1], high[:, 0], high[:, 1])

    def windows(self, dark: Gray, by: int) -> Gray:
        """Each box and so many pixels around it: n × height × width."""
        x, y = self.corners.T - by
        side = self.size + 2 * by
        return np.asarray(sliding_window_view(dark, (side, side))[y, x])


def snapped(inked: Inked, boxes: Sequence[Box], line_mm: float) -> Squares:
    """Every box where its outline fits best, up to 1 mm from where it should be.

    `bad_layout` where boxes are not of one size.
    """
    if len({box.size_mm for box in boxes}) != 1:
        raise PaperError("bad_layout", reason="boxes of several sizes")
    sums = np.asarray(cv2.integral(inked.dark), dtype=np.int32)
    corners = np.array([inked.at(box) for box in boxes])
    size, line = round(boxes[0].size_mm * PIXELS_PER_MM), max(round(line_mm * PIXELS_PER_MM), 2)
    reach = round(SNAP_MM * PIXELS_PER_MM)
    coarse, _darkness = _fitted(sums, corners, corners, size, line, np.arange(-reach, reach + 1, 2))
    moved, darkness = _fitted(sums, coarse, corners, size, line, np.arange(-1, 2))
    places = tuple((int(x), int(y)) for x, y in moved.tolist())
    return Squares(moved, size, tuple(darkness.tolist()), places)


def _fitted(
    sums: Sums, near: Places, meant: Places, size: int, line: int, steps: Places
) -> tuple[Places, Floats]:
    """The darkest places of the outlines, of all these steps from near, and how dark they are."""
    hollow = size - 2 * line
    ring = _shifted(sums, near, size, steps) - _shifted(sums, near + line, hollow, steps)
    dark = ring / (255 * (size**2 - hollow**2))
    x = (near - meant)[:, 0, None, None] + steps[None, None, :]
    y = (near - meant)[:, 1, None, None] + steps[None, :, None]
    worth = (dark - NEAREST * (x**2 + y**2) / PIXELS_PER_MM**2).reshape(len(near), -1)
    best = np.argmax(worth, axis=1)
    moved = near + np.stack([steps[best % len(steps)], steps[best // len(steps)]], axis=1)
    return moved, dark.reshape(len(near), -1)[np.arange(len(near)), best]


def _shifted(sums: Sums, corners: Places, size: int, steps: Places) -> Places:
    """Sums over squares (boxes × steps down × steps across)."""
    x = corners[:, 0, None, None] + steps[None, None, :]
    y = corners[:, 1, None, None] + steps[None, :, None]
    return _sums(sums, x, y, x + size, y + size)


def _sums(sums: Sums, left: Places, top: Places, right: Places, foot: Places) -> Places:
    whole = sums[foot, right] - sums[top, right] - sums[foot, left] + sums[top, left]
    return np.asarray(whole, dtype=np.int64)


def sides_of(dark: Gray, squares: Squares, outside: int, inside: int) -> Gray:
    """The strip across each outline (from outside inwards), without its ends.

    Top, foot, left and right of each box: 4 × n × depth × length.
    """
    depth = outside + inside
    middle = slice(depth, outside + squares.size - inside)
    window = squares.windows(dark, outside)
    turned = window.transpose(0, 2, 1)
    seen = (window, window[:, ::-1], turned, turned[:, ::-1])
    return np.stack([one[:, :depth, middle] for one in seen])


def usual_outline(dark: Gray, squares: Squares) -> Gray:
    """The darkness across an outline (4 sides × depth) that marks leave alone.

    Of all boxes, and along each side, a value below the middle is the outline with the page's own
    blur.
    """
    inset, gap, most = (round(mm * PIXELS_PER_MM) for mm in (INSET_MM, GAP_MM, MOST_BLUR_MM))
    some = slice(None, None, -(-len(squares.places) // MANY))
    few = Squares(squares.corners[some], squares.size, (), squares.places[some])
    strips = np.moveaxis(sides_of(dark, few, gap + most, inset + most), 2, 1)
    strips = strips.reshape(*strips.shape[:2], -1)
    lower = int(LOWER * strips.shape[2])
    return np.asarray(np.partition(strips, lower, axis=2)[:, :, lower].max(axis=0))


def bands(outline: Gray, level: float) -> tuple[int, int]:
    """How far (pixels) the `usual_outline` reaches inwards and outwards, darker than `level`.

    Refuses `too_blurred` where blur takes too much of the box.
    """
    inset, gap, most = (round(mm * PIXELS_PER_MM) for mm in (INSET_MM, GAP_MM, MOST_BLUR_MM))
    inner = int(np.count_nonzero(outline[gap + most + inset :] > level))
    outer = int(np.count_nonzero(outline[:most] > level))
    # Blur reaches as far to both sides: more on one of them is ink, as where most boxes are filled.
    blur = min(inner, outer)
    if blur >= most:
        raise PaperError("too_blurred", pixels=blur)
    return inset + blur, gap + blur


def marked_outlines(dark: Gray, squares: Squares, inset: int, gap: int) -> list[bool]:
    """Whether each outline is thicker or darker somewhere than it is in the middle."""
    across = sides_of(dark, squares, gap, inset).sum(axis=2, dtype=np.int64)
    half = across.shape[2] // 2
    middle = np.sort(np.partition(across, half, axis=2)[:, :, half], axis=0)[1]
    over = across - middle[None, :, None] > LINE_OVER_MM * 255 * PIXELS_PER_MM
    runs = over[:, :, :-2] & over[:, :, 1:-1] & over[:, :, 2:]
    return [bool(one) for one in runs.any(axis=(0, 2))]
