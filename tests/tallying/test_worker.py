"""A tally through a real broker and a real worker: what travels is a number, and it arrives."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection

from budgeting.models import Edition, Record
from budgeting.phases import Phase
from tallying.models import RunState, Tally, TallyRun
from tallying.services.runs import ask_for_tally, cancel
from tests import build
from voting.models import Ballot

PATIENCE = 60.0
# The second engine tries each of some 16,000 shares, for seconds.
SLOW = build.MES | {"step": "6"}


@pytest.fixture
def queue(redis_url: str, transactional_db: None) -> Iterator[str]:
    """A worker of our own on a queue of our own, with this test's database."""
    name = f"test-{uuid4().hex}"
    environment = {
        **os.environ,
        "REDIS_URL": redis_url,
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "budgeting.settings",
    }
    command = [sys.executable, "-m", "celery", "-A", "budgeting", "worker", "-P", "solo"]
    worker = subprocess.Popen([*command, "-Q", name, "--loglevel", "WARNING"], env=environment)
    yield name
    worker.terminate()
    worker.wait(20)


def came_to(run: TallyRun, states: set[RunState]) -> str:
    """The state of a run, once it is one of `states`, or when patience ends."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        state = TallyRun.objects.get(pk=run.pk).state
        if state in states:
            break
        time.sleep(0.1)
    return str(state)


def test_a_worker_counts_what_the_queue_names(queue: str, redis_url: str) -> None:
    edition = build.edition(phase=Phase.COUNTING)
    build.projects(edition)
    for choices in (["1"], ["1", "2"], ["2", "3"]):
        Ballot.objects.create(edition=edition, channel="online", choices=choices)
    run, new = ask_for_tally(edition, by=None)
    assert new
    assert settings.CELERY_TASK_ALWAYS_EAGER, "tests must not need a broker by themselves"
    with Celery(broker=redis_url) as sender:
        sender.send_task("tallying.tally", args=[run.pk], queue=queue)
    assert came_to(run, {RunState.DONE, RunState.FAILED}) == RunState.DONE
    assert Tally.objects.get(decides=True).outcome["voters"] == 3


def test_a_worker_stops_when_somebody_stops_the_count(queue: str, redis_url: str) -> None:
    edition = build.edition(phase=Phase.COUNTING, rule=SLOW)
    build.projects(edition)
    for choices in (["1"], ["1", "2"], ["2", "3"]):
        Ballot.objects.create(edition=edition, channel="online", choices=choices)
    run, _new = ask_for_tally(edition, by=None)
    with Celery(broker=redis_url) as sender:
        sender.send_task("tallying.tally", args=[run.pk], queue=queue)
    assert came_to(run, {RunState.RUNNING}) == RunState.RUNNING
    cancel(edition, run.pk, by=None)
    again, new = ask_for_tally(edition, by=None)
    assert new
    Edition.objects.filter(pk=edition.pk).update(rule=build.GREEDY, shadow_rules=[])
    with Celery(broker=redis_url) as sender:
        sender.send_task("tallying.tally", args=[again.pk], queue=queue)
    # The one worker takes up the second run only once it has left the first one.
    assert came_to(again, {RunState.DONE, RunState.FAILED}) == RunState.DONE
    assert TallyRun.objects.get(pk=run.pk).state == RunState.CANCELLED
    assert {tally.rule["rule"] for tally in Tally.objects.all()} == {"greedy-votes"}
    # Pressed once more, the stored result is found: no other row, no other line.
    third, new = ask_for_tally(edition, by=None)
    assert new
    with Celery(broker=redis_url) as sender:
        sender.send_task("tallying.tally", args=[third.pk], queue=queue)
    assert came_to(third, {RunState.DONE, RunState.FAILED}) == RunState.DONE
    assert Tally.objects.count() == 1
    events = Record.objects.order_by("sequence").values_list("event", flat=True)
    assert list(events) == ["tally_cancelled", "tally"]
