"""A worker that is killed while it prints: a whole batch in the end, each serial once."""

import random
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from celery import Celery
from django.utils import timezone
from pytest_django import Settings

from budgeting.models import Edition, User
from tests import build
from tests.journeys.papers import SERIAL, texts_of
from tests.voting.desk import WALL, sheet_of
from tests.voting.test_killed_worker import PATIENCE, worker
from voting.models import PrintBatch, Sheet
from voting.services import print_files
from voting.services.print_fetching import fetch, tidy
from voting.services.print_jobs import SILENT, ask_for_sheets, revive

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SHEETS = 800
KILLED_AT = (100, 500, SHEETS)


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test and the workers have their files."""
    settings.VAR_DIR = tmp_path / "var"
    monkeypatch.setenv("VAR_DIR", str(settings.VAR_DIR))
    return print_files.folder()


def hand_over(redis_url: str, queue: str, batch: PrintBatch) -> None:
    """What the clock does, two minutes after a worker fell silent."""
    long_ago = timezone.now() - SILENT - timedelta(seconds=30)
    PrintBatch.objects.filter(pk=batch.pk).update(told_at=long_ago)
    assert revive(clock=WALL) == [batch.pk]
    PrintBatch.objects.filter(pk=batch.pk).update(told_at=long_ago)
    with Celery(broker=redis_url) as sender:
        sender.send_task("voting.make_sheets", args=[batch.pk], queue=queue)


def came_to(made: int, batch: PrintBatch) -> None:
    """Wait until the worker told of so many sheets, or the batch is there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        batch.refresh_from_db()
        if batch.made >= made or batch.state == "ready":
            return
        time.sleep(0.01)
    pytest.fail(f"{batch.state}: {batch.made} of {made} sheets")


def test_a_batch_whose_worker_is_killed_again_and_again_is_whole_in_the_end(
    facilitator: User, redis_url: str, tmp_path: Path, folder: Path
) -> None:
    edition = build.voting(facilitator.memberships.get().council, is_test=False)
    batch = ask_for_sheets(edition, count=SHEETS, by=facilitator, clock=WALL)
    queue, chance = f"test-{uuid4().hex}", random.Random(20261126)
    for made in KILLED_AT:
        PrintBatch.objects.filter(pk=batch.pk).update(made=0)
        with worker(redis_url, queue, tmp_path):
            hand_over(redis_url, queue, batch)
            came_to(made, batch)
            time.sleep(chance.random() * 0.2)  # anywhere behind this sheet
        batch.refresh_from_db()
        if batch.state == "ready":  # the worker was faster than its end
            break
        assert not Sheet.objects.exists()
        assert len(list(folder.iterdir())) == 1  # what the last one began, nobody can fetch
    else:
        with worker(redis_url, queue, tmp_path):
            hand_over(redis_url, queue, batch)
            came_to(SHEETS + 1, batch)
    check(edition, batch, facilitator)


def check(edition: Edition, batch: PrintBatch, by: User) -> None:
    """The file has each stored sheet once, and nothing else lies in the folder."""
    assert (batch.state, Sheet.objects.filter(batch=batch).count()) == ("ready", SHEETS)
    tidy(clock=WALL)
    assert print_files.names() == {batch.file}
    _size, pieces = fetch(batch, by=by, clock=WALL)
    found = Counter(
        match[0] for text in texts_of(b"".join(pieces)) if (match := SERIAL.search(text))
    )
    assert set(found.values()) == {1}
    assert {sheet_of(edition, serial).pk for serial in found} == set(
        Sheet.objects.values_list("pk", flat=True)
    )
