"""The public report after an edition: how people found it, and which ways they took."""

from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from budgeting.access import edition_or_404, roles_of
from budgeting.charts import Bar, BarRow
from budgeting.models import Edition, Role
from budgeting.services.evaluating import (
    HIGHEST_MARK,
    SMALLEST_CELL,
    Report,
    has_report,
    report_of,
    takes_evaluations,
)
from budgeting.wording import EVALUATION_QUESTIONS
from proposals.models import SubmittedVia
from tallying.services.results import turnout_of


@dataclass(frozen=True)
class Step:
    """A step of the edition and how often each way was taken; None where that is not told.

    `assisted` is None for a step without such a way.
    """

    name: str | Promise
    total: int
    online: int | None
    paper: int | None
    assisted: int | None = None
    has_help: bool = False

    @property
    def hidden(self) -> bool:
        return self.online is None


@dataclass(frozen=True)
class Line:
    """A question in words, how many answered it, and the mean as it is written or ""."""

    question: str | Promise
    answers: int
    mean: str


@require_safe
def report(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Marks as bars with their table, and how many took part online, on paper and with help."""
    found = edition_or_404(request, council, edition)
    if not has_report(found):
        raise Http404
    counted = report_of(found)
    held = roles_of(request.user, found.council)
    context = {
        "edition": found,
        "report": counted,
        "lines": lines_of(counted),
        "marks_chart": chart_of(counted),
        "highest": HIGHEST_MARK,
        "smallest": SMALLEST_CELL,
        "steps": steps_of(found, counted),
        "takes": takes_evaluations(found),
        "works_here": bool(held & {Role.OFFICER, Role.FACILITATOR}),
        "fictional": found.council.fictional,
    }
    return render(request, "tallying/evaluation_report.html", context)


def lines_of(counted: Report) -> list[Line]:
    return [
        Line(EVALUATION_QUESTIONS[one.question], one.answers, written(one.mean))
        for one in counted.means
    ]


def chart_of(counted: Report) -> list[BarRow]:
    """A bar for each question that enough people answered."""
    return [
        BarRow(str(EVALUATION_QUESTIONS[one.question]), (Bar(one.mean, written(one.mean)),))
        for one in counted.means
        if one.mean is not None
    ]


def written(mean: float | None) -> str:
    return "" if mean is None else number_format(mean, 1)


def steps_of(edition: Edition, counted: Report) -> list[Step]:
    """Each step had a way online and one on paper or with help: how often each was taken."""
    ways = edition.proposals.order_by().values_list("submitted_via").annotate(Count("pk"))
    by = dict(ways)
    online, paper, assisted = (by.get(way, 0) for way in SubmittedVia)
    total = online + paper + assisted
    steps = [Step(_("Proposals"), total, online, paper, assisted, has_help=True)]
    if edition.has_result():
        turnout = turnout_of(edition)
        steps.append(Step(_("Votes"), turnout.total, turnout.online, turnout.paper))
    steps.append(Step(_("Evaluation forms"), counted.total, counted.online, counted.paper))
    return steps
