"""Files of scans: the whole way from the stored file to one row a page, beside opening it alone."""

import resource
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from tests import build
from tests.benchmarks.timing import report
from tests.voting import desk, stacks
from voting.paper.bounded import bounded_pages
from voting.paper.qr import find_codes

SHEETS = 40


def processor() -> float:
    """Seconds of a processor that this process and its ended children had."""
    own, theirs = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime


def a_second(work: Callable[[], int]) -> float:
    """How many pages `work` does in a second of a processor."""
    began = processor()
    pages = work()
    return pages / (processor() - began)


def grainy(page: Image.Image, random: np.random.Generator) -> Image.Image:
    """The page as a scanner gives it: paper is never of one grey."""
    grain = random.normal(0, 4, (page.height, page.width))
    return Image.fromarray(np.clip(np.asarray(page) + grain, 0, 255).astype(np.uint8))


@pytest.mark.django_db
def test_pages_of_a_file_are_read_and_stored() -> None:
    edition, random = build.voting(count=9), np.random.default_rng(20261126)
    _batch, pages = stacks.stack(edition, *[[str(at % 9 + 1)] for at in range(SHEETS)])
    data = stacks.as_pdf([grainy(page, random) for page in pages])
    opened = a_second(lambda: sum(bool(find_codes(gray)) for gray in bounded_pages(data)))
    upload = desk.stored(edition, data)
    whole = a_second(lambda: len(desk.finished(upload)))
    report("pages opened and their codes found", opened, "pages/s")
    report("pages read, sealed and stored", whole, "pages/s", floor=opened)
