"""Make and find the QR symbols of sheets.

Symbols hold 44 alphanumeric characters at error level Q: version 3, 29 by 29 modules. All use one
fixed mask, which saves trying eight of them for every sheet; any reader copes with any mask.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import qrcode
import zxingcpp
from qrcode.util import MODE_ALPHA_NUM, QRData

Gray = npt.NDArray[np.uint8]

MODULES = 29
FIXED_MASK = 2
QR_ALONE = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


@dataclass(frozen=True)
class CodeHit:
    """A symbol found in a picture: its text and its corners as (x, y) pixels.

    The corners follow the symbol, not the picture: its own top left first, then clockwise. So
    they also tell how the sheet lies.
    """

    text: str
    corners: tuple[tuple[float, float], ...]


def matrix(text: str) -> list[list[bool]]:
    """The dark modules of a sheet's symbol, rows from the top, without the quiet zone.

    The text is of at most 47 alphanumeric characters (ValueError otherwise).
    """
    symbol = qrcode.QRCode(
        version=3,
        error_correction=qrcode.constants.ERROR_CORRECT_Q,
        border=0,
        mask_pattern=FIXED_MASK,
    )
    symbol.add_data(QRData(text, mode=MODE_ALPHA_NUM), optimize=0)
    symbol.make(fit=False)
    return [[bool(dark) for dark in row] for row in symbol.get_matrix()]


def rectangles(dark: list[list[bool]]) -> list[tuple[int, int, int, int]]:
    """Runs of dark modules as (x, y, width, height), equal runs below each other merged."""
    done: list[tuple[int, int, int, int]] = []
    growing: dict[tuple[int, int], int] = {}  # (x, width) → first row
    for y, row in enumerate([*dark, [False] * MODULES]):
        runs = _runs(row)
        for run in [run for run in growing if run not in runs]:
            top = growing.pop(run)
            done.append((run[0], top, run[1], y - top))
        for run in runs:
            growing.setdefault(run, y)
    return done


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    runs, start = [], None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append((start, x - start))
            start = None
    return runs


def find_codes(gray: Gray) -> list[CodeHit]:
    """Every readable QR symbol in a grey picture, in any rotation, left to right, once each.

    At half size first, which is four times as fast and forgives noise, then at full size, and
    last with a softened picture for coarse prints.
    """
    for scale in (0.5, 1.0):
        hits = _hits(gray, scale)
        if hits:
            return hits
    return _hits(np.asarray(cv2.GaussianBlur(gray, (0, 0), 1.5), dtype=np.uint8), 1.0)


def _hits(gray: Gray, scale: float) -> list[CodeHit]:
    image = gray if scale == 1.0 else _half(gray)
    found: dict[tuple[str, int, int], CodeHit] = {}
    for code in zxingcpp.read_barcodes(image, formats=QR_ALONE):
        place = code.position
        points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        corners = tuple((point.x / scale, point.y / scale) for point in points)
        x, y = corners[0]
        found[(code.text, int(x) // 32, int(y) // 32)] = CodeHit(code.text, corners)
    return sorted(found.values(), key=lambda hit: hit.corners[0])


def _half(gray: Gray) -> Gray:
    size = (max(gray.shape[1] // 2, 1), max(gray.shape[0] // 2, 1))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
