"""Writing down the advice of an advisory council on a proposal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from budgeting.access import edition_for
from budgeting.models import ChangedMeanwhile, Role, User
from proposals.forms.advising import AdviceForm
from proposals.models import Advice
from proposals.services.advising import store_advice


def advice_new(request: HttpRequest, council: str, edition: str, number: int) -> HttpResponse:
    found = edition_for(request, council, edition, Role.OFFICER)
    proposal = get_object_or_404(found.proposals.select_related("edition__council"), number=number)
    return _filled_in(request, Advice(proposal=proposal))


def advice_edit(
    request: HttpRequest, council: str, edition: str, number: int, pk: int
) -> HttpResponse:
    found = edition_for(request, council, edition, Role.OFFICER)
    advices = Advice.objects.filter(proposal__edition=found, proposal__number=number)
    advice = get_object_or_404(advices.select_related("proposal__edition__council"), pk=pk)
    return _filled_in(request, advice)


def _filled_in(request: HttpRequest, advice: Advice) -> HttpResponse:
    """The form of a new or a known advice; a mistake keeps what was typed."""
    form = AdviceForm(request.POST or None, instance=advice)
    proposal = advice.proposal
    if request.method == "POST" and form.is_valid() and _is_stored(request, form):
        messages.success(request, _("The advice is stored, and public with the proposal."))
        edition = proposal.edition
        return redirect("review", edition.council.slug, edition.slug, proposal.number)
    context = {
        "edition": proposal.edition,
        "proposal": proposal,
        "advice": advice,
        "form": form,
        "fictional": proposal.edition.council.fictional,
    }
    return render(request, "proposals/advice.html", context)


def _is_stored(request: HttpRequest, form: AdviceForm) -> bool:
    assert isinstance(request.user, User)
    seen = form.cleaned_data["seen"] or 0
    changed = [name for name in form.changed_data if name != "seen"]
    try:
        store_advice(form.instance, changed=changed, seen=seen, by=request.user)
    except ChangedMeanwhile as refused:
        form.add_error(None, str(refused.sentence))
        return False
    return True
