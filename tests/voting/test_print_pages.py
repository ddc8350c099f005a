"""The printing desk in the browser: ask, follow, fetch once, and somebody else releases."""

from pathlib import Path
from typing import Any

import pytest
from kombu.exceptions import OperationalError
from pytest_django import Settings

from budgeting.models import Edition, User
from tests.people import SignIn
from tests.voting import booth
from voting import tasks
from voting.models import PrintBatch, Sheet

Capture = Any


@pytest.fixture
def edition(facilitator: User, settings: Settings, tmp_path: Path) -> Edition:
    settings.VAR_DIR = tmp_path
    return booth.open_now(of=facilitator.memberships.get().council, is_test=False)


def desk_of(edition: Edition) -> str:
    return f"/nl/desk/{edition.address}/printing/"


@pytest.mark.django_db
def test_a_facilitator_asks_for_a_batch_and_fetches_it_and_another_releases_it(
    edition: Edition,
    facilitator: User,
    second_facilitator: User,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    client, other, base = SignIn(facilitator), SignIn(second_facilitator), desk_of(edition)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(base, {"count": "3", "variant": "large"})
    assert answer["Location"] == f"{base}1/"
    assert b"1/file/" in client.get(f"{base}1/").content
    assert b"1/file/" not in other.get(f"{base}1/").content
    assert other.post(f"{base}1/file/").status_code == 302
    assert b"1/release/" not in other.get(base).content
    file = client.post(f"{base}1/file/", headers={"Accept-Encoding": "gzip"})
    data = b"".join(file)
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"].startswith("attachment")
    assert "no-store" in file["Cache-Control"]
    assert data.startswith(b"%PDF")
    assert len(data) == int(file["Content-Length"])
    assert client.post(f"{base}1/file/").status_code == 302
    assert b"1/release/" not in client.get(base).content
    assert client.post(f"{base}1/release/").status_code == 302
    assert not Sheet.objects.filter(state="released").exists()
    assert b"1/release/" in other.get(base).content
    assert other.post(f"{base}1/release/").status_code == 302
    assert Sheet.objects.filter(state="released", layout__variant="large").count() == 3
    assert client.get(base).status_code == client.get(f"{base}1/").status_code == 200


@pytest.mark.django_db
def test_a_batch_that_waits_shows_that_it_waits(edition: Edition, facilitator: User) -> None:
    client, base = SignIn(facilitator), desk_of(edition)
    client.post(base, {"count": "20000", "variant": "standard"})
    page = client.get(f"{base}1/").content.decode()
    assert "hx-get" in page
    assert "<progress" in page
    assert PrintBatch.objects.get().state == "waiting"
    assert client.post(f"{base}1/").status_code == 302
    assert PrintBatch.objects.get().state == "waiting"


@pytest.mark.django_db
def test_a_queue_that_cannot_be_reached_is_said_and_the_batch_is_tried_again(
    edition: Edition,
    facilitator: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    def unreachable(_batch: int) -> None:
        raise OperationalError

    client, base = SignIn(facilitator), desk_of(edition)
    with monkeypatch.context() as patch:
        patch.setattr(tasks.make_sheets, "delay", unreachable)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(base, {"count": "1", "variant": "standard"})
    assert "print_queue" in client.get(f"{base}1/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{base}1/")
    assert PrintBatch.objects.get().state == "ready"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "posted",
    [{"count": "20001", "variant": "standard"}, {"count": "1", "variant": "braille"}],
)
def test_what_cannot_be_printed_is_said_in_the_form(
    posted: dict[str, str], edition: Edition, facilitator: User
) -> None:
    answer = SignIn(facilitator).post(desk_of(edition), posted)
    assert answer.status_code == 200
    assert not PrintBatch.objects.exists()


@pytest.mark.django_db
def test_a_list_that_does_not_fit_on_paper_is_said_before_anything_waits(
    facilitator: User, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    council = facilitator.memberships.get().council
    spec = {"type": "points", "total": 20, "max_per_project": 20}
    edition = booth.open_now(of=council, ballot_format=spec)
    answer = SignIn(facilitator).post(desk_of(edition), {"count": "1", "variant": "standard"})
    assert answer.status_code == 200
    assert not PrintBatch.objects.exists()


@pytest.mark.django_db
def test_the_test_page_is_a_file_for_the_printer(edition: Edition, facilitator: User) -> None:
    answer = SignIn(facilitator).get(f"{desk_of(edition)}test-page.pdf")
    assert b"".join(answer).startswith(b"%PDF")
    assert not Sheet.objects.exists()


@pytest.mark.django_db
def test_an_officer_of_another_council_prints_and_fetches_nothing(
    edition: Edition, stranger: User, facilitator: User, django_capture_on_commit_callbacks: Capture
) -> None:
    base = desk_of(edition)
    with django_capture_on_commit_callbacks(execute=True):
        SignIn(facilitator).post(base, {"count": "1", "variant": "standard"})
    client = SignIn(stranger)
    answers = [client.get(base), client.post(base, {"count": "1", "variant": "standard"})]
    answers += [client.get(f"{base}1/"), client.post(f"{base}1/file/"), client.post(f"{base}1/")]
    assert {answer.status_code for answer in answers} == {403}
    assert PrintBatch.objects.get().state == "ready"
