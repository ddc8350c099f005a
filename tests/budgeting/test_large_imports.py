"""A hundred thousand rows: every mistake is listed, and people see how far it is."""

import time
from typing import Any

import pytest

from budgeting.models import Council, ImportState, TableImport, Theme, User
from budgeting.services.tables import flow, rows
from budgeting.services.tables.kinds import kinds
from tests import build
from tests.budgeting.handing_in import checked, handed_in

pytestmark = pytest.mark.django_db

MANY = 100_000
PATIENCE = 20.0  # seconds of work, not of waiting for others on the same machine


def lines(count: int, wrong: int = 0) -> bytes:
    """A table of themes; every `wrong`th row lacks its French name."""
    rows = (
        f"thema-{n};Thema {n};{'' if wrong and n % wrong == 0 else f'Thème {n}'}"
        for n in range(1, count + 1)
    )
    return "\n".join(["code;naam;nom", *rows]).encode("cp1252")


def test_every_mistake_of_a_long_table_is_listed_and_progress_is_seen(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = handed_in(council, lines(MANY, wrong=10), "themes", edition=build.edition(council))
    seen: list[int] = []
    through = rows.Walk.through

    def watched(self: rows.Walk, **options: Any) -> Any:
        for done in through(self, **options):
            yield done
            seen.append(TableImport.objects.values_list("rows_done", flat=True).get(pk=job.pk))

    monkeypatch.setattr(rows.Walk, "through", watched)
    started = time.process_time()
    flow.check(job.pk)
    assert time.process_time() - started < PATIENCE
    assert seen == list(range(rows.PORTION, MANY + 1, rows.PORTION))
    job.refresh_from_db()
    assert (job.state, job.rows, job.rows_done) == (ImportState.FAULTY, MANY, MANY)
    assert [row for row, *_ in job.errors] == list(range(11, MANY + 2, 10))
    assert {(column, code) for _row, column, code, _ in job.errors} == {("name_fr", "cell_empty")}
    assert not Theme.objects.exists()


def test_one_bad_row_at_the_very_end_keeps_all_others_out(council: Council, officer: User) -> None:
    edition = build.edition(council)
    count = 3 * rows.PORTION + 1
    job = checked(council, lines(count), "themes", edition=edition)
    assert flow.take_over(job, by=officer)
    build.theme(edition, f"thema-{count}")
    flow.store(job.pk)
    job.refresh_from_db()
    assert job.state == ImportState.FAULTY
    assert [error[:3] for error in job.errors] == [[count + 1, "code", "there_already"]]
    assert edition.themes.count() == 1


def test_a_long_clean_table_is_stored_in_one_transaction(
    council: Council, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = checked(council, lines(MANY), "themes", edition=build.edition(council))
    flow.take_over(job, by=officer)
    kind, portions = kinds()["themes"], list[int]()
    store_some = kind.store

    def counted(self: Any, some: list[Any]) -> None:
        portions.append(len(some))
        store_some(self, some)

    monkeypatch.setattr(kind, "store", counted)
    started = time.process_time()
    flow.store(job.pk)
    assert time.process_time() - started < PATIENCE
    assert portions == [rows.PORTION] * (MANY // rows.PORTION)
    assert Theme.objects.count() == MANY
