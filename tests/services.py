"""What a test run needs besides Python: a Chromium, a PostgreSQL, a Redis.

Each is looked for in the same order: the address given in the environment, else a throw-away one
started here from a binary on this machine, else none. `REQUIRE_BROWSER`, `REQUIRE_POSTGRES` and
`REQUIRE_REDIS` set to 1 forbid going without.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import redis

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSERS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
START_SECONDS = 30


class ServiceError(RuntimeError):
    """A service was there to start, and did not answer in time. The message holds its log."""


def demanded(name: str) -> bool:
    """True when `REQUIRE_<name>` forbids skipping; `name` is BROWSER, POSTGRES or REDIS."""
    return os.environ.get(f"REQUIRE_{name}", "") not in {"", "0"}


def is_root() -> bool:
    return os.geteuid() == 0


def find_chromium() -> Path | None:
    found = [Path(path) for name in BROWSERS if (path := shutil.which(name))]
    found += [path for path in MAC_BROWSERS if path.exists()]
    return found[0] if found else None


def install_chromium() -> None:
    """Ask apt for a Chromium where that is possible (root on Debian or Ubuntu); say so once."""
    if find_chromium() or not is_root() or not shutil.which("apt-get"):
        return
    sys.stderr.write("Installing chromium for the browser tests (apt-get)\n")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for order in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            ["apt-get", "-qq", *order], env=quiet, capture_output=True, text=True, check=False
        )
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            sys.stderr.write(f"apt-get {order[0]} failed: {last}\n")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def find_postgres() -> Path | None:
    """The folder with `initdb` and `postgres`; the newest where Debian keeps several."""
    on_path = shutil.which("initdb")
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(debian, key=lambda path: float(path.parts[-3]), reverse=True)
    for initdb in ([Path(on_path).resolve()] if on_path else []) + newest:
        if (initdb.parent / "postgres").exists():
            return initdb.parent
    return None


def find_redis() -> Path | None:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(found) if found else None


def postgres_answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def redis_answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def running_postgres() -> str:
    """The address of a trusting server on the usual port with a database `test`, or ""."""
    urls = [f"postgres://{user}@127.0.0.1:5432/test" for user in ("postgres", "root")]
    return next((url for url in urls if postgres_answers(url)), "")


def running_redis() -> str:
    """The address of a Redis on the usual port, in its last database, or ""."""
    url = "redis://127.0.0.1:6379/15"
    return url if redis_answers(url) else ""


@contextlib.contextmanager
def throwaway_postgres(binaries: Path) -> Iterator[str]:
    """A cluster of its own on a loopback port, gone afterwards; yields its `postgres://` URL.

    PostgreSQL refuses to run as root, so root starts it as `postgres`, or else as `nobody`.
    It forgets nothing a test can see but does not wait for the disk.
    """
    user = _unprivileged_user()
    port = free_port()
    url = f"postgres://postgres@127.0.0.1:{port}/postgres"
    with _folder(user) as folder:
        data = str(folder / "data")
        initdb = [str(binaries / "initdb"), "-D", data, "-U", "postgres", "-A", "trust"]
        initdb += ["-E", "UTF8", "--no-locale", "--no-sync"]
        _run_quietly(initdb, folder, user)
        options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        options |= {"fsync": "off", "full_page_writes": "off", "max_connections": "60"}
        command = [str(binaries / "postgres"), "-D", data, "-p", str(port)]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with _running(command, folder, user, lambda: postgres_answers(url)):
            yield url


@contextlib.contextmanager
def throwaway_redis(binary: Path) -> Iterator[str]:
    """A Redis of its own on a loopback port that writes nothing to disk; yields its URL."""
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    with _folder(None) as folder:
        command = [str(binary), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        with _running(command, folder, None, lambda: redis_answers(url)):
            yield url


def _unprivileged_user() -> str | None:
    if not is_root():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


@contextlib.contextmanager
def _folder(user: str | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="wijkstem-") as name:
        if user:
            shutil.chown(name, user)
        yield Path(name)


def _as(user: str | None) -> dict[str, object]:
    """Keyword arguments that make `subprocess` drop from root to `user`."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _run_quietly(command: list[str], folder: Path, user: str | None) -> None:
    done: subprocess.CompletedProcess[str] = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **_as(user),  # type: ignore[call-overload]
    )
    if done.returncode:
        raise ServiceError(f"{command[0]} failed: {done.stderr.strip()}")


@contextlib.contextmanager
def _running(
    command: list[str], folder: Path, user: str | None, answers: Callable[[], bool]
) -> Iterator[None]:
    """Run a server in the foreground for as long as the block lasts; only it is ended."""
    log = folder / "log"
    with log.open("wb") as output:
        server: subprocess.Popen[bytes] = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **_as(user),  # type: ignore[call-overload]
        )
        try:
            _await(server, answers, command[0], log)
            yield
        finally:
            # For PostgreSQL SIGINT means: end the sessions and stop now; Redis takes it alike.
            server.send_signal(signal.SIGINT)
            server.wait(timeout=START_SECONDS)


def _await(
    server: "subprocess.Popen[bytes]", answers: Callable[[], bool], name: str, log: Path
) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers():
        if server.poll() is not None or time.monotonic() > deadline:
            raise ServiceError(f"{name} did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)


if __name__ == "__main__":
    known = {"running-postgres": running_postgres, "running-redis": running_redis}
    sys.stdout.write(known[sys.argv[1]]() + "\n")
