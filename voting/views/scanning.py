"""The scanning desk: handing in scans, following them, and what became of every page."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import TooManyFilesSent
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError

from budgeting.access import edition_for, require
from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.lines import one_line
from budgeting.models import Edition, Role
from voting.forms_scanning import UploadForm
from voting.models import PaperRules, Scan, ScanBatch, ScanState, ScanWay, Upload
from voting.services import scan_report
from voting.services.adjudicating import confirm_as_read
from voting.services.looking import look_at
from voting.services.scan_rows import new_batch
from voting.services.uploads import intake_key, revive, store_upload
from voting.tasks import read_upload
from voting.views.camera import with_camera
from voting.views.receiving import SealingHandler

AT_WORK = (Role.FACILITATOR, Role.OFFICER)
PER_PAGE = 50


@csrf_exempt  # `_receive` is protected: what seals the files has to be there before it reads them
@never_cache
@with_camera
def scanning(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Hand in scans; pages by state, batches, and pages that do not count."""
    found = edition_for(request, council, edition, *AT_WORK)
    if request.method != "POST":
        return _page(request, found, UploadForm(edition=found))
    most = settings.MAX_SCAN_UPLOAD_BYTES
    request.upload_handlers = [SealingHandler(intake_key(found), most=most)]
    try:
        return _receive(request, found)
    except TooManyFilesSent:
        told = _("These are more than %(most)s files. Hand them in in several goes.")
        messages.error(request, told % {"most": settings.DATA_UPLOAD_MAX_NUMBER_FILES})
        return _page(request, found, UploadForm(edition=found))


@csrf_protect
def _receive(request: HttpRequest, edition: Edition) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES, edition=edition)
    if not form.is_valid():
        return _page(request, edition, form)
    batch = _stored(request, edition, form)
    return redirect("scan_batch", edition.council.slug, edition.slug, batch.number)


def _stored(request: HttpRequest, edition: Edition, form: UploadForm) -> ScanBatch:
    """A batch with all files, or with none; then the first one is handed to the queue."""
    by, venue = require(request.user, edition.council, *AT_WORK), form.cleaned_data["venue"]
    # Apart from what follows: its lock on the edition would keep votes waiting for large files.
    batch = new_batch(edition, venue=venue, by=by, clock=DATABASE_CLOCK)
    with transaction.atomic():
        for file in form.cleaned_data["scans"]:
            store_upload(batch, file.name, file.parts(), file.seal, at=DATABASE_CLOCK.now())
        first = batch.uploads.order_by("at", "pk")[0]
        transaction.on_commit(partial(_enqueue, first.pk))
    return batch


def _enqueue(upload: UUID) -> None:
    """Hand a file to the queue; where that cannot be reached, the clock or the page tries again."""
    try:
        read_upload.delay(str(upload))
    except (OperationalError, OSError):
        return


def _page(request: HttpRequest, edition: Edition, form: UploadForm) -> HttpResponse:
    scans = scan_report.pages_of_edition(edition)
    batches = scan_report.latest_batches(edition)
    context = {
        "form": form,
        "clean_counts": PaperRules.of(edition).clean_counts,
        "waiting": scans.filter(state=ScanState.QUEUED).count(),
        "batches": batches,
        "busy_batches": scan_report.busy_batches(batches),
        **_report(request, edition, scans, Upload.objects.filter(batch__edition=edition)),
    }
    return render(request, "voting/scanning.html", context | _of(edition))


def _of(edition: Edition) -> dict[str, object]:
    """What every page of scans shows of its edition."""
    takes = edition.takes_paper(DATABASE_CLOCK.now())
    return {"edition": edition, "fictional": edition.council.fictional, "open": takes}


def _report(
    request: HttpRequest, edition: Edition, scans: QuerySet[Scan], uploads: QuerySet[Upload]
) -> dict[str, object]:
    """Pages by state, and those that do not count, of one code when the address names it.

    Before people have counted by hand: how far the reading is, and what asks for somebody.
    """
    told, progress = scan_report.may_tell(edition, scans), None
    if not told:
        progress = scan_report.progress_of(scans, uploads)
        scans = scan_report.to_act_on(scans)
    away, code = scan_report.not_counted(scans), one_line(request.GET.get("code", ""))
    codes = scan_report.by_code(away)
    shown = away.filter(code=code) if code else away
    return {
        "states": scan_report.by_state(
            scans, ScanState if told else scan_report.BEFORE_HAND_COUNTS
        ),
        "progress": progress,
        "backs": scan_report.blank_backs(scans),
        "codes": codes,
        "code": code,
        "all_pages": sum(pages for _code, pages in codes),
        "refused": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
    }


@never_cache
@require_safe
def scan_batch(request: HttpRequest, council: str, edition: str, number: int) -> HttpResponse:
    """How far the files of a batch have been read, and what became of each page."""
    found = edition_for(request, council, edition, *AT_WORK)
    batches = ScanBatch.objects.filter(edition=found, way=ScanWay.FILES).select_related("venue")
    batch = get_object_or_404(batches, number=number)
    for upload in revive(found):
        _enqueue(upload)
    files = scan_report.files_of(batch, now=DATABASE_CLOCK.now())
    scans = scan_report.pages_of_edition(found).filter(batch=batch)
    context = {
        "batch": batch,
        "files": files,
        "busy": any(file.busy for file in files),
        "waiting": scans.filter(state=ScanState.QUEUED).count(),
        **_report(request, found, scans, batch.uploads.all()),
    }
    return render(request, "voting/scan_batch.html", context | _of(found))


@require_POST
def confirm_all(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Everything that was read without a doubt counts; each page by itself."""
    found = edition_for(request, council, edition, *AT_WORK)
    by = require(request.user, found.council, *AT_WORK)
    clean = Scan.objects.filter(
        batch__edition=found, state=ScanState.QUEUED, code="to_confirm"
    ).select_related("batch__edition", "sheet__layout")
    left = 0
    for scan in clean.order_by("batch__number", "position"):
        try:
            confirm_as_read(look_at(scan, by=by))
        except Refused:  # somebody else was faster, or the sheet cannot be counted
            left += 1
    if left:
        messages.warning(
            request, _("Some pages could not be confirmed; they are still in the list.")
        )
    return redirect("scan_queue", council, edition)
