"""Files that break: one refused row, and whatever comes before and after is read all the same."""

from collections.abc import Iterator

import numpy as np
import pytest
from django.db import OperationalError
from PIL import Image

from tests import build
from tests.voting import stacks
from tests.voting.test_scanning import scanned
from voting.paper.qr import CodeHit, Gray, find_codes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty_file"), (b"hello", "not_an_image"), (b"%PDF-1.4 broken", "")]
)
def test_a_file_that_is_no_scan_is_one_refused_row(data: bytes, code: str) -> None:
    (row,) = scanned(build.voting(), data)
    assert (row.state, row.scan.page) == ("rejected", 1)
    assert row.code == code or not code
    assert row.reason != "This is not possible."


def thin_png() -> bytes:
    """A picture that the library for codes does not cope with."""
    return stacks.as_png(Image.new("L", (100_000, 2), 255))


def test_a_picture_on_which_a_library_stumbles_is_one_refused_row() -> None:
    edition = build.voting()
    (row,) = scanned(edition, thin_png())
    assert row.state == "rejected"
    assert row.code in ("broken_file", "too_large")


def test_after_a_page_on_which_a_library_stumbles_the_next_one_is_read(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    edition = build.voting()
    _batch, pages = stacks.stack(edition, ["1"], ["2"])
    seen: list[int] = []

    def stumble(gray: Gray) -> list[CodeHit]:
        seen.append(1)
        if len(seen) == 1:
            raise RuntimeError("a library gave up")
        return find_codes(gray)

    monkeypatch.setattr("voting.services.scanning.find_codes", stumble)
    rows = scanned(edition, stacks.as_pdf(pages))
    assert [(row.scan.page, row.code) for row in rows] == [(1, "broken_file"), (2, "ok")]
    assert (rows[0].scan.image is None, rows[0].marks) == (False, None)
    assert "a library gave up" in caplog.text
    assert "stack.pdf" not in caplog.text


def test_a_file_on_which_a_library_stumbles_gives_its_earlier_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edition = build.voting()
    _batch, pages = stacks.stack(edition, ["1"])

    def half(_parts: object, **_how: object) -> Iterator[Gray]:
        yield np.asarray(pages[0])
        raise RuntimeError("a library gave up")

    monkeypatch.setattr("voting.services.scanning.pages_of", half)
    rows = scanned(edition, b"half a file")
    assert [(row.scan.page, row.code) for row in rows] == [(1, "ok"), (2, "broken_file")]


def test_a_fault_of_the_database_is_not_taken_for_a_broken_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(*_arguments: object) -> None:
        raise OperationalError("the database is gone")

    edition = build.voting()
    _batch, pages = stacks.stack(edition, ["1"])
    monkeypatch.setattr("voting.services.scanning.find_sheet", gone)
    with pytest.raises(OperationalError):
        scanned(edition, stacks.as_png(pages[0]))
