"""In the booth: fill in, check, cast, and the receipt. Three pages from the code to the end."""

import logging
from dataclasses import replace
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from budgeting.errors import Refused
from budgeting.models import Edition
from voting import drafts
from voting.drafts import Draft
from voting.forms import BallotForm, ReceiptForm
from voting.models import SupersededEnvelope
from voting.services.ballot_list import projects_of
from voting.services.casting import cast_online
from voting.views import booth_door
from voting.views.booth_door import Seat, booth_page, seat_of, stopped
from voting.wording import instruction, rule_in_short

logger = logging.getLogger(__name__)


def _to_the_door() -> HttpResponse:
    return redirect(reverse("booth_enter") + "?again")


@booth_page
def ballot(request: HttpRequest) -> HttpResponse:
    """Page 1: the list. What was posted goes into the draft, whether it is right yet or not."""
    seat = seat_of(request)
    if seat is None:
        return _to_the_door()
    if refusal := seat.refusal():
        return stopped(request, seat, refusal)
    projects = projects_of(seat.edition)
    if request.method != "POST":
        form = BallotForm(seat.edition, projects, marks=seat.draft.marks)
        return _ballot_page(request, seat, form)
    form = BallotForm(seat.edition, projects, posted=request.POST)
    only_recount = "recount" in request.POST
    ready = not only_recount and form.is_valid()
    if ready or only_recount:
        response: HttpResponse = redirect("booth_check" if ready else "booth")
    else:
        response = _ballot_page(request, seat, form)
    draft = replace(seat.draft, marks=form.marks(), ready=ready, language=get_language() or "")
    drafts.keep(response, draft, seat.now)
    return response


def _ballot_page(request: HttpRequest, seat: Seat, form: BallotForm) -> HttpResponse:
    context = seat.context() | about_ballot(seat.edition, form) | {"form": form}
    return render(request, "voting/booth.html", context, status=422 if form.error else 200)


def about_ballot(edition: Edition, form: BallotForm) -> dict[str, Any]:
    """The words around the list: what to do, and what the rule does with it."""
    language = get_language() or ""
    return {
        "instruction": instruction(
            form.format, budget=edition.budget_cents, currency=edition.currency, language=language
        ),
        "rule_in_short": rule_in_short(edition.rule),
    }


@booth_page
def check(request: HttpRequest) -> HttpResponse:
    """Page 2: what was chosen, and a notice that it is not cast yet. Casting is a POST."""
    seat = seat_of(request)
    if seat is None:
        return _to_the_door()
    if refusal := seat.refusal():
        return stopped(request, seat, refusal)
    if not seat.draft.ready:
        return redirect("booth_done" if seat.draft.receipt else "booth")
    form = BallotForm(seat.edition, projects_of(seat.edition), marks=seat.draft.marks)
    if request.method == "POST":
        return _cast(request, seat, form)
    return render(request, "voting/check.html", seat.context() | {"form": form})


def _cast(request: HttpRequest, seat: Seat, form: BallotForm) -> HttpResponse:
    """Cast; only when the envelope is on disk are the choices erased from the device."""
    try:
        envelope = cast_online(seat.credential.pk, form.choices(), clock=booth_door.CLOCK)
    except Refused as refusal:
        return stopped(request, seat, refusal)
    except OperationalError as error:
        return _not_cast(request, seat, error)
    response = redirect("booth_done")
    cast = Draft(
        credential=seat.credential.pk,
        ends=seat.draft.ends,
        language=seat.draft.language,
        receipt=envelope.receipt,
    )
    drafts.keep(response, cast, seat.now)
    return response


def _not_cast(request: HttpRequest, seat: Seat, error: OperationalError) -> HttpResponse:
    """The database gave way, and with it the whole transaction. The draft stays for another try.

    Where a connection broke at the very end the envelope may lie in the box after all: the next
    try then replaces it by the same choices.
    """
    logger.error("A vote was not cast: %s", type(error).__name__)
    response = render(request, "voting/not_cast.html", seat.context(), status=503)
    response.headers["Retry-After"] = "5"
    return response


@booth_page
def done(request: HttpRequest) -> HttpResponse:
    """Page 3: the vote is cast. Opening it again casts nothing."""
    seat = seat_of(request)
    if seat is None:
        return _to_the_door()
    receipt = seat.draft.receipt
    if not receipt:
        return redirect("booth")
    current = bool(seat.envelope and seat.envelope.receipt == receipt)
    open_still = seat.refusal() is None
    context = seat.context() | {"receipt": receipt, "current": current, "open": open_still}
    return render(request, "voting/done.html", context)


@booth_page
def receipt_check(request: HttpRequest) -> HttpResponse:
    """Privately, for the holder of the code: is this receipt the one of the current envelope?"""
    seat = seat_of(request)
    if seat is None:
        return _to_the_door()
    posted = request.method == "POST"
    form = ReceiptForm(request.POST if posted else None)
    answer = _standing(seat, form.cleaned_data["receipt"]) if form.is_valid() else ""
    context = seat.context() | {"form": form, "answer": answer}
    return render(request, "voting/receipt_check.html", context, status=422 if form.errors else 200)


def _standing(seat: Seat, receipt: str) -> str:
    """`current`, `replaced`, or `other`: issued to somebody else and never issued look alike."""
    if seat.envelope and seat.envelope.receipt == receipt:
        return "current"
    earlier = SupersededEnvelope.objects.filter(credential=seat.credential, receipt=receipt)
    return "replaced" if earlier.exists() else "other"
