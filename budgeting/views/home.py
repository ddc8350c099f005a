"""The door in three languages, the home page with all councils, and what this site is."""

from itertools import groupby
from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from budgeting.clock import DATABASE_CLOCK
from budgeting.languages import ORDER as LANGUAGES
from budgeting.languages import in_language
from budgeting.maps import rings_of
from budgeting.models import Council, Edition
from budgeting.phases import ORDER, Phase
from budgeting.remembered import keep_on_device, remembered_language

RUNNING = ORDER[ORDER.index(Phase.CALL) : ORDER.index(Phase.REALISATION)]


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


def home(request: HttpRequest) -> HttpResponse:
    """Every council with its editions: on the map and in the list, what runs first."""
    editions = list(Edition.objects.public().select_related("council__area"))
    now = DATABASE_CLOCK.now()
    running = [e for e in editions if e.phase in RUNNING]
    running.sort(key=lambda e: e.phase != Phase.VOTING)
    councils = list(Council.objects.select_related("area"))
    context = {
        "running": running,
        "finished": [e for e in editions if e.phase not in RUNNING],
        "councils": councils,
        "points": points_of(councils),
        "edges": [ring for c in councils if c.area for ring in rings_of(c.area.perimeter)],
        "open_votes": {e.pk for e in running if e.takes_votes(now)},
        "open_calls": {e.pk for e in running if e.takes_proposals(now)},
        "fictional": bool(councils) and all(council.fictional for council in councils),
    }
    return render(request, "budgeting/home.html", context)


def points_of(councils: list[Council]) -> list[tuple[float, float, int, str, str]]:
    """Pins for the map: latitude, longitude, number in the list, name and address."""
    return [
        (c.area.lat, c.area.lon, number, in_language(c, "name"), c.get_absolute_url())
        for number, c in enumerate(councils, start=1)
        if c.area and c.area.lat is not None and c.area.lon is not None
    ]


def about(request: HttpRequest) -> HttpResponse:
    """What this is and for whom, help, accessibility and privacy."""
    councils = list(Council.objects.exclude(contact_email="").order_by("contact_email", "slug"))
    contacts = [(mail, list(of)) for mail, of in groupby(councils, attrgetter("contact_email"))]
    return render(request, "budgeting/about.html", {"contacts": contacts})


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone: everything that is about one person."""
    return render(request, "robots.txt", content_type="text/plain")
