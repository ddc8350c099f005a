"""`make test`: everything on SQLite, then the tests marked `postgres` on a PostgreSQL.

Each of the two runs is shared out over the processors (plugin_workers.py). The database is chosen
here, before pytest reads the settings. Further arguments go to both runs; `-n 0` has one process.
Nothing is printed after pytest's own closing line.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from types import FrameType

import pytest

from tests import services

# Beyond some workers a machine is busy with browsers, and memory runs short.
SHARED_OUT = ("-n", "auto", "--maxprocesses", "4")


def note(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def run_pytest(marker: str, database_url: str, arguments: Sequence[str]) -> int:
    """One pytest run with files of its own; returns pytest's exit code.

    An empty selection (code 5) is a failure, because a run without tests proves nothing, unless
    further arguments narrowed it.
    """
    with tempfile.TemporaryDirectory(prefix="wijkstem-test-") as var:
        environment = os.environ | {"VAR_DIR": var, "DATABASE_URL": database_url}
        command = [sys.executable, "-m", "pytest", *SHARED_OUT, "-m", marker, *arguments]
        code = subprocess.run(command, env=environment, check=False).returncode
    return 0 if arguments and code == pytest.ExitCode.NO_TESTS_COLLECTED else code


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The PostgreSQL to test on, or "" when there is none here."""
    if given := os.environ.get("TEST_DATABASE_URL", ""):
        if not services.postgres_answers(given):
            raise services.ServiceError("TEST_DATABASE_URL is set, but no PostgreSQL answers")
        yield given
    elif binaries := services.find_postgres():
        with services.throwaway_postgres(binaries) as url:
            yield url
    else:
        yield ""


def main(arguments: Sequence[str]) -> int:
    services.install_chromium()
    possible = os.environ.get("TEST_DATABASE_URL") or services.find_postgres()
    if not possible:
        note("PostgreSQL tests will not run: set TEST_DATABASE_URL or install postgresql.")
        if services.demanded("POSTGRES"):
            return 1
    first = run_pytest("not postgres", "", arguments)
    if not possible:
        return first
    try:
        with postgres() as url:
            second = run_pytest("postgres", url, arguments)
    except services.ServiceError as failure:
        note(str(failure))
        given = bool(os.environ.get("TEST_DATABASE_URL"))
        return first or int(given or services.demanded("POSTGRES"))
    return first or second


def _stop(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + signum)


if __name__ == "__main__":
    # Without this a SIGTERM would leave the throw-away servers running.
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(main(sys.argv[1:]))
