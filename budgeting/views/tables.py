"""Tables at the desk: handing one in, following it, reading what is wrong, taking it over."""

from functools import partial
from uuid import UUID

from celery import Task
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from kombu.exceptions import OperationalError

from budgeting.access import council_for, require
from budgeting.csv_out import csv_text
from budgeting.errors import Refused
from budgeting.forms.tables import TableForm
from budgeting.languages import active_language
from budgeting.models import Council, ImportState, Role, TableImport
from budgeting.services.tables import flow
from budgeting.services.tables.kinds import kinds
from budgeting.tasks import check_table, store_table
from budgeting.views.files import csv_answer
from budgeting.views.table_words import faults_in_words, page_of, separator_of, state_of, templates

PER_PAGE = 50
LIGHT = ("content", "errors", "summary")


@require_http_methods(["GET", "HEAD", "POST"])
def imports_desk(request: HttpRequest, council: str) -> HttpResponse:
    """Hand in a table; what was handed in before, and what each kind of table looks like."""
    found = council_for(request, council, Role.OFFICER)
    form = TableForm(request.POST or None, request.FILES or None, council=found)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("table_import", council, _hand_in(request, found, form).pk)
        except Refused as refusal:
            form.add_error("table", str(refusal.sentence))
    jobs = found.imports.defer(*LIGHT).select_related("edition", "created_by")
    page = Paginator(jobs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "council": found,
        "section": "imports",
        "form": form,
        "page": page,
        "jobs": [(job, kinds()[job.kind].title, state_of(job)) for job in page],
        "templates": templates(),
    }
    return render(request, "budgeting/imports_desk.html", context)


def _hand_in(request: HttpRequest, council: Council, form: TableForm) -> TableImport:
    by = require(request.user, council, Role.OFFICER)
    kind, edition = form.cleaned_data["kind"]
    file = form.cleaned_data["table"]
    job = flow.hand_in(council, edition, kind, file.read(), name=file.name or "", by=by)
    _start(request, check_table, job)
    return job


@require_http_methods(["GET", "HEAD", "POST"])
def table_import(request: HttpRequest, council: str, key: UUID) -> HttpResponse:
    """Follow a table, and decide (POST `do`: take, again, drop)."""
    found = council_for(request, council, Role.OFFICER)
    jobs = found.imports.defer("content").select_related("edition__council")
    job = get_object_or_404(jobs, pk=key)
    if request.method == "POST":
        return _decide(request, found, job)
    kind = kinds()[job.kind]
    pages = Paginator(job.errors, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "council": found,
        "section": "imports",
        "job": job,
        "title": kind.title,
        "state": state_of(job),
        "busy": job.state in flow.AT_WORK,
        "still": flow.stands_still(job),
        "faults": faults_in_words(job, page.object_list),
        "page": page,
        "more": max(job.summary.get("faults", 0) - len(job.errors), 0),
        "shown_at": page_of(job, kind),
        "separator": separator_of(job),
    }
    return render(request, "budgeting/table_import.html", context)


def _decide(request: HttpRequest, council: Council, job: TableImport) -> HttpResponse:
    """Take the table over, start the work again, or give it up."""
    decision = request.POST.get("do")
    if decision == "take":
        if flow.take_over(job, by=require(request.user, council, Role.OFFICER)):
            _start(request, store_table, job)
    elif decision == "again":
        state = flow.start_again(job)
        if state in flow.AT_WORK:
            _start(request, store_table if state == ImportState.STORING else check_table, job)
    elif decision == "drop":
        flow.give_up(job)
        messages.success(request, _("The file is thrown away. Nothing of it was added."))
        return redirect("imports_desk", council.slug)
    return redirect("table_import", council.slug, job.pk)


def _start(request: HttpRequest, task: "Task[[str], None]", job: TableImport) -> None:
    """Hand the identifier to the queue once everything is stored."""
    transaction.on_commit(partial(_enqueue, request, task, job))


def _enqueue(request: HttpRequest, task: "Task[[str], None]", job: TableImport) -> None:
    try:
        task.delay(str(job.pk))
    except (OperationalError, OSError):
        flow.not_taken_up(job)
        messages.error(request, _("The background service cannot be reached."))


@require_safe
def table_faults(request: HttpRequest, council: str, key: UUID) -> HttpResponse:
    """Everything that is wrong with a table, as a table."""
    found = council_for(request, council, Role.OFFICER)
    job = get_object_or_404(found.imports.defer("content"), pk=key)
    header = (_("Row"), _("Column"), _("What is wrong"))
    text = csv_text(header, faults_in_words(job, job.errors), separator=";")
    mistakes = _("mistakes")
    return csv_answer(text, f"{job.kind}-{mistakes}.csv")


@require_safe
def table_template(request: HttpRequest, council: str, kind: str) -> HttpResponse:
    """An empty table of a kind: its header in the language of the page, a row as an example."""
    council_for(request, council, Role.OFFICER)
    if kind not in kinds():
        raise Http404
    columns = kinds()[kind].columns
    header = [column.heading(active_language()) for column in columns]
    example = [column.example for column in columns]
    return csv_answer(csv_text(header, [example], separator=";"), f"{kind}.csv")
