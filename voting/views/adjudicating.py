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
from budgeting.models import Role, User
from voting.errors import reason_of
from voting.models import Scan, ScanState
from voting.services.adjudicating import Decision
from voting.services.crops import box_crop, row_crop, turned
from voting.services.looking import deal_with, look_at, picture
from voting.services.queue import Wanted, beside
from voting.views.deciding import Deciding, about, settled

AT_WORK = (Role.FACILITATOR, Role.OFFICER)
DEALT_WITH = "dealt_with"


def opened(request: HttpRequest, council: str, edition: str, scan: UUID) -> tuple[Scan, User]:
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
    page, by = opened(request, council, edition, scan)
    if request.POST.get("verdict") == DEALT_WITH:
        return _deal_with(request, page, by)
    if page.sheet is None or page.state != ScanState.QUEUED:
        return render(request, "voting/scan_decided.html", about(page, by))
    deciding = Deciding(look_at(page, by=by), request.POST if request.method == "POST" else None)
    try:
        decision = settled(deciding)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect(request.get_full_path())
    if decision is not None:
        return _onward(request, page, by, decision)
    wanted = Wanted.of(request.GET)
    before, after = beside(page, by=by, wanted=wanted)
    context = {**about(page, by), **deciding.context(), "wanted": wanted}
    return render(request, "voting/scan.html", {**context, "before": before, "after": after})


def _deal_with(request: HttpRequest, page: Scan, by: User) -> HttpResponse:
    try:
        deal_with(page, by=by)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect(request.get_full_path())
    edition = page.batch.edition
    return redirect("scanning", edition.council.slug, edition.slug)


def _onward(request: HttpRequest, page: Scan, by: User, decision: Decision) -> HttpResponse:
    """Straight to the next page that this person can decide, with a word on this one."""
    if decision.waits:
        messages.info(request, _("Noted. It counts when a second person says the same."))
    else:
        messages.success(request, reason_of(decision.scan.code))
    edition = page.batch.edition
    _before, after = beside(page, by=by, wanted=Wanted.of(request.GET))
    address, query = [edition.council.slug, edition.slug], request.GET.urlencode()
    onward = redirect("scan", *address, after.pk) if after else redirect("scan_queue", *address)
    if query and after:
        onward["Location"] += f"?{query}"
    return onward


@never_cache
def image(request: HttpRequest, council: str, edition: str, scan: UUID) -> HttpResponse:
    """The page, decrypted for this answer only; 404 once it is sealed to the box.

    Its symbol is upright where one is seen; `turn` adds quarter turns clockwise.
    """
    page, by = opened(request, council, edition, scan)
    plain, turn = picture(page, by=by), request.GET.get("turn", "")
    return _answer(turned(plain, int(turn) if turn in "123" and turn else 0) if plain else None)


@never_cache
def doubt(
    request: HttpRequest, council: str, edition: str, scan: UUID, number: int
) -> HttpResponse:
    """The part of the page in which a machine was not sure of a box."""
    page, by = opened(request, council, edition, scan)
    return _answer(box_crop(look_at(page, by=by), number))


@never_cache
def row(request: HttpRequest, council: str, edition: str, scan: UUID, number: int) -> HttpResponse:
    """The strip of the page that belongs to one project."""
    page, by = opened(request, council, edition, scan)
    return _answer(row_crop(look_at(page, by=by), number))


def _answer(data: bytes | None) -> HttpResponse:
    if data is None:
        raise Http404
    kind = "jpeg" if data.startswith(b"\xff\xd8") else "png"
    return HttpResponse(data, content_type=f"image/{kind}")
