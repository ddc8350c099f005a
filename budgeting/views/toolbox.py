"""Papers to print for an edition: letters, a form for proposals, minutes; Dutch, then French."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from budgeting.access import edition_for
from budgeting.forms.evaluation import MARKS
from budgeting.models import Role
from budgeting.wording import EVALUATION_QUESTIONS

WORKERS = (Role.OFFICER, Role.FACILITATOR)
LANGUAGES = ("nl", "fr")
# name in the address: (title, what it is for)
PAPERS: dict[str, tuple[str | Promise, str | Promise]] = {
    "call": (
        _("Letter about the call"),
        _("For every letter box: what can be proposed, until when, and where there is help."),
    ),
    "proposal": (
        _("Form for a proposal on paper"),
        _("The same questions as online. A facilitator types it in afterwards."),
    ),
    "vote": (
        _("Letter about the vote"),
        _("Who may vote, how, where and until when. Codes are not in this letter."),
    ),
    "minutes": (
        _("Minutes of a meeting"),
        _("A sheet to fill in by hand, with what the public version needs."),
    ),
    "evaluation": (
        _("Evaluation on paper"),
        _("How did it go? The same questions as online, after the vote."),
    ),
}


@require_safe
def toolbox(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The papers of an edition, each with what it is for."""
    found = edition_for(request, council, edition, *WORKERS)
    context = {
        "edition": found,
        "council": found.council,
        "section": "desk",
        "papers": [(name, *words) for name, words in PAPERS.items()],
    }
    return render(request, "budgeting/toolbox.html", context)


@require_safe
def toolbox_paper(request: HttpRequest, council: str, edition: str, paper: str) -> HttpResponse:
    """One paper with the facts of the edition, in both languages, each on pages of its own."""
    found = edition_for(request, council, edition, *WORKERS)
    if paper not in PAPERS:
        raise Http404
    context = {
        "edition": found,
        "council": found.council,
        "section": "desk",
        "title": PAPERS[paper][0],
        "languages": LANGUAGES,
        "paper": f"budgeting/papers/{paper}.html",
        "venues": found.council.venues.all(),
        "themes": found.themes.all(),
        "questions": list(EVALUATION_QUESTIONS.values()),
        "marks": MARKS,
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "budgeting/toolbox_paper.html", context)
