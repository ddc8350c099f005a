"""Empty backs: what shines through, dust and holes leave a page empty; anything else does not."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from voting.paper.blank import is_blank
from voting.paper.qr import Gray

Floats = npt.NDArray[np.float64]


def paper(dpi: int, *, noise: float = 5.0) -> Floats:
    """A back of A4 under a light that is weaker on the left."""
    height, width = round(297 / 25.4 * dpi), round(210 / 25.4 * dpi)
    grain = np.random.default_rng(dpi).normal(0, noise, (height, width))
    return 245 * np.linspace(0.85, 1, width)[None, :] + grain


def scan(page: Floats) -> Gray:
    return np.clip(page, 0, 255).astype(np.uint8)


def front(dpi: int) -> Floats:
    """The ink of a front (0 to 1): lines of text and four corner squares."""
    ink, px = np.zeros(paper(dpi).shape, dtype=np.uint8), dpi / 25.4
    for line in range(20):
        place = (round(20 * px), round((40 + 10 * line) * px))
        cv2.putText(ink, "Heraanleg van het plein 123", place, 0, px / 8, 255, round(px / 3))
    for x, y in ((12, 12), (198, 12), (12, 285), (198, 285)):
        square = [round(value * px) for value in (x - 3.5, y - 3.5, x + 3.5, y + 3.5)]
        ink[square[1] : square[3], square[0] : square[2]] = 255
    return ink / 255.0


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_what_shines_through_leaves_a_back_empty(dpi: int) -> None:
    soft = cv2.GaussianBlur(front(dpi), (0, 0), dpi / 150)[:, ::-1]
    assert is_blank(scan(paper(dpi)))
    assert is_blank(scan(paper(dpi) * (1 - 0.18 * soft)))


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_holes_dust_and_the_shadow_of_an_edge_leave_a_back_empty(dpi: int) -> None:
    back, px, random = paper(dpi), dpi / 25.4, np.random.default_rng(3)
    for y in (108.5, 188.5):
        cv2.circle(back, (round(12 * px), round(y * px)), round(3 * px), 15, -1)
    for x, y in random.integers(200, 1000, (40, 2)):
        cv2.circle(back, (int(x), int(y)), max(1, round(0.2 * px)), 60, -1)
    back[:, : round(3 * px)] = 30
    for turned in (back, back[::-1], np.rot90(back)):
        assert is_blank(scan(turned))


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("strength", [0.4, 0.85])
def test_a_front_is_never_empty_however_pale(dpi: int, strength: float) -> None:
    page = scan(paper(dpi) * (1 - strength * front(dpi)))
    for turned in (page, page[::-1], np.rot90(page)):
        assert not is_blank(turned)


@pytest.mark.parametrize("angle", [0, 20, 45])
def test_one_corner_square_keeps_a_page(angle: float) -> None:
    back = paper(200)
    square = cv2.boxPoints(((95, 95), (55, 55), angle)).astype(np.int32)
    cv2.fillPoly(back, [square], 20)
    assert not is_blank(scan(back))


def test_a_few_words_in_pen_keep_a_page() -> None:
    back = scan(paper(200))
    cv2.putText(back, "zie brief", (500, 900), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 1.5, 90, 3)
    assert not is_blank(back)


@pytest.mark.parametrize("level", [0.05, 0.3])
def test_a_dark_picture_is_no_paper(level: float) -> None:
    assert not is_blank(scan(paper(200) * level))


@pytest.mark.parametrize("shape", [(2, 100_000), (300, 300), (400, 1200)])
def test_a_picture_that_is_no_page_is_not_empty(shape: tuple[int, int]) -> None:
    assert not is_blank(np.full(shape, 255, dtype=np.uint8))
