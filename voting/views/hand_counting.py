"""Counting by hand: a page for each place, on which two people write without seeing the other's."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budgeting.access import edition_for, edition_to_watch, require
from budgeting.errors import Refused
from budgeting.models import Edition, Role, User, Venue
from voting.forms_custody import CorrectionForm, CountsForm
from voting.models import CountState, HandCount
from voting.services.hand_counts import correct_count, count_by_hand
from voting.services.paper_desk import counts_at, places_of
from voting.views.custody import AT_WORK, watched

NO_PLACE = "-"
READERS = (*AT_WORK, Role.OBSERVER)


@never_cache
@require_safe
def hand_counts(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The places, and how far each one is with counting."""
    found = edition_to_watch(request, council, edition, *AT_WORK)
    context = {**watched(request, found), "places": places_of(found)}
    return render(request, "voting/hand_counts.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_count(request: HttpRequest, council: str, edition: str, place: str) -> HttpResponse:
    """Write down what was counted at a place on a day; the second person closes it."""
    found = edition_to_watch(request, council, edition, *AT_WORK)
    venue, by = _venue(found, place), require(request.user, found.council, *READERS)
    form = CountsForm(request.POST or None, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and _written(request, found, venue, form, by):
        return redirect("hand_count", council, edition, place)
    context = {
        **watched(request, found),
        "form": form,
        "venue": venue,
        "place": place,
        "counts": counts_at(found, venue, by),
        "correction": CorrectionForm(),
    }
    return render(request, "voting/hand_count.html", context)


def _venue(edition: Edition, place: str) -> Venue | None:
    if place == NO_PLACE:
        return None
    return get_object_or_404(Venue, council=edition.council, slug=place)


def _written(
    request: HttpRequest, edition: Edition, venue: Venue | None, form: CountsForm, by: User
) -> bool:
    """Write each number down by itself; a number that is refused stays in the form."""
    states = []
    for kind, value in form.counted():
        try:
            count = count_by_hand(
                edition, venue=venue, day=form.cleaned_data["day"], kind=kind, value=value, by=by
            )
        except Refused as refusal:
            form.add_error(kind.value, str(refusal.sentence))
        else:
            states.append(count.state)
    _tell(request, states)
    return not form.errors


def _tell(request: HttpRequest, states: list[str]) -> None:
    waits = states.count(CountState.OPEN)
    if closed := states.count(CountState.CLOSED):
        words = ngettext("%(count)d count is closed.", "%(count)d counts are closed.", closed)
        messages.success(request, words % {"count": closed})
    if waits:
        messages.info(request, _("Noted. Somebody else counts too, without seeing your numbers."))
    if CountState.DIFFERS in states:
        messages.warning(
            request, _("You counted differently: both numbers are kept. Count again, both of you.")
        )


@require_POST
def hand_count_correct(
    request: HttpRequest, council: str, edition: str, number: int
) -> HttpResponse:
    """Begin the correction of a closed count: it takes a reason and a second person."""
    found = edition_for(request, council, edition, *AT_WORK)
    count = get_object_or_404(HandCount, edition=found, pk=number)
    form = CorrectionForm(request.POST)
    if form.is_valid():
        by = require(request.user, found.council, *AT_WORK)
        correct_count(count, by=by, **form.cleaned_data)
        messages.info(request, _("Noted. Somebody else counts too, without seeing your numbers."))
    else:
        messages.error(request, _("Write the right number, and why it changes."))
    return redirect("hand_count", council, edition, count.venue.slug if count.venue else NO_PLACE)
