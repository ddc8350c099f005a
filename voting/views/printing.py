"""The printing desk: new sheets as one PDF, and the batches with their release."""

import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from budgeting.access import edition_for, require
from budgeting.errors import Refused
from budgeting.models import Edition, Role
from budgeting.phases import Phase
from voting.forms_paper import PrintForm
from voting.models import PrintBatch
from voting.services.printing import print_batch, release_batch

AT_WORK = (Role.FACILITATOR, Role.OFFICER)


@never_cache
def printing(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """How many sheets for which place, and what was printed before."""
    found = edition_for(request, council, edition, *AT_WORK)
    return _page(request, found, PrintForm(edition=found))


@never_cache
@require_POST
def download(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The PDF of a new batch. It is given once: the serials in it are kept nowhere."""
    found = edition_for(request, council, edition, *AT_WORK)
    form = PrintForm(request.POST, edition=found)
    if not form.is_valid():
        return _page(request, found, form)
    pdf = io.BytesIO()
    try:
        printed = print_batch(
            found, out=pdf, by=require(request.user, found.council, *AT_WORK), **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, found, form)
    name = f"{found.council.slug}-{found.slug}-{printed.batch.number}.pdf"
    return HttpResponse(
        pdf.getvalue(),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def release(request: HttpRequest, council: str, edition: str, number: int) -> HttpResponse:
    """From now on the sheets of this batch can be scanned."""
    found = edition_for(request, council, edition, *AT_WORK)
    batch = get_object_or_404(PrintBatch, edition=found, number=number)
    try:
        release_batch(batch, by=require(request.user, found.council, *AT_WORK))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("printing", council, edition)


def _page(request: HttpRequest, edition: Edition, form: PrintForm) -> HttpResponse:
    batches = PrintBatch.objects.filter(edition=edition).select_related("venue")
    context = {
        "edition": edition,
        "form": form,
        "can_print": edition.phase == Phase.VOTING and edition.rule_sets.exists(),
        "batches": batches.order_by("-number"),
        "fictional": edition.council.fictional,
    }
    return render(request, "voting/printing.html", context)
