"""The ballot and the rule of an edition, as one more block of its settings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from budgeting.access import edition_for
from budgeting.models import Role
from budgeting.services.edition_settings import is_open, require_open
from budgeting.views.edition_settings import about, stored
from tallying.forms_ballot import BallotForm


@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """How people vote, how the budget is divided, and what is published."""
    found = edition_for(request, council, edition, Role.OFFICER)
    if request.method != "POST" and not is_open(found):
        return redirect("edition_settings", council, edition)
    require_open(found)
    form = BallotForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid() and stored(request, found, "ballot", form):
        messages.success(request, _("Stored."))
        return redirect("edition_settings", council, edition)
    return render(request, "tallying/edition_ballot.html", {**about(found), "form": form})
