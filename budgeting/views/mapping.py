"""What the large map of the home page shows, as GeoJSON; fetched when somebody asks for it."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from budgeting.geojson import Feature, Place, collection, dot, outline
from budgeting.languages import localised
from budgeting.models import Area, Council
from budgeting.views.home import chosen, councils_of, matches, public_editions


@require_safe
def councils_map(request: HttpRequest) -> JsonResponse:
    """The councils of the list, numbered as there, their areas, and the places of all areas."""
    theme, phase = chosen(request)
    shown = [edition for edition in public_editions() if matches(edition, theme, phase)]
    outlines: list[Feature] = []
    places: list[Place] = []
    councils = councils_of(shown, everyone=not (theme or phase))
    for number, council in enumerate(councils, start=1):
        outlines += outline_of(council)
        area = council.area
        if area and area.lat is not None and area.lon is not None:
            title, language = localised(council, "name")
            address = council.get_absolute_url()
            places.append(Place(area.lat, area.lon, number, title, language, address))
    places_of_areas = Area.objects.values_list("lat", "lon")
    dots = [dot(lat, lon) for lat, lon in places_of_areas if lat is not None and lon is not None]
    return as_geojson(collection([*outlines, *dots], places))


def outline_of(council: Council) -> list[Feature]:
    """The area of a council; of a fictional one it says so."""
    perimeter = council.area.perimeter if council.area else None
    return outline(perimeter, fictional=council.fictional)


def as_geojson(document: dict[str, Any]) -> JsonResponse:
    """Letters stay letters: the answer is compressed on its way and read by people too."""
    return JsonResponse(
        document,
        content_type="application/geo+json",
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
