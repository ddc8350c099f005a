"""The page on which readers count a result again, in their own browser."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budgeting.access import edition_or_404
from budgeting.models import Publication
from tallying.services.results import result_of
from tallying.views.recount_words import words_of


@require_safe
def recount(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """How to count again: here by a script, or elsewhere; 404 as long as there is no result."""
    found = edition_or_404(request, council, edition)
    result = result_of(found)
    if result is None:
        raise Http404
    context = {
        "edition": found,
        "council": found.council,
        "result": result,
        "ballots_public": found.publication == Publication.FULL,
        "words": words_of(result),
    }
    return render(request, "tallying/recount_page.html", context)
