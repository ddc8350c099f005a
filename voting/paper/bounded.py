"""Opening foreign files in a process of its own, with a limit of memory and of time.

The parent sends the file on standard input and gets grey pages back one by one, each behind its
height and width; an error comes as its code. What the child does to its own memory, or how long
a crafted file keeps it busy, harms nobody else.
"""

import contextlib
import resource
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import IO

import numpy as np

from voting.paper.errors import PaperError
from voting.paper.pages import open_pages
from voting.paper.qr import Gray

MEMORY_BYTES = 2 << 30
SECONDS = 120.0
_HEADER = struct.Struct(">cII")  # P: a page follows, E: an error of this many bytes, D: done
_MODULE = "voting.paper.bounded"


def bounded_pages(data: bytes, *, dpi: int = 200, seconds: float = SECONDS) -> Iterator[Gray]:
    """The pages of `open_pages`, opened elsewhere; besides its refusals `took_too_long`."""
    command = [sys.executable, "-m", _MODULE, str(dpi)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
    assert child.stdin is not None
    assert child.stdout is not None
    expired = threading.Event()
    clock = threading.Timer(seconds, _end, [child, expired])
    clock.start()
    try:
        with contextlib.suppress(BrokenPipeError), child.stdin as pipe:
            pipe.write(data)
        yield from _received(child.stdout, expired)
    finally:
        clock.cancel()
        child.kill()
        child.stdout.close()
        child.wait()


def _end(child: "subprocess.Popen[bytes]", expired: threading.Event) -> None:
    expired.set()
    child.kill()


def _received(pipe: IO[bytes], expired: threading.Event) -> Iterator[Gray]:
    while True:
        header = pipe.read(_HEADER.size)
        if len(header) < _HEADER.size:
            # Ended by our clock, or by the limit of memory before it could say so.
            raise PaperError("took_too_long" if expired.is_set() else "too_large")
        kind, first, second = _HEADER.unpack(header)
        if kind == b"D":
            return
        body = pipe.read(first * second if kind == b"P" else first)
        if kind == b"E":
            raise PaperError(body.decode())
        if len(body) < first * second:
            raise PaperError("took_too_long" if expired.is_set() else "too_large")
        yield np.frombuffer(body, dtype=np.uint8).reshape(first, second)


def main(dpi: int, source: IO[bytes], answer: IO[bytes]) -> None:
    """The child: limits first, then page after page."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        for page in open_pages(source.read(), dpi=dpi):
            answer.write(_HEADER.pack(b"P", *page.shape))
            answer.write(np.ascontiguousarray(page).tobytes())
        answer.write(_HEADER.pack(b"D", 0, 0))
    except (PaperError, MemoryError) as error:
        code = error.code if isinstance(error, PaperError) else "too_large"
        answer.write(_HEADER.pack(b"E", len(code), 0) + code.encode())
    answer.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
