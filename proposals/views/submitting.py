"""Sending a proposal in one page, and the page with its number and copy."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from budgeting.access import edition_or_404, roles_of
from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.languages import active_language
from budgeting.models import Edition, Role, User
from proposals.forms.submitting import ProposalForm
from proposals.models import Proposal
from proposals.services.again import words_of
from proposals.services.submitting import own_url, similar_to, submit
from proposals.throttle import may_send

TOO_MANY = _(
    "Many proposals were just sent from here or with this contact. This one has not been sent. "
    "Your text is still here: send it again in an hour, or ask your council for help."
)


def new_proposal(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The form; before something is sent, earlier proposals that are like it are shown once.

    `?again=edition/number` starts it with the words of a project that was on a ballot.
    """
    found = edition_or_404(request, council, edition)
    if not found.takes_proposals(DATABASE_CLOCK.now()):
        raise Refused("call_closed", _("Proposals cannot be sent at this moment."))
    assisted = bool(helping_as(request, found))
    before = words_of(request.GET.get("again", ""), found)
    form = ProposalForm(request.POST or None, initial=before, edition=found, assisted=assisted)
    similar: list[Proposal] = []
    if request.method == "POST" and form.is_valid():
        similar = unseen_similar(found, form)
        if not similar and within_limits(request, found, form):
            return redirect(own_url(store(request, found, form)))
    context = {"edition": found, "form": form, "similar": similar, "assisted": assisted}
    context["fictional"] = found.council.fictional
    status = 429 if form.has_error(NON_FIELD_ERRORS, "too_many") else 200
    return render(request, "proposals/new.html", context, status=status)


def helping_as(request: HttpRequest, edition: Edition) -> str:
    """The role in which somebody writes down what a resident tells them; "" for a resident."""
    roles = roles_of(request.user, edition.council)
    return next((role for role in (Role.FACILITATOR, Role.OFFICER) if role in roles), "")


def within_limits(request: HttpRequest, edition: Edition, form: ProposalForm) -> bool:
    """Whether this one may be sent now; if not, the form says so and keeps what was typed."""
    if may_send(request, edition.council, form.cleaned_data["contact"]):
        return True
    form.add_error(None, ValidationError(TOO_MANY, "too_many"))
    return False


def unseen_similar(edition: Edition, form: ProposalForm) -> list[Proposal]:
    """Proposals like this one, unless the person has seen them and goes on."""
    data = form.cleaned_data
    if data["seen_similar"]:
        return []
    return similar_to(edition, f"{data['title']} {data['summary']}")


def store(request: HttpRequest, edition: Edition, form: ProposalForm) -> Proposal:
    return submit(
        edition,
        form.entry(active_language()),
        by=request.user if isinstance(request.user, User) and form.assisted else None,
        role=helping_as(request, edition),
        base_url=request.build_absolute_uri("/").rstrip("/"),
    )


@require_safe
@never_cache
def sent(request: HttpRequest, council: str, edition: str, key: str) -> HttpResponse:
    """The submitter's own page: number, copy to print, what happens next."""
    found = edition_or_404(request, council, edition)
    proposal = get_object_or_404(found.proposals.select_related("theme"), uuid=key)
    context = {"edition": found, "proposal": proposal, "fictional": found.council.fictional}
    return render(request, "proposals/sent.html", context)
