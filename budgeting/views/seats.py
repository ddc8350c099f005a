"""The seats of a council at its desk: who sits, who waits, who left, and a table."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budgeting.access import council_for, require
from budgeting.clock import DATABASE_CLOCK
from budgeting.csv_out import csv_text
from budgeting.forms.seats import EndForm, SeatForm, seat_name
from budgeting.models import Council, Role, Seat, SeatKind
from budgeting.services import seating
from budgeting.views.files import csv_answer
from budgeting.views.storing import kept

PAGE = ["GET", "HEAD", "POST"]
COLUMNS = (
    *("kind", "association", "substitute", "position", "member_name", "name_public"),
    *("candidate", "draw_id", "starts_on", "ends_on", "left_on"),
)


@require_safe
def seats_desk(request: HttpRequest, council: str) -> HttpResponse:
    """All seats of today, the substitutes in their order, and those that are over."""
    found = council_for(request, council, Role.OFFICER)
    now = seating.seating(found, timezone.localdate(DATABASE_CLOCK.now()))
    free = {
        SeatKind.DRAWN: max(found.drawn_members - len(now.drawn), 0),
        SeatKind.DELEGATE: max(found.delegate_members - len(now.delegates), 0),
    }
    context = {
        "council": found,
        "now": now,
        "members": [*now.drawn, *now.delegates],
        "free": sum(free.values()),
        "free_kinds": [kind for kind, count in free.items() if count],
        "section": "seats",
    }
    return render(request, "budgeting/seats_desk.html", context)


@require_http_methods(PAGE)
def seat_new(request: HttpRequest, council: str) -> HttpResponse:
    found = council_for(request, council, Role.OFFICER)
    return _filled_in(request, found, Seat(council=found))


@require_http_methods(PAGE)
def seat_edit(request: HttpRequest, council: str, number: int) -> HttpResponse:
    found = council_for(request, council, Role.OFFICER)
    return _filled_in(request, found, get_object_or_404(found.seats, pk=number))


def _filled_in(request: HttpRequest, council: Council, seat: Seat) -> HttpResponse:
    """The form of a new or a known seat."""
    form = SeatForm(request.POST or None, instance=seat, council=council)
    event, is_known = ("seat_changed", True) if seat.pk else ("seat_added", False)
    said = _("The seat is stored.")
    stored = request.method == "POST" and form.is_valid()
    if stored and kept(request, form, event, council=council, said=said):
        return redirect("seats_desk", council.slug)
    return _page(request, council, form, EndForm(), seat if is_known else None)


def _page(
    request: HttpRequest, council: Council, form: SeatForm, end: EndForm, seat: Seat | None
) -> HttpResponse:
    shown = Seat.objects.get(pk=seat.pk) if seat else None
    context = {
        "council": council,
        "form": form,
        "end_form": end,
        "seat": shown,
        "name": seat_name(shown) if shown else "",
        "section": "seats",
    }
    return render(request, "budgeting/seat_edit.html", context)


@require_POST
def seat_end(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """Somebody leaves early; the first substitute is named."""
    found = council_for(request, council, Role.OFFICER)
    seat = get_object_or_404(found.seats, pk=number)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, found, SeatForm(instance=seat, council=found), form, seat)
    by = require(request.user, found, Role.OFFICER)
    following = seating.end_seat(seat, left_on=form.cleaned_data["left_on"], by=by)
    messages.success(request, _("The seat ends on that day."))
    if following:
        text = _("The first substitute in line is %(name)s.")
        messages.info(request, text % {"name": seat_name(following)})
    return redirect("seats_desk", council)


@require_POST
def seat_move_up(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """A substitute takes a free seat from today on."""
    found = council_for(request, council, Role.OFFICER)
    seat = get_object_or_404(found.seats, pk=number)
    today = timezone.localdate(DATABASE_CLOCK.now())
    seating.move_up(seat, starts_on=today, by=require(request.user, found, Role.OFFICER))
    messages.success(request, _("The substitute has a seat from today on."))
    return redirect("seats_desk", council)


@require_safe
def seats_csv(request: HttpRequest, council: str) -> HttpResponse:
    """Every seat that ever was, as a table."""
    found = council_for(request, council, Role.OFFICER)
    rows = (
        [value.isoformat() if hasattr(value, "isoformat") else value for value in row]
        for row in found.seats.values_list(*COLUMNS)
    )
    return csv_answer(csv_text(COLUMNS, rows), f"{council}-seats.csv")
