"""The audit trail: append-only, chained, and a forced edit is found."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from budgeting.chain import GENESIS
from budgeting.clock import SetClock
from budgeting.models import Edition, Record
from budgeting.services.recording import record
from budgeting.services.verifying import verify_records
from tests import build
from tests.triggers import lifted


@pytest.fixture
def edition(db: None, clock: SetClock) -> Edition:
    made = build.edition()
    for number in range(5):
        record("phase", edition=made, data={"step": number}, clock=clock)
    return made


def test_each_line_covers_the_one_before(edition: Edition) -> None:
    """Within a test nothing is committed, so that no head was noted either."""
    lines = list(Record.objects.order_by("sequence"))
    assert lines[0].previous_digest == GENESIS
    assert [line.previous_digest for line in lines[1:]] == [line.digest for line in lines[:-1]]
    assert [problem.code for problem in verify_records()] == ["unnoted"]


REPLACE = (
    "INSERT INTO budgeting_record (id, sequence, at, actor, event, data, previous_digest, digest)"
    " SELECT 999, sequence, at, actor, 'other', data, previous_digest, 'new'"
    " FROM budgeting_record WHERE sequence = 3"
)


def replace_line() -> None:
    """A new row with the number of an old one, as only SQLite would take it."""
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with connection.cursor() as cursor:
        cursor.execute(REPLACE.replace("INSERT", verb))


CHANGES: dict[str, Callable[[], object]] = {
    "update": lambda: Record.objects.update(event="other"),
    "delete": lambda: Record.objects.all().delete(),
    "replace": lambda: Record.objects.earliest("sequence").save(force_insert=True),
    "replace by number": replace_line,
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_a_line(edition: Edition, change: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        CHANGES[change]()
    assert Record.objects.count() == 5


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE budgeting_record SET event = 'other' WHERE sequence = 3",
        "DELETE FROM budgeting_record WHERE sequence = 3",
    ],
)
def test_a_change_forced_past_the_trigger_is_found(edition: Edition, sql: str) -> None:
    with lifted(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert verify_records()[0].sequence in {3, 4}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE budgeting_record SET event = 'other'",
        "DELETE FROM budgeting_record",
        "TRUNCATE budgeting_record CASCADE",
    ],
)
def test_postgresql_refuses_it_too(sql: str, clock: SetClock) -> None:
    record("phase", clock=clock)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)
    assert Record.objects.count() == 1
