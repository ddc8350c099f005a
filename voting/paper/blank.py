"""Empty backs: telling a page on which nobody printed or wrote anything.

A scanner that takes both sides delivers one behind each sheet. What shines through from the other
side is soft and light, dust is small, and the holes of a file are round and lie along an edge.
Whatever else is on a page keeps it: a page that is not surely empty is shown to people.
"""

import cv2
import numpy as np
import numpy.typing as npt

from voting.paper.qr import Gray

LONG_SIDE_MM = 297.0  # pages are taken for A4: only the size of specks is judged by it
PIXELS_PER_MM = 4.0
EDGE_MM = 5.0  # where scanners leave shadows; the squares of a sheet begin 8.5 mm in
PAPER_FROM = 110  # of 255: what is darker as a whole is no paper
NOT_LONGER = 2.5  # than wide
SMALLEST = 400  # pixels of a side: less than 50 dots an inch of A4
INK = 0.25  # darker than the paper around it by this share: light pencil, and no show-through
DUST_MM2 = 0.35
MOST_MM2 = 2.0  # of everything that is neither dust nor a hole
HOLE_MM = (4.0, 9.0)  # across
ROUND = 0.85  # of its smallest circle that a hole fills; a square fills 0.64 of it
MARGIN_MM = 22.0  # in which holes lie
AROUND_MM = 15.0  # the paper that a spot is compared with

Mask = npt.NDArray[np.uint8]


def is_blank(gray: Gray) -> bool:
    """Whether a page is paper with nothing on it but show-through, dust and holes of a file.

    For a page on which no symbol was found, in any orientation, 150 dots an inch or more.
    """
    height, width = gray.shape
    if min(height, width) < SMALLEST or max(height, width) > NOT_LONGER * min(height, width):
        return False
    small = _at_scale(gray)
    if np.median(small) < PAPER_FROM:
        return False
    inked = _inked(small)
    contours, _tree = cv2.findContours(inked, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    left = 0.0
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        area = int(np.count_nonzero(inked[y : y + h, x : x + w])) / PIXELS_PER_MM**2
        if area > DUST_MM2 and not _is_hole(np.asarray(contour, dtype=np.int32), inked.shape):
            left += area
    return left <= MOST_MM2


def _at_scale(gray: Gray) -> Gray:
    scale = PIXELS_PER_MM * LONG_SIDE_MM / max(gray.shape)
    if scale >= 1:
        return gray
    size = (round(gray.shape[1] * scale), round(gray.shape[0] * scale))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _inked(small: Gray) -> Mask:
    """What is darker than the paper around it, without the edges of the page."""
    edge = round(EDGE_MM * PIXELS_PER_MM)
    page = small[edge:-edge, edge:-edge]
    # The paper is the lightest quarter of what lies around a spot, smoothed: computed small.
    reach = round(AROUND_MM * PIXELS_PER_MM / 4) | 1
    quarter = cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    light = cv2.dilate(quarter, np.ones((reach, reach), dtype=np.uint8))
    paper = cv2.resize(cv2.blur(light, (reach, reach)), (page.shape[1], page.shape[0]))
    dark = page.astype(np.float32) < (1 - INK) * paper.astype(np.float32)
    return np.asarray(dark, dtype=np.uint8)


def _is_hole(contour: npt.NDArray[np.int32], shape: tuple[int, ...]) -> bool:
    (x, y), radius = cv2.minEnclosingCircle(contour)
    across = 2 * radius / PIXELS_PER_MM
    if not HOLE_MM[0] <= across <= HOLE_MM[1]:
        return False
    nearest = min(x, y, shape[1] - x, shape[0] - y) / PIXELS_PER_MM
    filled = cv2.contourArea(contour) / (np.pi * max(radius, 1.0) ** 2)
    return bool(nearest <= MARGIN_MM and filled >= ROUND)
