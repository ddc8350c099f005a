"""The paper desk: where the sheets are, who handed them over, which ones do not count any more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budgeting.access import edition_for, edition_to_watch, require, works_in
from budgeting.errors import Refused
from budgeting.models import Edition, Role, User
from voting.forms_custody import HandOverForm, SerialForm, VoidForm
from voting.models import HandOver, Scan, ScanState, Voiding
from voting.services.decided import is_opened
from voting.services.handing_over import confirm_hand_over, note_hand_over
from voting.services.paper_desk import places_of
from voting.services.reconciling import shown_unexplained
from voting.services.spoiling import (
    agree_to_voiding,
    drop_voiding,
    spoil_sheet,
    void_batch,
    void_sheets,
)

AT_WORK = (Role.FACILITATOR, Role.OFFICER)


@never_cache
@require_safe
def paper_desk(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Every sheet by batch and place, and the way to all work with paper."""
    found = edition_to_watch(request, council, edition, *AT_WORK)
    open_slips = found.hand_overs.filter(second_by__isnull=True).count()
    queued = Scan.objects.filter(batch__edition=found, state=ScanState.QUEUED).count()
    context = {
        **watched(request, found),
        "places": places_of(found),
        "slips": open_slips,
        "queued": queued,
        "differences": len(shown_unexplained(found)) if found.phase == "counting" else 0,
        "voidings": found.voidings.filter(done_at__isnull=True).count(),
    }
    return render(request, "voting/paper_desk.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_overs(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Write down that sheets change hands; what waits to be confirmed, and what was."""
    found = edition_for(request, council, edition, *AT_WORK)
    by = require(request.user, found.council, *AT_WORK)
    form = HandOverForm(request.POST or None, edition=found, initial={"giver": by.get_full_name()})
    if request.method == "POST" and form.is_valid():
        try:
            note_hand_over(found, form.slip(), by=by)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("Noted. Whoever received the sheets confirms it now."))
            return redirect("hand_overs", council, edition)
    listed = found.hand_overs.select_related("batch", "venue", "by", "second_by")
    context = {**about(found), "form": form, "hand_overs": listed}
    return render(request, "voting/hand_over.html", context)


@require_POST
def hand_over_confirm(
    request: HttpRequest, council: str, edition: str, number: int
) -> HttpResponse:
    """The receiver has the sheets, or has signed for them on paper."""
    found = edition_for(request, council, edition, *AT_WORK)
    noted = get_object_or_404(HandOver, edition=found, pk=number)
    on_slip = request.POST.get("how") == "slip"
    confirm_hand_over(noted, by=require(request.user, found.council, *AT_WORK), on_slip=on_slip)
    messages.success(request, _("The hand-over is confirmed."))
    return redirect("hand_overs", council, edition)


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def spoiled(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """A voter hands a spoiled sheet back: its number is typed, and it counts no more."""
    found = edition_for(request, council, edition, *AT_WORK)
    form = SerialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = require(request.user, found.council, *AT_WORK)
        try:
            spoil_sheet(found, form.cleaned_data["serial"], by=by)
        except Refused as refusal:
            form.add_error("serial", str(refusal.sentence))
        else:
            messages.success(
                request,
                _("This sheet counts no more. Give the voter a new one, and keep this one."),
            )
            return redirect("spoiled", council, edition)
    return render(request, "voting/paper_desk_spoiled.html", {**about(found), "form": form})


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def voided(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Lost or unused sheets become void, with a public reason."""
    found = edition_for(request, council, edition, *AT_WORK)
    form = VoidForm(request.POST or None, edition=found)
    if request.method == "POST" and form.is_valid():
        try:
            _tell(request, _void(found, form, require(request.user, found.council, *AT_WORK)))
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            return redirect("voided", council, edition)
    listed = found.voidings.select_related("batch", "by", "second_by").order_by("-pk")
    context = {**about(found), "form": form, "voidings": listed}
    return render(request, "voting/paper_desk_void.html", context)


def _void(edition: Edition, form: VoidForm, by: User) -> Voiding:
    reasons = {name: form.cleaned_data[name] for name in ("reason_nl", "reason_fr")}
    if batch := form.cleaned_data["batch"]:
        return void_batch(batch, by=by, **reasons)
    return void_sheets(edition, form.numbers(), by=by, **reasons)


def _tell(request: HttpRequest, voiding: Voiding) -> None:
    if voiding.done_at is None:
        messages.info(request, _("These sheets are in use: somebody else agrees to it first."))
        return
    words = ngettext(
        "%(count)d sheet is void now.", "%(count)d sheets are void now.", voiding.sheets
    )
    messages.success(request, words % {"count": voiding.sheets})


@require_POST
def voiding_decide(request: HttpRequest, council: str, edition: str, number: int) -> HttpResponse:
    """A second person agrees, or the request is taken away."""
    found = edition_for(request, council, edition, *AT_WORK)
    asked = get_object_or_404(Voiding, edition=found, pk=number)
    by = require(request.user, found.council, *AT_WORK)
    if request.POST.get("answer") == "drop":
        drop_voiding(asked, by=by)
        messages.success(request, _("Taken away. Nothing changed."))
    else:
        _tell(request, agree_to_voiding(asked, by=by))
    return redirect("voided", council, edition)


def about(edition: Edition) -> dict[str, object]:
    """What every page of the paper desk knows."""
    return {
        "edition": edition,
        "council": edition.council,
        "fictional": edition.council.fictional,
        "opened": is_opened(edition),
    }


def watched(request: HttpRequest, edition: Edition) -> dict[str, object]:
    """The same for a page that observers read too; whoever works there reads and writes more."""
    at_work = works_in(request.user, edition.council, *AT_WORK)
    return {**about(edition), "at_work": at_work}
