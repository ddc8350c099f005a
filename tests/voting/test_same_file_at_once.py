"""Two people hand in the same file at the same moment: each page of both ends, each sheet once."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.voting import booth, desk, stacks
from voting.models import Envelope, Scan, Upload, UploadPart

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_same_file_twice_at_one_moment_counts_each_sheet_once() -> None:
    edition = booth.open_now()
    _batch, pages = stacks.stack(edition, ["1"], ["2"], ["3"], [])
    data, start = stacks.as_pdf(pages), Barrier(2)

    def hand_in() -> None:
        try:
            start.wait()
            desk.finished(desk.stored(edition, data, clock=desk.WALL), clock=desk.WALL)
        finally:
            connection.close()

    people = [Thread(target=hand_in) for _person in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(Scan.objects.values_list("batch__number", "position")) == [
        (batch, position) for batch in (1, 2) for position in (1, 2, 3, 4)
    ]
    ends = Scan.objects.order_by("code").values_list("code", flat=True)
    assert list(ends) == ["already_counted"] * 3 + ["already_queued", "blank"] + ["ok"] * 3
    assert Envelope.objects.count() == 3
    assert set(Upload.objects.values_list("state", flat=True)) == {"done"}
    assert not UploadPart.objects.exists()
