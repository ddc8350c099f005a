"""The demo: loaded once, kept on later runs, played with links, ended cleanly."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings as live
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from pytest_django import Settings

from budgeting.models import Area, Edition, Membership, Record, User
from tallying.management.commands.demo import welcome
from tallying.services import demo_data
from tallying.services.demo_reset import FILES, FOLDERS, reset
from tallying.services.serving import commands, port_is_free
from voting.models import Envelope, Trustee

SITE = "http://127.0.0.1:8123"


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_the_first_run_loads_everything_and_the_second_keeps_it(folder: Path) -> None:
    said: list[str] = []
    first = demo_data.load_demo(said.append, SITE)
    assert {edition.address for edition in Edition.objects.all()} == {
        "demo-haren/2027",
        "demo-laken/2025",
        "demo-laken/2026",
        "demo-laken/2027",
        "wieliczka/2023",
    }
    assert Area.objects.get(slug="laken").perimeter
    assert Envelope.objects.filter(channel="online").count() == 87
    assert Envelope.objects.filter(channel="paper").count() == 33
    assert [len(first[key]) for key in ("people", "codes", "shares")] == [10, 10, 3]
    assert Trustee.objects.filter(user__isnull=False).count() == 3
    assert (folder / "demo.json").stat().st_mode & 0o777 == 0o600
    times = list(Record.objects.order_by("sequence").values_list("at", flat=True))
    assert times == sorted(times)
    said.clear()
    assert demo_data.load_demo(said.append, SITE) == first
    assert said == []
    _sign_in(first)
    told = welcome({"address": f"{SITE}/", **first})
    assert "Olga Officer (officer): demo-laken, wieliczka, demo-haren" in told
    assert str(live.EMAIL_FILE_PATH) in told


def _sign_in(kept: dict[str, dict[str, dict[str, str]]]) -> None:
    """One click and one is that person, as often as one likes."""
    for _ in range(2):
        client = Client()
        answer = client.get(f"/demo/sign-in/{kept['people']['member']['token']}")
        assert answer.status_code == 302
        user = User.objects.get(pk=client.session["_auth_user_id"])
        assert Membership.objects.filter(user=user, role="member").exists()
    assert Client().get("/demo/sign-in/wrong").status_code == 404


@pytest.mark.django_db
def test_links_do_nothing_outside_the_demo(folder: Path, settings: Settings) -> None:
    people = {"officer": {"email": "o@example.org", "token": "t"}}
    (folder / "demo.json").write_text(json.dumps({"people": people}))
    User.objects.create_user("o@example.org")
    settings.DEMO = False
    assert Client().get("/demo/sign-in/t").status_code == 404
    with pytest.raises(SystemExit) as refused:
        call_command("demo", "--no-serve")
    assert refused.value.code == 4


def test_a_reset_removes_what_the_demo_wrote_and_nothing_else(folder: Path) -> None:
    for name in (*FILES, "mine.txt"):
        (folder / name).write_text("x")
    for name in (*FOLDERS, "photos"):
        (folder / name).mkdir()
    reset()
    assert sorted(path.name for path in folder.iterdir()) == ["mine.txt", "photos"]


def test_a_taken_port_is_said_before_anything_is_done(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not port_is_free(port)
        with pytest.raises(SystemExit) as refused:
            call_command("demo", "--port", str(port))
    assert refused.value.code == 4
    assert capsys.readouterr().err.startswith("port_taken: ")
    assert list(folder.iterdir()) == []


def test_the_servers_listen_on_loopback_only(tmp_path: Path) -> None:
    web, worker = commands(8123, tmp_path).values()
    assert web[web.index("--bind") + 1] == "127.0.0.1:8123"
    assert worker[worker.index("-c") + 1] == "1"


@pytest.mark.parametrize("port", ["١٢٣٤", "8_000", "99999999999", "-1", "0"])
def test_a_port_is_a_number_in_plain_digits(port: str) -> None:
    with pytest.raises((SystemExit, CommandError)) as ended:
        call_command("demo", "--port", port, "--no-serve")
    assert getattr(ended.value, "code", 2) == 2


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_an_interrupt_ends_the_site_and_its_worker(tmp_path: Path) -> None:
    """Served for real, without the data: what matters is that nothing stays behind."""
    port = free_port()
    serve = "import django; django.setup(); from tallying.services.serving import Serving;"
    serve += f"import sys; sys.exit(Serving({port}).run(lambda: print('ready', flush=True)))"
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DEMO": "1", "DEBUG": "1"}
    environment |= {"DJANGO_SETTINGS_MODULE": "budgeting.settings"}
    environment["DATABASE_URL"] = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    process = subprocess.Popen(
        [sys.executable, "-c", serve],
        cwd=live.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.request("GET", "/")
            assert connection.getresponse().read()
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        process.stdout.close()
    until = time.monotonic() + 5
    while not port_is_free(port) and time.monotonic() < until:
        time.sleep(0.1)
    assert port_is_free(port)
