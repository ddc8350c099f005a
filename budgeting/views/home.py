"""The door in three languages, and the home page with all councils."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from budgeting.clock import DATABASE_CLOCK
from budgeting.geojson import collection, outline
from budgeting.languages import ORDER as LANGUAGES
from budgeting.languages import in_language
from budgeting.models import Area, Council, Edition, Theme
from budgeting.offline import kept_offline
from budgeting.phases import ORDER, RUNNING, Phase
from budgeting.remembered import keep_on_device, remembered_language
from budgeting.wording import PHASE_NAMES


def door(request: HttpRequest) -> HttpResponse:
    """Choose a language once; who comes back is let through to the home page in it."""
    chosen = request.GET.get("language", "")
    known = chosen or remembered_language(request)
    if known not in LANGUAGES:
        return render(request, "door.html")
    answer = redirect(f"/{known}/")
    if chosen:
        keep_on_device(answer, chosen)
    patch_vary_headers(answer, ["Cookie"])
    return answer


@kept_offline
def home(request: HttpRequest) -> HttpResponse:
    """Councils and editions on the map and in the list, by theme and phase; what runs first."""
    theme, phase = chosen(request)
    editions = list(public_editions())
    shown = [edition for edition in editions if matches(edition, theme, phase)]
    councils = councils_of(shown, everyone=not (theme or phase))
    edges = [
        edge
        for council in councils
        if council.area
        for edge in outline(council.area.perimeter, fictional=council.fictional)
    ]
    context = {
        **by_state(shown),
        "shown": shown,
        "themes": themes_of(editions),
        "phases": [(p, PHASE_NAMES[p]) for p in ORDER if any(e.phase == p for e in editions)],
        "theme": theme,
        "phase": phase,
        "councils": councils,
        "points": points_of(councils),
        "large_map": f"{reverse('councils_map')}?{urlencode({'theme': theme, 'phase': phase})}",
        "edges": collection(edges, []),
        "invented_edges": any(edge["properties"]["fictional"] for edge in edges),
        "dots": Area.objects.exclude(lat=None).exclude(lon=None).values_list("lat", "lon"),
        "fictional": bool(councils) and all(council.fictional for council in councils),
    }
    return render(request, "budgeting/home.html", context)


def chosen(request: HttpRequest) -> tuple[str, str]:
    """The theme and the phase that were asked for; "" stands for all."""
    return request.GET.get("theme", ""), request.GET.get("phase", "")


def public_editions() -> QuerySet[Edition]:
    return Edition.objects.public().select_related("council__area").prefetch_related("themes")


def councils_of(editions: list[Edition], *, everyone: bool) -> list[Council]:
    """The councils of these editions, or all of them, in the order in which they are numbered."""
    having = {edition.council_id for edition in editions}
    councils = Council.objects.select_related("area")
    return [council for council in councils if everyone or council.pk in having]


def matches(edition: Edition, theme: str, phase: str) -> bool:
    """Whether an edition has a theme with this code and is in this phase; "" matches all."""
    has_theme = not theme or any(one.code == theme for one in edition.themes.all())
    return has_theme and phase in {"", edition.phase}


def themes_of(editions: list[Edition]) -> list[Theme]:
    """One theme for each code that occurs, by name: editions name the same themes again."""
    found = {theme.code: theme for edition in editions for theme in edition.themes.all()}
    return sorted(found.values(), key=lambda theme: in_language(theme, "name"))


def by_state(editions: list[Edition]) -> dict[str, Any]:
    """Running (an open vote first) and finished editions, and what can be done in them now."""
    now = DATABASE_CLOCK.now()
    running = [edition for edition in editions if edition.phase in RUNNING]
    running.sort(key=lambda edition: edition.phase != Phase.VOTING)
    return {
        "running": running,
        "finished": [edition for edition in editions if edition.phase not in RUNNING],
        "open_votes": {edition.pk for edition in running if edition.takes_votes(now)},
        "open_calls": {edition.pk for edition in running if edition.takes_proposals(now)},
    }


def points_of(councils: list[Council]) -> list[tuple[float, float, int, str, str]]:
    """Pins for the map: latitude, longitude, number in the list, name and address."""
    return [
        (c.area.lat, c.area.lon, number, in_language(c, "name"), c.get_absolute_url())
        for number, c in enumerate(councils, start=1)
        if c.area and c.area.lat is not None and c.area.lon is not None
    ]


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone: everything that is about one person."""
    return render(request, "robots.txt", content_type="text/plain")
