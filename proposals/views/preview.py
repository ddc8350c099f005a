"""The form for proposals as a resident would see it, before the call is open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budgeting.access import edition_for
from budgeting.models import Role
from proposals.forms.submitting import ProposalForm


@require_safe
def proposal_preview(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The empty form; it sends nothing."""
    found = edition_for(request, council, edition, *Role)
    form = ProposalForm(edition=found)
    context = {"edition": found, "form": form, "preview": True}
    context["fictional"] = found.council.fictional
    return render(request, "proposals/new_preview.html", context)
