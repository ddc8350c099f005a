"""Lighthouse on a simulated phone with a slow line, against the demo as it is really served.

Needs Node 20 with npm; Lighthouse is installed once, into `.var/lighthouse`. The ballot and the
pages of one person are kept out of search engines on purpose: they get no mark for being found.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests import services

LEAST = 98
VERSION = "12.8.2"
FOLDER = Path(settings.BASE_DIR) / ".var" / "lighthouse"
FLAGS = "--headless=new --disable-gpu --disable-quic --no-first-run --disable-sync"
QUIET = "--disable-background-networking --disable-component-update"
PAGES = {
    "door": "/",
    "home": "/nl/",
    "council": "/fr/c/demo-laken/",
    "edition": "/nl/c/demo-laken/2026/",
    "proposals": "/fr/c/demo-laken/2027/proposals/",
    "result": "/nl/c/demo-laken/2025/result/",
    "help": "/fr/help/",
    "protection": "/nl/protection/",
}


@pytest.fixture(scope="module")
def lighthouse() -> Path:
    """The program, at one version."""
    if not shutil.which("npm"):
        pytest.skip("Lighthouse needs Node 20 with npm")
    program = FOLDER / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"]
        command = ["npm", "install", *quiet, "--prefix", str(FOLDER), f"lighthouse@{VERSION}"]
        subprocess.run(command, check=True, timeout=600, stdout=subprocess.DEVNULL)
    return program


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a fresh demo, and a voting code."""
    folder, port = tmp_path_factory.mktemp("demo"), services.free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "DATABASE", "VAR"))}
    own = {"DEMO": "1", "VAR_DIR": str(folder), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    log = folder / "said.txt"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=settings.BASE_DIR,
            env=kept | own,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        said = until_ready(log)
        first = said.index("  Vote with a code at " + f"http://127.0.0.1:{port}/nl/vote/") + 1
        yield f"http://127.0.0.1:{port}", said[first].strip().replace("-", "")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def until_ready(log: Path) -> list[str]:
    """What the demo says on its way, in lines; two minutes at most."""
    for _ in range(240):
        said = log.read_text().splitlines()
        if said and said[-1].startswith("Ready"):
            return said
        time.sleep(0.5)
    pytest.fail("the demo did not start:\n" + log.read_text())


def marks(lighthouse: Path, address: str, tmp_path: Path) -> dict[str, int]:
    """Marks out of 100 by category."""
    out = tmp_path / "report.json"
    sandbox = " --no-sandbox" if services.is_root() else ""
    command = [str(lighthouse), address, "--quiet", "--output=json", f"--output-path={out}"]
    command += [f"--chrome-flags={FLAGS} {QUIET}{sandbox}"]
    environment = {**os.environ, "CHROME_PATH": str(services.find_chromium())}
    for last in (False, True):
        # A browser that starts cold now and then loses its own trace; Lighthouse asks for a rerun.
        if not subprocess.run(command, check=last, timeout=180, env=environment).returncode:
            break
    report = json.loads(out.read_text())
    return {name: round(100 * part["score"]) for name, part in report["categories"].items()}


def shown(name: str, found: dict[str, int]) -> None:
    line = ", ".join(f"{category} {mark}" for category, mark in found.items())
    sys.stdout.write(f"\nLighthouse, phone: {name:<12}{line}")


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_public_pages(name: str, lighthouse: Path, demo: tuple[str, str], tmp_path: Path) -> None:
    found = marks(lighthouse, demo[0] + PAGES[name], tmp_path)
    shown(name, found)
    assert min(found.values()) >= LEAST, found


@pytest.mark.browser
def test_the_ballot(lighthouse: Path, demo: tuple[str, str], tmp_path: Path) -> None:
    site, code = demo
    found = marks(lighthouse, f"{site}/v/{code}", tmp_path)
    shown("ballot", found)
    del found["seo"]
    assert min(found.values()) >= LEAST, found
