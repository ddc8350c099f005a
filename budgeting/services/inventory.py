"""The inventory: what others may show of every public edition, so that nobody types it again.

The document is described in the README of this app.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Max, Q
from django.urls import NoReverseMatch, reverse

from budgeting.csv_out import Cell
from budgeting.models import Area, Council, Edition, InfluenceLevel, Record
from budgeting.phases import RUNNING
from budgeting.shapes import outlines_of

Absolute = Callable[[str], str]
"""Makes a whole address of a path."""

VERSION = 1
LANGUAGES = ("nl", "fr", "en")
CALENDAR = (
    *("call_opens_at", "call_closes_at", "opens_at", "closes_at", "paper_intake_until"),
    *("objections_until", "decision_on"),
)
# Steps after which somebody who copied a record should read it again.
STEPS = ("phase", "result_state", "rules_frozen", "rules_changed", "election_imported")
TOLD = Q(event__in=STEPS) | Q(event__startswith="edition_")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
FLAT = (
    *("id", "url", "title_nl", "title_fr", "title_en", "council", "council_nl", "council_fr"),
    *("area", "area_nl", "area_fr", "postal_codes", "lat", "lon", "themes", "status", "phase"),
    *(*CALENDAR, "budget", "currency", "influence", "result_state", "result_url"),
    *("proposals_url", "fictional", "test", "source", "updated_at"),
)
SAME = (
    "id",
    "url",
    "status",
    "phase",
    "proposals_url",
    "fictional",
    "test",
    "source",
    "updated_at",
)


def inventory(absolute: Absolute) -> dict[str, Any]:
    """The whole document; drafts are never in it."""
    records = records_of(absolute)
    return {
        "version": VERSION,
        "licence": settings.DATA_LICENCE or None,
        "updated_at": latest(records).isoformat(),
        "editions": records,
    }


def records_of(absolute: Absolute) -> list[dict[str, Any]]:
    """A record for each public edition, the latest vote first; three queries."""
    editions = list(
        Edition.objects.public().select_related("council__area").prefetch_related("themes")
    )
    told = Record.objects.filter(TOLD, edition__in=editions).order_by().values("edition")
    moments = dict(told.annotate(at=Max("at")).values_list("edition", "at"))
    return [_record(edition, moments.get(edition.pk), absolute) for edition in editions]


def latest(records: Iterable[dict[str, Any]]) -> datetime:
    """When the youngest of these records changed."""
    moments = (datetime.fromisoformat(record["updated_at"]) for record in records)
    return max(moments, default=LONG_AGO)


def _record(edition: Edition, told: datetime | None, absolute: Absolute) -> dict[str, Any]:
    council = edition.council
    updated = told or edition.opens_at or edition.call_opens_at or LONG_AGO
    return {
        "id": edition.uuid.urn,
        "url": absolute(edition.get_absolute_url()),
        "title": _texts(edition, "title"),
        "organiser": _organiser(council, absolute),
        "area": _area(council.area),
        "themes": [{"code": one.code, "name": _texts(one, "name")} for one in edition.themes.all()],
        "status": "running" if edition.phase in RUNNING else "finished",
        "phase": edition.phase,
        "calendar": {name: _written(getattr(edition, name)) for name in CALENDAR},
        "budget": {"cents": edition.budget_cents, "currency": edition.currency},
        "influence": {
            "level": InfluenceLevel(edition.influence_level).value,
            "text": _texts(edition, "influence"),
        },
        "result": {
            "state": edition.result_state,
            "url": _page(edition, "result", absolute) if edition.has_result() else None,
        },
        "proposals_url": _page(edition, "proposals", absolute),
        "fictional": council.fictional,
        "test": edition.is_test,
        "source": edition.source,
        "updated_at": updated.astimezone(UTC).isoformat(),
    }


def _organiser(council: Council, absolute: Absolute) -> dict[str, Any]:
    return {
        "code": council.slug,
        "name": _texts(council, "name"),
        "url": absolute(council.get_absolute_url()),
    }


def _area(area: Area | None) -> dict[str, Any] | None:
    """The perimeter as one GeoJSON geometry (WGS84), or null; `centre` as longitude, latitude."""
    if area is None:
        return None
    shapes = [outline.as_geojson() for outline in outlines_of(area.perimeter)]
    many = {"type": "GeometryCollection", "geometries": shapes}
    known = area.lat is not None and area.lon is not None
    return {
        "code": area.slug,
        "name": _texts(area, "name"),
        "postal_codes": area.postal_codes,
        "centre": [area.lon, area.lat] if known else None,
        "perimeter": (shapes[0] if len(shapes) == 1 else many) if shapes else None,
        "perimeter_source": area.perimeter_source,
    }


def flat_rows(records: Iterable[dict[str, Any]]) -> list[list[Cell]]:
    """The records as rows under FLAT; of a perimeter only the centre."""
    return [[_flat(record)[name] for name in FLAT] for record in records]


def _flat(record: dict[str, Any]) -> dict[str, Cell]:
    organiser, area = record["organiser"], record["area"] or {"name": {}}
    lon, lat = area.get("centre") or (None, None)
    cents = record["budget"]["cents"]
    plain = {name: record[name] for name in SAME}
    return {
        **plain,
        **{f"title_{code}": record["title"].get(code, "") for code in LANGUAGES},
        **{f"council_{code}": organiser["name"].get(code, "") for code in ("nl", "fr")},
        **{f"area_{code}": area["name"].get(code, "") for code in ("nl", "fr")},
        **record["calendar"],
        "council": organiser["code"],
        "area": area.get("code", ""),
        "postal_codes": " ".join(area.get("postal_codes", [])),
        "lat": lat,
        "lon": lon,
        "themes": " ".join(theme["code"] for theme in record["themes"]),
        "budget": f"{cents // 100}.{cents % 100:02d}",
        "currency": record["budget"]["currency"],
        "influence": record["influence"]["level"],
        "result_state": record["result"]["state"],
        "result_url": record["result"]["url"],
    }


def _texts(row: object, name: str) -> dict[str, str]:
    """The languages that there are."""
    texts = {code: getattr(row, f"{name}_{code}", "") for code in LANGUAGES}
    return {code: text for code, text in texts.items() if text}


def _written(moment: Any) -> str | None:
    """A day as it is, a moment with its zone."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).isoformat()
    return moment.isoformat() if moment else None


def _page(edition: Edition, name: str, absolute: Absolute) -> str | None:
    """A page of an app above; None where this site has none of that name."""
    try:
        return absolute(reverse(name, args=[edition.council.slug, edition.slug]))
    except NoReverseMatch:
        return None
