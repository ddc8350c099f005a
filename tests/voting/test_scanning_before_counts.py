"""Before people have counted a pile by hand, no page says how much of it counts."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from budgeting.models import Council, Edition, User, Venue
from tests import build
from tests.people import SignIn
from tests.voting import desk
from tests.voting.custody import closed, counted, in_the_hall
from tests.voting.phones import Phone
from tests.voting.ruled import seen
from tests.voting.test_matching import unread
from voting.errors import reason_of
from voting.models import DeviceScan, Scan, Upload
from voting.services.adjudicating import declare
from voting.services.queue import Wanted, beside, groups

pytestmark = pytest.mark.django_db
TOLD_LATER = ("already_counted", "declared_blank")
EVERYTHING = [("accepted", 1), ("queued", 1), ("rejected", 2), ("duplicate", 1)]


@pytest.fixture
def council(facilitator: User) -> Council:
    return facilitator.memberships.get().council


def pile(edition: Edition, hall: Venue, by: User) -> None:
    """One page that counts, the same again, one that waits, one blank, one without a symbol."""
    serials = [one.serial_text for one in in_the_hall(edition, hall).sheets]
    for picture in ("one", "again"):
        desk.read(edition, serials[0], "1", picture=picture)
    desk.read(edition, serials[1], "1", doubt="faint")
    blank = desk.read(edition, serials[2])
    declare(seen(blank, by), "blank", reason="no_mark")
    unread(edition)


def shown(by: User, edition: Edition, rest: str = "") -> Any:
    return SignIn(by).get(f"/nl/desk/{edition.address}/scanning/{rest}")


def test_in_a_vote_nothing_is_summed_up_before_the_hall_has_counted(
    council: Council, hall: Venue, pair: tuple[User, User]
) -> None:
    edition = build.voting(council, is_test=False)
    pile(edition, hall, pair[0])
    page = shown(pair[0], edition)
    assert (page.context["progress"].read, page.context["progress"].found) == (5, 5)
    assert page.context["states"] == [("queued", 1), ("rejected", 1)]
    assert page.context["codes"] == [("no_code", 1)]
    for code in TOLD_LATER:
        assert f'value="{code}"' not in page.content.decode()
        assert not shown(pair[0], edition, f"?code={code}").context["refused"].paginator.count
    counted(edition, hall, pair, box=3, left_over=2)
    page = shown(pair[0], edition)
    assert page.context["progress"] is None
    assert page.context["states"] == EVERYTHING
    for code in TOLD_LATER:
        assert f'value="{code}"' in page.content.decode()


def test_a_batch_is_as_silent_as_the_whole(
    council: Council, hall: Venue, pair: tuple[User, User]
) -> None:
    edition = build.voting(council, is_test=False)
    pile(edition, hall, pair[0])
    page = shown(pair[0], edition, "batch/1/")
    assert page.context["states"] == [("queued", 0), ("rejected", 0)]
    assert "van 1 pagina gelezen" in page.content.decode()
    assert "Hoeveel pagina’s meetellen, ziet u zodra" in page.content.decode()
    counted(edition, hall, pair, box=3, left_over=2)
    after = shown(pair[0], edition, "batch/1/").context["states"]
    assert after == [("accepted", 1), ("queued", 0), ("rejected", 0), ("duplicate", 0)]


def test_a_phone_tells_what_asks_for_somebody_and_no_more(
    council: Council, hall: Venue, pair: tuple[User, User]
) -> None:
    edition = build.voting(council, is_test=False)
    phone = Phone(edition, pair[0], hall)
    pile(edition, hall, pair[0])
    scans = Scan.objects.order_by("batch__number")
    for number, scan in enumerate(scans, start=1):
        DeviceScan.objects.create(
            device=phone.device,
            nonce=uuid4(),
            sequence=number,
            received_at=build.NOW,
            scan=scan,
            state=scan.state,
            code=scan.code,
        )
        Scan.objects.filter(pk=scan.pk).update(batch=phone.device.batch, position=number)
    address = reverse("device", args=[council.slug, edition.slug, phone.device.pk])
    client = SignIn(pair[0])
    report = client.get(address).context["report"]
    assert (report.received, report.states) == (5, {"queued": 1, "rejected": 1})
    assert [one.sequence for one in report.conflicts] == [3, 5]
    assert "Hoeveel pagina’s meetellen, ziet u zodra" in client.get(address).content.decode()
    counted(edition, hall, pair, box=3, left_over=2)
    report = client.get(address).context["report"]
    assert list(report.states.items()) == EVERYTHING
    assert [one.sequence for one in report.conflicts] == [2, 3, 4, 5]


def test_the_opening_tells_how_full_the_box_is_once_the_paper_was_counted_by_hand(
    council: Council, hall: Venue, pair: tuple[User, User], officer: User
) -> None:
    edition = build.voting(council, is_test=False)
    desk.read(edition, in_the_hall(edition, hall).sheets[0].serial_text, "1")
    counted(edition, hall, pair, issued=1, box=1, left_over=4)
    closed(edition)
    client, address = SignIn(officer), f"/nl/desk/{edition.address}/opening/"
    assert client.get(address).context["envelopes"] == 1
    edition.hand_counts.filter(kind="issued").delete()
    assert client.get(address).context["envelopes"] is None


def test_pages_that_are_still_to_be_read_are_part_of_what_was_found(
    council: Council, hall: Venue, facilitator: User
) -> None:
    edition = build.voting(council, is_test=False)
    pile(edition, hall, facilitator)
    desk.stored(edition, b"a file")
    Upload.objects.update(pages=7, state="done")
    progress = shown(facilitator, edition).context["progress"]
    assert (progress.read, progress.found) == (5, 12)


def test_a_rehearsal_shows_everything_at_once(
    council: Council, hall: Venue, facilitator: User
) -> None:
    edition = build.voting(council)
    pile(edition, hall, facilitator)
    page = shown(facilitator, edition)
    assert page.context["progress"] is None
    assert page.context["states"] == EVERYTHING


def test_while_a_real_vote_goes_on_nobody_reads_off_how_many_are_blank(
    council: Council, hall: Venue, facilitator: User
) -> None:
    real = build.voting(council, is_test=False, ballot_format={"type": "approval", "max": 3})
    serials = [one.serial_text for one in in_the_hall(real, hall).sheets]
    blank = desk.read(real, serials[0])
    over = desk.read(real, serials[1], "1", "2", "3", "4", picture="over")
    desk.read(real, serials[2], "1", doubt="faint", picture="faint")
    assert desk.states(blank, over) == [("queued", "blank"), ("queued", "over_limit")]
    assert [(one.code, one.pages) for one in groups(real, by=facilitator)] == [
        ("marks_to_look_at", 2),
        ("faint", 1),
    ]
    client, queue = SignIn(facilitator), f"/en/desk/{real.address}/scanning/queue/"
    for why in ("blank", "over_limit", "marks_to_look_at"):
        page = client.get(queue, {"why": why})
        assert {scan.pk for scan in page.context["scans"]} == {blank.pk, over.pk}
        assert str(reason_of("blank")) not in page.content.decode()
    assert beside(blank, by=facilitator, wanted=Wanted(why="marks_to_look_at")) == (over, over)
    Edition.objects.filter(pk=real.pk).update(phase="counting")
    real.refresh_from_db()
    closed = [one.code for one in groups(real, by=facilitator)]
    assert closed == ["blank", "over_limit", "faint"]
