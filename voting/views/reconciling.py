"""Reconciliation on the desk, and the report on paper for everybody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budgeting.access import edition_for, edition_or_404, edition_to_watch, require
from budgeting.errors import Refused
from budgeting.models import Edition
from budgeting.phases import Phase
from voting.forms_custody import ExplanationForm
from voting.models import Explanation, Opening
from voting.paper.reconciliation import MISSING, is_about
from voting.services.counted_first import explained_points
from voting.services.explaining import (
    explain,
    seen_of,
    sign_explanation,
    signed,
    waiting,
    withdraw_explanation,
)
from voting.services.paper_report import PaperReport, is_reported, report_of
from voting.services.reconciling import (
    accounts,
    shown_unexplained,
    uncounted_of,
    unexplained,
)
from voting.views.custody import AT_WORK, watched
from voting.wording_paper_figures import NAMES, shown_account, shown_points


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reconciliation(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Does it add up, place by place; and the explanation of what does not."""
    found = edition_to_watch(request, council, edition, *AT_WORK)
    form = ExplanationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = require(request.user, found.council, *AT_WORK)
        try:
            explain(found, by=by, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.info(request, _("Written. It becomes public when somebody else signs it."))
            return redirect("reconciliation", council, edition)
    return render(request, "voting/reconciliation.html", _context(request, found, form))


def _context(request: HttpRequest, edition: Edition, form: ExplanationForm) -> dict[str, object]:
    listed = accounts(edition)
    closed = uncounted_of(edition, listed)
    found, points = unexplained(edition, listed), shown_unexplained(edition, listed)
    opened = Opening.objects.filter(edition=edition).exists()
    shown = [shown_account(one, open_to_see=one.key not in closed) for one in listed]
    pending = waiting(edition)
    can_explain = bool(points) and edition.phase == Phase.COUNTING and not opened
    return {
        **watched(request, edition),
        "form": form,
        "batches": [one for one in shown if one.scope == "batch"],
        "accounts": [one for one in shown if one.scope != "batch"],
        "points": shown_points(points, listed, closed, explained_points(edition)),
        "seen": seen_of(points),
        # In a vote whatever differs, so that it tells nothing of what was read.
        "hidden": bool(closed) if not edition.is_test else len(found) > len(points),
        "gives_up": any(is_about(point, MISSING) for point in points),
        "pending": pending,
        "changed": pending is not None and set(pending.points) != set(points),
        "signed": signed(edition),
        "opened": opened,
        "can_explain": can_explain,
    }


@require_POST
def explanation_decide(
    request: HttpRequest, council: str, edition: str, number: int
) -> HttpResponse:
    """Sign the explanation as the second person, or take it away."""
    found = edition_for(request, council, edition, *AT_WORK)
    written = get_object_or_404(Explanation, edition=found, pk=number)
    by = require(request.user, found.council, *AT_WORK)
    if request.POST.get("answer") == "withdraw":
        withdraw_explanation(written, by=by)
        messages.success(request, _("Taken away. Nothing changed."))
    else:
        sign_explanation(written, seen=request.POST.get("seen", ""), by=by)
        messages.success(request, _("Signed. The explanation is public now."))
    return redirect("reconciliation", council, edition)


@require_safe
def paper_report(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """What became of the paper ballots; after the close only."""
    found = edition_or_404(request, council, edition)
    context: dict[str, object] = {"edition": found, "council": found.council}
    if is_reported(found):
        report = report_of(found)
        context |= {"report": report, **_told(report)}
    return render(request, "voting/paper_report.html", context)


def _told(report: PaperReport) -> dict[str, object]:
    """Figures and points of the report in words, what was explained apart from the rest."""
    names = report.figures.items()
    explained = [point for point in report.points if point in report.explained]
    left = [point for point in report.points if point not in report.explained]
    how = (report.accounts, report.uncounted, report.explained, report.untold)
    return {
        "figures": [(NAMES[name], value, name in report.hidden) for name, value in names],
        "explained": shown_points(explained, *how),
        "unexplained": shown_points(left, *how),
    }
