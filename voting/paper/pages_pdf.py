"""Pages of a PDF: one embedded picture (what a scanner makes) is taken out, others are drawn."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from voting.paper.errors import PaperError
from voting.paper.page_limits import MAX_SIDE_MM, check_pages, check_pixels

POINTS_PER_INCH = 72
COVERS = 0.9  # of the page, for an embedded picture to be the page


def count(data: bytes, most: int) -> int:
    with _opened(data) as document:
        return check_pages(len(document), most)


def pages(data: bytes, dpi: int, most: int, first: int) -> Iterator[Image.Image]:
    with _opened(data) as document:
        for index in range(first - 1, check_pages(len(document), most)):
            page = document[index]
            yield _embedded(page) if _is_one_picture(page) else _drawn(page, dpi)
            page.close()


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            yield document
        finally:
            document.close()
    except PaperError:
        raise
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == pdfium.FPDF_ERR_PASSWORD
        raise PaperError("locked_file" if locked else "broken_file") from None
    except MemoryError:
        raise PaperError("too_large") from None
    except Exception:  # the library stumbles over damaged files in any way
        raise PaperError("broken_file") from None


def _is_one_picture(page: pypdfium2.PdfPage) -> bool:
    objects = list(page.get_objects(max_depth=1))
    if len(objects) != 1 or objects[0].type != pdfium.FPDF_PAGEOBJ_IMAGE:
        return False
    left, bottom, right, top = objects[0].get_bounds()
    width, height = page.get_size()
    return bool((right - left) * (top - bottom) >= COVERS * width * height)


def _embedded(page: pypdfium2.PdfPage) -> Image.Image:
    picture = next(iter(page.get_objects(max_depth=1)))
    check_pixels(*picture.get_px_size())
    return _gray(picture.get_bitmap())


def _drawn(page: pypdfium2.PdfPage, dpi: int) -> Image.Image:
    width, height = page.get_size()
    longest = max(width, height) / POINTS_PER_INCH * 25.4
    if longest > MAX_SIDE_MM:
        raise PaperError("too_large", millimetres=round(longest))
    scale = dpi / POINTS_PER_INCH
    check_pixels(int(width * scale), int(height * scale))
    return _gray(page.render(scale=scale, grayscale=True))


def _gray(bitmap: pypdfium2.PdfBitmap) -> Image.Image:
    """A copy of its own: the bitmap's memory goes with the page."""
    picture: Image.Image = bitmap.to_pil()
    return picture.convert("L")
