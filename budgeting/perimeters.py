"""The file of a boundary, as an officer delivers it: read, measured, and doubted. Pure.

The shapes themselves are read by `budgeting.shapes`; here are the mistakes that files have.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Any

from budgeting.maps import METRES_PER_DEGREE
from budgeting.shapes import NotDrawable, Polygon, Ring, checked_outlines

MOST_BYTES = 1_000_000
MOST_POSITIONS = 2_000
"""More than a neighbourhood needs, and few enough for a page on a slow line."""

BRUSSELS = ((50.75, 4.2), (50.95, 4.55))
"""South-west and north-east corner (latitude, longitude) of a box around the Region."""


@dataclass(frozen=True)
class Perimeter:
    """An area that can be drawn: polygons, each an outer ring and then the holes in it."""

    polygons: list[Polygon]

    @property
    def document(self) -> dict[str, Any]:
        """The area as GeoJSON, without anything else that the file carried."""
        if len(self.polygons) == 1:
            return {"type": "Polygon", "coordinates": self.polygons[0]}
        return {"type": "MultiPolygon", "coordinates": self.polygons}

    @property
    def positions(self) -> int:
        return sum(len(ring) for polygon in self.polygons for ring in polygon)

    @property
    def holes(self) -> int:
        return sum(len(polygon) - 1 for polygon in self.polygons)

    @property
    def square_kilometres(self) -> float:
        """The size of all parts without their holes."""
        return sum(
            _size(outer) - sum(_size(hole) for hole in holes) for outer, *holes in self.polygons
        )

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box around it, (latitude, longitude)."""
        places = [place for polygon in self.polygons for ring in polygon for place in ring]
        lons, lats = zip(*places, strict=True)
        return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2

    @property
    def doubt(self) -> str:
        """`swapped` or `far` for an area that does not lie in Brussels; else empty."""
        lat, lon = self.centre
        if in_brussels(lat, lon):
            return ""
        return "swapped" if in_brussels(lon, lat) else "far"


def read_perimeter(raw: bytes) -> Perimeter:
    """The area in a file.

    Raises NotDrawable with `too_large`, `not_json`, `in_metres`, `too_many_positions`, or a code
    of `budgeting.shapes`.
    """
    if len(raw) > MOST_BYTES:
        raise NotDrawable("too_large")
    try:
        shape = json.loads(raw)
    except (ValueError, RecursionError):
        raise NotDrawable("not_json") from None
    try:
        outlines = checked_outlines(shape)
    except NotDrawable as error:
        in_metres = error.code == "not_a_ring" and any(abs(n) > 1000 for n in _numbers(shape))
        raise NotDrawable("in_metres" if in_metres else error.code) from None
    parts = [part for outline in outlines for part in outline.polygons]
    found = Perimeter([[_closed(ring) for ring in part] for part in parts])
    if found.positions > MOST_POSITIONS:
        raise NotDrawable("too_many_positions")
    return found


def _closed(ring: Ring) -> Ring:
    """The standard wants the first position once more at the end."""
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def _size(ring: Ring) -> float:
    """Square kilometres within a ring, on the plane of its own latitude."""
    turns = pairwise(ring)
    degrees = abs(sum(x * v - u * y for (x, y), (u, v) in turns)) / 2
    return degrees * (METRES_PER_DEGREE / 1000) ** 2 * cos(radians(ring[0][1]))


def in_brussels(lat: float, lon: float) -> bool:
    """Whether a place, in degrees, lies in the box around the Region."""
    (south, west), (north, east) = BRUSSELS
    return south <= lat <= north and west <= lon <= east


def _numbers(shape: Any) -> Iterator[float]:
    """Every number anywhere in a document."""
    open_parts = [shape]
    while open_parts:
        part = open_parts.pop()
        if isinstance(part, dict):
            open_parts += part.values()
        elif isinstance(part, list):
            open_parts += part
        elif isinstance(part, int | float) and not isinstance(part, bool):
            yield part
