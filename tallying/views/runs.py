"""The tally: started by a person, counted in the background, followed on a page that renews."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from kombu.exceptions import OperationalError

from budgeting.access import edition_for
from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Edition, Role
from tallying.forms import TallyForm
from tallying.models import RunState, TallyRun
from tallying.services.runs import ask_for_tally, current_run, fail
from tallying.services.tallying_up import rules_of, standing_tallies
from tallying.tasks import tally
from tallying.views.desk import actor
from tallying.wording import RULE_NAMES, RULE_TEXTS

_CHANGED = _(
    "The rules or the ballots were changed after they were published. Nothing was counted."
)
ERRORS = {
    "no_answer": _("Nobody took up the count. Is the background service running?"),
    "queue_unreachable": _("The background service cannot be reached."),
    "links_not_destroyed": _("The ballot box has not been opened completely yet."),
    "format_not_supported": _("This rule cannot count this kind of ballot."),
    "rules_changed": _CHANGED,
    "ballots_changed": _CHANGED,
    "too_many_runs": _("This count would take too many steps. Ask for a rule with a larger step."),
    "unexpected": _("Something went wrong while counting. The log of the server says what."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def tally_run(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Start the tally (POST) and follow it (GET)."""
    found = edition_for(request, council, edition, Role.OFFICER, Role.MEMBER)
    form = TallyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _begin(request, found, form.cleaned_data["seed"])
        return redirect("tally_run", council, edition)
    run = current_run(found)
    busy = run is not None and run.state in {RunState.WAITING, RunState.RUNNING}
    context = {
        "edition": found,
        "council": found.council,
        "form": form,
        "run": run,
        "busy": busy,
        "error": ERRORS.get(run.error_code, run.error_code) if run else "",
        "rules": [(RULE_NAMES[rule.rule], RULE_TEXTS[rule.rule]) for rule in rules_of(found)],
        "tallies": standing_tallies(found),
        "asks_seed": not found.tie_seed and not found.tallies.exists(),
        "fictional": found.council.fictional,
    }
    return render(request, "tallying/tally_run.html", context)


def _begin(request: HttpRequest, edition: Edition, seed: str) -> None:
    """Ask for a run, and hand its number to the queue once it is stored."""
    run, new = ask_for_tally(edition, by=actor(request), seed=seed, clock=DATABASE_CLOCK)
    if new:
        transaction.on_commit(lambda: _enqueue(run))


def _enqueue(run: TallyRun) -> None:
    try:
        tally.delay(run.pk)
    except (OperationalError, OSError):
        fail(run, "queue_unreachable")
