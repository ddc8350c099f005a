"""Pages that come after the opening: told, counted nowhere, and nothing leads to a sheet."""

import pytest

from budgeting.models import Council, Edition, User
from tests import build
from tests.people import SignIn
from tests.voting import desk, stacks
from tests.voting.phones import Phone, as_jpeg, code_of
from tests.voting.test_after_the_opening import opened_and_destroyed
from tests.voting.test_devices_web import address
from tests.voting.test_matching import unread
from tests.voting.test_opening import LATER
from voting.models import DeviceScan, Scan, Sheet, Upload
from voting.services.keying import type_sheet
from voting.services.paper_report import report_of
from voting.services.scan_rows import new_batch, new_scan, reject
from voting.services.scanning import scan_file
from voting.services.sheets import intake_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(facilitator: User) -> Edition:
    return build.voting(facilitator.memberships.get().council)


def nothing_leads_on(scan: Scan) -> bool:
    scan.refresh_from_db()
    kept = (scan.sheet, scan.image, scan.reading, scan.image_digest, scan.fingerprint)
    day = (scan.at.minute, scan.at.second)
    return kept == (None, None, None, "", "") and scan.file_name == "" and day == (0, 0)


def states(edition: Edition) -> list[str]:
    return sorted(Sheet.objects.filter(edition=edition).values_list("state", flat=True))


def test_a_late_sheet_and_a_late_copy_of_a_counted_one_leave_their_reason_only(
    edition: Edition,
) -> None:
    counted, late = (one.serial_text for one in desk.printed(edition, 2).sheets)
    desk.read(edition, counted, "1")
    opened_and_destroyed(edition)
    pages = [desk.read(edition, serial, "2", clock=LATER) for serial in (counted, late)]
    assert desk.states(*pages) == [("duplicate", "already_counted"), ("rejected", "intake_closed")]
    assert all(nothing_leads_on(page) for page in pages)
    assert states(edition) == ["counted", "released"]
    assert report_of(edition).late == 1


def test_a_late_page_that_cannot_be_read_is_no_page_of_its_sheet(edition: Edition) -> None:
    serial = desk.serial_of(edition)
    opened_and_destroyed(edition)
    intake = intake_for(new_batch(edition, clock=LATER), clock=LATER)
    scan = new_scan(intake, "stack.pdf", 1)
    scan.sheet, scan.image_digest = desk.sheet_of(edition, serial), "sha256:one"
    reject(intake, scan, "corner_missing", b"picture")
    assert nothing_leads_on(scan)
    assert states(edition) == ["released"]
    assert nothing_leads_on(unread(edition, "forged"))


def test_a_late_file_is_as_empty_as_those_of_before(edition: Edition) -> None:
    _batch, (page,) = stacks.stack(edition, ["1"])
    opened_and_destroyed(edition)
    (result,) = scan_file(edition, as_jpeg(page), "stapel-van-farid.jpg", clock=LATER)
    assert result.code == "intake_closed"
    assert nothing_leads_on(result.scan)
    upload = Upload.objects.get()
    assert (upload.file_name, upload.digest, upload.size, upload.told_at) == ("", "", 0, None)
    assert (upload.state, upload.pages, upload.parts.count()) == ("done", 1, 0)


def test_a_late_sheet_that_somebody_types_leads_nowhere(
    edition: Edition, facilitator: User
) -> None:
    serial = desk.serial_of(edition)
    opened_and_destroyed(edition)
    typed = type_sheet(edition, serial, [("1", None)], by=facilitator, clock=LATER)
    assert typed.code == "intake_closed"
    assert nothing_leads_on(typed.scan)
    assert report_of(edition).late == 0  # no page came


def test_a_late_scan_of_a_phone_is_answered_and_leads_nowhere(
    edition: Edition, facilitator: User, council: Council
) -> None:
    batch, (page, early) = stacks.stack(edition, ["1"], ["2"])
    phone = Phone(edition, facilitator)
    phone.clock = desk.CLOCK
    first = phone.scan(code_of(edition, batch, 1), ["2"], as_jpeg(early))
    phone.send(first)
    opened_and_destroyed(edition)
    phone.clock = LATER
    sent = phone.scan(code_of(edition, batch), ["1"], as_jpeg(page))
    answers = [phone.send(sent) for _ in range(2)]
    assert answers[0] == answers[1]  # the phone may let go of its picture
    assert answers[0].code == "intake_closed"
    late = DeviceScan.objects.get(nonce=sent.nonce)
    assert (late.scan, late.taken_at, late.received_at.minute) == (None, None, 0)
    assert nothing_leads_on(Scan.objects.get(code="intake_closed"))
    report = SignIn(facilitator).get(address("device", phone.device)).context["report"]
    assert report.received == sum(report.states.values()) == 2
