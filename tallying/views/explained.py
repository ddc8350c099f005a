"""How a result came about: round by round, beside another way of counting, and as plain text."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budgeting.access import edition_or_404
from budgeting.languages import active_language
from budgeting.models import Edition
from budgeting.offline import kept_offline
from tallying.services.result_course import course_of
from tallying.services.result_differences import differences_of
from tallying.services.results import Result, result_of
from tallying.views.story_text import story_text


def _shown(request: HttpRequest, council: str, edition: str) -> tuple[Edition, Result]:
    """The edition and its result; 404 while there is none."""
    found = edition_or_404(request, council, edition)
    shown = result_of(found)
    if shown is None:
        raise Http404
    return found, shown


@require_safe
@kept_offline
def rounds(request: HttpRequest, council: str, edition: str, number: int = 1) -> HttpResponse:
    """One way of counting from its first step to its last; `number` 1 is the one that decides."""
    found, shown = _shown(request, council, edition)
    if not 1 <= number <= len(shown.tallies):
        raise Http404
    tally = shown.tallies[number - 1]
    context = {
        "edition": found,
        "council": found.council,
        "result": shown,
        "fictional": found.council.fictional,
        "tally": tally,
        "decides": number == 1,
        "course": course_of(tally, shown.rows, found.budget_cents),
        "ways": [(place, way) for place, way in enumerate(shown.tallies, 1) if place != number],
    }
    return render(request, "tallying/explained_rounds.html", context)


@require_safe
@kept_offline
def compare(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The result beside the same ballots counted in other ways, and why they differ."""
    found, shown = _shown(request, council, edition)
    differences = differences_of(shown)
    if differences is None:
        raise Http404
    context = {
        "edition": found,
        "council": found.council,
        "result": shown,
        "fictional": found.council.fictional,
        "differences": differences,
    }
    return render(request, "tallying/explained_compare.html", context)


@require_safe
def story(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The whole explanation as plain text, in the language of the address."""
    found, shown = _shown(request, council, edition)
    language = active_language()
    name = f"{found.council.slug}-{found.slug}-{language}.txt"
    return HttpResponse(
        story_text(found, shown),
        content_type="text/plain; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Language": language,
        },
    )
