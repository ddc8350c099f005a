"""Two workers at the same moment: whoever comes second waits, looks again and says so."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from budgeting.models import Council, ImportState, Record, TableImport, User
from budgeting.services.tables import flow
from tests.budgeting.handing_in import checked, faults

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*jobs: TableImport) -> None:
    """Store each in a thread with a connection of its own."""
    start = Barrier(len(jobs))

    def work(job: TableImport) -> None:
        start.wait()
        try:
            flow.store(job.pk)
        finally:
            connection.close()

    threads = [Thread(target=work, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_officers_take_over_the_same_places_at_once(council: Council, officer: User) -> None:
    jobs = [checked(council), checked(council, b"naam;nom\nSchool;Ecole\n")]
    for job in jobs:
        flow.take_over(job, by=officer)
    at_once(*jobs)
    for job in jobs:
        job.refresh_from_db()
    assert sorted(job.state for job in jobs) == [ImportState.DONE, ImportState.FAULTY]
    (late,) = [job for job in jobs if job.state == ImportState.FAULTY]
    assert "there_already" in {code for _row, _column, code in faults(late)}
    assert Record.objects.filter(event="table_imported").count() == 1
    assert council.venues.filter(slug="school").count() == 1


def test_a_task_delivered_to_two_workers_stores_once(council: Council, officer: User) -> None:
    job = checked(council)
    flow.take_over(job, by=officer)
    at_once(job, job)
    job.refresh_from_db()
    assert job.state == ImportState.DONE
    assert council.venues.count() == 2
    assert Record.objects.filter(event="table_imported").count() == 1
