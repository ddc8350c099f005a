"""Where residents can go, for the public page of a council: in the order of what is near."""

from typing import Any

from budgeting.languages import in_language
from budgeting.models import Area, Council
from budgeting.services.venues import nearest_first


def places_of(council: Council, near: str) -> dict[str, Any]:
    """The places with their pins; from the nearest on for the neighbourhood named `near`.

    One can choose among the neighbourhoods that share a postal code with that of the council.
    """
    venues = list(council.venues.all())
    areas = neighbourhoods(council) if sum(1 for one in venues if one.point) > 1 else []
    chosen = next((area for area in areas if area.slug == near), None)
    entries = nearest_first(venues, chosen) if chosen else [(venue, None) for venue in venues]
    points = [
        (*venue.point, number, in_language(venue, "name"), f"#venue-{venue.slug}")
        for number, (venue, _kilometres) in enumerate(entries, start=1)
        if venue.point
    ]
    return {"places": entries, "points": points, "neighbourhoods": areas, "near": chosen}


def neighbourhoods(council: Council) -> list[Area]:
    """Areas with a point on the map and a postal code of the council's area, by name."""
    codes = set(council.area.postal_codes) if council.area else set()
    known = Area.objects.exclude(lat=None).exclude(lon=None)
    found = [area for area in known if codes & set(area.postal_codes)]
    return sorted(found, key=_name) if len(found) > 1 else []


def _name(area: Area) -> str:
    return in_language(area, "name").casefold()
