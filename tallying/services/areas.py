"""The areas that come with the system: neighbourhoods, their rough centres, one outline."""

import json
from pathlib import Path
from typing import Any

from budgeting.models import Area

FOLDER = Path(__file__).resolve().parents[1] / "demo"


def known_areas() -> dict[str, dict[str, Any]]:
    """Fields of an Area by code, from `areas.json` and the outline of `polygon-laken.json`."""
    document = json.loads((FOLDER / "areas.json").read_text(encoding="utf-8"))
    outline = json.loads((FOLDER / "polygon-laken.json").read_text(encoding="utf-8"))
    outlines = {
        feature["properties"]["area_code"]: feature["geometry"] for feature in outline["features"]
    }
    return {
        area["code"]: {
            "name_nl": area["nl"],
            "name_fr": area["fr"],
            "postal_codes": area["postal_codes"],
            "lat": area["lat"],
            "lon": area["lon"],
            "perimeter": outlines.get(area["code"]),
        }
        for area in document["areas"]
    }


def load_areas() -> int:
    """Make the areas that are not there yet; answers how many. Those that are stay as they are."""
    made = [
        Area.objects.get_or_create(slug=code, defaults=fields)[1]
        for code, fields in known_areas().items()
    ]
    return sum(made)


def area_named(code: str) -> Area:
    """The area with a code; one that nobody knows is made with the code as its name."""
    fields = known_areas().get(code, {"name_nl": code, "name_fr": code})
    return Area.objects.get_or_create(slug=code, defaults=fields)[0]
