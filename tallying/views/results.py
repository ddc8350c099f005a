"""The result for everybody: the page, one page for each project, and the files to check it with."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budgeting.access import edition_or_404
from budgeting.clock import DATABASE_CLOCK
from budgeting.languages import in_language
from budgeting.models import Edition, Publication
from budgeting.offline import kept_offline
from budgeting.phases import Phase
from proposals.services.again import call_of
from proposals.wording import title_of
from tallying.services import bundles
from tallying.services.result_course import course_of
from tallying.services.result_rows import Row
from tallying.services.result_spread import spread_of
from tallying.services.results import Result, result_of
from tallying.views.charts import money_chart, spread_chart, votes_chart

MANY = 24


@require_safe
@kept_offline
def result(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The result of an edition, or when to expect it."""
    found = edition_or_404(request, council, edition)
    shown = result_of(found)
    context = {
        "edition": found,
        "council": found.council,
        "result": shown,
        "fictional": found.council.fictional,
        "ballots_public": found.publication == Publication.FULL,
        "waiting": found.phase in {Phase.VOTING, Phase.COUNTING},
    }
    if shown:
        context |= _shown(shown)
    return render(request, "tallying/result.html" if shown else "tallying/no_result.html", context)


def _shown(shown: Result) -> dict[str, Any]:
    """What only a page with a result needs."""
    spread = spread_of(shown.deciding)
    return {
        "many": len(shown.others) > MANY,
        "parts": [(title_of(row.project), row.project.cost_cents) for row in shown.winners],
        "votes_chart": votes_chart(shown),
        "money": [(way, money_chart(way)) for way in shown.money],
        "spread": spread,
        "spread_chart": spread_chart(spread),
        "ties": shown.deciding.outcome["ties"],
        "comparison_kept_greedy": shown.deciding.outcome["kept_greedy"],
    }


@require_safe
@kept_offline
def result_project(request: HttpRequest, council: str, edition: str, code: str) -> HttpResponse:
    """One project: its votes, what each rule made of it and why, and how it goes on."""
    found = edition_or_404(request, council, edition)
    shown = result_of(found)
    row = next((row for row in shown.rows if row.project.code == code), None) if shown else None
    if shown is None or row is None:
        raise Http404
    context = {
        "edition": found,
        "council": found.council,
        "result": shown,
        "row": row,
        "place": shown.rows.index(row) + 1,
        "again_in": call_of(found.council, at=DATABASE_CLOCK.now()),
        "subject": f"{in_language(found, 'title')}, {row.project.number}. {title_of(row.project)}",
        "fictional": found.council.fictional,
    }
    return render(request, "tallying/result_project.html", context | _round_of(shown, row))


def _round_of(shown: Result, row: Row) -> dict[str, Any]:
    """The round in which a project was chosen, if the rule that decides has rounds."""
    course = course_of(shown.deciding, shown.rows, shown.edition.budget_cents)
    step = next((one for one in course.rounds if one.project == row.project), None)
    return {"course": course, "step": step}


@require_safe
def bundle(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Ballots, rules, outcomes and digests in one zip."""
    found = edition_or_404(request, council, edition)
    data = bundles.bundle_of(found)
    return _file(found, data, "application/zip", "bundle.zip")


@require_safe
def pabulib(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The election with its anonymous ballots, in the Pabulib format."""
    found = edition_or_404(request, council, edition)
    text = bundles.pabulib_of(found)
    return _file(found, text.encode(), "text/plain; charset=utf-8", "election.pb")


@require_safe
def totals(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Votes and outcome by project, for a spreadsheet."""
    found = edition_or_404(request, council, edition)
    text = bundles.totals_of(found)
    return _file(found, b"\xef\xbb\xbf" + text.encode(), "text/csv; charset=utf-8", "projects.csv")


@require_safe
def outcomes(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """Rules, winners, ties and digests, for programs."""
    found = edition_or_404(request, council, edition)
    text = json.dumps(bundles.outcomes_of(found), ensure_ascii=False, indent=2)
    return _file(found, text.encode(), "application/json", "result.json")


def _file(edition: Edition, data: bytes, kind: str, name: str) -> HttpResponse:
    """A download that says which edition it belongs to."""
    full = f"{edition.council.slug}-{edition.slug}-{name}"
    headers = {"Content-Disposition": f'attachment; filename="{full}"'}
    return HttpResponse(data, content_type=kind, headers=headers)
