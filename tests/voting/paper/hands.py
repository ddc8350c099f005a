"""More hands that fill in sheets: other pens, ticks that fly out of the box, slips and corrections.

Each kind of mark has its strokes, its pen and what may be read from it. Lengths are millimetres.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.voting.paper import marking
from tests.voting.paper.marking import Pen, Points, Random
from voting.paper.geometry import Box
from voting.paper.qr import Gray

Drawn = Callable[[float, Random], list[Points]]

CLEAR = ("marked",)
MARK = ("marked", "doubtful")
PERSON = ("doubtful",)
NO_MARK = ("empty", "doubtful")


@dataclass(frozen=True)
class Hand:
    """One way to mark: strokes for a box of a size, the pen, and the readings that are right."""

    strokes: Drawn
    pen: Callable[[Random], Pen]
    allowed: tuple[str, ...]


def pen_of_any_kind(random: Random) -> Pen:
    """Fineliner to felt-tip, black or blue."""
    return Pen(random.uniform(0.25, 1.2), random.uniform(0.55, 0.97))


def ballpoint(random: Random) -> Pen:
    return Pen(random.uniform(0.3, 0.6), random.uniform(0.6, 0.95))


def hard_pencil(random: Random) -> Pen:
    return Pen(random.uniform(0.3, 0.6), random.uniform(0.25, 0.5))


def _line(*points: tuple[float, float]) -> Points:
    return np.array(points, dtype=np.float64)


def _slipped(points: Points, random: Random, slip: float) -> Points:
    return np.asarray(points + random.normal(0, slip, points.shape))


def _diagonals(size: float, over: float) -> list[Points]:
    low, high = -over, size + over
    return [_line((low, low), (high, high)), _line((high, low), (low, high))]


def wide_cross(size: float, random: Random) -> list[Points]:
    """Its arms run out of the box."""
    over = random.uniform(0.3, 2.5)
    return [_slipped(arm, random, 0.4) for arm in _diagonals(size, over)]


def small_cross(size: float, random: Random) -> list[Points]:
    across, middle = random.uniform(2.2, 3.5), size / 2 + random.normal(0, 0.6, 2)
    return [arm - across / 2 + middle for arm in _diagonals(across, 0.0)]


def slipped_cross(size: float, random: Random) -> list[Points]:
    """As large as the box, but its middle lies on or near an edge."""
    shift = random.uniform(0.3, 0.5) * size * np.array([random.choice([-1, 1]), 0])
    shift = shift if random.random() < 0.5 else shift[::-1]
    return [arm + shift for arm in _diagonals(size, -0.8)]


def flying_tick(size: float, random: Random) -> list[Points]:
    """As people write it: a short hook and a long tail out of the box."""
    return _long_tick(size, random, random.uniform(1.0, 7.0))


def natural_tick(size: float, random: Random) -> list[Points]:
    return _long_tick(size, random, random.uniform(0.5, 3.0))


def _long_tick(size: float, random: Random, tail: float) -> list[Points]:
    points = _line(
        (size * random.uniform(0.05, 0.3), size * random.uniform(0.35, 0.6)),
        (size * random.uniform(0.3, 0.5), size * random.uniform(0.75, 1.0)),
        (size + tail * random.uniform(0.4, 0.9), -tail * random.uniform(0.2, 0.9)),
    )
    return [_slipped(points, random, 0.2)]


def small_tick(size: float, random: Random) -> list[Points]:
    x, y = size * random.uniform(0.25, 0.5), size * random.uniform(0.45, 0.7)
    return [_slipped(_line((x, y), (x + 0.8, y + 1.1), (x + 2.6, y - 1.6)), random, 0.1)]


def slash(size: float, random: Random) -> list[Points]:
    return [_slipped(_line((size * 0.2, size * 0.8), (size * 0.8, size * 0.2)), random, 0.4)]


def ring(size: float, random: Random) -> list[Points]:
    """Around the box, touching it or not."""
    radius = size * random.uniform(0.62, 0.9)
    turn = np.linspace(0, 2 * np.pi * random.uniform(0.95, 1.1), 24)
    circle = np.column_stack([np.cos(turn), np.sin(turn) * random.uniform(0.85, 1.1)])
    return [circle * radius + size / 2 + random.normal(0, 0.3, 2)]


def ringed_cross(size: float, random: Random) -> list[Points]:
    return [*marking.cross(size, random), *ring(size, random)]


def struck_once(size: float, random: Random) -> list[Points]:
    """A cross with one line through it, in any direction but its own."""
    over, slope = random.uniform(0.2, 2.5), random.normal(0, 0.4)
    bar = _line((-over, size / 2 - slope), (size + over, size / 2 + slope))
    bar = bar if random.random() < 0.5 else bar[:, ::-1]
    return [*_diagonals(size, -random.uniform(0.5, 1.1)), bar]


def blackened(size: float, random: Random) -> list[Points]:
    """A cross that was blackened until nothing shows, over the edge of the box."""
    over = random.uniform(0.7, 1.8)
    xs = np.arange(-over, size + over, 0.3)
    ends = ((-over, size + over), (size + over, -over))
    zigzag = [(x, y) for n, x in enumerate(xs) for y in ends[n % 2]]
    return [*marking.cross(size, random), _slipped(np.array(zigzag), random, 0.15)]


def passing(size: float, random: Random) -> list[Points]:
    """A slip of the pen right through the box."""
    y1, y2 = size * random.uniform(0.2, 0.8), size * random.uniform(0.2, 0.8)
    line = _line((-random.uniform(1, 4), y1), (size + random.uniform(1, 3), y2))
    return [line if random.random() < 0.6 else line[:, ::-1]]


def short_slip(size: float, random: Random) -> list[Points]:
    """A short stroke beside the box that may just touch it."""
    start = np.array([size + random.uniform(0.7, 1.4), size * random.uniform(0.1, 0.9)])
    end = start + np.array([random.uniform(0.4, 1.4), random.uniform(-1.5, 1.5)])
    return [np.array([start, end])]


HANDS = {
    "cross": Hand(marking.cross, pen_of_any_kind, MARK),
    "tick": Hand(marking.tick, pen_of_any_kind, MARK),
    "fill": Hand(marking.fill, ballpoint, MARK),
    "wide cross": Hand(wide_cross, pen_of_any_kind, MARK),
    "flying tick": Hand(flying_tick, pen_of_any_kind, MARK),
    "natural tick": Hand(natural_tick, pen_of_any_kind, MARK),
    "small cross": Hand(small_cross, ballpoint, MARK),
    "slipped cross": Hand(slipped_cross, ballpoint, MARK),
    "small tick": Hand(small_tick, ballpoint, MARK),
    "slash": Hand(slash, pen_of_any_kind, MARK),
    "dot": Hand(marking.dot, lambda random: Pen(random.uniform(0.9, 2.5), 0.9), MARK),
    "pencil cross": Hand(marking.cross, hard_pencil, MARK),
    "pencil tick": Hand(marking.tick, hard_pencil, MARK),
    "ringed cross": Hand(ringed_cross, ballpoint, MARK),
    "ring": Hand(ring, ballpoint, PERSON),
    "scratched": Hand(marking.scratched, pen_of_any_kind, PERSON),
    "struck": Hand(marking.struck, ballpoint, PERSON),
    "struck once": Hand(struck_once, ballpoint, PERSON),
    "blackened": Hand(blackened, ballpoint, PERSON),
    "passing": Hand(passing, ballpoint, PERSON),
    "stray": Hand(marking.stray, ballpoint, PERSON),
    "beside": Hand(marking.beside, ballpoint, PERSON),
    "short slip": Hand(short_slip, ballpoint, NO_MARK),
}
PLAIN = ("cross", "tick", "fill", "wide cross", "flying tick")


def draw(page: Gray, box: Box, hand: Hand, random: Random, dpi: int) -> None:
    """One mark of this hand in, over or beside a box."""
    pen = hand.pen(random)
    for stroke in hand.strokes(box.size_mm, random):
        marking.stroke(page, stroke + np.array([box.x_mm, box.y_mm]), pen, random, dpi)
