"""One person with a phone and a keyboard: whatever they combine, no sheet counts by them alone."""

from functools import partial

import pytest

from budgeting.models import Council, Edition, User
from tests import build
from tests.voting import desk, stacks
from tests.voting.custody import code_of as refusal_of
from tests.voting.phones import Phone, as_jpeg, code_of
from tests.voting.test_casting import choice_in
from voting.models import DeviceScan, Envelope, Scan
from voting.services.adjudicating import confirm_as_read, correct, declare
from voting.services.keying import type_sheet
from voting.services.looking import Looked, look_at
from voting.services.printing import PrintedBatch
from voting.services.remedies import is_blind

pytestmark = pytest.mark.django_db
ONE = [("1", None)]


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.voting(council)


@pytest.fixture
def farids_phone(edition: Edition, facilitator: User) -> Phone:
    return Phone(edition, facilitator)


def tapped(phone: Phone, *qualities: int) -> PrintedBatch:
    """A sheet of which no machine can read any photo: Farid taps what he likes."""
    batch, (page,) = stacks.stack(phone.edition, [])
    torn = stacks.covered(page, batch)
    for quality in qualities:
        phone.send(phone.scan(code_of(phone.edition, batch), ["1"], as_jpeg(torn, quality)))
    return batch


def seen(scan: Scan, by: User) -> Looked:
    return look_at(scan, by=by, clock=desk.CLOCK)


def says_one(page: Looked) -> None:
    correct(page, ONE, reason="clear_on_paper")


def test_two_photos_that_nobody_can_read_do_not_make_farid_two_people(
    farids_phone: Phone, facilitator: User, second_facilitator: User
) -> None:
    tapped(farids_phone, 85, 60)
    assert set(Scan.objects.values_list("code", flat=True)) == {"held_second_reading"}
    for scan in Scan.objects.all():
        mine = seen(scan, facilitator)
        assert is_blind(mine.scan, mine.reading)
        assert refusal_of(partial(confirm_as_read, mine)) == "typed_by_you"
        assert refusal_of(partial(says_one, mine)) == "typed_by_you"
    assert Envelope.objects.count() == 0
    says_one(seen(Scan.objects.earliest("position"), second_facilitator))
    assert choice_in(Envelope.objects.get()) == ["1"]


def test_what_farid_tapped_is_not_confirmed_by_what_he_types(
    edition: Edition, farids_phone: Phone, facilitator: User
) -> None:
    serial = tapped(farids_phone, 85).sheets[0].serial_text
    type_sheet(edition, serial, ONE, by=facilitator, clock=desk.CLOCK)
    for scan in Scan.objects.all():
        assert scan.code == "held_second_reading"
        assert refusal_of(partial(confirm_as_read, seen(scan, facilitator))) == "typed_by_you"
    assert Envelope.objects.count() == 0


def test_what_is_typed_at_a_desk_does_not_land_in_the_pile_of_a_phone(
    edition: Edition, farids_phone: Phone, facilitator: User
) -> None:
    batch = desk.printed(edition, 3)
    first, *others = [sheet.serial_text for sheet in batch.sheets]
    farids_phone.send(farids_phone.scan("", ["1"], serial=first))
    typed = [type_sheet(edition, one, ONE, by=facilitator, clock=desk.CLOCK) for one in others]
    assert [result.scan.batch.way for result in typed] == ["typed", "typed"]
    assert len({result.scan.batch_id for result in typed}) == 1
    assert DeviceScan.objects.count() == farids_phone.device.batch.scans.count() == 1


def test_the_machine_is_no_second_person_where_somebody_read_something_else(
    edition: Edition, facilitator: User, second_facilitator: User, officer: User
) -> None:
    scan = desk.read(edition, desk.serial_of(edition), "1", doubt="faint")
    assert correct(seen(scan, facilitator), [("2", None)], reason="clear_on_paper").waits
    assert confirm_as_read(seen(scan, second_facilitator)).waits
    assert confirm_as_read(seen(scan, facilitator)).waits
    assert not Envelope.objects.exists()
    assert not confirm_as_read(seen(scan, officer)).waits
    assert choice_in(Envelope.objects.get()) == ["1"]


def test_an_empty_sheet_is_not_blank_by_one_where_another_found_a_mark(
    edition: Edition, facilitator: User, second_facilitator: User, officer: User
) -> None:
    scan = desk.read(edition, desk.serial_of(edition))
    assert correct(seen(scan, facilitator), ONE, reason="clear_on_paper").waits
    assert declare(seen(scan, second_facilitator), "blank", reason="no_mark").waits
    assert not declare(seen(scan, officer), "blank", reason="no_mark").waits
    assert not Envelope.objects.exists()
