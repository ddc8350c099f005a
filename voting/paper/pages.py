"""From a file to grey pages: PDF, JPEG, PNG and TIFF, told apart by content, with limits first.

Sizes are checked before anything is decoded: a small file can ask for gigabytes. A PDF page that
is one embedded picture (what a scanner makes) is taken out as it is; any other page is drawn.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps, UnidentifiedImageError

from voting.paper.errors import PaperError
from voting.paper.qr import Gray

MAX_BYTES = 200_000_000
MAX_PAGES = 500
MAX_PIXELS = 40_000_000
LONGEST = 20_000  # pixels of a side
MAX_SIDE_MM = 430.0  # A3 and a little
POINTS_PER_INCH = 72
COVERS = 0.9  # of the page, for an embedded picture to be the page
PICTURES = ("JPEG", "PNG", "TIFF")


def open_pages(
    data: bytes, *, dpi: int = 200, max_pages: int = MAX_PAGES, first: int = 1
) -> Iterator[Gray]:
    """Every page from the `first` on (counted from 1) as a grey picture, in order.

    A picture is height × width, 0 black to 255 white. Refuses `empty_file`, `too_large`,
    `not_an_image`, `too_many_pages` and `broken_file`; a file that breaks half-way has given its
    earlier pages.
    """
    with _refusing():
        _check_bytes(data)
        pages = _pdf if _is_pdf(data) else _picture
        yield from pages(data, dpi, max_pages, first)


def count_pages(data: bytes, *, max_pages: int = MAX_PAGES) -> int:
    """How many pages a file says it has, none of them opened; the refusals of `open_pages`."""
    with _refusing():
        _check_bytes(data)
        if not _is_pdf(data):
            return _frames(_opened(data), max_pages)
        document = pypdfium2.PdfDocument(data)
        try:
            return _length(document, max_pages)
        finally:
            document.close()


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except PaperError:
        raise
    except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError, cv2.error):
        raise PaperError("broken_file") from None


def _check_bytes(data: bytes) -> None:
    if not data:
        raise PaperError("empty_file")
    if len(data) > MAX_BYTES:
        raise PaperError("too_large", bytes=len(data))


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=PICTURES)
    except Image.DecompressionBombError:
        raise PaperError("too_large") from None
    except UnidentifiedImageError:
        raise PaperError("not_an_image") from None


def _frames(picture: Image.Image, max_pages: int) -> int:
    frames = int(getattr(picture, "n_frames", 1))
    if frames > max_pages:
        raise PaperError("too_many_pages", pages=frames, most=max_pages)
    return frames


def _picture(data: bytes, _dpi: int, max_pages: int, first: int) -> Iterator[Gray]:
    picture = _opened(data)
    for frame in range(first - 1, _frames(picture, max_pages)):
        picture.seek(frame)
        _check_pixels(*picture.size)
        yield _eight_bits(_upright(picture))


def _eight_bits(picture: Image.Image) -> Gray:
    """Eight bits a pixel; `convert` would make everything but black white of sixteen."""
    if picture.mode.startswith("I"):
        return (np.asarray(picture).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8)
    return np.asarray(picture.convert("L"), dtype=np.uint8)


def _upright(picture: Image.Image) -> Image.Image:
    """As the camera held it; black and white scans become grey by `convert`."""
    turned: Image.Image = ImageOps.exif_transpose(picture)
    if "A" not in turned.getbands():
        return turned
    paper = Image.new("RGBA", turned.size, "white")
    return Image.alpha_composite(paper, turned.convert("RGBA"))


def _length(document: pypdfium2.PdfDocument, max_pages: int) -> int:
    if len(document) > max_pages:
        raise PaperError("too_many_pages", pages=len(document), most=max_pages)
    return len(document)


def _pdf(data: bytes, dpi: int, max_pages: int, first: int) -> Iterator[Gray]:
    document = pypdfium2.PdfDocument(data)
    try:
        for index in range(first - 1, _length(document, max_pages)):
            page = document[index]
            yield _embedded(page) if _is_one_picture(page) else _drawn(page, dpi)
            page.close()
    finally:
        document.close()


def _is_one_picture(page: pypdfium2.PdfPage) -> bool:
    objects = list(page.get_objects(max_depth=1))
    if len(objects) != 1 or objects[0].type != pdfium.FPDF_PAGEOBJ_IMAGE:
        return False
    left, bottom, right, top = objects[0].get_bounds()
    width, height = page.get_size()
    return bool((right - left) * (top - bottom) >= COVERS * width * height)


def _embedded(page: pypdfium2.PdfPage) -> Gray:
    picture = next(iter(page.get_objects(max_depth=1)))
    _check_pixels(*picture.get_px_size())
    bitmap = picture.get_bitmap()
    return _gray(np.asarray(bitmap.to_numpy()))


def _drawn(page: pypdfium2.PdfPage, dpi: int) -> Gray:
    width, height = page.get_size()
    longest = max(width, height) / POINTS_PER_INCH * 25.4
    if longest > MAX_SIDE_MM:
        raise PaperError("too_large", millimetres=round(longest))
    scale = dpi / POINTS_PER_INCH
    _check_pixels(int(width * scale), int(height * scale))
    return _gray(np.asarray(page.render(scale=scale, grayscale=True).to_numpy()))


def _gray(pixels: np.ndarray) -> Gray:
    """A copy of its own: the bitmap's memory goes with the page."""
    if pixels.ndim == 2:
        return np.array(pixels, dtype=np.uint8)
    if pixels.shape[2] == 1:
        return np.array(pixels[:, :, 0], dtype=np.uint8)
    code = cv2.COLOR_BGRA2GRAY if pixels.shape[2] == 4 else cv2.COLOR_BGR2GRAY
    return np.asarray(cv2.cvtColor(pixels, code), dtype=np.uint8)


def _check_pixels(width: int, height: int) -> None:
    if min(width, height) < 1 or max(width, height) > LONGEST or width * height > MAX_PIXELS:
        raise PaperError("too_large", width=width, height=height)
