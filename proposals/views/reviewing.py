"""The officer's desk for proposals: what waits, the decision, and the list of projects."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from budgeting.access import edition_for
from budgeting.errors import Refused
from budgeting.models import Role, User
from budgeting.phases import Phase
from budgeting.views.waiting import tell_what_waits
from proposals.forms.reviewing import ReviewForm
from proposals.models import Proposal
from proposals.services.correcting import save_texts
from proposals.services.publishing import missing_to_publish, publish_ballot
from proposals.services.reviewing import review
from proposals.services.standing import FILTERS, belongs, sizes


def review_desk(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Unanswered proposals first, then the answered ones, and what the list still lacks."""
    found = edition_for(request, council, edition, Role.OFFICER)
    proposals = list(found.proposals.select_related("theme").order_by("number"))
    asked = request.GET.get("show", "")
    show = asked if asked in FILTERS else ""
    listed = [one for one in proposals if belongs(one, show)]
    context = {
        "edition": found,
        "show": show,
        "sizes": sizes(proposals),
        "listed": len(listed),
        "waiting": [one for one in listed if not one.outcome],
        "answered": [one for one in listed if one.outcome],
        "missing": missing_to_publish(found) if found.phase == Phase.REVIEW else [],
        "can_publish": found.phase == Phase.REVIEW,
        "fictional": found.council.fictional,
    }
    return render(request, "proposals/review_desk.html", context)


def review_page(request: HttpRequest, council: str, edition: str, number: int) -> HttpResponse:
    """One proposal beside the decision form; a refusal shows in the form, nothing is lost."""
    found = edition_for(request, council, edition, Role.OFFICER)
    proposal = get_object_or_404(found.proposals.select_related("theme"), number=number)
    form = ReviewForm(request.POST or None, instance=proposal)
    if request.method == "POST" and form.is_valid():
        try:
            said = _kept(request, proposal, form)
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, said % {"number": number})
            tell_what_waits(request, proposal, form.changed_data)
            return redirect("review_desk", council, edition)
    context = {
        "edition": found,
        "proposal": proposal,
        "form": form,
        "reviews": proposal.reviews.all(),
        "advices": proposal.advices.all(),
        "fictional": found.council.fictional,
    }
    return render(request, "proposals/review.html", context)


def _kept(request: HttpRequest, proposal: Proposal, form: ReviewForm) -> str:
    """Store the texts or the decision, and say which; the form is valid."""
    assert isinstance(request.user, User)
    if form.texts_only:
        save_texts(proposal, form.adjustments(), by=request.user)
        return _("The texts of proposal %(number)d are stored. The decision stays as it was.")
    base_url = request.build_absolute_uri("/").rstrip("/")
    review(proposal, form.decision(), by=request.user, base_url=base_url)
    return _("The decision on proposal %(number)d is stored.")


@require_POST
def publish(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Make the list of projects and show it."""
    found = edition_for(request, council, edition, Role.OFFICER)
    assert isinstance(request.user, User)
    projects = publish_ballot(found, by=request.user)
    sentence = ngettext(
        "The list with %(count)d project is public.",
        "The list of %(count)d projects is public.",
        len(projects),
    )
    messages.success(request, sentence % {"count": len(projects)})
    return redirect("review_desk", council, edition)
