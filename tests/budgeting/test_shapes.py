"""One reader of perimeters: what can be drawn is, and the rest takes no page down."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from budgeting.geojson import outline
from budgeting.models import Area, Council, User
from budgeting.phases import Phase
from budgeting.shapes import NotDrawable, checked_outlines, rings_of
from tests import build
from tests.people import SignIn

RING = [[4.34, 50.87], [4.36, 50.87], [4.36, 50.9], [4.34, 50.87]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
FEATURE = {"type": "Feature", "geometry": POLYGON, "properties": {"x": 1}}
MANY = {"type": "MultiPolygon", "coordinates": [[RING], [RING, RING]]}
NOT_AREAS = [
    "text",
    7,
    True,
    RING,
    [RING],
    {"type": "GeometryCollection", "geometries": [POLYGON]},
    {"type": "Point", "coordinates": [4.35, 50.88]},
    {"type": ["Polygon"], "coordinates": [RING]},
    {"type": "Feature", "geometry": None},
    {"type": "Feature"},
    {"type": "FeatureCollection", "features": []},
    {"type": "FeatureCollection", "features": [FEATURE, "x"]},
    {"type": "FeatureCollection", "features": {"0": FEATURE}},
    {"type": "FeatureCollection"},
]
POSITIONS: list[Any] = [
    None,
    [],
    [[]],
    [[[]]],
    "text",
    [["text"]],
    {"0": RING},
    RING,
    [RING[:3]],
    [[*RING[:3], ["a", "b"]]],
    [[*RING[:3], [4.34]]],
    [[*RING[:3], [4.34, None]]],
    [[*RING[:3], [4.34, True]]],
    [[*RING[:3], [181, 50.8]]],
    [[*RING[:3], [4.34, -90.5]]],
    [[*RING[:3], [float("nan"), 50.8]]],
    [[*RING[:3], [10**400, 50.8]]],
    [RING, []],
]
WRONG = [
    *NOT_AREAS,
    *({"type": "Polygon", "coordinates": one} for one in POSITIONS),
    {"type": "Polygon"},
    {"type": "MultiPolygon"},
    {"type": "MultiPolygon", "coordinates": [RING]},
    {"type": "MultiPolygon", "coordinates": [[RING], [[RING]]]},
]
PAGES = ("", "councils.geojson", "c/demo-laken/", "c/demo-laken/2026/proposals/",
         "c/demo-laken/2026/proposals.geojson", "c/demo-laken/2026/proposals/1/",
         "c/demo-laken/2026/proposals/1.geojson")  # fmt: skip


@pytest.mark.parametrize(
    ("shape", "rings"),
    [(POLYGON, 1), (MANY, 3), (FEATURE, 1),
     ({"type": "FeatureCollection", "features": [FEATURE, FEATURE | {"geometry": MANY}]}, 4),
     ({"type": "Polygon", "coordinates": [[[*place, 17.5] for place in RING]]}, 1)],
)  # fmt: skip
def test_every_form_of_an_outline_is_understood(shape: Any, rings: int) -> None:
    assert rings_of(shape) == [[(lon, lat) for lon, lat in RING]] * rings
    for feature in outline(shape):
        assert set(feature["geometry"]) == {"type", "coordinates"}


@pytest.mark.parametrize("shape", WRONG, ids=repr)
def test_what_cannot_be_drawn_is_refused_and_shown_as_nothing(shape: Any) -> None:
    with pytest.raises(NotDrawable) as refused:
        checked_outlines(shape)
    assert refused.value.code == ("not_an_area" if shape in NOT_AREAS else "not_a_ring")
    with pytest.raises(ValidationError):
        Area(slug="x", name_nl="x", name_fr="x", perimeter=shape).clean_fields()
    assert rings_of(shape) == []
    assert outline(shape) == []


@pytest.mark.parametrize("shape", [None, {}, [], ""])
def test_an_area_may_have_no_outline(shape: Any) -> None:
    Area(slug="x", name_nl="x", name_fr="x", postal_codes=[1020], perimeter=shape).clean_fields()
    assert rings_of(shape) == []


@pytest.mark.parametrize("shape", [*WRONG[:8], {"type": "Polygon"}, *WRONG[14:24]], ids=repr)
def test_one_wrong_outline_takes_no_page_down(
    resident: Client, council: Council, shape: Any
) -> None:
    Area.objects.update(perimeter=shape, lat=50.88, lon=4.35)
    build.proposal(build.edition(council, phase=Phase.REVIEW), lat=50.88, lon=4.35)
    for page in PAGES:
        answer = resident.get(f"/nl/{page}")
        assert answer.status_code == 200, page
        assert 'class="map-edge"' not in answer.content.decode()
        assert "Verzonnen grens" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("shape", "words"),
    [('{"type": "Point", "coordinates": [4, 50]}', "Polygon"), ('{"type": "Polygon"}', "-180")],
)
def test_the_administration_says_what_is_wrong(officer: User, shape: str, words: str) -> None:
    User.objects.update(is_staff=True, is_superuser=True)
    officer.refresh_from_db()
    sent = {"slug": "x", "name_nl": "x", "name_fr": "x", "postal_codes": "[1]", "perimeter": shape}
    answer = SignIn(officer).post("/nl/admin/budgeting/area/add/", sent)
    assert answer.status_code == 200
    assert words in str(answer.context["adminform"].form.errors["perimeter"])
    assert not Area.objects.filter(slug="x").exists()
