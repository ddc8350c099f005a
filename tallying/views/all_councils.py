"""The desk: every council of a person on one screen, and the same as a table to keep."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from budgeting.clock import DATABASE_CLOCK
from budgeting.csv_out import Cell, csv_text
from budgeting.languages import in_language
from budgeting.phases import Phase
from budgeting.views.files import csv_answer
from budgeting.wording import MOMENT_NAMES, PHASE_NAMES
from tallying.services.desk import Entry
from tallying.services.overview import NO_EDITION, Board, Wanted, boards_of, phases_of, shown
from tallying.views.alert_words import alert_text, days_left, shown_alert
from tallying.views.desk_words import line_of, shown_task

LONGEST_SEARCH = 100
RESTING = {Phase.REALISATION, Phase.CLOSED}
COLUMNS = (
    *("council", "council_name", "edition", "edition_title", "phase", "next_date", "next_date_is"),
    *("days_left", "overdue", "to_do", "warnings"),
)


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Every council of this person: phase, next date, what waits, and what is not right."""
    wanted = asked_for(request)
    boards = boards_of(request.user, DATABASE_CLOCK.now())
    found = shown(boards, wanted)
    entries = [entry for board in boards for entry in board.entries]
    context = {
        "boards": [drawn(board) for board in found],
        "councils": len(boards),
        "editions": sum(len(board.entries) for board in found),
        "waiting": sum(bool(entry.waiting) for entry in entries),
        "overdue": sum(entry.due is not None and entry.due.overdue for entry in entries),
        "wanted": wanted,
        "phases": [(phase, PHASE_NAMES[phase]) for phase in phases_of(boards)],
        "without_edition": any(not board.entries for board in boards),
        "none": NO_EDITION,
        "is_officer": any(board.is_officer for board in found),
        "query": request.GET.urlencode(),
    }
    return render(request, "tallying/desk.html", context)


@login_required
@require_safe
def desk_csv(request: HttpRequest) -> HttpResponse:
    """Exactly what the desk shows for the same question, as a table."""
    boards = shown(boards_of(request.user, DATABASE_CLOCK.now()), asked_for(request))
    return csv_answer(table_of(boards), "desk.csv")


def asked_for(request: HttpRequest) -> Wanted:
    """The words, the phase and the order of an address."""
    get = request.GET.get
    words, phase = get("q", "").strip()[:LONGEST_SEARCH], get("phase", "")
    known = phase in {*PHASE_NAMES, NO_EDITION}
    return Wanted(words, phase if known else "", get("sort") == "council")


def drawn(board: Board) -> dict[str, Any]:
    """A council as the page shows it, in words and links."""
    return {
        "council": board.council,
        "is_officer": board.is_officer,
        "tasks": [line_of(task) for task in board.tasks],
        "alerts": [shown_alert(alert, board.council) for alert in board.alerts],
        "lines": [_line(entry) for entry in board.entries],
    }


def _line(entry: Entry) -> dict[str, Any]:
    edition, due = entry.edition, entry.due
    return {
        "edition": edition,
        "tasks": [shown_task(task, edition) for task in entry.waiting],
        "alerts": [shown_alert(alert, edition) for alert in entry.alerts],
        "due": due,
        "due_name": MOMENT_NAMES[due.name] if due else "",
        "due_in": days_left(due) if due else "",
        "resting": edition.phase in RESTING,
    }


def table_of(boards: list[Board]) -> str:
    """The desk as CSV, a line for each edition and for each council without one."""
    return csv_text(COLUMNS, (cells for board in boards for cells in _rows(board)))


def _rows(board: Board) -> Iterator[list[Cell]]:
    council: list[Cell] = [board.council.slug, in_language(board.council, "name")]
    of_council = [alert_text(alert) for alert in board.alerts]
    todo = [line_of(task) for task in board.tasks]
    if not board.entries or todo or of_council:
        nothing: list[Cell] = [""] * 7
        yield [*council, *nothing, "; ".join(todo), "; ".join(of_council)]
    for entry in board.entries:
        edition, due = entry.edition, entry.due
        when: list[Cell] = ["", "", None, False]
        if due:
            day = timezone.localdate(due.at).isoformat()
            when = [day, str(MOMENT_NAMES[due.name]), due.days, due.overdue]
        tasks = [shown_task(task, edition).line for task in entry.waiting]
        alerts = [alert_text(alert) for alert in entry.alerts]
        named: list[Cell] = [edition.slug, in_language(edition, "title"), edition.phase]
        yield [*council, *named, *when, "; ".join(tasks), "; ".join(alerts)]
