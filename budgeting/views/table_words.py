"""A table on its way in, in words."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from budgeting.languages import active_language
from budgeting.models import ImportState, TableImport
from budgeting.services.tables.kinds import Column, Kind, kinds
from budgeting.table_words import WHOLE_FILE, sentence_of

# (words, kind of badge)
STATES: dict[str, tuple[str | Promise, str]] = {
    ImportState.CHECKING: (pgettext_lazy("table", "Being checked"), ""),
    ImportState.FAULTY: (pgettext_lazy("table", "To be mended"), "danger"),
    ImportState.CLEAN: (pgettext_lazy("table", "Ready to take over"), "accent"),
    ImportState.STORING: (pgettext_lazy("table", "Being taken over"), ""),
    ImportState.DONE: (pgettext_lazy("table", "Taken over"), "success"),
}


def state_of(job: TableImport) -> tuple[str | Promise, str]:
    """The state of a table and the kind of its badge."""
    return STATES[job.state]


def faults_in_words(
    job: TableImport, errors: Iterable[Sequence[Any]]
) -> list[tuple[int | str, str, str]]:
    """(row, column as the file calls it, sentence) of each; no row for what is about the file."""
    headers = dict(job.summary.get("headers", ()))
    kind = kinds()[job.kind]
    words = {column.name: column.heading(active_language()) for column in kind.columns}
    return [
        (
            "" if code in WHOLE_FILE else row,
            headers.get(column, column),
            sentence_of(code, {**params, "word": words.get(column, "")}, column, kind.sentences),
        )
        for row, column, code, params in errors
    ]


def templates() -> list[tuple[str, str | Promise, list[tuple[Column, int]]]]:
    """(kind, its title, columns with their most characters) of every kind."""
    return [(name, kind.title, kind.described()) for name, kind in kinds().items()]


def page_of(job: TableImport, kind: type[Kind[models.Model]]) -> str:
    """The address at the desk where the rows are shown; "" for none."""
    council = job.council.slug
    args = [council, job.edition.slug] if job.edition else [council]
    try:
        return reverse(kind.page, args=args)
    except NoReverseMatch:
        return ""


def separator_of(job: TableImport) -> str:
    """The sign between the columns, as it can be read aloud; "" in JSON."""
    sign = job.summary.get("separator", "")
    return _("tabs") if sign == "\t" else f"“{sign}”" * bool(sign)
