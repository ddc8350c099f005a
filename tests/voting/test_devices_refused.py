"""What is not taken from a phone: nothing of it is stored, and the phone keeps it."""

import json
from typing import Any
from uuid import uuid4

import pytest

from budgeting.models import Council, Edition, Record, User
from tests import build
from tests.voting import desk
from tests.voting.phones import Phone, code_of
from voting.errors import BallotRefused
from voting.models import DeviceScan, Scan
from voting.services.devices import revoke
from voting.services.devices_receiving import refusal_status

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(council: Council) -> Edition:
    return build.voting(council)


@pytest.fixture
def farids_phone(edition: Edition, facilitator: User) -> Phone:
    return Phone(edition, facilitator)


def refused(phone: Phone, sent: Any) -> tuple[str, int]:
    with pytest.raises(BallotRefused) as caught:
        phone.send(sent)
    return caught.value.code, refusal_status(caught.value)


def test_what_a_revoked_phone_sends_is_refused(
    edition: Edition, farids_phone: Phone, officer: User
) -> None:
    sent = farids_phone.scan(code_of(edition, desk.printed(edition)), ["1"])
    revoke(farids_phone.device, by=officer, clock=desk.CLOCK)
    revoke(farids_phone.device, by=officer, clock=desk.CLOCK)
    assert refused(farids_phone, sent) == ("device_revoked", 403)
    assert DeviceScan.objects.count() == Scan.objects.count() == 0
    assert Record.objects.filter(event="device_revoked").count() == 1


def test_one_nonce_has_one_body_and_one_number_one_scan(
    edition: Edition, farids_phone: Phone
) -> None:
    batch = desk.printed(edition, 2)
    typed = [sheet.serial_text for sheet in batch.sheets]
    first = farids_phone.scan("", ["1"], serial=typed[0])
    farids_phone.send(first)
    other_body = farids_phone.scan("", ["2"], serial=typed[0], nonce=first.nonce, sequence=1)
    assert refused(farids_phone, other_body) == ("nonce_reused", 409)
    same_number = farids_phone.scan("", ["2"], serial=typed[1], nonce=uuid4(), sequence=1)
    assert refused(farids_phone, same_number) == ("sequence_reused", 409)
    assert DeviceScan.objects.count() == 1


@pytest.mark.parametrize(
    ("note", "image", "code"),
    [
        (b"[]", b"", "malformed"),
        (b'{"version": 1}', b"", "malformed"),
        (b"[" * 5000, b"", "malformed"),
        (b"\xff\xfe", b"", "malformed"),
        ({}, b"", "malformed"),
        ({"code": "x", "image": "sha256:0"}, b"\xff\xd8\xff", "image_changed"),
        ({"code": "x" * 200}, b"", "malformed"),
        ({"code": "x", "side": True}, b"", "malformed"),
        ({"code": "x", "marks": [["1"]]}, b"", "malformed"),
        ({"code": "x", "marks": [["1", 1.5]]}, b"", "malformed"),
        ({"code": "\ud800"}, b"", "malformed"),
    ],
)
def test_hostile_notes_are_refused_and_nothing_is_stored(
    edition: Edition, farids_phone: Phone, note: Any, image: bytes, code: str
) -> None:
    usual = {"version": 1, "code": "", "serial": "", "side": 1, "marks": [], "image": ""}
    usual |= {"reader": "", "taken": 10**30}
    text = json.dumps(usual | note).encode() if isinstance(note, dict) else note
    assert refused(farids_phone, farids_phone.sealed(text, image))[0] == code
    assert DeviceScan.objects.count() == Scan.objects.count() == 0


@pytest.mark.parametrize("picture", [b"%PDF-1.7", b"\xff\xd8\xff broken", b"GIF89a"])
def test_what_is_no_picture_is_refused_and_stays_on_the_phone(
    edition: Edition, farids_phone: Phone, picture: bytes
) -> None:
    sent = farids_phone.scan(code_of(edition, desk.printed(edition)), ["1"], picture)
    assert refused(farids_phone, sent)[0] in {"not_an_image", "broken_file"}
    assert DeviceScan.objects.count() == 0
