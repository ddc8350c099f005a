"""Interests of the members at the desk: declared by themselves, or by an officer for them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from budgeting.access import council_for, require, roles_of
from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import AccessRefused
from budgeting.forms.seats import DeclarationForm, seat_name
from budgeting.languages import active_language
from budgeting.models import Council, InterestDeclaration, Role, User
from budgeting.services import seating


@require_http_methods(["GET", "HEAD", "POST"])
def declarations_desk(request: HttpRequest, council: str) -> HttpResponse:
    """What is declared, and a form for more; an officer sees all, a member their own."""
    found = council_for(request, council, Role.MEMBER, Role.OFFICER)
    by, is_officer = _acting(request, found)
    today = timezone.localdate(DATABASE_CLOCK.now())
    member = None if is_officer else by
    form = DeclarationForm(request.POST or None, council=found, member=member, on=today)
    if request.method == "POST" and form.is_valid():
        role = Role.OFFICER if is_officer else Role.MEMBER
        seating.declare(**form.cleaned_data, language=active_language(), by=by, role=role)
        messages.success(request, _("The interest is declared. Everybody can read it."))
        return redirect("declarations_desk", council)
    rows = InterestDeclaration.objects.filter(seat__council=found).select_related("seat")
    rows = rows if is_officer else rows.filter(seat__user=by)
    context = {
        "council": found,
        "form": form,
        "declarations": [(row, seat_name(row.seat)) for row in rows],
        "is_officer": is_officer,
        "section": "declarations",
    }
    return render(request, "budgeting/declarations_desk.html", context)


@require_POST
def declaration_end(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """An interest is over: for the member themselves, or an officer."""
    found = council_for(request, council, Role.MEMBER, Role.OFFICER)
    by, is_officer = _acting(request, found)
    rows = InterestDeclaration.objects.select_related("seat")
    row = get_object_or_404(rows, pk=number, seat__council=found)
    if not is_officer and row.seat.user_id != by.pk:
        raise AccessRefused("not_your_seat", _("This is the interest of another member."))
    role = Role.OFFICER if is_officer else Role.MEMBER
    seating.end_declaration(number, by=by, role=role)
    messages.success(request, _("The interest is ended. It stays on the page, with its end."))
    return redirect("declarations_desk", council)


def _acting(request: HttpRequest, council: Council) -> tuple[User, bool]:
    """The person at work, and whether they are an officer."""
    by = require(request.user, council, Role.MEMBER, Role.OFFICER)
    return by, Role.OFFICER in roles_of(by, council)
