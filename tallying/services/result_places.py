"""In which neighbourhood a project lies: a point and the outlines of areas."""

from collections.abc import Iterable
from dataclasses import dataclass

from budgeting.models import Area
from budgeting.shapes import Ring, rings_of


@dataclass(frozen=True)
class Outlined:
    """An area with its outlines, read once, and the box they lie in (west, south, east, north)."""

    area: Area
    rings: list[Ring]
    box: tuple[float, float, float, float]

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a point lies inside: a line from it crosses the outlines an odd number of times.

        A hole is an outline of its own, so that a point in a hole is outside.
        """
        west, south, east, north = self.box
        if not (west <= lon <= east and south <= lat <= north):
            return False
        return sum(_crossings(ring, lat, lon) for ring in self.rings) % 2 == 1


def outlined(areas: Iterable[Area]) -> list[Outlined]:
    """The areas that have an outline."""
    found = []
    for area in areas:
        rings = rings_of(area.perimeter)
        if rings:
            lons, lats = zip(*(point for ring in rings for point in ring), strict=True)
            found.append(Outlined(area, rings, (min(lons), min(lats), max(lons), max(lats))))
    return found


def area_of(lat: float | None, lon: float | None, areas: Iterable[Outlined]) -> Area | None:
    """The first area that holds the point; None for a project without a point."""
    if lat is None or lon is None:
        return None
    return next((one.area for one in areas if one.holds(lat, lon)), None)


def _crossings(ring: Ring, lat: float, lon: float) -> int:
    """How often a line from the point to the east crosses the ring."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(
        (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in pairs
    )
