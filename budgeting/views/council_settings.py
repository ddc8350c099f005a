"""What the council says about itself, and the boundary of its area."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgeting.access import council_for, require
from budgeting.errors import Refused
from budgeting.forms.areas import BoundaryFileForm, BoundaryForm, second_step
from budgeting.forms.councils import CouncilForm
from budgeting.languages import in_language
from budgeting.models import Area, Council, Role, User
from budgeting.services.areas import boundary_digest, keep_boundary, remove_boundary
from budgeting.views.storing import kept


def council_settings(request: HttpRequest, council: str) -> HttpResponse:
    """Names, text, contact, ombudsman and the number of seats."""
    found = council_for(request, council, Role.OFFICER)
    form = CouncilForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        said = _("What you changed is public now.")
        if kept(request, form, "council_changed", council=found, said=said):
            return redirect("council_settings", council)
    shown = Council.objects.select_related("area").get(pk=found.pk)
    context = {"council": shown, "form": form, "section": "settings"}
    return render(request, "budgeting/council_settings.html", context)


def council_area(request: HttpRequest, council: str) -> HttpResponse:
    """The area on the map; a file is shown first, and kept when it is the right one."""
    found = council_for(request, council, Role.OFFICER)
    area = found.area
    context: dict[str, Any] = {"council": found, "area": area, "section": "settings"}
    if area is None:
        return render(request, "budgeting/council_area.html", context)
    if request.method == "POST" and "document" in request.POST:
        form = BoundaryForm(request.POST)
        if form.is_valid() and _is_kept(request, found, form):
            return redirect("council_area", council)
        context |= {"decision": form, "found": getattr(form, "found", None)}
    elif request.method == "POST":
        file_form = BoundaryFileForm(request.POST, request.FILES)
        context["form"] = file_form
        if file_form.is_valid():
            source = file_form.cleaned_data["source"]
            decision = second_step(file_form.found, source, boundary_digest(area))
            context |= {"decision": decision, "found": file_form.found}
    context.setdefault("form", BoundaryFileForm())
    context |= shown_with(found, area)
    return render(request, "budgeting/council_area.html", context)


@require_POST
def area_clear(request: HttpRequest, council: str) -> HttpResponse:
    """Take the boundary off the map."""
    found = council_for(request, council, Role.OFFICER)
    if found.area:
        remove_boundary(found, by=_officer_everywhere(request, found.area))
        messages.success(request, _("The boundary is off the map."))
    return redirect("council_area", council)


def shown_with(council: Council, area: Area) -> dict[str, Any]:
    """What lies on the map with the boundary: the places, and the other councils of the area."""
    points = [
        (*venue.point, number, in_language(venue, "name"))
        for number, venue in enumerate(council.venues.all(), start=1)
        if venue.point
    ]
    sharing = [in_language(one, "name") for one in area.councils.exclude(pk=council.pk)]
    return {"points": points, "sharing": sharing}


def _is_kept(request: HttpRequest, council: Council, form: BoundaryForm) -> bool:
    assert council.area is not None
    by = _officer_everywhere(request, council.area)
    data = form.cleaned_data
    try:
        keep_boundary(council, form.found, source=data["source"], seen=data["seen"], by=by)
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return False
    messages.success(request, _("The boundary is on the map now."))
    return True


def _officer_everywhere(request: HttpRequest, area: Area) -> User:
    """Councils may share an area: its boundary is for who is an officer of each of them."""
    people = [require(request.user, council, Role.OFFICER) for council in area.councils.all()]
    return people[0]
