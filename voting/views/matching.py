"""Matching by hand: the number of a sheet, read by a person from a picture."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from budgeting.errors import Refused
from voting.errors import reason_of
from voting.forms_marks import MatchForm
from voting.models import ScanState
from voting.services.looking import is_readable
from voting.services.matching import can_match, match_page, sides_of
from voting.views.adjudicating import opened


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def scan_match(request: HttpRequest, council: str, edition: str, scan: UUID) -> HttpResponse:
    """Type the number that the picture shows; then the page waits for its marks."""
    page, by = opened(request, council, edition, scan)
    if not can_match(page) or not is_readable(page, by=by):
        return redirect("scan", council, edition, page.pk)
    sides = sides_of(page, request.POST.get("serial", ""))
    form = MatchForm(request.POST or None, sides=sides)
    if request.method == "POST" and form.is_valid():
        try:
            matched = match_page(page, form.cleaned_data["serial"], side=form.side, by=by)
        except Refused as refusal:
            form.add_error("serial", str(refusal.sentence))
        else:
            level = messages.SUCCESS if matched.state == ScanState.QUEUED else messages.WARNING
            messages.add_message(request, level, reason_of(matched.code))
            return redirect("scan", council, edition, page.pk)
    found = page.batch.edition
    context = {
        "edition": found,
        "page": page,
        "form": form,
        "reason": reason_of(page.code),
        "fictional": found.council.fictional,
    }
    return render(request, "voting/match.html", context)
