"""REPLACE takes a row's place by any of its unique keys: none of the audit trail or the rules."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from budgeting.clock import SetClock
from budgeting.models import Record, RuleSet
from budgeting.services.recording import record
from tests import build

ENGINES = [
    pytest.param("here", marks=pytest.mark.django_db),
    pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.django_db]),
]


def put_over(model: type[Model], **other: str) -> None:
    """Write a copy of the latest row with other values, SQL for each, in place of what is there."""
    fields = model._meta.concrete_fields
    columns = ", ".join(str(field.column) for field in fields)
    values = ", ".join(other.get(str(field.column), str(field.column)) for field in fields)
    verb, table = ("REPLACE" if connection.vendor == "sqlite" else "INSERT"), model._meta.db_table
    row = f"SELECT {values} FROM {table} ORDER BY id DESC LIMIT 1"  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{verb} INTO {table} ({columns}) {row}")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "other",
    [
        {"event": "'other'"},
        {"id": "id + 100", "event": "'other'"},
        {"id": "id + 100", "digest": "'other'"},
        {"id": "id + 100", "sequence": "sequence + 100", "event": "'other'"},
    ],
    ids=["its id", "its number and digest", "its number", "its digest"],
)
def test_no_line_takes_the_place_of_another(
    engine: str, other: dict[str, str], clock: SetClock
) -> None:
    kept = [record("phase", clock=clock) for _line in range(3)]
    with pytest.raises(DatabaseError, match="append-only"):
        put_over(Record, **other)
    assert list(Record.objects.values_list("pk", "event")) == [(one.pk, "phase") for one in kept]
    assert record("phase", clock=clock).sequence == 4


@pytest.mark.parametrize("engine", ENGINES)
def test_no_rules_take_the_place_of_published_ones(engine: str) -> None:
    rules = build.voting(is_test=False).rule_sets.get()
    with pytest.raises(DatabaseError, match=r"append-only|frozen"):
        put_over(RuleSet, id="id + 100", digest="'other'")
    assert RuleSet.objects.get() == rules
