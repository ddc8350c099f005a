"""Lists to keep: the public one of the proposals, and those of the officers."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from budgeting.access import edition_for, edition_or_404
from budgeting.clock import DATABASE_CLOCK
from budgeting.csv_out import csv_text
from budgeting.models import Edition, Role
from budgeting.views.files import csv_answer
from proposals.services.exporting import Row, project_rows, public_rows, report_rows, review_rows


@require_safe
def proposals_csv(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The proposals of an edition with their decisions, for everybody."""
    found = edition_or_404(request, council, edition)
    return _table(found, public_rows(found), "proposals")


@require_safe
def proposals_json(request: HttpRequest, council: str, edition: str) -> JsonResponse:
    """The same as a list of objects, whose keys are the columns of the table."""
    rows = public_rows(edition_or_404(request, council, edition))
    return JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def review_csv(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The list of the review: decisions, reasons and what the texts still need."""
    found = edition_for(request, council, edition, Role.OFFICER)
    return _table(found, review_rows(found), "review")


@require_safe
def projects_csv(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The projects of the ballot and how each one goes on."""
    found = edition_for(request, council, edition, Role.OFFICER, Role.FACILITATOR, Role.MEMBER)
    today = timezone.localdate(DATABASE_CLOCK.now())
    return _table(found, project_rows(found, today=today), "projects")


@require_safe
def follow_ups_csv(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Every report on a project."""
    found = edition_for(request, council, edition, Role.OFFICER, Role.FACILITATOR, Role.MEMBER)
    return _table(found, report_rows(found), "follow-ups")


def _table(edition: Edition, rows: Sequence[Row], name: str) -> HttpResponse:
    header = list(rows[0]) if rows else ["number"]
    text = csv_text(header, (list(row.values()) for row in rows))
    return csv_answer(text, f"{edition.council.slug}-{edition.slug}-{name}.csv")
