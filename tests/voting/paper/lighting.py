"""What scanners and phones do to a page: turns, blur, noise, shadows, folds, JPEG.

As in `marking`, chance is handed in. `scanned`, `bad_scan` and `photographed` are whole chains
with everything drawn at random within what such machines do.
"""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from voting.paper.qr import Gray

Random = np.random.Generator
Floats = npt.NDArray[np.float32]


def _gray(pixels: npt.NDArray[Any]) -> Gray:
    return np.asarray(np.clip(np.round(pixels), 0, 255), dtype=np.uint8)


def rotated(page: Gray, degrees: float, fill: int = 255) -> Gray:
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    warped = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=fill)
    return np.asarray(warped, dtype=np.uint8)


def quarter_turned(page: Gray, turns: int) -> Gray:
    return np.ascontiguousarray(np.rot90(page, turns))


def stretched(page: Gray, across: float, down: float) -> Gray:
    size = (round(page.shape[1] * across), round(page.shape[0] * down))
    return np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def blurred(page: Gray, pixels: float) -> Gray:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), pixels), dtype=np.uint8)


def shaken(page: Gray, pixels: int, degrees: float) -> Gray:
    """Motion blur along a line."""
    kernel = np.zeros((pixels, pixels), dtype=np.float32)
    kernel[pixels // 2] = 1
    middle = ((pixels - 1) / 2, (pixels - 1) / 2)
    turn = cv2.getRotationMatrix2D(middle, degrees, 1.0)
    moved = np.asarray(cv2.warpAffine(kernel, turn, (pixels, pixels)), dtype=np.float32)
    return np.asarray(cv2.filter2D(page, -1, moved / moved.sum()), dtype=np.uint8)


def noisy(page: Gray, sigma: float, random: Random) -> Gray:
    return _gray(page + sigma * random.standard_normal(page.shape, dtype=np.float32))


def as_jpeg(page: Gray, quality: int) -> Gray:
    _done, data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def tinted(page: Gray, random: Random) -> Gray:
    """Lamp light of some colour on white paper, turned to grey again."""
    cast = random.uniform(0.75, 1.0, 3)
    coloured = page[:, :, None].astype(np.float32) * cast.astype(np.float32)
    return np.asarray(cv2.cvtColor(_gray(coloured), cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def _places(page: Gray) -> tuple[Floats, Floats]:
    height, width = page.shape
    xs = np.arange(width, dtype=np.float32)[None, :] / width
    return xs, np.arange(height, dtype=np.float32)[:, None] / height


def unevenly_lit(page: Gray, random: Random) -> Gray:
    """From full light on one side down to half of it on the other."""
    xs, ys = _places(page)
    angle, low = random.uniform(0, 2 * np.pi), random.uniform(0.5, 0.8)
    along = np.cos(angle) * (xs - 0.5) + np.sin(angle) * (ys - 0.5)
    return _gray(page * (1 - (1 - low) * (along + 0.7).clip(0, 1.4) / 1.4))


def shadowed(page: Gray, random: Random) -> Gray:
    """The edge of a hand's shadow across the page, from sharp to soft."""
    xs, ys = _places(page)
    angle = random.uniform(0, 2 * np.pi)
    along = np.cos(angle) * (xs - random.uniform(0.3, 0.7)) + np.sin(angle) * (ys - 0.5)
    dark = 1 / (1 + np.exp(-np.clip(along / random.uniform(0.001, 0.02), -50, 50)))
    return _gray(page * (1 - random.uniform(0.2, 0.5) * dark))


def stained(page: Gray, random: Random, *, times: int = 2) -> Gray:
    """Coffee: a tinted disk with a darker, soft edge."""
    veil = np.zeros(page.shape, dtype=np.float32)
    for _ in range(times):
        centre = tuple(int(random.uniform(0.1, 0.9) * side) for side in page.shape[::-1])
        radius = int(random.uniform(0.04, 0.12) * page.shape[1])
        depth = random.uniform(0.08, 0.2)
        cv2.circle(veil, centre, radius, depth, -1, cv2.LINE_AA)
        cv2.circle(veil, centre, radius, depth * 1.7, max(radius // 12, 2), cv2.LINE_AA)
    return _gray(page * (1 - cv2.GaussianBlur(veil, (0, 0), page.shape[1] / 700)))


def folded(page: Gray, random: Random, *, at: float | None = None) -> Gray:
    """A crease across the page: light on one flank, shadow on the other."""
    place = random.uniform(0.3, 0.8) if at is None else at
    away = np.arange(page.shape[0]) - place * page.shape[0]
    width = page.shape[1] / random.uniform(150, 400)
    profile = -random.uniform(0.15, 0.35) * np.exp(-((away / width) ** 2))
    profile += 0.08 * np.exp(-(((away - 2 * width) / width) ** 2))
    return _gray(page * (1 + profile[:, None]))


def cropped(page: Gray, pixels: tuple[int, int, int, int]) -> Gray:
    """Cut off top, right, bottom, left."""
    top, right, bottom, left = pixels
    return np.ascontiguousarray(page[top : page.shape[0] - bottom, left : page.shape[1] - right])


def perspective(page: Gray, random: Random, strength: float) -> Gray:
    """Seen at an angle on a desk that is not white."""
    height, width = page.shape
    edge = 0.06
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    inward = random.uniform(0, strength, (4, 2)) + edge
    signs = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])
    seen = corners + signs * inward * (width, height)
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    desk = noisy(np.full(page.shape, random.uniform(60, 170)), 8, random)
    cover = cv2.warpPerspective(np.full(page.shape, 255, dtype=np.uint8), matrix, (width, height))
    view = cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_AREA)
    return _gray(np.where(cover > 127, view, desk))


def scanned(page: Gray, random: Random) -> Gray:
    """An office scanner in order: a little askew, a little soft, JPEG of a good quality."""
    page = rotated(page, random.uniform(-1.5, 1.5))
    page = blurred(page, random.uniform(0.3, 0.7))
    page = noisy(_gray(page * random.uniform(0.92, 1.0)), random.uniform(0.5, 2.5), random)
    page = as_jpeg(page, int(random.integers(70, 95)))
    return quarter_turned(page, int(random.choice([0, 0, 0, 2])))


def bad_scan(page: Gray, random: Random) -> Gray:
    """The same with what goes wrong: askew, stains, folds, noise, coarse JPEG, any way up."""
    for spoil, chance in ((stained, 0.4), (folded, 0.3), (unevenly_lit, 0.3), (tinted, 0.4)):
        if random.random() < chance:
            page = spoil(page, random)
    page = rotated(page, random.uniform(-5, 5), fill=int(random.choice([255, 230, 20])))
    page = blurred(page, random.uniform(0.4, 1.3))
    page = noisy(page, random.uniform(1, 9), random)
    page = as_jpeg(page, int(random.integers(40, 80)))
    return quarter_turned(page, int(random.integers(0, 4)))


def exposed(page: Gray, random: Random) -> Gray:
    """As a phone exposes by itself: the best lit paper is light and not washed out."""
    light = float(np.percentile(page[::8, ::8], 98))
    return _gray(page * (random.uniform(175, 245) / max(light, 1)))


def photographed(page: Gray, random: Random, creased: float = 0.2) -> Gray:
    """A phone above a table: perspective, shadow, lamp light, a hand not quite steady, JPEG.

    `creased` is the share of sheets with a crease. Blur is 0.4 to 1.0 pixels and shake 2 or 3 at
    200 dots an inch, more in finer pictures.
    """
    fine = page.shape[1] / 1654
    page = perspective(page, random, random.uniform(0.0, 0.08))
    for spoil, chance in ((unevenly_lit, 0.7), (shadowed, 0.5), (tinted, 0.6), (folded, creased)):
        if random.random() < chance:
            page = spoil(page, random)
    page = rotated(exposed(page, random), random.uniform(-5, 5), fill=90)
    page = blurred(page, random.uniform(0.4, 1.0) * fine)
    if random.random() < 0.4:
        page = shaken(page, max(round(random.integers(2, 4) * fine), 2), random.uniform(0, 180))
    page = noisy(page, random.uniform(1, 7), random)
    return as_jpeg(page, int(random.integers(45, 85)))


def photographed_flat(page: Gray, random: Random) -> Gray:
    """The same of a sheet that was never folded."""
    return photographed(page, random, creased=0.0)
