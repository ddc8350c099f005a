"""What if: the winners that rules would make of an earlier vote, before a rule is fixed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from budgeting.access import edition_for
from budgeting.errors import Refused
from budgeting.models import Edition, Role
from budgeting.services.edition_settings import is_open
from budgeting.views.edition_settings import about
from tallying.engine.synthetic import synthetic
from tallying.forms_what_if import WhatIfForm, first_values
from tallying.services.what_if import past_election, try_rules
from tallying.views.what_if_words import Shown, shown_side_by_side


@require_safe
def what_if(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """A question in the address, and its answer below it; nothing is stored."""
    found = edition_for(request, council, edition, Role.OFFICER)
    if not is_open(found):
        return redirect("edition_settings", council, edition)
    asked = "rules" in request.GET or "seed" in request.GET
    values = request.GET if asked else None
    form = WhatIfForm(values, edition=found, initial=first_values(found))
    context: dict[str, Any] = {**about(found), "form": form}
    if asked and form.is_valid():
        try:
            context["shown"] = _answer(found, form)
        except Refused as refusal:
            context["refusal"] = refusal
    return render(request, "tallying/what_if.html", context)


def _answer(edition: Edition, form: WhatIfForm) -> Shown:
    asked, chosen = form.cleaned_data, form.chosen()
    vote: Edition | None = asked["vote"]
    if vote is not None:
        election = past_election(vote, of=edition)
    else:
        election = synthetic(
            voters=asked["voters"],
            projects=asked["projects"],
            taste=asked["taste"],
            budget=edition.budget_cents,
            seed=asked["seed"],
        )
    tried = try_rules(election, [rule for _name, rule in chosen])
    names = [name for name, _rule in chosen]
    return shown_side_by_side(election, list(zip(names, tried, strict=True)), vote)
