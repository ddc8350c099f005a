"""A tally is written once: what it holds, and that nothing changes it afterwards."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from budgeting.models import Council
from budgeting.phases import Phase
from budgeting.services.verifying import verify_records
from tallying.engine.election import sha256
from tallying.engine.further_rules import FURTHER
from tallying.models import Tally
from tallying.services.tallying_up import run_tally
from tests import build
from voting.models import Ballot

pytestmark = pytest.mark.django_db
# Four voters share as much as a real town: raises of one euro would take long.
COARSE = build.MES | {"step": "1000"}


@pytest.fixture
def tally(council: Council) -> Tally:
    edition = build.edition(council, phase=Phase.COUNTING, rule=COARSE)
    build.projects(edition)
    for choices in (["1"], ["1", "2"], ["2", "3"], ["1"]):
        Ballot.objects.create(edition=edition, channel="online", choices=choices)
    return run_tally(edition)[0]


def test_a_tally_says_who_checked_it_and_how_far(tally: Tally) -> None:
    assert tally.checked["engine"] == "pabutools"
    assert tally.checked["version"].startswith("1.2.")
    assert 0 < tally.checked["shares_tried"] <= tally.checked["shares_all"]


def test_a_tally_holds_its_transcript_and_what_stands_beside_it(tally: Tally) -> None:
    lines = [json.loads(line) for line in tally.transcript.splitlines()]
    assert lines[-1]["winners"] == tally.outcome["selected"]
    assert tally.transcript_digest == sha256(tally.transcript.encode())
    assert set(tally.outcome["further"]) == set(FURTHER)
    beside = Tally.objects.get(decides=False)
    assert beside.outcome["differences"]["from"] == tally.digest
    assert sum(beside.outcome["differences"]["by_money"].values()) == 4


@pytest.mark.parametrize(
    "field", [one.attname for one in Tally._meta.concrete_fields if not one.primary_key]
)
def test_no_field_of_a_tally_can_be_written_again(tally: Tally, field: str) -> None:
    value = getattr(tally, field)
    other = not value if isinstance(value, bool) else {"x": 1} if isinstance(value, dict) else value
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Tally.objects.filter(pk=tally.pk).update(**{field: other})


def test_a_tally_cannot_be_deleted(tally: Tally) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        tally.delete()
    assert Tally.objects.count() == 2


@pytest.mark.parametrize("own_id", [True, False])
def test_no_row_takes_the_place_of_a_tally(tally: Tally, own_id: bool) -> None:
    columns = [str(field.column) for field in Tally._meta.concrete_fields]
    values = [getattr(tally, field.attname) for field in Tally._meta.concrete_fields]
    row = dict(zip(columns, values, strict=True))
    row |= {"id": tally.pk if own_id else tally.pk + 100, "milliseconds": 1}
    row = {key: json.dumps(one) if isinstance(one, dict) else one for key, one in row.items()}
    verb = "REPLACE" if connection.vendor == "sqlite" else "INSERT"
    marks = ", ".join("%s" for _ in row)
    order = f"{verb} INTO tallying_tally ({', '.join(row)}) VALUES ({marks})"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(order, list(row.values()))
    assert Tally.objects.get(pk=tally.pk).milliseconds == tally.milliseconds


@pytest.mark.django_db(transaction=True)
def test_a_lifted_guard_is_seen_by_the_check_of_the_trail(tally: Tally) -> None:
    assert verify_records() == []
    with transaction.atomic():
        on = " ON tallying_tally" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER tallying_tally_frozen_update{on}")
        assert [problem.code for problem in verify_records()] == ["unguarded"]
        transaction.set_rollback(True)
    assert verify_records() == []
