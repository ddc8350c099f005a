"""Pages that need nobody any more advise nothing, and after the close nothing can be handed in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from budgeting.models import Council, Edition, User
from tests.people import SignIn
from tests.voting import booth, desk
from voting.models import Scan
from voting.services.adjudicating import declare
from voting.services.looking import look_at

pytestmark = pytest.mark.django_db

ADVICE = "Scan het stembiljet opnieuw in"


@pytest.fixture
def edition(council: Council) -> Edition:
    return booth.open_now(of=council, slug="papier")


def page(by: User, path: str = "") -> str:
    return SignIn(by).get(f"/nl/desk/demo-laken/papier/scanning/{path}").content.decode()


def end_intake(edition: Edition) -> None:
    before = timezone.now() - timedelta(seconds=1)
    Edition.objects.filter(pk=edition.pk).update(
        phase="counting", closes_at=before, paper_intake_until=before
    )


def refused(edition: Edition, code: str) -> Scan:
    scan = desk.read(edition, desk.serial_of(edition), "1", doubt="faint", clock=desk.WALL)
    Scan.objects.update(state="rejected", code=code, sheet=None)
    return scan


def test_a_page_that_could_not_be_read_can_come_again_until_the_end_of_the_intake(
    edition: Edition, facilitator: User
) -> None:
    scan = refused(edition, "too_blurred")
    assert ADVICE in page(facilitator, f"{scan.pk}/")
    end_intake(edition)
    assert ADVICE not in page(facilitator, f"{scan.pk}/")
    assert "kan opnieuw" not in page(facilitator)


@pytest.mark.parametrize("code", ["forged", "other_edition", "void"])
def test_what_is_refused_for_good_is_not_asked_for_again(
    edition: Edition, facilitator: User, code: str
) -> None:
    assert ADVICE not in page(facilitator, f"{refused(edition, code).pk}/")


def test_a_blank_ballot_is_not_asked_for_again(edition: Edition, facilitator: User) -> None:
    scan = desk.read(edition, desk.serial_of(edition), clock=desk.WALL)
    declare(look_at(Scan.objects.get(), by=facilitator), "blank", reason="no_mark")
    words = page(facilitator, f"{scan.pk}/")
    assert "Blanco verklaard." in words
    assert ADVICE not in words


def test_nothing_is_typed_after_the_close_and_a_try_leaves_nothing(
    edition: Edition, facilitator: User
) -> None:
    serial = desk.serial_of(edition)
    assert 'name="serial"' in page(facilitator, "type/")
    end_intake(edition)
    words = page(facilitator, "type/")
    assert 'name="serial"' not in words
    assert "geen papieren stembiljetten" in words
    address = "/nl/desk/demo-laken/papier/scanning/type/"
    sent = SignIn(facilitator).post(address, {"serial": serial, "marks": ["1"]})
    assert "geen papieren stembiljetten" in sent.content.decode()
    assert not Scan.objects.exists()


def test_what_the_second_person_typed_is_no_page_that_does_not_count(
    edition: Edition, facilitator: User, second_facilitator: User
) -> None:
    serial = desk.serial_of(edition)
    for by in (facilitator, second_facilitator):
        address = "/nl/desk/demo-laken/papier/scanning/type/"
        SignIn(by).post(address, {"serial": serial, "marks": ["2"]})
    assert sorted(Scan.objects.values_list("code", flat=True)) == ["already_queued", "ok"]
    words = page(facilitator)
    assert "wacht al op een beslissing" not in words
