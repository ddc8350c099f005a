"""The printing desk: batches of sheets that are made in the background, and the file of each."""

import io
from collections.abc import Iterator
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError

from budgeting.access import edition_for, require
from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.models import Edition, Role
from budgeting.phases import Phase
from voting.errors import reason_of
from voting.forms_printing import PrintForm
from voting.models import PrintBatch
from voting.paper.test_page import write_test_page
from voting.services.print_fetching import fetch
from voting.services.print_jobs import BUSY, again, ask_for_sheets, may_begin_again, not_taken_up
from voting.services.printing import release_batch
from voting.tasks import make_sheets

AT_WORK = (Role.FACILITATOR, Role.OFFICER)
PER_PAGE = 25


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def printing(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Ask for a batch (POST): how many sheets, of which form, for which place; and all batches."""
    found = edition_for(request, council, edition, *AT_WORK)
    form = PrintForm(request.POST or None, edition=found)
    if request.method == "POST" and form.is_valid():
        by = require(request.user, found.council, *AT_WORK)
        try:
            batch = ask_for_sheets(found, by=by, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            _start(batch)
            return redirect("print_job", council, edition, batch.number)
    return _page(request, found, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def print_job(request: HttpRequest, council: str, edition: str, number: int) -> HttpResponse:
    """Follow one batch; a POST begins it again where it failed or stands still."""
    found = edition_for(request, council, edition, *AT_WORK)
    batch = _batch(found, number)
    if request.method == "POST":
        if again(batch, by=require(request.user, found.council, *AT_WORK)):
            _start(batch)
        return redirect("print_job", council, edition, number)
    begin_again = may_begin_again(batch, DATABASE_CLOCK.now())
    context = {
        "edition": found,
        "batch": batch,
        "busy": batch.state in BUSY and not begin_again,
        "begin_again": begin_again,
        "mine": batch.by_id == request.user.pk,
        "error": reason_of(batch.code) if batch.code else "",
        "fictional": found.council.fictional,
    }
    return render(request, "voting/print_job.html", context)


@never_cache
@require_POST
def print_file(request: HttpRequest, council: str, edition: str, number: int) -> HttpResponseBase:
    """The PDF of a batch, whole once: the serials in it are kept nowhere else."""
    found = edition_for(request, council, edition, *AT_WORK)
    batch = _batch(found, number)
    try:
        size, pieces = fetch(batch, by=require(request.user, found.council, *AT_WORK))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("print_job", council, edition, number)
    return _download(pieces, size, f"{found.council.slug}-{found.slug}-{number}.pdf")


@require_safe
def test_page(request: HttpRequest, council: str, edition: str) -> HttpResponseBase:
    """The page that tells whether a printer will do. It is no ballot."""
    edition_for(request, council, edition, *AT_WORK)
    pdf = io.BytesIO()
    write_test_page(pdf)
    pdf.seek(0)
    return FileResponse(pdf, filename="wijkstem-printer-test.pdf", as_attachment=True)


@require_POST
def release(request: HttpRequest, council: str, edition: str, number: int) -> HttpResponse:
    """From now on the sheets of this batch can be scanned."""
    found = edition_for(request, council, edition, *AT_WORK)
    batch = _batch(found, number)
    try:
        release_batch(batch, by=require(request.user, found.council, *AT_WORK))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("printing", council, edition)


def _batch(edition: Edition, number: int) -> PrintBatch:
    batches = PrintBatch.objects.select_related("edition__council", "venue", "by")
    return get_object_or_404(batches, edition=edition, number=number)


def _start(batch: PrintBatch) -> None:
    """Hand the identifier to the queue once everything is stored."""
    transaction.on_commit(partial(_enqueue, batch))


def _enqueue(batch: PrintBatch) -> None:
    try:
        make_sheets.delay(batch.pk)
    except (OperationalError, OSError):
        not_taken_up(batch)


def _download(pieces: Iterator[bytes], size: int, name: str) -> StreamingHttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(size),
        # Packed already; packing it again would take away its length, and a browser could not
        # tell a whole file from a part.
        "Content-Encoding": "identity",
    }
    return StreamingHttpResponse(pieces, content_type="application/pdf", headers=headers)


def _page(request: HttpRequest, edition: Edition, form: PrintForm) -> HttpResponse:
    batches = PrintBatch.objects.filter(edition=edition).select_related("venue")
    context = {
        "edition": edition,
        "form": form,
        "can_print": edition.phase == Phase.VOTING and edition.rule_sets.exists(),
        "batches": Paginator(batches.order_by("-number"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "fictional": edition.council.fictional,
    }
    return render(request, "voting/printing.html", context)
