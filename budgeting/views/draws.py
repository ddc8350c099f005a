"""Drawing lots at the desk: prepare, announce, enter the seed, fill the seats, erase the list."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError

from budgeting.access import council_for, require
from budgeting.clock import DATABASE_CLOCK
from budgeting.digests import digest_of
from budgeting.errors import Refused
from budgeting.forms.draws import NewDrawForm, SeedForm, TermForm
from budgeting.forms.quotas import QuotasForm
from budgeting.models import Council, Role, SortitionDraw
from budgeting.services import drawing_lots
from budgeting.tasks import estimate_chances
from budgeting.views.draw_facts import facts_of, rows_of, state_words
from budgeting.views.storing import kept

PAGE = ["GET", "HEAD", "POST"]


@require_safe
def draws_desk(request: HttpRequest, council: str) -> HttpResponse:
    """All draws of a council, the newest first."""
    found = council_for(request, council, Role.OFFICER)
    draws = [(lots, state_words(lots)) for lots in found.draws.defer("candidates", "result")]
    context = {"council": found, "draws": draws, "section": "draws"}
    return render(request, "budgeting/draws_desk.html", context)


@require_http_methods(PAGE)
def draw_new(request: HttpRequest, council: str) -> HttpResponse:
    """The list, the number of seats and the source of the seed; the quotas come next."""
    found = council_for(request, council, Role.OFFICER)
    lots = SortitionDraw(council=found, created_at=DATABASE_CLOCK.now())
    lots.created_by = require(request.user, found, Role.OFFICER)
    form = NewDrawForm(request.POST or None, request.FILES or None, instance=lots, council=found)
    if request.method == "POST" and form.is_valid():
        said = _("The list is read. Now say how many of each there should be.")
        if kept(request, form, "draw_prepared", council=found, said=said):
            _start_estimate(lots)
            return redirect("draw_quotas", council, lots.pk)
    context = {"council": found, "form": form, "section": "draws"}
    return render(request, "budgeting/draw_new.html", context)


@require_http_methods(PAGE)
def draw_quotas(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """Everything but the list, as long as nobody was told of it."""
    found = council_for(request, council, Role.OFFICER)
    lots = get_object_or_404(found.draws, pk=number)
    if lots.announced_at:
        raise Refused("already_announced", _("This draw is announced: nothing of it changes."))
    form = QuotasForm(request.POST or None, instance=lots)
    if request.method == "POST" and form.is_valid():
        said = _("Stored. Check everything once more, and announce the draw.")
        if kept(request, form, "draw_changed", council=found, said=said):
            _start_estimate(lots)
            return redirect("draw_desk", council, number)
    shown = get_object_or_404(found.draws, pk=number)
    context = {"council": found, "form": form, "lots": shown, "section": "draws"}
    return render(request, "budgeting/draw_quotas.html", context)


@require_safe
def draw_desk(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """One draw, and the next step of it."""
    found = council_for(request, council, Role.OFFICER)
    lots = get_object_or_404(found.draws.select_related("drawn_by", "created_by"), pk=number)
    return _page(request, found, lots, SeedForm(), TermForm())


def _page(
    request: HttpRequest, council: Council, lots: SortitionDraw, seed: SeedForm, term: TermForm
) -> HttpResponse:
    now = DATABASE_CLOCK.now()
    context = {
        "council": council,
        "lots": lots,
        "state": drawing_lots.state_of(lots),
        "badge": state_words(lots),
        "facts": facts_of(lots),
        "columns": rows_of(lots),
        "seed_form": seed,
        "term_form": term,
        "may_draw": now >= lots.seed_known_at,
        "lapsed": drawing_lots.has_lapsed(lots, now),
        "filled": lots.filled.count(),
        "section": "draws",
    }
    return render(request, "budgeting/draw_desk.html", context)


@require_POST
def draw_announce(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """From here on everybody sees what is drawn and how."""
    lots, by = _lots(request, council, number), request.user
    drawing_lots.announce(lots.pk, by=require(by, lots.council, Role.OFFICER))
    messages.success(request, _("The draw is announced. Everybody can read how it will go."))
    return redirect("draw_desk", council, number)


@require_POST
def draw_seed(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """Draw with the seed."""
    lots = _lots(request, council, number)
    form = SeedForm(request.POST)
    if not form.is_valid():
        return _page(request, lots.council, lots, form, TermForm())
    by = require(request.user, lots.council, Role.OFFICER)
    drawing_lots.draw_lots(lots.pk, form.cleaned_data["seed"], by=by)
    messages.success(request, _("The lots are drawn. The result is public."))
    return redirect("draw_desk", council, number)


@require_POST
def draw_fill(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """Make the seats of those who were drawn."""
    lots = _lots(request, council, number)
    form = TermForm(request.POST)
    if not form.is_valid():
        return _page(request, lots.council, lots, SeedForm(), form)
    by = require(request.user, lots.council, Role.OFFICER)
    drawing_lots.fill_seats(lots.pk, by=by, **form.cleaned_data)
    messages.success(request, _("The seats are filled. Add the names of those who accept."))
    return redirect("seats_desk", council)


@require_POST
def draw_erase(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """Erase the list of a draw that is done."""
    lots = _lots(request, council, number)
    drawing_lots.erase_candidates(lots.pk, by=require(request.user, lots.council, Role.OFFICER))
    messages.success(request, _("The list is erased. Its digest and the result stay."))
    return redirect("draw_desk", council, number)


@require_POST
def draw_drop(request: HttpRequest, council: str, number: int) -> HttpResponse:
    """Throw away a draw that was never announced."""
    lots = _lots(request, council, number)
    drawing_lots.drop(lots.pk, by=require(request.user, lots.council, Role.OFFICER))
    messages.success(request, _("The draw and its list are thrown away."))
    return redirect("draws_desk", council)


def _lots(request: HttpRequest, council: str, number: int) -> SortitionDraw:
    found = council_for(request, council, Role.OFFICER)
    return get_object_or_404(found.draws.select_related("council"), pk=number)


def _start_estimate(lots: SortitionDraw) -> None:
    """Chances take seconds: the queue works them out. The draw itself waits for nothing."""
    transaction.on_commit(partial(_enqueue, lots.pk, digest_of(drawing_lots.announcement(lots))))


def _enqueue(number: int, wanted: str) -> None:
    try:
        estimate_chances.delay(number, wanted)
    except (OperationalError, OSError):
        return
