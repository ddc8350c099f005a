"""Phones in a hall: enrolled, prepared without a secret, received exactly once, revoked."""

import json
from datetime import timedelta

import pytest

from budgeting.clock import SetClock
from budgeting.errors import Refused
from budgeting.models import Council, Edition, Record, User, Venue
from budgeting.phases import Phase
from tests import build
from tests.voting import desk, stacks
from tests.voting.phones import Phone, as_jpeg, code_of, foreign_code
from tests.voting.test_casting import choice_in
from voting.models import (
    DeviceScan,
    Envelope,
    PaperRules,
    PrintBatch,
    Scan,
    Sheet,
    SheetState,
)
from voting.services.adjudicating import confirm_as_read, correct
from voting.services.devices import enrol, prepared
from voting.services.devices_report import report_of
from voting.services.keys import edition_keys
from voting.services.looking import Looked, look_at
from voting.services.starting import register_server_box, start_voting

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.voting(council)


@pytest.fixture
def farids_phone(edition: Edition, facilitator: User) -> Phone:
    return Phone(edition, facilitator)


def test_farid_enrols_a_phone_and_it_gets_a_pile_of_its_own(
    edition: Edition, facilitator: User
) -> None:
    device = enrol(edition, name="Tablet", venue=None, by=facilitator, clock=desk.CLOCK)
    assert (device.batch.way, device.batch.by, device.batch.number) == ("device", facilitator, 1)
    assert Record.objects.get(event="device_enrolled").data == {"batch": 1}


def test_no_phone_is_enrolled_when_no_paper_is_taken(edition: Edition, facilitator: User) -> None:
    late = SetClock(build.NOW + timedelta(days=30))
    with pytest.raises(Refused) as caught:
        enrol(edition, name="Tablet", venue=None, by=facilitator, clock=late)
    assert caught.value.code == "intake_closed"


def test_what_a_phone_is_given_holds_no_secret_and_no_number_of_a_sheet(
    edition: Edition, farids_phone: Phone
) -> None:
    batch = desk.printed(edition, 3)
    keys, text = edition_keys(edition), json.dumps(prepared(farids_phone.device))
    for secret in (keys.phone, keys.paper, keys.lookup, keys.mac, keys.intake_private):
        assert secret.hex() not in text
    for sheet in batch.sheets:
        assert sheet.serial_text not in text
    assert "Farid" not in text
    given = json.loads(text)
    assert len(given["sheets"]) == 3 * 18
    assert given["layouts"]["1"]["sides"][0][0] == ["1", None]


def test_the_list_has_the_sheets_of_the_place_and_says_which_are_void(
    edition: Edition, council: Council, facilitator: User
) -> None:
    here = Venue.objects.create(council=council, slug="a", name_nl="A", name_fr="A")
    there = Venue.objects.create(council=council, slug="b", name_nl="B", name_fr="B")
    for place in (None, here, there):
        desk.printed(edition, 2)
        PrintBatch.objects.filter(pk=PrintBatch.objects.latest("number").pk).update(venue=place)
    void, spoiled = Sheet.objects.filter(batch__venue=here)
    Sheet.objects.filter(pk=void.pk).update(state=SheetState.VOID)
    Sheet.objects.filter(pk=spoiled.pk).update(state=SheetState.SPOILED)
    at_one_place = prepared(Phone(edition, facilitator, here).device)["sheets"]
    assert [at_one_place.count(letter) for letter in "rvs"] == [2, 1, 1]
    assert f"{void.device_hash}1v" in at_one_place
    assert len(prepared(Phone(edition, facilitator).device)["sheets"]) == 6 * 18


def test_a_sheet_in_the_photo_as_it_was_tapped_counts_once_whatever_is_sent_again(
    edition: Edition, farids_phone: Phone
) -> None:
    batch, (page,) = stacks.stack(edition, ["1", "3"])
    sent = farids_phone.scan(code_of(edition, batch), ["1", "3"], as_jpeg(page))
    first = farids_phone.send(sent)
    assert (first.state, first.code) == ("accepted", "ok")
    assert [farids_phone.send(sent) for _ in range(2)] == [first, first]
    assert choice_in(Envelope.objects.get()) == ["1", "3"]
    row = DeviceScan.objects.get()
    assert row.image_digest == first.image_digest
    assert row.scan == Scan.objects.get()
    assert Record.objects.filter(event="device_synced").count() == 0


def test_where_the_rules_say_so_a_person_looks_at_every_page(
    council: Council, facilitator: User
) -> None:
    edition = build.edition(council, phase=Phase.PUBLICATION)
    build.projects(edition)
    PaperRules.objects.create(edition=edition, clean_counts=False)
    register_server_box(edition, clock=desk.CLOCK)
    start_voting(edition, clock=desk.CLOCK)
    edition.refresh_from_db()
    batch, (page,) = stacks.stack(edition, ["1"])
    phone = Phone(edition, facilitator)
    answer = phone.send(phone.scan(code_of(edition, batch), ["1"], as_jpeg(page)))
    assert (answer.state, answer.code) == ("queued", "to_confirm")


def test_other_marks_than_in_the_photo_wait_for_a_person(
    edition: Edition, farids_phone: Phone
) -> None:
    batch, (page,) = stacks.stack(edition, ["1", "3"])
    answer = farids_phone.send(
        farids_phone.scan(code_of(edition, batch), ["1", "2"], as_jpeg(page))
    )
    assert (answer.state, answer.code) == ("queued", "differs_from_tapped")
    assert Envelope.objects.count() == 0


