"""Whoever goes on with a file that somebody left: no page twice, none left out, none for ever."""

from datetime import timedelta

import numpy as np
import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from budgeting.clock import SetClock
from budgeting.models import Record
from tests import build
from tests.voting import desk, stacks
from voting import tasks
from voting.models import Envelope, Scan, Upload, UploadPart
from voting.services import scanning
from voting.services.scan_rows import new_batch
from voting.services.scanning import read_pages, store_file
from voting.services.uploads import revive

pytestmark = pytest.mark.django_db

LATER = SetClock(build.NOW + timedelta(minutes=3))


def pile(*marks: list[str]) -> Upload:
    edition = build.voting()
    _batch, pages = stacks.stack(edition, *marks)
    return desk.stored(edition, stacks.as_pdf(pages))


def codes() -> list[tuple[int, str]]:
    return list(Scan.objects.order_by("position").values_list("page", "code"))


def test_a_file_is_taken_up_behind_the_last_page_that_is_stored() -> None:
    upload = pile(["1"], ["2"], [], ["3"])
    left = read_pages(upload.pk, clock=desk.CLOCK)
    next(left)
    left.close()  # the worker dies here
    assert desk.finished(upload, clock=desk.CLOCK) == [], "it may still be at work"
    assert revive(clock=desk.CLOCK) == []
    assert revive(clock=LATER) == [upload.pk]
    assert revive(clock=LATER) == [], "named once, however often somebody asks"
    assert [scan.page for scan in desk.finished(upload, clock=LATER)] == [2, 3, 4]
    assert codes() == [(1, "ok"), (2, "ok"), (3, "blank"), (4, "ok")]
    assert desk.finished(upload, clock=LATER) == []
    assert Record.objects.filter(event="pages_scanned").count() == 1


def test_two_who_read_the_same_file_write_no_page_twice() -> None:
    upload = pile(["1"], ["2"], ["3"], ["4"])
    slow = read_pages(upload.pk, clock=desk.CLOCK)
    next(slow)
    revive(clock=LATER)  # the first one was only slow
    fast = read_pages(upload.pk, clock=LATER)
    next(fast)
    assert list(slow) == [], "page 2 is there already, and somebody else has the file"
    assert len(list(fast)) == 2
    assert codes() == [(page, "ok") for page in (1, 2, 3, 4)]
    assert Envelope.objects.count() == 4


def test_a_page_that_ends_its_worker_each_time_is_refused_in_the_end() -> None:
    upload = pile(["1"], ["2"], ["3"])
    first = read_pages(upload.pk, clock=desk.CLOCK)
    next(first)
    first.close()
    Upload.objects.update(state="waiting", tries=scanning.MOST_TRIES, pages=3)
    desk.finished(upload, clock=LATER)
    assert codes() == [(1, "ok"), (2, "broken_file"), (3, "ok")]
    assert Upload.objects.get().state == "done"


def test_a_page_that_cannot_be_opened_does_not_hide_those_behind_it() -> None:
    edition = build.voting()
    _batch, pages = stacks.stack(edition, ["1"], ["2"])
    huge = Image.fromarray(np.full((25_000, 10), 255, dtype=np.uint8))
    data = stacks.as_pdf([pages[0], huge, pages[1]])
    desk.finished(desk.stored(edition, data))
    assert codes() == [(1, "ok"), (2, "too_large"), (3, "ok")]


def test_behind_too_many_such_pages_nothing_is_opened_any_more_and_nothing_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scanning, "MOST_BROKEN", 2)
    huge = Image.fromarray(np.full((25_000, 10), 255, dtype=np.uint8))
    upload = desk.stored(build.voting(), stacks.as_pdf([huge] * 5))
    desk.finished(upload)
    assert [code for _page, code in codes()] == ["too_large"] * 2 + ["broken_file"] * 3


def test_a_file_that_is_no_scan_is_one_refused_row_however_often_it_is_taken_up() -> None:
    upload = desk.stored(build.voting(), b"no scan at all")
    left = read_pages(upload.pk, clock=desk.CLOCK)
    next(left)
    left.close()
    revive(clock=LATER)
    desk.finished(upload, clock=LATER)
    assert codes() == [(1, "not_an_image")]
    upload.refresh_from_db()
    assert (upload.state, upload.code) == ("failed", "not_an_image")
    assert not UploadPart.objects.exists()


def test_files_of_one_batch_are_read_in_their_order() -> None:
    edition = build.voting()
    _batch, pages = stacks.stack(edition, ["1"], ["2"])
    batch = new_batch(edition, clock=desk.CLOCK)
    one, two = (
        store_file(batch, f"{name}.png", [stacks.as_png(page)], clock=SetClock(at))
        for name, page, at in zip("ab", pages, (build.NOW, LATER.moment), strict=True)
    )
    assert desk.finished(two) == [], "its turn has not come"
    tasks.read_upload(str(one.pk))
    assert list(Scan.objects.order_by("position").values_list("file_name", flat=True)) == [
        *("a.png", "b.png")
    ]


def test_the_clock_takes_up_what_fell_silent() -> None:
    upload = pile(["1"])  # received on the first of June, and nothing heard since
    tasks.resume_uploads()
    upload.refresh_from_db()
    assert (upload.state, upload.pages) == ("done", 1)


def test_a_command_that_was_stopped_is_finished_by_the_next_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    upload = pile(["1"], ["2"])
    Upload.objects.update(state="reading", told_at=timezone.now())
    call_command("scan", upload.batch.edition.address, "--resume")
    assert "Somebody else" in capsys.readouterr().err
    Upload.objects.update(told_at=timezone.now() - timedelta(minutes=3))
    call_command("scan", upload.batch.edition.address, "--resume")
    assert capsys.readouterr().out.count("stack.pdf") == 2
    with pytest.raises(SystemExit) as stop:
        call_command("scan", upload.batch.edition.address)
    assert stop.value.code == 2
