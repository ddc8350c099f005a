"""The file of a boundary: what is read, what is refused, and what is doubted."""

import json
from typing import Any

import pytest

from budgeting.perimeters import MOST_BYTES, MOST_POSITIONS, read_perimeter
from budgeting.shapes import NotDrawable

SQUARE = [[4.34, 50.87], [4.36, 50.87], [4.36, 50.88], [4.34, 50.88], [4.34, 50.87]]
HOLE = [[4.345, 50.872], [4.35, 50.872], [4.35, 50.875], [4.345, 50.875], [4.345, 50.872]]
LAMBERT = [[149000.5, 170000], [149900, 170000], [149900, 171000], [149000.5, 170000]]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def file_of(shape: Any) -> bytes:
    return json.dumps(shape).encode()


def test_a_polygon_is_measured() -> None:
    found = read_perimeter(file_of(polygon(SQUARE)))
    assert found.square_kilometres == pytest.approx(1.56, abs=0.01)
    assert found.centre == pytest.approx((50.875, 4.35))
    assert (found.positions, found.holes, len(found.polygons)) == (5, 0, 1)
    assert found.doubt == ""


def test_a_hole_is_not_part_of_the_area() -> None:
    whole, holed = (
        read_perimeter(file_of(polygon(*rings))) for rings in ([SQUARE], [SQUARE, HOLE])
    )
    assert holed.holes == 1
    assert 0 < holed.square_kilometres < whole.square_kilometres


def test_parts_of_features_become_one_area_without_the_rest() -> None:
    feature = {"type": "Feature", "geometry": polygon(SQUARE), "properties": {"name": "Jan"}}
    far = {"type": "Feature", "geometry": polygon(HOLE), "properties": None}
    found = read_perimeter(file_of({"type": "FeatureCollection", "features": [feature, far]}))
    assert found.document["type"] == "MultiPolygon"
    assert "Jan" not in json.dumps(found.document)
    assert read_perimeter(file_of(found.document)) == found


def test_an_open_ring_is_closed() -> None:
    found = read_perimeter(file_of(polygon(SQUARE[:4])))
    assert found.polygons[0][0][-1] == (4.34, 50.87)


def test_a_byte_order_mark_and_heights_do_no_harm() -> None:
    high = [[*place, 31.5] for place in SQUARE]
    assert read_perimeter(b"\xef\xbb\xbf" + file_of(polygon(high))).positions == 5


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_json"),
        (b"<kml></kml>", "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "not_an_area"),
        (b"{}", "not_an_area"),
        (file_of({"type": "Point", "coordinates": [4.3, 50.8]}), "not_an_area"),
        (file_of({"type": "FeatureCollection", "features": []}), "not_an_area"),
        (file_of({"type": "GeometryCollection", "geometries": [polygon(SQUARE)]}), "not_an_area"),
        (file_of(polygon()), "not_a_ring"),
        (file_of(polygon(SQUARE[:3])), "not_a_ring"),
        (file_of(polygon([["4.3", "50.8"]] * 4)), "not_a_ring"),
        (b'{"type": "Polygon", "coordinates": [[[NaN, 1], [1, 1], [1, 2], [2, 2]]]}', "not_a_ring"),
        (file_of(polygon(LAMBERT)), "in_metres"),
        (
            file_of(polygon([[4 + n / 1e6, 50] for n in range(MOST_POSITIONS)])),
            "too_many_positions",
        ),
        (b" " * (MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_area_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(NotDrawable) as refused:
        read_perimeter(raw)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("ring", "doubt"),
    [
        (SQUARE, ""),
        ([[lat, lon] for lon, lat in SQUARE], "swapped"),
        ([[lon + 10, lat] for lon, lat in SQUARE], "far"),
    ],
)
def test_an_area_outside_brussels_is_doubted(ring: list[list[float]], doubt: str) -> None:
    assert read_perimeter(file_of(polygon(ring))).doubt == doubt
