"""Where the printed outlines of the boxes lie, how far they reach, and what lies on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from voting.paper.errors import PaperError
from voting.paper.geometry import Box
from voting.paper.ink import PIXELS_PER_MM, Inked
from voting.paper.qr import Gray

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
    """The top left corner (x, y) and the size of each box in pixels, and how dark its outline is.

    `darkness` is the mean over the outline, 0 to 1.
    """

    places: tuple[tuple[int, int], ...]
    sizes: tuple[int, ...]
    darkness: tuple[float, ...]

    def wider(self, index: int, by: int) -> tuple[slice, slice]:
        """A box's rows and columns, and so many pixels around it."""
        (x, y), size = self.places[index], self.sizes[index]
        return slice(max(y - by, 0), y + size + by), slice(max(x - by, 0), x + size + by)


def snapped(inked: Inked, boxes: Sequence[Box], line_mm: float) -> Squares:
    """Every box where its outline fits best, up to 1 mm from where it should be."""
    sums = np.asarray(cv2.integral(inked.dark), dtype=np.float64)
    line, reach = max(round(line_mm * PIXELS_PER_MM), 2), round(SNAP_MM * PIXELS_PER_MM)
    steps = np.arange(-reach, reach + 1)
    away = (steps[:, None] ** 2 + steps[None, :] ** 2) / PIXELS_PER_MM**2
    corners = np.array([inked.at(box) for box in boxes])
    sizes = np.array([round(box.size_mm * PIXELS_PER_MM) for box in boxes])
    whole = _sums(sums, corners, sizes, steps)
    hollow = _sums(sums, corners + line, sizes - 2 * line, steps)
    ring = sizes**2 - (sizes - 2 * line) ** 2
    dark = (whole - hollow) / (255 * ring[:, None, None])
    best = np.argmax((dark - NEAREST * away).reshape(len(boxes), -1), axis=1)
    moved = corners + np.stack([steps[best % len(steps)], steps[best // len(steps)]], axis=1)
    darkness = dark.reshape(len(boxes), -1)[np.arange(len(boxes)), best]
    places = tuple((int(x), int(y)) for x, y in moved.tolist())
    return Squares(places, tuple(sizes.tolist()), tuple(darkness.tolist()))


def _sums(sums: Floats, corners: Places, sizes: Places, steps: Places) -> Floats:
    """Sums over squares (boxes × steps down × steps across) by the table of summed areas."""
    low_x = corners[:, 0, None, None] + steps[None, None, :]
    low_y = corners[:, 1, None, None] + steps[None, :, None]
    high_x, high_y = (low + sizes[:, None, None] for low in (low_x, low_y))
    return np.asarray(
        sums[high_y, high_x] - sums[low_y, high_x] - sums[high_y, low_x] + sums[low_y, low_x]
    )


def bands(dark: Gray, squares: Squares, level: float) -> tuple[int, int]:
    """How far (pixels) the outlines of this page reach inwards and outwards, beyond `level`.

    Of all boxes, and along each side, a value below the middle, which marks leave alone, is the
    outline with the page's own blur. Refuses `too_blurred` where it takes too much of the box.
    """
    inset, gap, most = (round(mm * PIXELS_PER_MM) for mm in (INSET_MM, GAP_MM, MOST_BLUR_MM))
    step = -(-len(squares.sizes) // MANY)
    sides = np.stack(list(_sides(dark, squares, gap + most, inset + most, step)))
    strips = np.moveaxis(sides.reshape(-1, 4, *sides.shape[1:]), 0, 2)
    strips = strips.reshape(*strips.shape[:2], -1)
    lower = int(LOWER * strips.shape[2])
    usual = np.partition(strips, lower, axis=2)[:, :, lower].max(axis=0)
    inner = int(np.count_nonzero(usual[gap + most + inset :] > level))
    outer = int(np.count_nonzero(usual[:most] > level))
    # Blur reaches as far to both sides: more on one of them is ink, as where most boxes are filled.
    blur = min(inner, outer)
    if blur >= most:
        raise PaperError("too_blurred", pixels=blur)
    return inset + blur, gap + blur


def _sides(
    dark: Gray, squares: Squares, outside: int, inside: int, step: int = 1
) -> Iterator[Gray]:
    """The strip across each outline (from outside inwards), without its ends: four of each box."""
    depth, size = outside + inside, min(squares.sizes)
    middle = slice(outside + inside, outside + size - inside)
    for index in range(0, len(squares.sizes), step):
        window = dark[squares.wider(index, outside)]
        for side in (window, window[::-1], window.T, window.T[::-1]):
            yield side[:depth, middle]


def marked_outlines(dark: Gray, squares: Squares, inset: int, gap: int) -> list[bool]:
    """Whether each outline is thicker or darker somewhere than it is in the middle."""
    sides = np.stack(list(_sides(dark, squares, gap, inset)))
    across = sides.sum(axis=1, dtype=np.float64) / (255 * PIXELS_PER_MM)
    across = across.reshape(len(squares.sizes), 4, -1)
    usual = np.sort(np.median(across, axis=2), axis=1)[:, 1]
    over = across - usual[:, None, None] > LINE_OVER_MM
    runs = over[:, :, :-2] & over[:, :, 1:-1] & over[:, :, 2:]
    return [bool(one) for one in runs.any(axis=(1, 2))]
