"""Pages of information: how it works, help, accessibility, privacy, and who made what."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.models import Council, Edition, InfluenceLevel
from budgeting.offline import kept_offline
from budgeting.wording import INFLUENCE_NAMES
from budgeting.works import ON_SCREEN, ON_SERVER

STATEMENT_DATE = date(2026, 11, 26)
"""The day on which the accessibility statement was last compared with the site."""

LEVELS: tuple[tuple[str, str | Promise], ...] = (
    (InfluenceLevel.INFORM, _("The City decides, and tells you what and why.")),
    (InfluenceLevel.CONSULT, _("The City asks for your opinion and decides alone.")),
    (
        InfluenceLevel.CO_DECIDE,
        _("The vote leads to a proposal. The City follows it, or says why not."),
    ),
    (InfluenceLevel.DECIDE, _("The City has promised to follow the result.")),
)

Cookie = tuple[str, str | Promise, str | Promise]


def contacts() -> dict[str, Any]:
    """The general address of the site, for a page that tells where to write."""
    return {"contact": settings.CONTACT_EMAIL}


@kept_offline
def about(request: HttpRequest) -> HttpResponse:
    """From idea to project in six steps, for whom, and who decides."""
    levels = [(INFLUENCE_NAMES[level], meaning) for level, meaning in LEVELS]
    return render(request, "budgeting/about.html", {"levels": levels})


@kept_offline
def help_page(request: HttpRequest) -> HttpResponse:
    """Questions and answers, and every council that can be written to or visited."""
    reachable = Council.objects.filter(
        ~Q(contact_email="") | ~Q(contact_phone="") | Q(venues__isnull=False)
    ).distinct()
    councils = reachable.prefetch_related("venues")
    return render(request, "budgeting/help.html", {"councils": councils, **contacts()})


@kept_offline
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the Brussels ordinance of 4 October 2018 asks for."""
    context = {"prepared": STATEMENT_DATE, "ombudsman": settings.OMBUDSMAN, **contacts()}
    return render(request, "budgeting/accessibility.html", context)


@kept_offline
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why and how long."""
    origins = settings.MAP_TILES_ORIGIN
    context = {"cookies": cookies(), "tiles_from": ", ".join(origins), **contacts()}
    return render(request, "budgeting/privacy.html", context)


@kept_offline
def colophon(request: HttpRequest) -> HttpResponse:
    """Who made this, and with what, each with its licence."""
    context = {
        "source_url": settings.SOURCE_URL,
        "data_licence": settings.DATA_LICENCE,
        "on_screen": ON_SCREEN,
        "on_server": ON_SERVER,
        "tiles_by": settings.MAP_TILES_ATTRIBUTION,
        "imported": Edition.objects.public().exclude(source="").select_related("council"),
        "invented": Council.objects.filter(fictional=True),
        **contacts(),
    }
    return render(request, "budgeting/colophon.html", context)


def cookies() -> list[Cookie]:
    """Every cookie that this site sets: its name, what for, and how long it stays."""
    return [
        (settings.LANGUAGE_COOKIE_NAME, _("Remembers your language."), _("one year")),
        (
            settings.CSRF_COOKIE_NAME,
            _("Makes sure that a form comes from this site and not from a forger."),
            _("one year"),
        ),
        (
            "wijkstem_booth",
            _("Holds your unfinished ballot, locked. Nobody else can read it."),
            _("24 hours, or until you erase it"),
        ),
        (
            settings.SESSION_COOKIE_NAME,
            _("Only while you sign in and are signed in."),
            _("two weeks at most, or until you sign out"),
        ),
        ("messages", _("Brings a short notice to the next page."), _("until you have read it")),
    ]
