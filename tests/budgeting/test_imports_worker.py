"""A table through a real broker and a real worker: what travels is an identifier."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from celery import Celery
from django.db import connection

from budgeting.models import ImportState, TableImport, User
from budgeting.services.tables import flow
from tests import build
from tests.budgeting.handing_in import handed_in

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


def wait_for(job: TableImport, *states: str) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        job.refresh_from_db(fields=["state"])
        if job.state in states:
            break
        time.sleep(0.2)
    return job.state


def test_a_worker_checks_and_stores_what_the_queue_names(queue: str, redis_url: str) -> None:
    council = build.council()
    officer = User.objects.create_user("olga@example.org")
    job = handed_in(council)
    with Celery(broker=redis_url) as sender:
        # Brokers deliver at least once: twice is the same.
        for _ in range(2):
            sender.send_task("budgeting.check_table", args=[str(job.pk)], queue=queue)
        assert wait_for(job, ImportState.CLEAN, ImportState.FAULTY) == ImportState.CLEAN
        flow.take_over(job, by=officer)
        for _ in range(2):
            sender.send_task("budgeting.store_table", args=[str(job.pk)], queue=queue)
        assert wait_for(job, ImportState.DONE, ImportState.FAULTY) == ImportState.DONE
    assert council.venues.count() == 2
