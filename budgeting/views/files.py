"""Answers that are files to keep."""

from django.http import HttpResponse


def csv_answer(text: str, name: str) -> HttpResponse:
    """A table (`budgeting.csv_out`) under a file name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text.encode(), content_type="text/csv; charset=utf-8", headers=headers)
