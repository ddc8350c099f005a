"""The QR symbol on a poster is read back by a reader."""

import cv2
import numpy as np
import zxingcpp

from budgeting.qr import symbol_of

ADDRESS = "https://wijkstem.example.org/fr/c/demo-laken/2026/"


def test_a_reader_finds_the_address() -> None:
    symbol = symbol_of(ADDRESS)
    picture = np.full((symbol.size, symbol.size), 255, dtype=np.uint8)
    for stroke in symbol.path.removeprefix("M").split("M"):
        place, length = stroke.split("h")[:2]
        x, y = map(int, place.split())
        picture[y, x : x + int(length.split("v")[0])] = 0
    large = cv2.resize(picture, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
    (found,) = zxingcpp.read_barcodes(np.asarray(large, dtype=np.uint8))
    assert found.text == ADDRESS
