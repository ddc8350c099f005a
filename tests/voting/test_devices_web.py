"""Phones over the web: what is posted, by whom, and what is kept on the phone."""

import re
from threading import BoundedSemaphore
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from budgeting.models import Council, Edition, User
from tests.people import SignIn
from tests.voting import booth, desk, stacks
from tests.voting.phones import Phone, as_jpeg, code_of
from voting.models import Device, DeviceScan
from voting.services import devices_looking
from voting.services.devices import revoke
from voting.services.devices_receiving import MAX_SEALED_BYTES, Sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(council: Council) -> Edition:
    return booth.open_now(of=council)


@pytest.fixture
def farids_phone(edition: Edition, facilitator: User) -> Phone:
    return Phone(edition, facilitator, clock=desk.WALL)


def address(name: str, device: Device) -> str:
    return reverse(name, args=[device.edition.council.slug, device.edition.slug, device.pk])


def post(client: Client, phone: Phone, sent: Sent, **changed: Any) -> Any:
    body: dict[str, Any] = {
        "nonce": str(sent.nonce),
        "sequence": sent.sequence,
        "pending": sent.pending,
        "sealed": SimpleUploadedFile("scan", sent.sealed),
    }
    return client.post(address("phone_sync", phone.device), body | changed)


def test_farid_sends_a_scan_and_is_told_which_picture_is_stored(
    edition: Edition, farids_phone: Phone, facilitator: User
) -> None:
    batch, (page,) = stacks.stack(edition, ["1"])
    sent = farids_phone.scan(code_of(edition, batch), ["1"], as_jpeg(page))
    answers = [post(SignIn(facilitator), farids_phone, sent) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    told = answers[0].json()
    assert (told["state"], told["code"]) == ("accepted", "ok")
    assert told["image"] == DeviceScan.objects.get().image_digest
    assert [answer.json() for answer in answers[1:]] == [told, told]


def test_a_refusal_has_a_code_and_a_status(
    edition: Edition, farids_phone: Phone, facilitator: User
) -> None:
    client = SignIn(facilitator)
    sent = farids_phone.scan("", ["1"], serial=desk.printed(edition).sheets[0].serial_text)
    for changed in ({"nonce": "x"}, {"sequence": "0"}, {"pending": "-1"}, {"sealed": ""}):
        answer = post(client, farids_phone, sent, **changed)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    large = SimpleUploadedFile("scan", b"x" * (MAX_SEALED_BYTES + 1))
    assert post(client, farids_phone, sent, sealed=large).json()["code"] == "too_large"
    assert post(client, farids_phone, sent, nonce=str(uuid4())).json()["code"] == "unreadable_scan"
    assert post(client, farids_phone, sent).json()["code"] == "typed_once"
    other = farids_phone.scan("", ["2"], serial="x", nonce=sent.nonce, sequence=1)
    answer = post(client, farids_phone, other)
    assert (answer.status_code, answer.json()["code"]) == (409, "nonce_reused")
    revoke(farids_phone.device, by=facilitator)
    answer = post(client, farids_phone, sent)
    assert (answer.status_code, answer.json()["code"]) == (403, "device_revoked")


def test_a_phone_sends_later_what_comes_while_other_photos_are_opened(
    edition: Edition, farids_phone: Phone, facilitator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices_looking, "AT_ONCE", BoundedSemaphore(1))
    monkeypatch.setattr(devices_looking, "PATIENCE", 0.0)
    batch, (page,) = stacks.stack(edition, ["1"])
    sent, client = (
        farids_phone.scan(code_of(edition, batch), ["1"], as_jpeg(page)),
        SignIn(facilitator),
    )
    with devices_looking.AT_ONCE:
        answer = post(client, farids_phone, sent)
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert not DeviceScan.objects.exists()
    assert post(client, farids_phone, sent).json()["code"] == "ok"


def test_nothing_is_taken_without_a_token_or_from_who_is_not_at_work(
    farids_phone: Phone, facilitator: User, council_member: User, stranger: User, resident: Client
) -> None:
    sent = farids_phone.scan("", ["1"], serial="x")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(facilitator)
    assert post(strict, farids_phone, sent).status_code == 403
    for somebody in (SignIn(council_member), SignIn(stranger), resident):
        assert post(somebody, farids_phone, sent).status_code in {302, 403}
        assert somebody.get(address("phone_list", farids_phone.device)).status_code in {302, 403}
    assert DeviceScan.objects.count() == 0


def test_the_page_on_the_phone_holds_no_name_and_no_token(
    farids_phone: Phone, facilitator: User, officer: User
) -> None:
    page, same = (
        SignIn(user).get(address("phone", farids_phone.device)) for user in (facilitator, officer)
    )
    assert page.content == same.content
    text = page.content.decode()
    for personal in ("csrf", "Farid", "Olga", "logout", "farid@example.org"):
        assert personal not in text
    assert "'wasm-unsafe-eval'" in page["Content-Security-Policy"]
    assert "camera=(self)" in page["Permissions-Policy"]
    assert not re.search(r"style=|onclick=|<script>", text)


def test_the_worker_keeps_that_page_and_its_files_and_nothing_else(
    farids_phone: Phone, facilitator: User
) -> None:
    client = SignIn(facilitator)
    script = client.get(address("phone_worker", farids_phone.device)).content.decode()
    (files,) = re.findall(r'"files":\[([^\]]*)\]', script)
    kept = re.findall(r'"([^"]+)"', files)
    assert [one for one in kept if not one.startswith("/static/")] == [
        address("phone", farids_phone.device)
    ]
    for name in ("app.js", "store.js", "seal.js", "zxing_reader.wasm", "phone.css", "wijkstem.css"):
        assert any(name in one for one in kept), name


def test_the_desk_lists_phones_and_bars_one(
    edition: Edition, facilitator: User, officer: User
) -> None:
    client = SignIn(facilitator)
    args = [edition.council.slug, edition.slug]
    answer = client.post(reverse("devices", args=args), {"name": "Blauwe tablet"})
    device = Device.objects.get()
    assert answer["Location"] == address("device", device)
    assert "Blauwe tablet" in client.get(reverse("devices", args=args)).content.decode()
    SignIn(officer).post(address("device_revoke", device))
    device.refresh_from_db()
    assert device.revoked_by == officer
    assert client.get(address("device", device)).status_code == 200
