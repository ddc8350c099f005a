"""What a map shows, as GeoJSON (RFC 7946): outlines of areas and numbered pins. Pure.

Positions are (longitude, latitude) in degrees, WGS84, as the standard has them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from budgeting.shapes import outlines_of

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


def outline(shape: Any, *, fictional: bool = False) -> list[Feature]:
    """The perimeter of an area as features; `fictional` when nobody may take it for real.

    None for a perimeter that is empty or cannot be drawn.
    """
    return [
        {"type": "Feature", "geometry": one.as_geojson(), "properties": {"fictional": fictional}}
        for one in outlines_of(shape)
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
