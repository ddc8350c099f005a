"""Before an edition moves: what will happen, what residents can do then, and what is missing."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from budgeting.access import edition_for, require
from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Refused
from budgeting.models import Edition, Role
from budgeting.views.councils import phase_steps
from tallying.services.desk_alerts import alerts_of
from tallying.services.desk_facts import facts_of
from tallying.services.steps import Step, move_back, steps_of
from tallying.views.alert_words import ShownAlert, shown_alert
from tallying.views.move_words import happens, worth_knowing

# Moves with a service of their own are sent to its button.
BUTTONS = {
    "publication": "publish_ballot",
    "voting": "edition_start",
    "counting": "edition_close",
}


@require_safe
def edition_moves(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The step forward, and the one back where the table allows it."""
    found = edition_for(request, council, edition, Role.OFFICER)
    now = DATABASE_CLOCK.now()
    steps = [
        {
            "step": step,
            "happens": happens(found, step, now),
            "warnings": worth_knowing(found, step, now),
            "alerts": [] if step.back else still_wrong(found, step, now),
            "button": "edition_back" if step.back else BUTTONS.get(step.to, "edition_move"),
        }
        for step in steps_of(found, now)
    ]
    context = {
        "edition": found,
        "council": found.council,
        "section": "desk",
        "fictional": found.council.fictional,
        "steps": steps,
        "phases": phase_steps(found),
        "is_open": found.takes_votes(now),
    }
    return render(request, "tallying/edition_moves.html", context)


def still_wrong(edition: Edition, step: Step, now: datetime) -> list[ShownAlert]:
    """The warnings of the desk that do not stop this step: what stops it is listed by itself."""
    facts = facts_of([edition], timezone.localdate(now))[edition.pk]
    alerts = [shown_alert(alert, edition) for alert in alerts_of(edition, facts, now)]
    stops = {item.href for item in step.missing}
    return [alert for alert in alerts if alert.href not in stops]


@require_POST
def back(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Back one phase, for who said that they mean it."""
    found = edition_for(request, council, edition, Role.OFFICER)
    if request.POST.get("sure") != "yes":
        raise Refused("not_sure", _("Tick the box below the consequences first."))
    by = require(request.user, found.council, Role.OFFICER)
    move_back(found, to=request.POST.get("to", ""), by=by)
    messages.success(request, _("The edition is back in its former phase."))
    return redirect("edition_desk", council, edition)
