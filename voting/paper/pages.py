"""From a file to grey pages: PDF, JPEG, PNG and TIFF, told apart by content, with limits first.

What opens a kind of files is loaded when one comes: `bounded` starts a process for every file, and
a photo need not wait for what draws a PDF.
"""

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from PIL import Image

from voting.paper.page_limits import MAX_PAGES, check_bytes

KINDS = {True: "voting.paper.pages_pdf", False: "voting.paper.pages_picture"}


def open_pages(
    data: bytes, *, dpi: int = 200, max_pages: int = MAX_PAGES, first: int = 1
) -> Iterator[Image.Image]:
    """Every page from the `first` on (counted from 1) as a grey picture (mode L), in order.

    Refuses `empty_file`, `too_large`, `not_an_image`, `too_many_pages`, `locked_file` (with a
    password) and `broken_file`; a file that breaks half-way has given its earlier pages.
    """
    yield from _kind(data).pages(data, dpi, max_pages, first)


def count_pages(data: bytes, *, max_pages: int = MAX_PAGES) -> int:
    """How many pages a file says it has, none of them opened; the refusals of `open_pages`."""
    return int(_kind(data).count(data, max_pages))


def _kind(data: bytes) -> ModuleType:
    check_bytes(data)
    return import_module(KINDS[b"%PDF-" in data[:1024]])
