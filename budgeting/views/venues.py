"""The places of a council at its desk: the list, one of them, the kit to print, a table."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from budgeting.access import council_for, roles_of
from budgeting.csv_out import csv_text
from budgeting.forms.venues import VenueForm
from budgeting.models import Council, Role, Venue
from budgeting.phases import Phase
from budgeting.qr import Symbol, symbol_of
from budgeting.services.venues import remove_venue
from budgeting.views.storing import acting, kept
from budgeting.views.venue_words import TEXT_NAMES, stale_texts, still_to_do

COLUMNS = (
    *("slug", "name_nl", "name_fr", "name_en", "address", "hours_nl", "hours_fr"),
    *("step_free", "access_nl", "access_fr", "lat", "lon"),
)
OFFICIAL = ("nl", "fr")


@require_safe
def venues_desk(request: HttpRequest, council: str) -> HttpResponse:
    """All places with what is missing; facilitators find the kits here."""
    found = council_for(request, council, Role.OFFICER, Role.FACILITATOR)
    context = {
        "council": found,
        "venues": [(venue, still_to_do(venue)) for venue in found.venues.all()],
        "is_officer": Role.OFFICER in roles_of(request.user, found),
        "section": "venues",
    }
    return render(request, "budgeting/venues_desk.html", context)


def venue_new(request: HttpRequest, council: str) -> HttpResponse:
    found = council_for(request, council, Role.OFFICER)
    return _filled_in(request, found, Venue(council=found))


def venue_edit(request: HttpRequest, council: str, venue: str) -> HttpResponse:
    found = council_for(request, council, Role.OFFICER)
    return _filled_in(request, found, get_object_or_404(found.venues, slug=venue))


def _filled_in(request: HttpRequest, council: Council, venue: Venue) -> HttpResponse:
    """The form of a new or a known place."""
    form = VenueForm(request.POST or None, instance=venue, council=council)
    event, is_known = ("venue_changed", True) if venue.pk else ("venue_added", False)
    if request.method == "POST" and form.is_valid():
        said = _("The place is stored. Residents see it on the page of the council.")
        if kept(request, form, event, council=council, said=said):
            return redirect("venues_desk", council.slug)
    shown = Venue.objects.get(pk=venue.pk) if is_known else None
    context = {"council": council, "form": form, "venue": shown, "section": "venues"}
    return render(request, "budgeting/venue_edit.html", context)


@require_POST
def venue_remove(request: HttpRequest, council: str, venue: str) -> HttpResponse:
    found = council_for(request, council, Role.OFFICER)
    remove_venue(get_object_or_404(found.venues, slug=venue), by=acting(request, found)[0])
    messages.success(request, _("The place is off the list."))
    return redirect("venues_desk", council)


@require_safe
def venues_csv(request: HttpRequest, council: str) -> HttpResponse:
    """All places as a table; the columns have the names of the fields."""
    found = council_for(request, council, Role.OFFICER, Role.FACILITATOR)
    text = csv_text(COLUMNS, found.venues.values_list(*COLUMNS))
    headers = {"Content-Disposition": f'attachment; filename="{council}-venues.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def venue_kit(request: HttpRequest, council: str, venue: str) -> HttpResponse:
    """What a place prints to hang up and to lie on the table; there is nothing secret in it."""
    found = council_for(request, council, Role.OFFICER, Role.FACILITATOR)
    edition = found.editions.filter(phase=Phase.VOTING).select_related("council").first()
    page = edition or found
    place = get_object_or_404(found.venues, slug=venue)
    context = {
        "council": found,
        "venue": place,
        "contradicting": [TEXT_NAMES[name] for name in stale_texts(place)],
        "is_officer": Role.OFFICER in roles_of(request.user, found),
        "edition": edition,
        "symbols": [(code, *_symbol(request, page, code)) for code in OFFICIAL],
        "languages": OFFICIAL,
        "section": "venues",
    }
    return render(request, "budgeting/venue_kit.html", context)


def _symbol(request: HttpRequest, page: object, language: str) -> tuple[str, Symbol]:
    """The address of a public page in a language, and its QR symbol."""
    with override(language):
        address = request.build_absolute_uri(page.get_absolute_url())  # type: ignore[attr-defined]
    return address, symbol_of(address)
