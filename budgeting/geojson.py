"""What a map shows, as GeoJSON (RFC 7946): outlines of areas and numbered pins. Pure.

Positions are (longitude, latitude) in degrees, WGS84, as the standard has them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Feature = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """One pin: its number in the list, its title and the title's language, and its page."""

    lat: float
    lon: float
    number: int
    title: str
    language: str
    url: str = ""


def geometries_of(shape: Any) -> list[dict[str, Any]]:
    """The bare (multi)polygons of a GeoJSON object, without anything else it may carry.

    Raises ValueError for what is no area.
    """
    kind = shape.get("type") if shape else None
    if kind is None:
        return []
    if kind == "FeatureCollection":
        return [one for feature in shape["features"] for one in geometries_of(feature)]
    if kind == "Feature":
        return geometries_of(shape["geometry"])
    if kind in {"Polygon", "MultiPolygon"}:
        return [{"type": kind, "coordinates": shape["coordinates"]}]
    raise ValueError(f"not an area: {kind!r}")


def outline(shape: Any, *, fictional: bool = False) -> list[Feature]:
    """The perimeter of an area as features; `fictional` when nobody may take it for real."""
    return [
        {"type": "Feature", "geometry": geometry, "properties": {"fictional": fictional}}
        for geometry in geometries_of(shape)
    ]


def dot(lat: float, lon: float) -> Feature:
    """A place without a number, that gives the picture its shape."""
    point = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": point, "properties": {}}


def pin(place: Place) -> Feature:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": {
            "number": place.number,
            "title": place.title,
            "language": place.language,
            "url": place.url,
        },
    }


def collection(outlines: Iterable[Feature], places: Iterable[Place]) -> dict[str, Any]:
    """Everything one map shows: outlines first, so that pins lie above them."""
    return {"type": "FeatureCollection", "features": [*outlines, *(pin(p) for p in places)]}
