"""Uploads on screen: received first, sealed from the first byte, read behind the page's back."""

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from budgeting.clock import SetClock
from budgeting.models import Edition, Record, User
from tests.people import SignIn
from tests.voting import booth, desk, stacks
from tests.voting.test_casting import choice_in
from voting.lengths import whole_steps
from voting.models import Envelope, Scan, ScanBatch, Upload, UploadPart
from voting.services.opening import problems
from voting.services.uploads import Sealing

pytestmark = pytest.mark.django_db

Commits = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def at_once(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Commits:
    """What starts when a page is stored starts, as it would behind a real transaction."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def address(edition: Edition, rest: str = "") -> str:
    return f"/nl/desk/{edition.address}/scanning/{rest}"


def upload(client: Client, edition: Edition, *files: bytes) -> Any:
    pages = []
    for number, data in enumerate(files):
        file = BytesIO(data)
        file.name = f"scan-{number}.pdf"
        pages.append(file)
    return client.post(address(edition), {"scans": pages, "venue": ""})


def text_of(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def test_pages_without_a_doubt_count_when_farid_uploads_them(
    facilitator: User, at_once: Commits
) -> None:
    edition = booth.open_now(of=facilitator.memberships.get().council)
    _batch, pages = stacks.stack(edition, ["1"], ["2"], [])
    client = SignIn(facilitator)
    assert "telt meteen" in text_of(client, address(edition))
    with at_once():
        answer = upload(client, edition, stacks.as_pdf(pages[:2]), stacks.as_png(pages[2]))
    assert answer["Location"] == address(edition, "batch/1/")
    assert list(Scan.objects.values_list("position", "file_name", "page", "code")) == [
        (1, "scan-0.pdf", 1, "ok"),
        (2, "scan-0.pdf", 2, "ok"),
        (3, "scan-1.pdf", 1, "blank"),
    ]
    assert set(Upload.objects.values_list("state", "pages")) == {("done", 2), ("done", 1)}
    assert not UploadPart.objects.exists()
    assert [line.data["pages"] for line in Record.objects.filter(event="pages_scanned")] == [2, 1]
    page = text_of(client, answer["Location"])
    assert "hx-get" not in page.split('id="batch"')[1].split(">")[0]
    assert "?batch=1" in page


def test_where_a_person_looks_at_every_page_nothing_counts_before(
    facilitator: User, at_once: Commits
) -> None:
    council = facilitator.memberships.get().council
    edition = booth.open_now(of=council, paper={"clean_counts": False})
    _batch, pages = stacks.stack(edition, ["1"], ["2"], [])
    client = SignIn(facilitator)
    assert "telt meteen" not in text_of(client, address(edition))
    with at_once():
        upload(client, edition, stacks.as_pdf(pages))
    assert sorted(Scan.objects.values_list("state", "code")) == [
        ("queued", "blank"),
        ("queued", "to_confirm"),
        ("queued", "to_confirm"),
    ]
    assert not Envelope.objects.exists()
    assert client.post(address(edition, "confirm/")).status_code == 302
    assert sorted(map(str, map(choice_in, Envelope.objects.all()))) == ["['1']", "['2']"]
    assert Scan.objects.filter(state="queued").count() == 1


def test_what_waits_to_be_read_is_shown_and_keeps_the_box_closed(facilitator: User) -> None:
    edition = booth.open_now(of=facilitator.memberships.get().council)
    _batch, pages = stacks.stack(edition, ["1"])
    client = SignIn(facilitator)
    answer = upload(client, edition, stacks.as_png(pages[0]))  # nobody takes it from the queue
    assert Upload.objects.get().state == "waiting"
    page = text_of(client, answer["Location"])
    assert 'hx-trigger="every 2s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert any("1" in one and "scans" in one.lower() for one in problems(edition))


def test_whoever_opens_the_page_takes_up_what_fell_silent(facilitator: User) -> None:
    edition = booth.open_now(of=facilitator.memberships.get().council)
    _batch, pages = stacks.stack(edition, ["1"])
    long_ago = SetClock(timezone.now() - timedelta(minutes=5))
    desk.stored(edition, stacks.as_png(pages[0]), clock=long_ago)
    page = text_of(SignIn(facilitator), address(edition, "batch/1/"))
    assert Upload.objects.get().state == "done"
    assert 'hx-trigger="every 2s"' not in page


def test_the_same_file_again_counts_nothing_twice_and_the_page_says_so(
    facilitator: User, at_once: Commits
) -> None:
    edition = booth.open_now(of=facilitator.memberships.get().council)
    _batch, pages = stacks.stack(edition, ["1"], [])
    client, file = SignIn(facilitator), stacks.as_pdf(pages)
    for _again in range(2):
        with at_once():
            answer = upload(client, edition, file)
    assert list(Scan.objects.values_list("code", flat=True)) == [
        *("ok", "blank", "already_counted", "already_queued")
    ]
    assert Envelope.objects.count() == 1
    assert "al eerder binnengekomen" in text_of(client, answer["Location"])
    assert "al eerder binnengekomen" not in text_of(client, address(edition, "batch/1/"))


def test_once_names_and_digests_are_erased_no_file_is_called_a_copy(facilitator: User) -> None:
    edition = booth.open_now(of=facilitator.memberships.get().council)
    _batch, pages = stacks.stack(edition, ["1"], [])
    for page in pages:
        desk.stored(edition, stacks.as_png(page))
    Upload.objects.update(state="done", file_name="", digest="")
    shown = text_of(SignIn(facilitator), address(edition, "batch/2/"))
    assert "al eerder binnengekomen" not in shown
    assert "Een bestand:" in shown


def test_no_byte_of_a_scan_reaches_a_disk_or_a_table_unsealed(
    facilitator: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    edition = booth.open_now(of=facilitator.memberships.get().council)
    written: list[bytes] = []

    class Watched(BytesIO):
        def write(self, data: Any) -> int:
            written.append(bytes(data))
            return super().write(data)

    monkeypatch.setattr(tempfile, "TemporaryFile", Watched)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", Watched)
    data = b"a scan of a sheet " * 200_000
    with caplog.at_level(logging.DEBUG):
        upload(SignIn(facilitator), edition, data)
    parts = [bytes(part.content) for part in UploadPart.objects.all()]
    assert len(parts) == 4
    assert sum(map(len, written)) > len(data)
    assert not any(b"a scan of a sheet" in stored for stored in (*written, *parts))
    stored = Upload.objects.get()
    assert (stored.size, stored.digest[:7]) == (whole_steps(len(data)), "sha256:")
    assert "a scan of a sheet" not in caplog.text


@contextmanager
def open_files() -> Iterator[list[BytesIO]]:
    """The files without a name that are begun meanwhile."""
    opened: list[BytesIO] = []

    def begin() -> BytesIO:
        opened.append(BytesIO())
        return opened[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "TemporaryFile", begin)
        yield opened


def test_too_much_at_once_is_refused_before_it_is_kept(
    facilitator: User, settings: Settings
) -> None:
    settings.MAX_SCAN_UPLOAD_BYTES = 100_000
    edition = booth.open_now(of=facilitator.memberships.get().council)
    answer = upload(SignIn(facilitator), edition, b"x" * 60_000, b"y" * 60_000)
    assert answer.status_code == 200
    assert "200 MB" in answer.content.decode()
    assert not Upload.objects.exists()
    assert not ScanBatch.objects.filter(edition=edition).exists()


def test_more_files_at_once_than_are_taken_are_refused_with_a_sentence(
    facilitator: User, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    edition = booth.open_now(of=facilitator.memberships.get().council)
    answer = upload(SignIn(facilitator), edition, b"x", b"y", b"z")
    assert answer.status_code == 200
    assert "meer dan 2 bestanden" in answer.content.decode()
    assert not Upload.objects.exists()


def test_an_upload_that_breaks_off_leaves_no_file_open(facilitator: User) -> None:
    edition = booth.open_now(of=facilitator.memberships.get().council)
    head = b'--B\r\nContent-Disposition: form-data; name="scans"; filename="a.pdf"\r\n\r\n'
    client, kind = SignIn(facilitator), "multipart/form-data; boundary=B"
    with open_files() as opened:
        client.post(address(edition), head + b"x" * 9000, content_type=kind)
    assert opened
    assert all(file.closed for file in opened)
    assert not Upload.objects.exists()


def test_an_upload_from_another_site_is_refused(facilitator: User) -> None:
    edition = booth.open_now(of=facilitator.memberships.get().council)
    client = Client(enforce_csrf_checks=True)
    client.force_login(facilitator)
    assert upload(client, edition, b"%PDF-").status_code == 403
    token = client.get(address(edition)).content.decode().split('csrfmiddlewaretoken" value="')[1]
    sent = {"csrfmiddlewaretoken": token.split('"')[0], "scans": BytesIO(b"no scan"), "venue": ""}
    assert client.post(address(edition), sent).status_code == 302


def test_a_seal_takes_a_file_in_pieces_of_any_size() -> None:
    def pieces() -> Iterator[bytes]:
        yield b""
        yield b"a" * 2_500_000
        yield b"b"

    seal = Sealing(bytes(31) + b"\x09")
    assert [len(part) - 48 for part in seal.through(pieces())] == [1_000_000, 1_000_000, 524_288]
    assert seal.size == 2_500_001
