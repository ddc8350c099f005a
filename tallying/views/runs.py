"""The tally: started by a person, counted in the background, followed on a page that renews."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from kombu.exceptions import OperationalError

from budgeting.access import edition_for
from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Edition, Role
from tallying.models import RunState, TallyRun
from tallying.services.runs import ask_for_tally, cancel, current_run, end
from tallying.services.tallying_up import rules_of, standing_tallies
from tallying.services.tie_seed import source_of, used_seed
from tallying.tasks import tally
from tallying.views.desk import actor
from tallying.views.run_words import error_words, stage_words
from tallying.wording import RULE_NAMES, RULE_TEXTS

AT_WORK = (Role.OFFICER, Role.MEMBER)
MOST_DIGITS = 18  # what a column of the database holds


@require_http_methods(["GET", "HEAD", "POST"])
def tally_run(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Start the tally (POST) and follow it (GET)."""
    found = edition_for(request, council, edition, *AT_WORK)
    if request.method == "POST":
        _begin(request, found)
        return redirect("tally_run", council, edition)
    run, tallies = current_run(found), standing_tallies(found)
    seed = used_seed(found, tallies)
    context = {
        "edition": found,
        "council": found.council,
        "run": run,
        "busy": run is not None and run.is_busy,
        "stage": stage_words(run) if run else "",
        "error": error_words(run) if run else None,
        "rules": [(RULE_NAMES[rule.rule], RULE_TEXTS[rule.rule]) for rule in rules_of(found)],
        "tallies": tallies,
        "seed": seed,
        "seed_source": source_of(found, seed),
        "fictional": found.council.fictional,
    }
    return render(request, "tallying/tally_run.html", context)


@require_POST
def tally_cancel(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Stop a count that is under way."""
    found = edition_for(request, council, edition, *AT_WORK)
    cancel(found, _number(request.POST.get("run", "")), by=actor(request), clock=DATABASE_CLOCK)
    messages.success(request, _("The count was stopped. Nothing was stored."))
    return redirect("tally_run", council, edition)


def _number(text: str) -> int:
    """The number of a run; 0, which none has, for what is no such number."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0


def _begin(request: HttpRequest, edition: Edition) -> None:
    """Ask for a run, and hand its number to the queue once it is stored."""
    run, new = ask_for_tally(edition, by=actor(request), clock=DATABASE_CLOCK)
    if new:
        transaction.on_commit(lambda: _enqueue(run))


def _enqueue(run: TallyRun) -> None:
    try:
        tally.delay(run.pk)
    except (OperationalError, OSError):
        end(run, RunState.FAILED, "queue_unreachable")
