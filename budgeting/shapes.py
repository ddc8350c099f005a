"""Areas as people deliver them: the one reader of GeoJSON (RFC 7946) perimeters. Pure.

Positions are (longitude, latitude) in degrees, WGS84, as the standard has them.
"""

from dataclasses import dataclass
from typing import Any

Ring = list[tuple[float, float]]
Polygon = list[Ring]

FEWEST_POSITIONS = 4
"""A triangle, whose first position is repeated at the end."""


class NotDrawable(ValueError):
    """`not_an_area`: another type, or without a polygon; `not_a_ring`: positions that are wrong."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Outline:
    """One geometry: each of its polygons is an outer ring, then the holes in it."""

    kind: str
    polygons: list[Polygon]

    def as_geojson(self) -> dict[str, Any]:
        """A Polygon or MultiPolygon, without anything else the original may have carried."""
        coordinates = self.polygons if self.kind == "MultiPolygon" else self.polygons[0]
        return {"type": self.kind, "coordinates": coordinates}


def checked_outlines(shape: Any) -> list[Outline]:
    """The areas of a Polygon, MultiPolygon, Feature or FeatureCollection; raises NotDrawable."""
    kind = shape.get("type") if isinstance(shape, dict) else None
    if kind == "FeatureCollection":
        return [_of_feature(feature) for feature in _filled(shape.get("features"), "not_an_area")]
    if kind == "Feature":
        return [_of_feature(shape)]
    return [_of_geometry(shape)]


def outlines_of(shape: Any) -> list[Outline]:
    """The same, but none for what is empty or wrong: a page is shown without it."""
    try:
        return checked_outlines(shape)
    except NotDrawable:
        return []


def rings_of(shape: Any) -> list[Ring]:
    """All rings of a GeoJSON object, as pairs; none for what is empty or wrong."""
    polygons = [polygon for outline in outlines_of(shape) for polygon in outline.polygons]
    return [ring for polygon in polygons for ring in polygon]


def _of_feature(feature: Any) -> Outline:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise NotDrawable("not_an_area")
    return _of_geometry(feature.get("geometry"))


def _of_geometry(geometry: Any) -> Outline:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "Polygon":
        return Outline("Polygon", [_polygon(geometry.get("coordinates"))])
    if kind == "MultiPolygon":
        parts = _filled(geometry.get("coordinates"), "not_a_ring")
        return Outline("MultiPolygon", [_polygon(part) for part in parts])
    raise NotDrawable("not_an_area")


def _polygon(rings: Any) -> Polygon:
    return [_ring(ring) for ring in _filled(rings, "not_a_ring")]


def _ring(positions: Any) -> Ring:
    ring = [_position(one) for one in _filled(positions, "not_a_ring")]
    if len(ring) < FEWEST_POSITIONS:
        raise NotDrawable("not_a_ring")
    return ring


def _position(position: Any) -> tuple[float, float]:
    """Longitude and latitude; a height behind them is left out."""
    parts = _filled(position, "not_a_ring")
    if len(parts) < 2:
        raise NotDrawable("not_a_ring")
    return _degrees(parts[0], 180), _degrees(parts[1], 90)


def _degrees(value: Any, most: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise NotDrawable("not_a_ring")
    return float(value)


def _filled(value: Any, code: str) -> list[Any]:
    """A list with something in it."""
    if not isinstance(value, list | tuple) or not value:
        raise NotDrawable(code)
    return list(value)
