"""Serving the demo: one web server and one worker as children of one process that ends both."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

from django.conf import settings

HOST = "127.0.0.1"
PATIENCE = 12.0  # seconds a child has to end by itself
STARTUP = 60.0  # seconds the web server has to answer
WEB, WORKER = "web server", "worker"


def port_is_free(port: int) -> bool:
    """Whether nobody listens on a port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def commands(port: int, folder: Path) -> dict[str, list[str]]:
    """The two command lines; whatever they write goes into `folder`."""
    python = [sys.executable, "-m"]
    web = [*python, "gunicorn", "budgeting.wsgi:application", "--bind", f"{HOST}:{port}"]
    web += ["--workers", "2", "--threads", "4", "--log-level", "warning"]
    web += ["--pid", str(folder / "gunicorn.pid")]
    web += ["--control-socket", str(folder / "gunicorn.ctl")]
    worker = [*python, "celery", "-A", "budgeting", "worker", "-P", "solo", "-c", "1"]
    worker += ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    # The clock runs inside the one worker; where there are several, it is a process of its own.
    worker += ["--without-heartbeat", "--beat", "--schedule", str(folder / "beat-schedule")]
    return {WEB: web, WORKER: worker}


class Serving:
    """Starts both children, waits, and ends both when one ends or somebody asks.

    SIGINT and SIGTERM reach this process only: the children run in sessions of their own.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.folder = Path(settings.VAR_DIR)
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.asked: signal.Signals | None = None

    def run(self, ready: Callable[[], None]) -> int:
        """Serve until a signal (0) or until a child ends by itself (1). `ready` is called once
        the site answers."""
        before = {kind: signal.signal(kind, self._ask) for kind in (signal.SIGINT, signal.SIGTERM)}
        try:
            self._start()
            if self._answers():
                ready()
            while self.asked is None and all(c.poll() is None for c in self.children.values()):
                time.sleep(0.2)
        finally:
            ended = [name for name, child in self.children.items() if child.poll() is not None]
            self._stop()
            for kind, handler in before.items():
                signal.signal(kind, handler)
        for name in ended if self.asked is None else ():
            log = self.folder / f"{name.replace(' ', '-')}.log"
            sys.stderr.write(f"The {name} ended by itself; everything was stopped. See {log}\n")
        return 0 if self.asked is not None else 1

    def _ask(self, number: int, _frame: FrameType | None) -> None:
        self.asked = signal.Signals(number)

    def _start(self) -> None:
        for name in ("queue", "queue-control"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "VAR_DIR": str(self.folder.resolve()), "DEMO": "1"}
        environment["PORT"] = str(self.port)
        environment.setdefault("DJANGO_SETTINGS_MODULE", "budgeting.settings")
        for name, line in commands(self.port, self.folder.resolve()).items():
            log = (self.folder / f"{name.replace(' ', '-')}.log").open("ab")
            with log:
                self.children[name] = subprocess.Popen(  # noqa: S603
                    line,
                    cwd=settings.BASE_DIR,
                    env=environment,
                    start_new_session=True,
                    stdout=log,
                    stderr=log,
                )

    def _answers(self) -> bool:
        """Wait until the port is answered; False when a child or a signal was quicker."""
        until = time.monotonic() + STARTUP
        while self.asked is None and self.children[WEB].poll() is None:
            with suppress(OSError), socket.create_connection((HOST, self.port), timeout=1):
                return True
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
        return False

    def _stop(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + PATIENCE
        for child in self.children.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                # The whole session: a web server that was killed leaves its own children.
                with suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.wait()
