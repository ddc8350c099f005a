"""Pieces of a page for the person who decides on it: upright, and large enough to judge a mark.

The picture is laid straight by its symbol and corner squares, so that a box, and the row of its
project, are where the stored geometry says. Where that fails, the machine's own note of the place
has to do. Nothing of it is stored.
"""

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from voting.paper.code import parse
from voting.paper.errors import PaperError
from voting.paper.geometry import Box, Row
from voting.paper.qr import CodeHit, Gray, find_codes
from voting.paper.register import register
from voting.services.looking import Looked

PIXELS_PER_MM = 8
MARGIN_MM = 5.0  # of paper shown around a box
ROW_MARGIN_MM = 2.0
BOX_ZOOM = 3
MARGIN = 0.8  # without geometry, of the box's size
Area = tuple[float, float, float, float]
Map = npt.NDArray[np.float64]


def box_crop(page: Looked, number: int) -> bytes | None:
    """The paper around one doubt of the machine (counted from 0) as PNG; None without one."""
    doubts = page.reading.doubts if page.reading else ()
    gray = _picture(page)
    if gray is None or number >= len(doubts):
        return None
    doubt, to_pixels = doubts[number], _lying(page, gray)
    box = next(
        (b for b in page.boxes if (b.project, b.value) == (doubt.project, doubt.value)), None
    )
    if to_pixels is not None and box is not None:
        return _png(_flat(gray, to_pixels, _around(box)), zoom=BOX_ZOOM)
    return _png(_noted(gray, doubt.area), zoom=BOX_ZOOM) if doubt.area else None


def row_crop(page: Looked, number: int) -> bytes | None:
    """The strip of one project (counted from 0 on this side) as PNG; None without geometry."""
    rows, gray = page.layout.side(page.scan.side).rows, _picture(page)
    if gray is None or number >= len(rows):
        return None
    to_pixels = _lying(page, gray)
    if to_pixels is None:
        return None
    return _png(_flat(gray, to_pixels, _strip(rows[number], page.boxes)), zoom=1)


def turned(plain: bytes, quarter_turns: int = 0) -> bytes:
    """A page with its symbol upright where one is seen, then turned clockwise as asked.

    As it is kept where nothing has to be turned, else as PNG.
    """
    gray = _decoded(plain)
    if gray is None:
        return plain
    turns = (_turns_of(gray) + quarter_turns) % 4
    return (_png(np.rot90(gray, -turns), zoom=1) or plain) if turns else plain


def _turns_of(gray: Gray) -> int:
    """How many quarter turns clockwise put the symbol of the page upright."""
    hit = _sheet_symbol(gray)
    if hit is None:
        return 0
    (x1, y1), (x2, y2) = hit.corners[0], hit.corners[1]  # the upper edge, from left to right
    if abs(x2 - x1) >= abs(y2 - y1):
        return 0 if x2 > x1 else 2
    return 3 if y2 > y1 else 1


def _picture(page: Looked) -> Gray | None:
    plain = page.intake.unseal(page.scan.image)
    return _decoded(plain) if plain else None


def _decoded(plain: bytes) -> Gray | None:
    gray = cv2.imdecode(np.frombuffer(plain, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    return None if gray is None else np.asarray(gray, dtype=np.uint8)


def _lying(page: Looked, gray: Gray) -> Map | None:
    """From millimetres on the sheet to pixels; None where its corners are not found."""
    hit = _sheet_symbol(gray)
    try:
        return register(gray, page.layout, hit).to_pixels if hit else None
    except PaperError:
        return None


def _sheet_symbol(gray: Gray) -> CodeHit | None:
    for hit in find_codes(gray):
        try:
            parse(hit.text)
        except PaperError:
            continue
        return hit
    return None


def _around(box: Box) -> Area:
    low_x, low_y = box.x_mm - MARGIN_MM, box.y_mm - MARGIN_MM
    size = box.size_mm + 2 * MARGIN_MM
    return low_x, low_y, low_x + size, low_y + size


def _strip(row: Row, boxes: tuple[Box, ...]) -> Area:
    """The row with every box of its project, wherever those stand."""
    mine = [box for box in boxes if box.project == row.project]
    left = min([row.x_mm, *(box.x_mm for box in mine)]) - ROW_MARGIN_MM
    right = max([row.x_mm + row.width_mm, *(box.x_mm + box.size_mm for box in mine)])
    top = min([row.y_mm, *(box.y_mm for box in mine)]) - ROW_MARGIN_MM
    low = max([row.y_mm + row.height_mm, *(box.y_mm + box.size_mm for box in mine)])
    return left, top, right + ROW_MARGIN_MM, low + ROW_MARGIN_MM


def _flat(gray: Gray, to_pixels: Map, area: Area) -> Gray:
    """An area of the sheet laid straight, at 8 pixels a millimetre."""
    left, top, right, low = area
    size = (round((right - left) * PIXELS_PER_MM), round((low - top) * PIXELS_PER_MM))
    place = np.array([[1, 0, left], [0, 1, top], [0, 0, 1]], dtype=np.float64)
    from_part = to_pixels @ place @ np.diag([1 / PIXELS_PER_MM, 1 / PIXELS_PER_MM, 1.0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    flat = cv2.warpPerspective(gray, from_part, size, flags=flags, borderValue=255)
    return np.asarray(flat, dtype=np.uint8)


def _noted(gray: Gray, area: tuple[int, int, int, int]) -> Gray:
    left, top, width, height = area
    margin = int(MARGIN * max(width, height))
    return gray[
        max(top - margin, 0) : top + height + margin, max(left - margin, 0) : left + width + margin
    ]


def _png(part: Gray, *, zoom: int) -> bytes | None:
    if part.size == 0:
        return None
    large = part if zoom == 1 else cv2.resize(part, None, fx=zoom, fy=zoom,
                                              interpolation=cv2.INTER_CUBIC)  # fmt: skip
    done, encoded = cv2.imencode(".png", cast("Gray", large))
    return encoded.tobytes() if done else None
