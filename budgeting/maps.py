"""A small map drawn on the server: from degrees to the units of an SVG. Pure.

A neighbourhood is a few kilometres wide, so a plane map with one scale for the whole picture is
exact to well under a pixel; east–west degrees are shortened by the cosine of the middle latitude.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Any

from budgeting.shapes import Ring

METRES_PER_DEGREE = 111_320.0
SCALE_STEPS = (50, 100, 200, 500, 1000, 2000, 5000)


@dataclass(frozen=True)
class Frame:
    """The picture: south-west corner in degrees, units per degree, and size in units."""

    west: float
    south: float
    per_lon: float
    per_lat: float
    width: float
    height: float

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        """Units from the top left corner for a point in degrees."""
        x = (lon - self.west) * self.per_lon
        return round(x, 1), round(self.height - (lat - self.south) * self.per_lat, 1)

    def path(self, rings: Iterable[Ring]) -> str:
        """The rings as the `d` attribute of an SVG path."""
        parts = []
        for ring in rings:
            steps = " ".join(f"{x:g},{y:g}" for x, y in (self.place(lat, lon) for lon, lat in ring))
            parts.append(f"M{steps}Z")
        return " ".join(parts)

    def scale(self) -> tuple[int, float]:
        """A round length in metres, at most a quarter of the width, and the same in units."""
        units_per_metre = self.per_lat / METRES_PER_DEGREE
        fitting = [m for m in SCALE_STEPS if m * units_per_metre <= self.width / 4]
        metres = fitting[-1] if fitting else SCALE_STEPS[0]
        return metres, round(metres * units_per_metre, 1)


def frame_for(
    positions: Sequence[tuple[float, float]], *, width: float = 400, margin: float = 26
) -> Frame:
    """The frame that holds all `positions` (latitude, longitude) with `margin` units around.

    A single place still gets half a kilometre of surroundings; the height stays between 0.5 and
    1.1 times the width. Raises ValueError when there is nothing to show.
    """
    if not positions:
        raise ValueError("a map needs at least one place")
    lats, lons = [p[0] for p in positions], [p[1] for p in positions]
    middle_lat, middle_lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    shorten = cos(radians(middle_lat))
    least = 500 / METRES_PER_DEGREE
    tall = max(max(lats) - min(lats), least)
    broad = max((max(lons) - min(lons)) * shorten, least)
    inner = width - 2 * margin
    highest = width * 1.1 - 2 * margin
    per_lat = min(inner / broad, highest / tall)
    height = max(tall * per_lat + 2 * margin, width * 0.5)
    per_lon = per_lat * shorten
    west = middle_lon - width / 2 / per_lon
    south = middle_lat - height / 2 / per_lat
    return Frame(west, south, per_lon, per_lat, width, round(height, 1))


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies between two near places (latitude, longitude), on their plane."""
    (lat, lon), (to_lat, to_lon) = one, other
    east = (to_lon - lon) * cos(radians((lat + to_lat) / 2))
    return hypot(east, to_lat - lat) * METRES_PER_DEGREE


def spread(
    places: Sequence[tuple[float, float]], *, gap: float = 27, rounds: int = 40
) -> list[tuple[float, float]]:
    """Move overlapping pins apart until they are `gap` units from each other, if that is possible.

    Always gives the same answer for the same input: pins at one spot part along fixed directions.
    """
    moved = [list(p) for p in places]
    for _ in range(rounds):
        calm = True
        for i in range(len(moved)):
            for j in range(i):
                dx, dy = moved[i][0] - moved[j][0], moved[i][1] - moved[j][1]
                apart = hypot(dx, dy)
                if apart >= gap - 0.01:
                    continue
                calm = False
                if apart < 0.01:
                    dx, dy, apart = (1.0, 0.0, 1.0) if (i + j) % 2 else (0.0, 1.0, 1.0)
                    push = gap / 2
                else:
                    push = (gap - apart) / 2
                for pin, sign in ((moved[i], 1), (moved[j], -1)):
                    pin[0] += sign * push * dx / apart
                    pin[1] += sign * push * dy / apart
        if calm:
            break
    return [(round(x, 1), round(y, 1)) for x, y in moved]


@dataclass(frozen=True)
class Pin:
    """One numbered pin: where it is drawn, and its true place when it had to move aside."""

    x: float
    y: float
    at: tuple[float, float]
    number: str
    label: str
    href: str

    @property
    def moved(self) -> bool:
        return (self.x, self.y) != self.at


@dataclass(frozen=True)
class Picture:
    """Everything a map template needs, in units of the SVG; `metres` belongs to the scale bar."""

    width: float
    height: float
    edge: str
    around: str
    dots: list[tuple[float, float]]
    pins: list[Pin]
    metres: int
    scale_from: float
    scale_to: float
    scale_y: float

    @property
    def length_text(self) -> str:
        return f"{self.metres // 1000} km" if self.metres >= 1000 else f"{self.metres} m"


def draw(
    points: Sequence[Sequence[Any]],
    edge: list[Ring],
    around: list[Ring],
    dots: Sequence[tuple[float, float]] = (),
) -> Picture | None:
    """The picture of `points`, each (latitude, longitude, number, label[, href]), in their area.

    `dots` are places (latitude, longitude) without a number. The frame holds points, dots and the
    edge; `around` may run out of it. None without a place.
    """
    held = [(p[0], p[1]) for p in points] + [(lat, lon) for ring in edge for lon, lat in ring]
    held += dots
    if not held:
        return None
    frame = frame_for(held)
    metres, length = frame.scale()
    right, bottom = frame.width - 14, frame.height - 14
    return Picture(
        width=frame.width,
        height=frame.height,
        edge=frame.path(edge),
        around=frame.path(around),
        dots=[frame.place(lat, lon) for lat, lon in dots],
        pins=_pins(frame, points),
        metres=metres,
        scale_from=right - length,
        scale_to=right,
        scale_y=bottom,
    )


def _pins(frame: Frame, points: Sequence[Sequence[Any]]) -> list[Pin]:
    true = [frame.place(p[0], p[1]) for p in points]
    return [
        Pin(x, y, at, str(p[2]), str(p[3]), str(p[4]) if len(p) > 4 else "")
        for p, at, (x, y) in zip(points, true, spread(true), strict=True)
    ]
