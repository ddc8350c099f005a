"""Marks and machines that the reader's figures were not chosen with: what strangers might bring.

Written after the thresholds and used for measuring only. Lengths are millimetres.
"""

import cv2
import numpy as np

from tests.voting.paper import hands, lighting, marking
from tests.voting.paper.hands import MARK, NO_MARK, PERSON, Hand
from tests.voting.paper.marking import Pen, Points, Random
from voting.paper.qr import Gray


def _pts(*points: tuple[float, float]) -> Points:
    return np.array(points, dtype=np.float64)


def looped_cross(size: float, random: Random) -> list[Points]:
    """A cross without lifting the pen: down, round, and back across."""
    low, high = size * 0.15, size * 0.85
    loop = _pts((low, low), (high, high), (high + 0.3, size * 0.6), (high, low), (low, high))
    return [loop + random.normal(0, 0.3, loop.shape)]


def curly_tick(size: float, random: Random) -> list[Points]:
    """A tick with a rounded foot and a tail that bends over."""
    along = np.linspace(0, 1, 14)[:, None]
    start, foot = _pts((size * 0.1, size * 0.45)), _pts((size * 0.35, size * 1.05))
    end = _pts((size * 1.1, -size * random.uniform(0.0, 0.4)))
    curve = (1 - along) ** 2 * start + 2 * along * (1 - along) * foot + along**2 * end
    return [np.asarray(curve + random.normal(0, 0.08, curve.shape))]


def plus(size: float, random: Random) -> list[Points]:
    middle, half = size / 2 + random.normal(0, 0.4, 2), size * random.uniform(0.25, 0.45)
    return [middle + half * _pts((-1, 0), (1, 0)), middle + half * _pts((0, -1), (0, 1))]


def star(size: float, random: Random) -> list[Points]:
    return [*marking.cross(size, random), *plus(size, random)]


def circle_inside(size: float, random: Random) -> list[Points]:
    turn = np.linspace(0, 2 * np.pi, 20)
    radius = size * random.uniform(0.2, 0.35)
    return [np.column_stack([np.cos(turn), np.sin(turn)]) * radius + size / 2]


def loose_fill(size: float, random: Random) -> list[Points]:
    """Hatched at a slant with paper between the strokes."""
    starts = np.arange(0.8, size - 0.6, random.uniform(0.6, 1.0))
    lines = [_pts((x, size - 0.7), (min(x + 1.2, size - 0.5), 0.7)) for x in starts]
    return [line + random.normal(0, 0.12, line.shape) for line in lines]


def wavy_undo(size: float, random: Random) -> list[Points]:
    """A cross taken back with a wave through it."""
    xs = np.linspace(-1.0, size + 1.0, 16)
    ys = size / 2 + size * 0.33 * np.sin(np.linspace(0, random.uniform(3, 5) * np.pi, 16))
    return [*marking.cross(size, random), np.column_stack([xs, ys])]


def undone_inside(size: float, random: Random) -> list[Points]:
    """A tick scribbled over with a spiral that also leaves the box."""
    turn = np.linspace(0, 2 * np.pi * random.uniform(4, 6), 60)
    radius = np.linspace(0.3, size * random.uniform(0.65, 0.8), 60)
    spiral = np.column_stack([np.cos(turn), np.sin(turn)]) * radius[:, None] + size / 2
    return [*marking.tick(size, random), spiral]


def underline(size: float, random: Random) -> list[Points]:
    """Its box stays empty; along the printed line between two rows it cannot be told from it."""
    y = size + random.uniform(0.8, 1.6)
    return [_pts((-1.0, y), (size + 1.5, y + random.normal(0, 0.3)))]


def comma_tail(size: float, random: Random) -> list[Points]:
    """From outside, its tail ends just inside the box."""
    y = size * random.uniform(0.2, 0.8)
    return [_pts((-2.0, y - 0.8), (-0.8, y), (random.uniform(0.2, 0.9), y + 0.5))]


def blot(size: float, random: Random) -> list[Points]:
    """A drop of ink beside the box."""
    place = np.array([-random.uniform(1.2, 1.8), size * random.uniform(0.2, 0.8)])
    return [np.array([place, place + 0.1])]


