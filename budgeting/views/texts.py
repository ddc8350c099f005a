"""The translator's desk: the queue of a council, and the texts of one row side by side."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from budgeting.access import council_for, roles_of
from budgeting.clock import DATABASE_CLOCK
from budgeting.errors import Missing
from budgeting.forms.texts import TextsForm
from budgeting.models import Council, Edition, Role, User
from budgeting.models.abstract import LANGUAGES
from budgeting.services.text_queue import (
    OF_THE_COUNCIL,
    Job,
    Wanted,
    find_job,
    groups_of,
    jobs_of,
    next_after,
)
from budgeting.services.texts import source_of
from budgeting.services.translating import TextsChanged, save_texts

WHO = (Role.OFFICER, Role.TRANSLATOR)


@require_safe
def texts_desk(request: HttpRequest, council: str) -> HttpResponse:
    """What is missing or stale, the most urgent first, and how far the work is."""
    found = council_for(request, council, *WHO)
    wanted = wanted_of(request)
    jobs = jobs_of(found)
    shown = wanted.narrow(jobs)
    todo = sum(len(job.todo) for job in shown)
    done = sum(len(job.done) for job in shown)
    context = {
        "council": found,
        "section": "texts",
        "groups": groups_of(shown, DATABASE_CLOCK.now()),
        "todo": todo,
        "done": done,
        "total": todo + done,
        "wanted": wanted,
        "kept": query_of(wanted),
        "choices": editions_in(jobs),
        "of_the_council": OF_THE_COUNCIL,
    }
    return render(request, "budgeting/texts_desk.html", context)


def text_page(request: HttpRequest, council: str, kind: str, pk: int) -> HttpResponse:
    """All texts of one row: what is translated on the left, the translation on the right."""
    found = council_for(request, council, *WHO)
    job = find_job(found, kind, pk)
    if job is None:
        raise Http404
    form = TextsForm(request.POST if request.method == "POST" else None, job=job)
    if request.method == "POST" and form.is_valid():
        onward = address_behind(request, found, job)
        try:
            save_texts(found, job, form.changes(), by=actor(request), role=role_in(request, found))
        except TextsChanged as changed:
            form = form.met(changed.job)
        else:
            messages.success(request, _("%(what)s: saved.") % {"what": job.row.called()})
            return redirect(onward)
    context = {
        "council": found,
        "section": "texts",
        "job": form.job,
        "form": form,
        "kept": query_of(wanted_of(request)),
        "unwritten": unwritten_in(form.job),
        "origin": origin_of(form.job) if Role.OFFICER in roles_of(request.user, found) else "",
    }
    return render(request, "budgeting/text.html", context)


def address_behind(request: HttpRequest, council: Council, job: Job) -> str:
    """Where saving leads: to the next row of the queue as it was narrowed, or to this one."""
    wanted, key = wanted_of(request), job.row.key
    if "next" in request.POST:
        groups = groups_of(wanted.narrow(jobs_of(council)), DATABASE_CLOCK.now())
        following = next_after(key, groups)
        if following is None:
            return reverse("texts_desk", args=[council.slug]) + query_of(wanted)
        key = following.row.key
    return reverse("text", args=[council.slug, *key]) + query_of(wanted)


def wanted_of(request: HttpRequest) -> Wanted:
    """The filters in the address; one that nobody can choose is left out."""
    given = request.GET
    state, into = given.get("state", ""), given.get("into", "")
    return Wanted(
        given.get("edition", "")[:50],
        state if state in {"missing", "stale"} else "",
        into if into in LANGUAGES else "",
    )


def query_of(wanted: Wanted) -> str:
    """The filters as the end of an address."""
    kept = {name: value for name, value in vars(wanted).items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def editions_in(jobs: Sequence[Job]) -> list[Edition]:
    """The editions that have texts, for the filter."""
    return list({job.row.edition.pk: job.row.edition for job in jobs if job.row.edition}.values())


def unwritten_in(job: Job) -> list[str]:
    """Texts that the edition needs and nobody has written in any language."""
    row = job.row
    return [
        str(row.kind.texts[name])
        for name in row.needed
        if not any(source_of(row.row, name, language) for language in LANGUAGES)
    ]


def origin_of(job: Job) -> str:
    """The page where an officer writes the texts of a row; "" where this site has none."""
    row = job.row
    if row.edition is None:
        return ""
    numbered = () if row.number is None else (row.number,)
    return Missing("", row.origin, (row.edition.council.slug, row.edition.slug, *numbered)).href


def actor(request: HttpRequest) -> User:
    """The signed-in person; the door let nobody else pass."""
    assert isinstance(request.user, User)
    return request.user


def role_in(request: HttpRequest, council: Council) -> str:
    """In which role somebody translates; an officer who is a translator too is one here."""
    held = roles_of(request.user, council)
    return str(Role.TRANSLATOR if Role.TRANSLATOR in held else Role.OFFICER)
