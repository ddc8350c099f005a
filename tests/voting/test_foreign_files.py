"""Files that come from outside: whatever is in them, one process bears it, and it ends."""

import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.voting.hostile import (
    blank_pdf,
    claiming_tiff,
    endless_tiff,
    flat_picture,
    locked_pdf,
    pdf_of_picture,
    slow_pdf,
    torn_tiff,
    zipped,
)
from voting.paper import bounded, bounded_child
from voting.paper.bounded import bounded_pages
from voting.paper.errors import PaperError

ROOT = Path(__file__).parents[2]

FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a zip that calls itself a PDF": (lambda: zipped(blank_pdf()), "not_an_image"),
    "a PDF with a password": (lambda: locked_pdf("secret"), "locked_file"),
    "a page of ten metres": (lambda: blank_pdf(1, (28_346, 28_346)), "too_large"),
    "a strip of ten metres": (lambda: blank_pdf(1, (100, 28_346)), "too_large"),
    "a PNG of 41 million pixels": (lambda: flat_picture("PNG", 6400, 6400), "too_large"),
    "a TIFF of 41 million pixels": (lambda: flat_picture("TIFF", 6400, 6400), "too_large"),
    "a TIFF that claims gigabytes": (lambda: claiming_tiff(60_000, 60_000), "too_large"),
    "a TIFF with nothing on its second page": (torn_tiff, "broken_file"),
    "a picture of gigabytes in a PDF": (lambda: pdf_of_picture(30_000, 30_000), "too_large"),
    "half a photo": (lambda: flat_picture("JPEG", 900, 900)[:3000], "broken_file"),
    "501 pages": (lambda: blank_pdf(501), "too_many_pages"),
}


@pytest.mark.parametrize("name", FILES)
def test_no_page_of_a_hostile_file_is_opened(name: str) -> None:
    made, code = FILES[name]
    with pytest.raises(PaperError) as refusal:
        next(bounded_pages(made()))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "data",
    [locked_pdf(""), endless_tiff(), pdf_of_picture(300, 300)],
    ids=["only changing it is locked", "a page behind itself", "a picture in a PDF"],
)
def test_odd_files_that_harm_nobody_are_one_page(data: bytes) -> None:
    assert len(list(bounded_pages(data))) == 1


def test_a_large_picture_beside_others_is_drawn_at_the_size_of_the_page() -> None:
    data = pdf_of_picture(12_000, 12_000, beside=b"0 0 9 9 re f")
    (page,) = bounded_pages(data)
    assert page.shape == (400, 400)


def test_a_file_of_500_pages_takes_no_more_memory_than_one_of_five() -> None:
    script = """
import resource, sys
from tests.voting import hostile
from voting.paper.bounded import bounded_pages

for pages in (5, 500):
    told = []
    opened = bounded_pages(hostile.blank_pdf(pages, (595, 842)), dpi=40, counted=told.append)
    assert (sum(1 for _page in opened), told) == (pages, [pages])
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    print(*(resource.getrusage(one).ru_maxrss for one in who))
"""
    command = [sys.executable, "-c", script]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    few, many = ([int(figure) for figure in line.split()] for line in said.splitlines())
    assert [after - before < 25_000 for before, after in zip(few, many, strict=True)] == [True] * 2


def test_a_fault_of_the_machine_is_not_taken_for_one_of_the_file(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bounded, "ENVIRONMENT", {"PYTHONPATH": "/nowhere"})
    with pytest.raises(RuntimeError):
        list(bounded_pages(blank_pdf()))
    assert "ModuleNotFoundError" in capfd.readouterr().err


def test_a_process_that_is_ended_from_outside_is_no_fault_of_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child = bounded._started(200, 1, 1)
    child.terminate()
    child.wait()
    monkeypatch.setattr(bounded, "_started", lambda *_numbers: child)
    with pytest.raises(RuntimeError):
        list(bounded_pages(blank_pdf()))


@pytest.fixture
def child() -> Iterator["subprocess.Popen[bytes]"]:
    started = bounded._started(200, 1, 1)
    yield started
    started.kill()
    started.communicate()


def test_who_opens_foreign_files_knows_no_secret(
    child: "subprocess.Popen[bytes]",
) -> None:
    known = Path(f"/proc/{child.pid}/environ")
    if not known.exists():
        pytest.skip("this machine does not tell")
    assert [pair.split(b"=")[0] for pair in known.read_bytes().split(b"\0") if pair] == [
        b"PYTHONPATH"
    ]


def test_a_page_that_nobody_waits_for_any_more_ends_by_itself(
    child: "subprocess.Popen[bytes]",
) -> None:
    assert child.stdin is not None
    child.stdin.write(slow_pdf())
    child.stdin.close()
    child.stdin = None
    assert child.wait(60) == -signal.SIGXCPU


def test_a_worker_that_is_killed_leaves_no_process_behind() -> None:
    script = """
import sys
from tests.voting import hostile
from voting.paper import bounded

started = bounded._started
def told(*numbers):
    child = started(*numbers)
    print(child.pid, flush=True)
    return child
bounded._started = told
for page in bounded.bounded_pages(hostile.blank_pdf(500, (595, 842))):
    print("a page", flush=True)
    sys.stdin.read()
"""
    command = [sys.executable, "-c", script]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as worker:
        assert worker.stdout is not None
        child = int(worker.stdout.readline())
        assert worker.stdout.readline() == b"a page\n"
        worker.kill()
    until = time.monotonic() + 20
    while alive(child) and time.monotonic() < until:
        time.sleep(0.02)
    assert not alive(child)


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # nobody asks how it ended, where the init of a container does not


def test_no_process_writes_what_it_held_to_a_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    set_to: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", set_to.__setitem__)
    bounded_child.limit()
    assert set_to[resource.RLIMIT_CORE] == (0, 0)
    assert set_to[resource.RLIMIT_AS] == (bounded_child.MEMORY_BYTES,) * 2