def speck(size: float, random: Random) -> list[Points]:
    """Dust on the glass, in the box."""
    place = random.uniform(0.25, 0.75, 2) * size
    return [np.array([place, place + 0.02])]


def _felt_tip(random: Random) -> Pen:
    return Pen(random.uniform(1.0, 1.6), random.uniform(0.6, 0.9))


def _gel(random: Random) -> Pen:
    return Pen(random.uniform(0.25, 0.5), random.uniform(0.7, 0.98))


def _soft_pencil(random: Random) -> Pen:
    return Pen(random.uniform(0.35, 0.8), random.uniform(0.3, 0.6))


HANDS = {
    "looped cross": Hand(looped_cross, _gel, MARK),
    "curly tick": Hand(curly_tick, _gel, MARK),
    "plus": Hand(plus, _gel, MARK),
    "star": Hand(star, _gel, MARK),
    "felt cross": Hand(marking.cross, _felt_tip, MARK),
    "felt tick": Hand(hands.flying_tick, _felt_tip, MARK),
    "pencil loop": Hand(looped_cross, _soft_pencil, MARK),
    "pencil curl": Hand(curly_tick, _soft_pencil, MARK),
    "circle inside": Hand(circle_inside, _gel, MARK),
    "loose fill": Hand(loose_fill, _soft_pencil, MARK),
    "wavy undo": Hand(wavy_undo, _gel, PERSON),
    "undone inside": Hand(undone_inside, _gel, PERSON),
    "underline": Hand(underline, _gel, NO_MARK),
    "comma tail": Hand(comma_tail, _gel, PERSON),
    "blot": Hand(blot, lambda random: Pen(random.uniform(1.0, 1.8), 0.9), PERSON),
    "speck": Hand(speck, lambda random: Pen(random.uniform(0.15, 0.3), 0.8), NO_MARK),
}
PLAIN = ("looped cross", "curly tick", "felt cross")


def copied(page: Gray, random: Random) -> Gray:
    """A photocopy that is scanned: hard contrast, thicker lines, a grey veil, a few specks."""
    soft = lighting.blurred(page, random.uniform(0.6, 1.0)).astype(np.float32)
    hard = np.clip((soft - 128) * random.uniform(1.3, 2.2) + 128 + random.uniform(-10, 30), 0, 255)
    specks = (random.random(page.shape, dtype=np.float32) > 0.99996).astype(np.uint8)
    hard[cv2.dilate(specks, np.ones((2, 2), dtype=np.uint8)) > 0] = 40
    turned = lighting.rotated(np.asarray(hard, dtype=np.uint8), random.uniform(-3, 3))
    return lighting.as_jpeg(lighting.noisy(turned, random.uniform(1, 4), random), 55)


def in_two_tones(page: Gray, random: Random) -> Gray:
    """Black and white only, as many office scanners save."""
    turned = lighting.rotated(lighting.blurred(page, 0.6), random.uniform(-2, 2))
    noisy = lighting.noisy(turned, random.uniform(2, 8), random)
    return np.asarray(np.where(noisy > random.uniform(110, 170), 255, 0), dtype=np.uint8)


def sharpened(page: Gray, random: Random) -> Gray:
    """A driver that sharpens: bright halos beside every line."""
    turned = lighting.rotated(page, random.uniform(-2, 2)).astype(np.float32)
    soft = cv2.GaussianBlur(turned, (0, 0), 1.6)
    sharp = turned * 0.97 + random.uniform(0.4, 1.2) * (turned * 0.97 - soft * 0.97)
    return lighting.as_jpeg(
        np.clip(sharp - 6, 0, 255).astype(np.uint8), int(random.integers(40, 90))
    )


def curled(page: Gray, random: Random) -> Gray:
    """Photographed while the paper does not lie flat: lines bow by up to 1.5 mm."""
    height, width = page.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    bow = random.uniform(0.3, 1.5) * width / 210
    wave = bow * np.sin(np.pi * xs / width * random.uniform(0.8, 1.6) + random.uniform(0, 3))
    bent = cv2.remap(page, xs, ys + wave.astype(np.float32), cv2.INTER_LINEAR, borderValue=200)
    shade = 1 - 0.12 * np.cos(np.pi * xs / width) ** 2
    return lighting.photographed(np.asarray(bent * shade, dtype=np.uint8), random)
