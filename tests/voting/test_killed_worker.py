"""A worker that is killed again and again in a pile of 300 pages: each ends exactly once."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from celery import Celery
from django.db import connection
from django.utils import timezone
from PIL import Image

from budgeting.clock import SetClock
from budgeting.models import Edition, Record
from tests.voting import booth, desk, stacks
from voting.models import Envelope, Scan, Upload, UploadPart
from voting.services.uploads import revive

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PAGES = 300
KILLS = 5
PATIENCE = 120.0
SMALL = (1240, 1754)  # A4 at 150 dots an inch
COUNTED, EMPTY, TORN, COPIED = 100, 10, 10, 30


def duplex_pile(edition: Edition) -> list[Image.Image]:
    """150 fronts, each with its empty back: most count, some wait, some are refused."""
    marks = [[str(at % 4 + 1)] for at in range(COUNTED)] + [[]] * EMPTY + [["1"]] * TORN
    batch, printed = stacks.stack(edition, *marks)
    torn = [stacks.covered(page, batch) for page in printed[-TORN:]]
    fronts = [*printed[:-TORN], *torn, *printed[:COPIED]]
    back = Image.new("L", SMALL, 250)
    return [side for front in fronts for side in (front.resize(SMALL), back)]


@contextmanager
def worker(redis_url: str, queue: str, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A real worker on this test's database, killed without warning at the end of the block."""
    kept = connection.settings_dict
    address = f"postgres://{kept['USER']}@{kept['HOST']}:{kept['PORT']}/{kept['NAME']}"
    environment = {
        **os.environ,
        "REDIS_URL": redis_url,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "budgeting.settings",
        "KEY_DIR": str(folder / "keys"),
    }
    command = [sys.executable, "-m", "celery", "-A", "budgeting", "worker", "-P", "solo"]
    started = subprocess.Popen(
        [*command, "-Q", queue, "--loglevel", "ERROR"], env=environment, cwd=os.getcwd()
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait(20)


def came_to(pages: int, upload: Upload) -> int:
    """How many pages are stored, once there are so many, the file is finished or patience ends."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        stored = Scan.objects.filter(upload=upload).count()
        if stored >= pages or Upload.objects.get(pk=upload.pk).state == "done":
            break
        time.sleep(0.02)
    return stored


def hand_over(redis_url: str, queue: str, upload: Upload) -> None:
    """What the clock does, two minutes after a worker fell silent."""
    assert revive(clock=SetClock(timezone.now() + timedelta(minutes=3))) == [upload.pk]
    with Celery(broker=redis_url) as sender:
        sender.send_task("voting.read_upload", args=[str(upload.pk)], queue=queue)


def test_every_page_ends_once_however_often_the_worker_is_killed(
    redis_url: str, tmp_path: Path
) -> None:
    edition, chance = booth.open_now(), random.Random(20261126)
    pages = duplex_pile(edition)
    assert len(pages) == PAGES
    upload = desk.stored(edition, stacks.as_pdf(pages), clock=desk.WALL)
    queue = f"test-{uuid4().hex}"
    for kill in range(1, KILLS + 1):
        with worker(redis_url, queue, tmp_path):
            hand_over(redis_url, queue, upload)
            reached = came_to(kill * PAGES // (KILLS + 1) + chance.randrange(20), upload)
            time.sleep(chance.random() * 0.15)  # anywhere within a page
        assert reached < PAGES, "nothing would be left to kill"
    with worker(redis_url, queue, tmp_path):
        hand_over(redis_url, queue, upload)
        assert came_to(PAGES + 1, upload) == PAGES
    check(edition, upload)


def check(edition: Edition, upload: Upload) -> None:
    rows: list[Any] = list(Scan.objects.filter(batch__edition=edition).order_by("position"))
    assert [(row.position, row.page) for row in rows] == [(at, at) for at in range(1, PAGES + 1)]
    assert Counter((row.state, row.code) for row in rows) == {
        ("accepted", "ok"): COUNTED,
        ("queued", "blank"): EMPTY,
        ("rejected", "no_code"): TORN,
        ("duplicate", "already_counted"): COPIED,
        ("rejected", "blank_back"): PAGES // 2,
    }
    assert Envelope.objects.filter(edition=edition).count() == COUNTED
    upload.refresh_from_db()
    assert (upload.state, upload.pages) == ("done", PAGES)
    assert not UploadPart.objects.exists()
    (line,) = Record.objects.filter(event="pages_scanned")
    assert line.data["pages"] == PAGES
