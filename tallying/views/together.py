"""Many editions at once: the summary before, and the one after."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from budgeting.access import edition_for, roles_by_council
from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Edition, Role, User
from budgeting.phases import Phase
from budgeting.views.files import csv_answer
from budgeting.wording import PHASE_NAMES
from tallying.services.overview import boards_of, only
from tallying.services.steps import Step
from tallying.services.together import Outcome, Plan, move_all, plan_moves
from tallying.services.translators import ask_translators, plan_requests
from tallying.views.all_councils import table_of
from tallying.views.move_words import happens, worth_knowing

MOST = 200
REQUESTS: dict[str, str | Promise] = {
    "no_texts": _("No text waits for a translation."),
    "nobody": _("The council has no translator yet."),
    "asked_today": _("The translators were asked today already."),
    "not_officer": _("Only an officer of the council can do this."),
    "not_sent": _("The mail could not be sent. Try again later."),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_together(request: HttpRequest) -> HttpResponse:
    """Before: what would happen to each chosen edition. After a POST: what came of each."""
    given = request.POST if request.method == "POST" else request.GET
    chosen = [_chosen(request, value) for value in given.getlist("edition")[:MOST]]
    act = ACTIONS.get(given.get("action", ""))
    if not chosen or act is None:
        return render(request, "tallying/together_nothing.html")
    return act(request, chosen)


def _chosen(request: HttpRequest, value: str) -> tuple[Edition, str]:
    """`council/edition:phase` as an edition that this person may see, and the phase they saw."""
    address, _mark, to = value.partition(":")
    council, _slash, slug = address.partition("/")
    return edition_for(request, council, slug, *Role), to


def _move(request: HttpRequest, chosen: list[tuple[Edition, str]]) -> HttpResponse:
    roles = roles_by_council(request.user)
    if request.method == "POST":
        assert isinstance(request.user, User)
        return _moved(request, move_all(chosen, roles, by=request.user))
    now = DATABASE_CLOCK.now()
    plans = plan_moves([edition for edition, _to in chosen], roles, now)
    lines = [_line(plan, now) for plan in plans]
    of_plans = list(zip(plans, lines, strict=True))
    context = {
        "ready": [line for plan, line in of_plans if plan.code == "ready"],
        "missing": [line for plan, line in of_plans if plan.code == "missing"],
        "left_out": [line for plan, line in of_plans if plan.code not in {"ready", "missing"}],
    }
    return render(request, "tallying/together_move.html", context)


def _line(plan: Plan, now: datetime) -> dict[str, Any]:
    """A plan in words; of one that is ready, what it means for residents."""
    line = {"plan": plan, "to": PHASE_NAMES.get(plan.to or "", "")}
    if plan.code != "ready" or plan.to is None:
        return line
    step = Step(plan.to, back=False, missing=())
    warnings = worth_knowing(plan.edition, step, now)
    return line | {
        "happens": happens(plan.edition, step, now),
        "warnings": warnings,
        # What may be too early, or has no way back, is chosen by hand.
        "ticked": not warnings and plan.to != Phase.CLOSED,
    }


def _moved(request: HttpRequest, outcomes: list[Outcome]) -> HttpResponse:
    """What came of each; one that was there already was moved by the same person before."""
    lines = [(one, PHASE_NAMES.get(one.to, one.to)) for one in outcomes]
    context = {
        "done": [(one, to) for one, to in lines if one.code in {"moved", "already"}],
        "refused": [(one, to) for one, to in lines if one.code not in {"moved", "already"}],
        "moved": sum(one.code == "moved" for one in outcomes),
    }
    return render(request, "tallying/together_moved.html", context)


def _remind(request: HttpRequest, chosen: list[tuple[Edition, str]]) -> HttpResponse:
    councils = list({edition.council_id: edition.council for edition, _to in chosen}.values())
    roles = roles_by_council(request.user)
    if request.method == "POST":
        assert isinstance(request.user, User)
        base_url = request.build_absolute_uri("/").rstrip("/")
        asked = ask_translators(councils, roles, by=request.user, base_url=base_url)
        lines = [(one, REQUESTS.get(one.code, "")) for one in asked]
        context = {"asked": lines, "mails": sum(one.mails for one in asked)}
        return render(request, "tallying/together_reminded.html", context)
    requests = plan_requests(councils, roles, today=timezone.localdate(DATABASE_CLOCK.now()))
    context = {
        "ready": [one for one in requests if one.code == "ready"],
        "left_out": [(one, REQUESTS[one.code]) for one in requests if one.code != "ready"],
        "editions": [edition for edition, _to in chosen],
    }
    return render(request, "tallying/together_remind.html", context)


def _keep(request: HttpRequest, chosen: list[tuple[Edition, str]]) -> HttpResponse:
    boards = boards_of(request.user, DATABASE_CLOCK.now())
    return csv_answer(table_of(only(boards, {edition.pk for edition, _to in chosen})), "desk.csv")


ACTIONS: dict[str, Callable[[HttpRequest, list[tuple[Edition, str]]], HttpResponse]] = {
    "move": _move,
    "remind": _remind,
    "csv": _keep,
}