def test_a_photo_that_no_machine_can_read_waits_with_what_was_tapped(
    edition: Edition, farids_phone: Phone
) -> None:
    batch, (page,) = stacks.stack(edition, ["1"])
    torn = as_jpeg(stacks.covered(page, batch))
    answer = farids_phone.send(farids_phone.scan(code_of(edition, batch), ["1"], torn))
    assert (answer.state, answer.code) == ("queued", "photo_unreadable")


def test_who_tapped_alone_what_no_machine_can_read_does_not_confirm_it_alone(
    edition: Edition, farids_phone: Phone, facilitator: User, second_facilitator: User
) -> None:
    batch, (page,) = stacks.stack(edition, ["1"])
    torn = as_jpeg(stacks.covered(page, batch))
    farids_phone.send(farids_phone.scan(code_of(edition, batch), ["1"], torn))
    scan = Scan.objects.get()
    for person, saying, code in (
        (second_facilitator, confirm_as_read, "photo_unreadable"),
        (facilitator, read_one, "typed_by_you"),
    ):
        with pytest.raises(Refused) as caught:
            saying(look_at(scan, by=person, clock=desk.CLOCK))
        assert caught.value.code == code
    read_one(look_at(scan, by=second_facilitator, clock=desk.CLOCK))
    assert choice_in(Envelope.objects.get()) == ["1"]


def test_who_sends_from_the_phone_of_another_is_no_second_person(
    edition: Edition, farids_phone: Phone, second_facilitator: User
) -> None:
    batch, (page,) = stacks.stack(edition, ["1"])
    torn = as_jpeg(stacks.covered(page, batch))
    sent = farids_phone.scan(code_of(edition, batch), ["1"], torn)
    farids_phone.send(sent, by=second_facilitator)
    assert DeviceScan.objects.get().by == second_facilitator
    with pytest.raises(Refused) as caught:
        read_one(look_at(Scan.objects.get(), by=second_facilitator, clock=desk.CLOCK))
    assert caught.value.code == "typed_by_you"


def read_one(page: Looked) -> None:
    correct(page, [("1", None)], reason="clear_on_paper")


def test_a_number_typed_without_a_photo_takes_two_people_as_typing_does(
    edition: Edition, farids_phone: Phone
) -> None:
    batch = desk.printed(edition)
    typed = batch.sheets[0].serial_text
    answer = farids_phone.send(farids_phone.scan("", ["2"], serial=typed))
    assert (answer.state, answer.code) == ("queued", "typed_once")


def test_the_photo_of_another_sheet_counts_for_neither(
    edition: Edition, farids_phone: Phone
) -> None:
    batch, (page, _other) = stacks.stack(edition, ["1"], ["2"])
    answer = farids_phone.send(farids_phone.scan(code_of(edition, batch, 1), ["1"], as_jpeg(page)))
    assert (answer.state, answer.code) == ("rejected", "other_sheet_in_picture")
    assert Scan.objects.get().image is not None


@pytest.mark.parametrize("state", [SheetState.VOID, SheetState.SPOILED])
def test_a_void_or_spoiled_sheet_is_refused_with_its_picture_kept(
    edition: Edition, farids_phone: Phone, state: SheetState
) -> None:
    batch, (page,) = stacks.stack(edition, ["1"])
    Sheet.objects.update(state=state)
    answer = farids_phone.send(farids_phone.scan(code_of(edition, batch), ["1"], as_jpeg(page)))
    assert (answer.state, answer.code) == ("rejected", state.value)
    assert Scan.objects.get().image is not None


def test_a_forged_sheet_is_refused_and_a_photocopy_is_a_duplicate(
    edition: Edition, farids_phone: Phone
) -> None:
    batch, (page,) = stacks.stack(edition, ["1"])
    code = code_of(edition, batch)
    blank = as_jpeg(page.point(lambda _: 255))
    answers = [
        farids_phone.send(farids_phone.scan(text, ["1"], image))
        for text, image in (
            (code, as_jpeg(page)),
            (code, as_jpeg(page, 70)),
            (foreign_code(edition), blank),
        )
    ]
    assert [answer.code for answer in answers] == ["ok", "already_counted", "forged"]
    assert Envelope.objects.count() == 1


def test_a_scan_that_comes_too_late_by_our_clock_is_refused_whatever_the_phone_says(
    edition: Edition, farids_phone: Phone
) -> None:
    batch, (page,) = stacks.stack(edition, ["1"])
    sent = farids_phone.scan(code_of(edition, batch), ["1"], as_jpeg(page))
    farids_phone.clock = SetClock(build.NOW + timedelta(days=10))
    answer = farids_phone.send(sent)
    assert (answer.state, answer.code) == ("rejected", "intake_closed")


def test_the_report_adds_up_and_names_what_never_came(
    edition: Edition, farids_phone: Phone
) -> None:
    batch, pages = stacks.stack(edition, ["1"], ["2"], ["3"])
    for number, page in enumerate(pages):
        farids_phone.scan(code_of(edition, batch, number), [str(number + 1)], as_jpeg(page))
    farids_phone.send(farids_phone.queue[0])
    farids_phone.send(farids_phone.queue[2])
    report = report_of(farids_phone.device)
    farids_phone.device.refresh_from_db()
    assert (report.received, report.last, report.missing) == (2, 3, (2,))
    assert report.states == {"accepted": 2, "queued": 0, "rejected": 0, "duplicate": 0}
    assert sum(report.states.values()) == report.received
    assert prepared(farids_phone.device)["last"] == 3
    assert not report.complete
