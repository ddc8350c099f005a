"""How much a foreign file may ask for; looked at before anything is decoded."""

from voting.paper.errors import PaperError

MAX_BYTES = 200_000_000
MAX_PAGES = 500
MAX_PIXELS = 40_000_000
LONGEST = 20_000  # pixels of a side
MAX_SIDE_MM = 430.0  # A3 and a little


def check_bytes(data: bytes) -> None:
    if not data:
        raise PaperError("empty_file")
    if len(data) > MAX_BYTES:
        raise PaperError("too_large", bytes=len(data))


def check_pages(pages: int, most: int) -> int:
    if pages > most:
        raise PaperError("too_many_pages", pages=pages, most=most)
    return pages


def check_pixels(width: int, height: int) -> None:
    if min(width, height) < 1 or max(width, height) > LONGEST or width * height > MAX_PIXELS:
        raise PaperError("too_large", width=width, height=height)
