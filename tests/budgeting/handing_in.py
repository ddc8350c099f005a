"""Handing in a table, as tests do it."""

from typing import Any

from budgeting.models import Council, TableImport
from budgeting.services.tables import flow

GOOD = b"naam;nom;adres\nHuis;Maison;Straat 1\nSchool;\xc3\x89cole;Plein 2\n"


def handed_in(
    council: Council, data: bytes = GOOD, kind: str = "venues", **more: Any
) -> TableImport:
    return flow.hand_in(council, more.pop("edition", None), kind, data, name="x.csv", **more)


def checked(council: Council, data: bytes = GOOD, kind: str = "venues", **more: Any) -> TableImport:
    job = handed_in(council, data, kind, **more)
    flow.check(job.pk)
    job.refresh_from_db()
    return job


def faults(job: TableImport) -> list[tuple[int, str, str]]:
    return [(row, column, code) for row, column, code, _params in job.errors]
