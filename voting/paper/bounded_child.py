"""The process in which `bounded` has a foreign file opened: limits first, then page after page.

It is started for every file, so it loads little.
"""

import resource
import struct
import sys

from voting.paper.errors import PaperError
from voting.paper.pages import count_pages, open_pages

MEMORY_BYTES = 2 << 30
HEADER = struct.Struct(">cII")  # N: pages, P: a page follows, E: an error of this many bytes, D


def main(dpi: int, first: int, seconds: int) -> None:
    """Opens what comes on standard input; between two pages it works `seconds` at the most."""
    source, answer = sys.stdin.buffer, sys.stdout.buffer
    limit()
    _allow(seconds)
    try:
        data = source.read()
        answer.write(HEADER.pack(b"N", count_pages(data), 0))
        answer.flush()
        for page in open_pages(data, dpi=dpi, first=first):
            answer.write(HEADER.pack(b"P", page.height, page.width))
            answer.write(page.tobytes())
            _allow(seconds)
        answer.write(HEADER.pack(b"D", 0, 0))
    except (PaperError, MemoryError) as error:
        code = getattr(error, "code", "too_large")
        answer.write(HEADER.pack(b"E", len(code), 0) + code.encode())
    answer.flush()


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no page on a disk, however this ends


def _allow(seconds: int) -> None:
    """So long from now on: it ends by itself where nobody is left to end it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
