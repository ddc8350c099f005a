"""The scanning desk: uploading scans, typing sheets, and what waits for a person."""

from collections import Counter
from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from budgeting.access import edition_for, require
from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.models import Edition, Role
from voting.forms_paper import TypingForm, UploadForm
from voting.models import Scan, ScanState, SheetLayout
from voting.paper.layout import Layout
from voting.services.adjudicating import confirm_as_read
from voting.services.keying import type_sheet
from voting.services.looking import look_at
from voting.services.page_table import TYPED_ONCE
from voting.services.scan_rows import ScanResult, new_batch
from voting.services.scanning import scan_file
from voting.views.camera import with_camera

AT_WORK = (Role.FACILITATOR, Role.OFFICER)
PER_PAGE = 50


@never_cache
@with_camera
def scanning(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Upload scans; pages by state, and those that wait for a person."""
    found = edition_for(request, council, edition, *AT_WORK)
    form = UploadForm(request.POST or None, request.FILES or None, edition=found)
    if request.method == "POST" and form.is_valid():
        try:
            results = _read(request, found, form)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            _tell(request, results)
            return redirect("scanning", council, edition)
    return _page(request, found, form)


def _read(request: HttpRequest, edition: Edition, form: UploadForm) -> list[ScanResult]:
    by, venue = require(request.user, edition.council, *AT_WORK), form.cleaned_data["venue"]
    batch = new_batch(edition, venue=venue, by=by, clock=DATABASE_CLOCK)
    return [
        result
        for file in form.cleaned_data["scans"]
        for result in scan_file(
            edition, file.read(), file.name or "", by=by, batch=batch, confirm=True
        )
    ]


def _tell(request: HttpRequest, results: Iterable[ScanResult]) -> None:
    states = Counter(result.state for result in results)
    pages = states.total()
    read = ngettext("%(pages)d page was read.", "%(pages)d pages were read.", pages)
    messages.success(request, read % {"pages": pages})
    refused = states[ScanState.REJECTED]
    if refused:
        words = ngettext(
            "%(pages)d page could not be used: see below.",
            "%(pages)d pages could not be used: see below.",
            refused,
        )
        messages.warning(request, words % {"pages": refused})


def _page(request: HttpRequest, edition: Edition, form: UploadForm) -> HttpResponse:
    scans = Scan.objects.filter(batch__edition=edition).select_related("batch__venue")
    scans = scans.defer("image", "reading")
    waiting = scans.filter(state=ScanState.QUEUED).order_by("batch__number", "position")
    rejected = scans.filter(state=ScanState.REJECTED).order_by("-batch__number", "position")
    counts = dict(scans.order_by().values_list("state").annotate(pages=Count("pk")))
    context = {
        "edition": edition,
        "form": form,
        "open": edition.takes_paper(DATABASE_CLOCK.now()),
        "states": [(state.value, counts.get(state.value, 0)) for state in ScanState],
        "waiting": Paginator(waiting, PER_PAGE).get_page(request.GET.get("page")),
        "clean": waiting.filter(code="to_confirm").count(),
        "rejected": Paginator(rejected, PER_PAGE).get_page(request.GET.get("refused")),
        "fictional": edition.council.fictional,
    }
    return render(request, "voting/scanning.html", context)


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
    return redirect("scanning", council, edition)


def _level(result: ScanResult) -> int:
    if result.state == ScanState.ACCEPTED:
        return messages.SUCCESS
    return messages.INFO if result.code == TYPED_ONCE else messages.WARNING


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def typing(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Type a sheet that no scanner can read."""
    found = edition_for(request, council, edition, *AT_WORK)
    by = require(request.user, found.council, *AT_WORK)
    stored = SheetLayout.objects.filter(edition=found).order_by("version").last()
    sides = Layout.from_json(stored.document).sides if stored else ()
    boxes = [box for side in sides for box in side.boxes]
    form = TypingForm(request.POST or None, edition=found, boxes=boxes)
    if request.method == "POST" and form.is_valid():
        try:
            result = type_sheet(found, form.cleaned_data["serial"], form.marks(), by=by)
        except Refused as refusal:
            form.add_error("serial", str(refusal.sentence))
        else:
            messages.add_message(request, _level(result), result.reason)
            return redirect("typing", council, edition)
    context = {"edition": found, "form": form, "fictional": found.council.fictional, "boxes": boxes}
    return render(request, "voting/typing.html", context)
