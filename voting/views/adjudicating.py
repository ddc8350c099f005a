"""One page in front of a person: its picture, the machine's reading, and the decision."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from budgeting.access import edition_for, require
from budgeting.errors import Refused
from budgeting.models import Edition, Role, User
from voting.errors import reason_of
from voting.forms_paper import DecisionForm
from voting.models import Adjudication, Scan, ScanState
from voting.services.adjudicating import (
    AS_READ,
    CORRECTED,
    Decision,
    confirm_as_read,
    correct,
    declare,
)
from voting.services.looking import (
    Looked,
    crop,
    deal_with,
    is_readable,
    look_at,
    machine_rows,
    picture,
)
from voting.services.page_table import TYPED_ONCE

AT_WORK = (Role.FACILITATOR, Role.OFFICER)
DEALT_WITH = "dealt_with"


def _opened(request: HttpRequest, council: str, edition: str, scan: UUID) -> tuple[Scan, User]:
    """The door of a page: somebody at work in the council to which its batch belongs."""
    found = edition_for(request, council, edition, *AT_WORK)
    scans = Scan.objects.select_related("batch__edition__council", "sheet__layout")
    page = get_object_or_404(scans, pk=scan, batch__edition=found)
    return page, require(request.user, found.council, *AT_WORK)


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def scan(request: HttpRequest, council: str, edition: str, scan: UUID) -> HttpResponse:
    """Look at a page and decide; of a refused page the picture can be put away."""
    page, by = _opened(request, council, edition, scan)
    found = page.batch.edition
    if page.state == ScanState.REJECTED and request.POST.get("verdict") == DEALT_WITH:
        deal_with(page, by=by)
        return redirect("scanning", council, edition)
    if page.sheet is None or page.state != ScanState.QUEUED:
        return _show(request, found, page, None, None)
    looked = look_at(page, by=by)
    # Whoever looks second at a typed sheet says what is on it without being shown it.
    marks = looked.reading.marks if looked.reading and page.code != TYPED_ONCE else ()
    form = DecisionForm(request.POST or None, edition=found, boxes=looked.boxes, marks=marks)
    if request.method == "POST":
        confirming = request.POST.get("verdict") == AS_READ
        if confirming:
            form = DecisionForm(edition=found, boxes=looked.boxes, marks=marks)
        if confirming or form.is_valid():
            try:
                decision = _decide(request.POST.get("verdict", ""), looked, form)
            except Refused as refusal:
                messages.error(request, str(refusal.sentence))
                return redirect("scan", council, edition, page.pk)
            return _onward(request, found, decision)
    return _show(request, found, page, looked, form)


def _decide(verdict: str, looked: Looked, form: DecisionForm) -> Decision:
    if verdict == AS_READ:
        return confirm_as_read(looked)
    if verdict not in DecisionForm.VERDICTS:
        raise Http404
    reason = form.cleaned_data["reason"]
    if verdict == CORRECTED:
        return correct(looked, form.marks(), reason=reason)
    return declare(looked, verdict, reason=reason)


def _onward(request: HttpRequest, edition: Edition, decision: Decision) -> HttpResponse:
    """To the next page that waits, with a word on this one."""
    if decision.waits:
        messages.info(request, _("Noted. It counts when a second person says the same."))
    else:
        messages.success(request, reason_of(decision.scan.code))
    waiting = Scan.objects.filter(batch__edition=edition, state=ScanState.QUEUED)
    after = waiting.exclude(pk=decision.scan.pk).order_by("batch__number", "position")
    following = after.filter(
        batch__number__gte=decision.scan.batch.number, code="to_confirm"
    ).first()
    address = [edition.council.slug, edition.slug]
    if following is None or decision.waits:
        return redirect("scanning", *address)
    return redirect("scan", *address, following.pk)


def _show(
    request: HttpRequest,
    edition: Edition,
    page: Scan,
    looked: Looked | None,
    form: DecisionForm | None,
) -> HttpResponse:
    by = require(request.user, edition.council, *AT_WORK)
    said = Adjudication.objects.filter(scan=page, second_by__isnull=True).exclude(verdict=AS_READ)
    reading = looked.reading if looked else None
    context = {
        "edition": edition,
        "page": page,
        "reason": reason_of(page.code),
        "form": form,
        "rows": machine_rows(looked) if looked and page.code != TYPED_ONCE else [],
        "doubts": [(n, reason_of(d.code)) for n, d in enumerate(reading.doubts) if d.area]
        if reading
        else [],
        "has_image": page.image is not None,
        "readable": page.image is not None and is_readable(page, by=by),
        "said_by_me": said.filter(by=by).exists(),
        "said_by_another": said.exclude(by=by).exists(),
        "fictional": edition.council.fictional,
    }
    return render(request, "voting/scan.html", context)


@never_cache
def image(request: HttpRequest, council: str, edition: str, scan: UUID) -> HttpResponse:
    """The page as PNG, decrypted for this answer only; 404 once it is sealed to the box."""
    page, by = _opened(request, council, edition, scan)
    return _png(picture(page, by=by))


@never_cache
def doubt(
    request: HttpRequest, council: str, edition: str, scan: UUID, number: int
) -> HttpResponse:
    """The part of the page in which a machine was not sure of a box."""
    page, by = _opened(request, council, edition, scan)
    return _png(crop(look_at(page, by=by), number))


def _png(data: bytes | None) -> HttpResponse:
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/png")
