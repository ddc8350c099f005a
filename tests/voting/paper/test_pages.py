"""Opening files: what a scanner sends, and what somebody sends who means harm."""

import io
import struct
import zlib

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from voting.paper import bounded
from voting.paper.errors import PaperError
from voting.paper.pages import open_pages

PAGE = Image.fromarray(np.tile(np.arange(0, 250, 2, dtype=np.uint8), (60, 1)))


def saved(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    PAGE.save(out, kind, **options)
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that only claims its size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    body = struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + body + b"\x00\x00\x00\x00IEND\xaeB`\x82"


def pdf(width: float, height: float, pages: int = 1) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _page in range(pages):
        document.new_page(width, height)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_a_page(kind: str) -> None:
    (page,) = open_pages(saved(kind))
    assert page.size == (125, 60)


def test_a_tiff_may_have_many_pages() -> None:
    assert len(list(open_pages(saved("TIFF", save_all=True, append_images=[PAGE] * 3)))) == 4


def test_a_picture_inside_a_pdf_comes_out_as_it_is() -> None:
    (page,) = open_pages(saved("PDF", resolution=100))
    assert page.size == (125, 60)


def test_a_drawn_pdf_page_is_drawn_at_the_asked_resolution() -> None:
    (page,) = open_pages(pdf(72, 144), dpi=200)
    assert page.size == (200, 400)


def test_transparent_paper_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 10), (0, 0, 0, 0)).save(out, "PNG")
    (page,) = open_pages(out.getvalue())
    assert page.getextrema() == (255, 255)


HOSTILE = {
    "nothing": (b"", "empty_file"),
    "words": (b"hello, this is no picture", "not_an_image"),
    "a huge claim": (png_header(60_000, 60_000), "too_large"),
    "a wide claim": (png_header(100_000, 2), "too_large"),
    "an empty picture": (png_header(100, 100), "broken_file"),
    "half a picture": (saved("PNG")[:-60], "broken_file"),
    "half a pdf": (pdf(200, 200)[:60], "broken_file"),
    "a wall": (pdf(20_000, 20_000), "too_large"),
    "a book": (pdf(100, 100, pages=501), "too_many_pages"),
    "a gif": (saved("GIF"), "not_an_image"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_code(name: str) -> None:
    data, code = HOSTILE[name]
    for opened in (open_pages, bounded.bounded_pages):
        with pytest.raises(PaperError) as refusal:
            list(opened(data))
        assert refusal.value.code == code


def test_pages_come_through_the_bounded_process_unchanged() -> None:
    (here,) = open_pages(saved("PNG"))
    (there,) = bounded.bounded_pages(saved("PNG"))
    assert np.array_equal(np.asarray(here), there)


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(PaperError) as refusal:
        list(bounded.bounded_pages(saved("PNG"), seconds=0.01))
    assert refusal.value.code == "took_too_long"


def test_a_file_comes_in_parts_says_its_pages_first_and_is_taken_up_where_it_was_left() -> None:
    told: list[int] = []
    data = saved("TIFF", save_all=True, append_images=[PAGE] * 3)
    parts = (data[at : at + 100] for at in range(0, len(data), 100))
    opened = bounded.bounded_pages(parts, first=3, counted=told.append)
    assert next(opened).shape == (60, 125)
    assert told == [4]
    assert len(list(opened)) == 1


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_a_pixel_keep_their_shades(kind: str) -> None:
    out = io.BytesIO()
    Image.fromarray(np.asarray(PAGE).astype(np.uint16) * 257).save(out, kind)
    (page,) = open_pages(out.getvalue())
    assert np.array_equal(np.asarray(page), np.asarray(PAGE))
