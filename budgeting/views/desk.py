"""The desk of one council: where each of its pages is, for the roles of the person who looks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budgeting.access import council_for, roles_of
from budgeting.models import Role


@require_safe
def council_desk(request: HttpRequest, council: str) -> HttpResponse:
    """A council at work: its editions, and the pages this person may use."""
    found = council_for(request, council, *Role)
    context = {
        "council": found,
        "editions": found.editions.select_related("council"),
        "is_officer": Role.OFFICER in roles_of(request.user, found),
        "section": "desk",
    }
    return render(request, "budgeting/council_desk.html", context)
