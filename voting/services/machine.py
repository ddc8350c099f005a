"""The machine's eyes: pages of a file and the boxes of a side, as this app keeps them."""

from collections.abc import Callable, Iterable, Iterator

import cv2

from voting.lengths import filled_up
from voting.paper.bounded import SECONDS, bounded_pages
from voting.paper.errors import PaperError
from voting.paper.qr import Gray
from voting.paper.read import READER_VERSION, BoxReading, SideReading, read_side
from voting.services.readings import Doubt, Reading, sorted_marks
from voting.services.sheets import FoundSheet

__all__ = ["READER_VERSION", "pages_of", "picture_of", "reading_of"]

QUALITY = 92


def pages_of(
    parts: Iterable[bytes],
    *,
    first: int = 1,
    seconds: float = SECONDS,
    counted: Callable[[int], None] | None = None,
) -> Iterator[Gray]:
    """Grey pages of a PDF or picture, opened in a process with bounded memory and time.

    From the `first` one on (counted from 1); `counted` hears before how many there are in all.
    PaperError: `empty_file`, `not_an_image`, `too_large`, `too_many_pages`, `broken_file`,
    `locked_file`, `took_too_long`.
    """
    return bounded_pages(parts, first=first, seconds=seconds, counted=counted)


def picture_of(gray: Gray) -> bytes:
    """A page as it is kept: JPEG of high quality, a third of a PNG and four times as fast.

    The reading was made from the page itself; this is what a person looks at. Zeros behind it hide
    how much is marked.
    """
    done, encoded = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not done:
        raise PaperError("broken_file")
    return filled_up(encoded.tobytes())


def reading_of(gray: Gray, found: FoundSheet) -> Reading:
    """Read the boxes of a side with the stored geometry; a box in doubt is no mark.

    PaperError: `two_tones`, `corner_missing`, `wrong_scale`, `too_blurred`, `fold_or_streak`.
    """
    if found.hit is None:
        raise PaperError("no_code")
    seen = read_side(gray, found.layout, found.side, found.hit)
    return Reading(
        side=found.side,
        marks=sorted_marks(
            (one.box.project, one.box.value) for one in seen.boxes if one.state == "marked"
        ),
        doubts=tuple(_doubt(one, seen) for one in seen.doubtful),
        scores=tuple(
            tuple(round(share, 4) for share in (one.ink, one.around, one.outline))
            for one in seen.boxes
        ),
    )


def _doubt(one: BoxReading, seen: SideReading) -> Doubt:
    box = one.box
    area = seen.page.area(box.x_mm, box.y_mm, box.size_mm)
    return Doubt(one.doubt, box.project, box.value, area)
