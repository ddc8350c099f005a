"""The ballot as a voter would see it, before there is a vote."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budgeting.access import edition_for
from budgeting.errors import Refused
from budgeting.models import Role
from voting.codes import CodedError
from voting.errors import refusal_of
from voting.forms import BallotForm
from voting.services.ballot_list import projects_to_preview
from voting.views.booth import about_ballot


@require_safe
def ballot_preview(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The list with its boxes; it casts nothing. Refuses a format that is not set."""
    found = edition_for(request, council, edition, *Role)
    try:
        form = BallotForm(found, projects_to_preview(found))
    except CodedError as error:
        refusal = refusal_of(error)
        raise Refused(refusal.code, refusal.sentence) from None
    context = {"edition": found, "council": found.council, "form": form, "preview": True}
    return render(request, "voting/booth_preview.html", context | about_ballot(found, form))
