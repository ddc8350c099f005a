"""Changes of the frozen rules: asked for by one officer, decided by another."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budgeting.access import edition_for, require, roles_of
from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.models import ChangeState, Edition, Membership, Role, User
from budgeting.phases import Phase
from budgeting.services.freezing import is_frozen
from voting.changes import is_under_way, movable
from voting.errors import refuse
from voting.forms_changing import (
    BudgetChange,
    CalendarChange,
    ChangeForm,
    ProjectChange,
    TextsChange,
)
from voting.services.ballot_list import projects_of
from voting.services.change_list import changes_of, obstacle, why_somebody_else
from voting.services.changing import accept_change, ask_change, decline_change, withdraw_change
from voting.services.frozen import frozen_document

DECISIONS = {
    "accept": (accept_change, gettext_lazy("The change is accepted and public.")),
    "decline": (decline_change, gettext_lazy("The change is declined. The rules stay.")),
    "withdraw": (withdraw_change, gettext_lazy("You took the change back.")),
}


@require_safe
def rule_changes(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """What waits for a second officer, what may be asked for, and what was decided before."""
    found = edition_for(request, council, edition, Role.OFFICER, Role.OBSERVER)
    listed, person = changes_of(found), request.user
    assert isinstance(person, User)
    is_officer = Role.OFFICER in roles_of(person, found.council)
    pending = [one for one in listed if one.change.state == ChangeState.PENDING]
    context = {
        **_about(found),
        "pending": pending[0] if pending else None,
        "obstacle": obstacle(pending[0].change) if pending else "",
        "mine": bool(pending) and pending[0].change.proposed_by == person,
        "not_you": why_somebody_else(pending[0].change, person) if pending and is_officer else "",
        "decided": [one for one in listed if one.change.state != ChangeState.PENDING],
        "is_officer": is_officer,
        "alone": _officers(found) < 2,
    }
    return render(request, "voting/rule_changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rule_change_new(
    request: HttpRequest, council: str, edition: str, what: str = "", number: int = 0
) -> HttpResponse:
    """One sort of change, with its reason; asking changes nothing yet."""
    found = edition_for(request, council, edition, Role.OFFICER)
    form = _form(request, found, what, number)
    if request.method == "POST" and form.is_valid() and _asked(request, found, form):
        messages.success(request, _("Another officer of the council now decides."))
        return redirect("rule_changes", council, edition)
    context = {**_about(found), "form": form, "what": what, "number": number}
    return render(request, "voting/rule_change.html", context)


@require_POST
def rule_change_decide(
    request: HttpRequest, council: str, edition: str, number: int
) -> HttpResponse:
    """Accept, decline or take back."""
    found = edition_for(request, council, edition, Role.OFFICER)
    change = get_object_or_404(found.rule_changes, pk=number)
    decide, said = DECISIONS.get(request.POST.get("answer", ""), (None, ""))
    if decide is None:
        raise Http404
    decide(change, by=require(request.user, found.council, Role.OFFICER))
    messages.success(request, str(said))
    return redirect("rule_changes", council, edition)


def _asked(request: HttpRequest, edition: Edition, form: ChangeForm) -> bool:
    by = require(request.user, edition.council, Role.OFFICER)
    reasons = {name: form.cleaned_data[name] for name in ("reason_nl", "reason_fr")}
    try:
        ask_change(edition, form.changes(), by=by, **reasons)
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return False
    return True


def _form(request: HttpRequest, edition: Edition, what: str, number: int) -> ChangeForm:
    """The form of a sort of change; refuses one that is too late, 404 for an unknown one."""
    if what not in {"", "calendar", "budget", "texts"}:
        raise Http404
    typed = request.POST or None
    kinds = _kinds(edition)
    project = get_object_or_404(edition.ballot_projects, number=number) if not what else None
    if project and kinds["values"]:
        return ProjectChange(typed, project=project, with_cost=kinds["money"])
    if what == "calendar" and kinds["dates"]:
        return CalendarChange(typed, edition=edition, names=kinds["dates"])
    if what == "budget" and kinds["money"]:
        return BudgetChange(typed, edition=edition)
    if what == "texts" and kinds["values"]:
        return TextsChange(typed, edition=edition)
    raise refuse("change_too_late")


def _kinds(edition: Edition) -> dict[str, Any]:
    """Which sorts of change are still possible."""
    if not is_frozen(edition):
        raise refuse("rules_still_open")
    document, phase, now = frozen_document(edition), Phase(edition.phase), DATABASE_CLOCK.now()
    values = is_under_way(document, phase=phase, now=now)
    knapsack = edition.ballot_format.get("type") == "knapsack"
    return {
        "dates": movable(document, phase=phase, now=now),
        "values": values,
        "money": values and not knapsack,
    }


def _about(edition: Edition) -> dict[str, Any]:
    frozen = is_frozen(edition)
    return {
        "edition": edition,
        "council": edition.council,
        "section": "desk",
        "fictional": edition.council.fictional,
        "frozen": frozen,
        "kinds": _kinds(edition) if frozen else {},
        "projects": projects_of(edition) if frozen else [],
    }


def _officers(edition: Edition) -> int:
    """How many people could decide about each other's changes today."""
    today = DATABASE_CLOCK.now().date()
    held = Membership.objects.current(today).filter(council=edition.council, role=Role.OFFICER)
    return held.values("user").distinct().count()
