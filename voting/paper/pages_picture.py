"""Pages of picture files: JPEG, PNG and TIFF, as the camera or the scanner held them."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps, TiffImagePlugin, UnidentifiedImageError

from voting.paper.errors import PaperError
from voting.paper.page_limits import check_pages, check_pixels

PICTURES = ("JPEG", "PNG", TiffImagePlugin.TiffImageFile.format)


def count(data: bytes, most: int) -> int:
    with _refusing():
        return _frames(_opened(data), most)


def pages(data: bytes, _dpi: int, most: int, first: int) -> Iterator[Image.Image]:
    with _refusing():
        picture = _opened(data)
        picture.draft("L", picture.size)  # a JPEG then gives grey at once, in half the time
        for frame in range(first - 1, _frames(picture, most)):
            picture.seek(frame)
            check_pixels(*picture.size)
            yield _eight_bits(_upright(picture))


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except PaperError:
        raise
    except (Image.DecompressionBombError, MemoryError):
        raise PaperError("too_large") from None
    except UnidentifiedImageError:
        raise PaperError("not_an_image") from None
    except Exception:  # the library stumbles over damaged files in any way
        raise PaperError("broken_file") from None


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=PICTURES)


def _frames(picture: Image.Image, most: int) -> int:
    return check_pages(int(getattr(picture, "n_frames", 1)), most)


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Eight bits a pixel; `convert` alone would make everything but black white of sixteen."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return picture.convert("L")


def _upright(picture: Image.Image) -> Image.Image:
    """As the camera held it; black and white scans become grey by `convert`."""
    turned: Image.Image = ImageOps.exif_transpose(picture)
    if "A" not in turned.getbands():
        return turned
    paper = Image.new("RGBA", turned.size, "white")
    return Image.alpha_composite(paper, turned.convert("RGBA"))
