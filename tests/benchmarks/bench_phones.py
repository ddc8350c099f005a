"""A thousand scans of phones, each sent three times in any order, against four minutes.

The time of one scan by one processor tells that of a thousand, however busy the machine is, and
stands beside what opening the picture and finding its code takes alone. `PHONE_SCANS=1000` sends
all of them.
"""

import os
import time

import pytest

from budgeting.models import Council, User
from tests.benchmarks.bench_intake import processor
from tests.benchmarks.timing import report
from tests.voting.test_devices_resync import filled_phone, sent_thrice
from voting.models import DeviceScan, Envelope
from voting.services.devices_receiving import _intake, _opened

SCANS = int(os.environ.get("PHONE_SCANS", "100"))
ALONE = 20  # pictures that are only opened
SECONDS = 240 / 1000  # a scan, its two replays included


@pytest.mark.django_db(transaction=True)
def test_a_thousand_scans_come_in_within_four_minutes(council: Council, facilitator: User) -> None:
    phone = filled_phone(council, facilitator, SCANS)
    intake = _intake(phone.device, facilitator, phone.clock)
    began = processor()
    for sent in phone.queue[:ALONE]:
        assert _opened(intake, phone.device, sent).seen.hits
    floor = ALONE / (processor() - began)
    began, begun = processor(), time.perf_counter()
    sent_thrice(phone)
    seconds, worked = time.perf_counter() - begun, processor() - began
    report("scans of phones opened and their codes found", floor, "scans/s")
    report("scans of phones, each sent three times", SCANS / worked, "scans/s", floor=floor)
    report("the same by the clock", SCANS / seconds, "scans/s")
    assert DeviceScan.objects.count() == Envelope.objects.count() == SCANS
    assert worked / SCANS < SECONDS
