"""Opening foreign files in a process of its own, with a limit of memory and of time.

The parent sends the file on standard input, part by part, and gets back how many pages there are
and then grey pages one by one, each behind its height and width; an error comes as its code. What
the child does to its own memory, or how long a crafted file keeps it busy, harms nobody else; and
it gets nothing of the environment, where secrets are.
"""

import contextlib
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

import numpy as np

from voting.paper import bounded_child
from voting.paper.bounded_child import HEADER
from voting.paper.errors import PaperError
from voting.paper.qr import Gray

SECONDS = 120.0  # of waiting for the child
SECONDS_A_PAGE = 2.0  # more for each page that it gives
SECONDS_ALONE = 10  # more that it may work, for the case that nobody waits any more
PIPE_BYTES = 1 << 20
FROM_OUTSIDE = {signal.SIGTERM, signal.SIGKILL, signal.SIGINT, signal.SIGHUP}
QUICKLY = "-SP"  # without looking for packages: they are where they were found before
ROOT = str(Path(__file__).parents[2])
ENVIRONMENT = {"PYTHONPATH": os.pathsep.join([ROOT, *filter(None, sys.path)])}


def bounded_pages(
    data: bytes | Iterable[bytes],
    *,
    dpi: int = 200,
    seconds: float = SECONDS,
    first: int = 1,
    counted: Callable[[int], None] | None = None,
) -> Iterator[Gray]:
    """The pages of `open_pages`, opened elsewhere; besides its refusals `took_too_long`.

    `data` may come in parts, which are passed on as they come. `seconds` are those of waiting for
    the child, not those that the caller takes for a page. `counted` hears how many pages the whole
    file has before the first page comes.
    """
    child = _started(dpi, first, math.ceil(seconds) + SECONDS_ALONE)
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        with contextlib.suppress(BrokenPipeError), child.stdin as pipe:
            for part in [data] if isinstance(data, bytes) else data:
                pipe.write(part)
        yield from _received(child, child.stdout, seconds, counted)
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def _started(*numbers: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603
        [sys.executable, QUICKLY, "-m", bounded_child.__name__, *map(str, numbers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pipesize=PIPE_BYTES,
        env=ENVIRONMENT,
    )


@contextlib.contextmanager
def _patience(child: "subprocess.Popen[bytes]", seconds: float) -> Iterator[threading.Event]:
    """Ends the child unless the block ends first; the event tells that it did."""
    expired = threading.Event()
    clock = threading.Timer(seconds, _end, [child, expired])
    clock.start()
    try:
        yield expired
    finally:
        clock.cancel()


def _end(child: "subprocess.Popen[bytes]", expired: threading.Event) -> None:
    expired.set()
    child.kill()


def _received(
    child: "subprocess.Popen[bytes]",
    pipe: IO[bytes],
    seconds: float,
    counted: Callable[[int], None] | None,
) -> Iterator[Gray]:
    left = seconds
    while True:
        began = time.monotonic()
        with _patience(child, left) as expired:
            kind, first, second, body = _message(pipe)
        left = min(left - (time.monotonic() - began) + SECONDS_A_PAGE, seconds)
        if kind == b"":
            raise _silence(child, expired.is_set())
        if kind == b"E":
            raise PaperError(body.decode())
        if kind == b"D":
            return
        if kind == b"P":
            yield np.frombuffer(body, dtype=np.uint8).reshape(first, second)
        elif counted is not None:
            counted(first)


def _silence(child: "subprocess.Popen[bytes]", expired: bool) -> Exception:
    """Why nothing came: our clock, the limit of memory, or a fault that is not the file's."""
    if expired:
        return PaperError("took_too_long")
    with contextlib.suppress(subprocess.TimeoutExpired):
        code = child.wait(SECONDS_A_PAGE)
        if code > 0 or -code in FROM_OUTSIDE:
            return RuntimeError("the process that opens files did not start, or was ended")
    return PaperError("too_large")


def _message(pipe: IO[bytes]) -> tuple[bytes, int, int, bytes]:
    """Kind, two numbers and body; no kind where the child fell silent."""
    header = pipe.read(HEADER.size)
    if len(header) < HEADER.size:
        return b"", 0, 0, b""
    kind, first, second = HEADER.unpack(header)
    size = {b"P": first * second, b"E": first}.get(kind, 0)
    body = pipe.read(size)
    return (kind, first, second, body) if len(body) == size else (b"", 0, 0, b"")
