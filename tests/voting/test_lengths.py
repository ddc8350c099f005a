"""Lengths of what lies sealed: the same, however much is marked on a sheet."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from budgeting.models import Edition
from tests import build
from tests.voting import desk, stacks
from voting.lengths import STEP, padded, unpadded
from voting.models import Scan, Upload, UploadPart
from voting.services.machine import picture_of
from voting.services.readings import PADDED_TO, Doubt, Reading

SEALED = 48  # bytes that a sealed box adds
PROJECTS = 8


@pytest.mark.parametrize("data", [b"", b"\x80", b"a\x80\x00\x00", b"\x00" * 9, bytes(STEP - 1)])
def test_what_is_filled_up_comes_back_as_it_was(data: bytes) -> None:
    assert len(padded(data)) % STEP == 0
    assert unpadded(padded(data)) == data


def test_a_picture_that_is_filled_up_is_the_same_picture() -> None:
    page = np.full((400, 300), 255, dtype=np.uint8)
    page[100:110, 50:200] = 0
    picture = picture_of(page)
    assert len(picture) == STEP
    assert np.abs(np.asarray(Image.open(io.BytesIO(picture))).astype(int) - page).max() < 60


def test_a_side_with_every_box_marked_and_in_doubt_is_as_long_as_an_empty_one() -> None:
    boxes = [(f"project-{row}", column) for row in range(16) for column in range(10)]
    doubts = tuple(Doubt("outside_mark", *box, (1234, 1234, 123, 123)) for box in boxes[::2])
    full = Reading(1, tuple(boxes), doubts, ((0.1234, 0.1234, 0.1234),) * len(boxes))
    none = Reading(1, (), (), ((0.0, 0.0, 0.0),) * len(boxes))
    assert len(full.to_bytes()) == len(none.to_bytes()) == PADDED_TO


def lengths_of(edition: Edition, *marks: str) -> tuple[Any, ...]:
    """How long is what lies in the database of one page in a file of its own, and then read."""
    _batch, (page,) = stacks.stack(edition, marks)
    upload = desk.stored(edition, stacks.as_pdf([page]))
    parts = [len(part.content) for part in UploadPart.objects.filter(upload=upload)]
    desk.finished(upload)
    scan, stored = Scan.objects.get(upload=upload), Upload.objects.get(pk=upload.pk)
    assert scan.image is not None
    assert scan.reading is not None
    return parts, stored.size, len(scan.image), len(scan.reading)


@pytest.mark.django_db
def test_nobody_sees_by_a_length_how_much_is_marked_on_a_sheet() -> None:
    edition = build.voting(count=PROJECTS)
    few = lengths_of(edition, "1")
    assert lengths_of(edition, *map(str, range(1, PROJECTS + 1))) == few
    (part,), size, image, reading = few
    assert (part - SEALED) % STEP == size % STEP == (image - SEALED) % STEP == 0
    assert reading == PADDED_TO + SEALED
