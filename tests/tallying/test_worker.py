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

from budgeting.phases import Phase
from tallying.models import RunState, Tally, TallyRun
from tallying.services.runs import ask_for_tally
from tests import build
from voting.models import Ballot

PATIENCE = 60.0


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
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if TallyRun.objects.get(pk=run.pk).state in {RunState.DONE, RunState.FAILED}:
            break
        time.sleep(0.2)
    assert TallyRun.objects.get(pk=run.pk).state == RunState.DONE
    assert Tally.objects.get(decides=True).outcome["voters"] == 3
