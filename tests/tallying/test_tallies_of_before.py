"""Tallies and runs from before they were checked: the upgrade keeps them, and guards them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from budgeting.freeze_guard import missing_freeze_guards
from budgeting.models import Edition
from budgeting.phases import Phase
from budgeting.services.recording import record
from budgeting.services.verifying import verify_records
from tallying.engine.rule import Rule
from tallying.models import Tally, TallyRun
from tallying.services.tallying_up import run_tally, standing_tallies
from tests import build
from voting.models import Ballot

COARSE = build.MES | {"step": "1000"}
ENGINES = [
    pytest.param("here", marks=pytest.mark.django_db(transaction=True)),
    pytest.param(
        "postgresql", marks=[pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
    ),
]
BEFORE = ("tallying", "0002_append_only")


def migrate(*targets: tuple[str, str]) -> Any:
    """The apps as they are at a migration, the database with them; without one, at the last."""
    executor = MigrationExecutor(connection)
    return executor.migrate(targets or executor.loader.graph.leaf_nodes()).apps


@pytest.fixture
def before() -> Iterator[Any]:
    yield migrate(BEFORE)
    migrate()


def counted(apps: Any, edition: Edition) -> Any:
    """A tally as it was kept, with its line in the trail, and a run that was under way."""
    digest = "sha256:" + "a" * 64
    record("tally", edition=edition, data={"input": "", "digests": [digest]})
    apps.get_model("tallying", "TallyRun").objects.create(
        edition_id=edition.pk, state="running", asked_at=build.NOW
    )
    return apps.get_model("tallying", "Tally").objects.create(
        edition_id=edition.pk, rule=Rule.from_json(COARSE).to_json(), decides=True,
        digest=digest, at=build.NOW, outcome={"selected": ["1"]}, milliseconds=1,
    )  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_a_tally_of_before_stands_after_the_upgrade(engine: str, before: Any) -> None:
    edition = build.edition(phase=Phase.COUNTING, rule=COARSE)
    build.projects(edition)
    Ballot.objects.create(edition=edition, channel="online", choices=["1"])
    kept = counted(before, edition)
    migrate()
    assert (missing_freeze_guards(), verify_records()) == ([], [])
    tally, run = Tally.objects.get(), TallyRun.objects.get()
    assert (tally.pk, tally.digest, tally.outcome) == (kept.pk, kept.digest, kept.outcome)
    assert (tally.checked, tally.transcript, tally.transcript_digest) == ({}, "", "")
    assert (run.state, run.error_code, run.details) == ("failed", "broken_off", "")
    assert standing_tallies(edition) == [tally]
    writes: list[Callable[[], object]] = [
        lambda: Tally.objects.update(milliseconds=2),
        lambda: Edition.objects.filter(pk=edition.pk).update(rule=build.GREEDY),
    ]
    for write in writes:
        with pytest.raises(DatabaseError, match=r"append-only|frozen"), transaction.atomic():
            write()
    # Counted again, the first result stays; the one beside it is new.
    assert [one.decides for one in run_tally(edition)] == [True, False]
    assert standing_tallies(edition)[0] == tally
