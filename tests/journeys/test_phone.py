"""A phone in a hall without a network: nothing lost when its battery dies, nothing twice."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserType, Page, expect
from pytest_django.live_server_helper import LiveServer

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Council, Edition, User
from tests import build
from tests.journeys.device import caches_of, until
from tests.journeys.phones import (
    FLOOD,
    KEPT,
    REWIND,
    STORE,
    Handset,
    address_of,
    counts,
    photograph,
    send,
    tap,
)
from tests.voting import booth, desk, stacks
from tests.voting.phones import as_jpeg, foreign_code
from voting.models import Device, DeviceScan, Envelope, Scan, Sheet, SheetState
from voting.services.devices import enrol, revoke
from voting.services.devices_report import report_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHEETS = 20
SENT, HELP = "Alles is doorgestuurd.", "Alles is doorgestuurd, maar sommige scans vragen hulp"

MakeHandset = Callable[..., Handset]


@pytest.fixture
def edition(council: Council) -> Edition:
    return booth.open_now(of=council)


@pytest.fixture
def handset(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    tmp_path: Path,
    live_server: LiveServer,
    edition: Edition,
    facilitator: User,
) -> MakeHandset:
    def made(*flags: str) -> Handset:
        device = enrol(edition, name="Blauwe tablet", venue=None, by=facilitator)
        launch = dict(browser_type_launch_args)
        launch["args"] = [*launch.get("args", []), *flags]
        return Handset(browser_type, launch, tmp_path / "phone", live_server.url, device)

    return made


def kept(page: Page, device: Device) -> list[tuple[int, str, bool]]:
    rows = page.evaluate(KEPT, [STORE, device.pk.hex])
    return [(number, state, sealed) for number, state, sealed in rows]


def scan_all(page: Page, photos: list[bytes]) -> None:
    for photo, project in zip(photos, itertools.cycle("1234"), strict=False):
        photograph(page, photo)
        tap(page, project)


def send_three_times(page: Page, device: Device) -> None:
    for _once_and_twice_again in range(3):
        page.evaluate(REWIND, [STORE, device.pk.hex])
        send(page, ends=SENT)


def test_farid_scans_in_a_cellar_his_battery_dies_and_every_sheet_counts_once(
    handset: MakeHandset, edition: Edition, facilitator: User
) -> None:
    marks = [[project] for _, project in zip(range(SHEETS), itertools.cycle("1234"), strict=False)]
    _batch, pages = stacks.stack(edition, *marks)
    phone = handset()
    with phone.on(user=facilitator) as page:
        expect(page.locator("[data-part=ready]")).to_be_visible()
        page.context.set_offline(True)
        scan_all(page, [as_jpeg(one, 75) for one in pages])
        page.locator("[data-do=home]:visible").first.click()
        assert counts(page) == {"waiting": SHEETS, "done": 0, "all": SHEETS}
        page.evaluate(FLOOD, [STORE, phone.device.pk.hex, foreign_code(edition)])
        until(page, "() => window.flooded >= 8")
        told = page.evaluate("window.flooded")
        phone.dies()
    with phone.on(offline=True) as page:
        rows = kept(page, phone.device)
        assert len(rows) >= SHEETS + told
        assert rows == [(number, "pending", True) for number in range(1, len(rows) + 1)]
        assert counts(page) == {"waiting": len(rows), "done": 0, "all": len(rows)}
    with phone.on(user=facilitator) as page:
        send_three_times(page, phone.device)
        assert counts(page) == {"waiting": 0, "done": len(rows), "all": len(rows)}
        assert not any(sealed for _number, _state, sealed in kept(page, phone.device))
    report = report_of(Device.objects.get(pk=phone.device.pk))
    assert report.received == report.pile == len(rows) == DeviceScan.objects.count()
    assert report.complete
    assert Scan.objects.filter(state="accepted").count() == Envelope.objects.count() == SHEETS
    assert report.states["rejected"] == len(rows) - SHEETS


def test_a_void_a_foreign_and_a_known_sheet_are_told_without_a_network(
    handset: MakeHandset, edition: Edition, facilitator: User
) -> None:
    elsewhere = booth.open_now(of=build.council("elsewhere"))
    _batch, (foreign,) = stacks.stack(elsewhere, ["1"])
    batch, (void, fine) = stacks.stack(edition, ["1"], ["2"])
    gone = desk.sheet_of(edition, batch.sheets[0].serial_text)
    Sheet.objects.filter(pk=gone.pk).update(state=SheetState.VOID)
    phone = handset()
    with phone.on(user=facilitator) as page:
        page.context.set_offline(True)
        photograph(page, as_jpeg(fine))
        tap(page, "2")
        for photo, code, title in (
            (void, "void", "Ongeldig verklaard stembiljet"),
            (foreign, "foreign", "Geen stembiljet van deze stemming"),
            (fine, "duplicate", "Al gescand"),
        ):
            photograph(page, as_jpeg(photo))
            told = page.locator("[data-part=refused]")
            expect(told).to_be_visible()
            assert told.get_attribute("data-code") == code
            expect(told.locator("h2")).to_have_text(title)
            expect(told.locator("h2")).to_be_focused()
        assert len(kept(page, phone.device)) == 1


def test_a_number_typed_with_an_error_is_told_and_one_without_is_kept(
    handset: MakeHandset, edition: Edition, facilitator: User
) -> None:
    serial = desk.printed(edition).sheets[0].serial_text
    phone = handset()
    with phone.on(user=facilitator) as page:
        page.context.set_offline(True)
        page.locator("[data-do=scan]:visible").click()
        page.locator("[data-do=type]").click()
        page.get_by_label("Nummer van het stembiljet").fill(serial[:-1])
        page.locator("[data-screen=type] button.phone-big").click()
        expect(page.locator("[data-part=serial-problem]")).to_contain_text("18")
        page.get_by_label("Nummer van het stembiljet").fill(serial.upper())
        page.keyboard.press("Enter")
        page.locator("[data-do=without-picture]").click()
        tap(page, "3")
        page.context.set_offline(False)
        send(page, ends=SENT)
    assert list(DeviceScan.objects.values_list("state", "code")) == [("queued", "typed_once")]


def test_a_phone_that_was_barred_keeps_what_it_has_and_says_so(
    handset: MakeHandset, edition: Edition, facilitator: User, officer: User
) -> None:
    _batch, (sheet,) = stacks.stack(edition, ["1"])
    phone = handset()
    with phone.on(user=facilitator) as page:
        page.context.set_offline(True)
        photograph(page, as_jpeg(sheet))
        tap(page, "1")
        revoke(phone.device, by=officer, clock=DATABASE_CLOCK)
        page.context.set_offline(False)
        page.locator("[data-do=home]:visible").first.click()
        page.locator("[data-do=send]").click()
        expect(page.locator("[data-part=send-state]")).to_contain_text(HELP)
        expect(page.locator("[data-part=parked-list]")).to_contain_text("mag niets meer doorsturen")
        assert kept(page, phone.device) == [(1, "parked", True)]
    assert DeviceScan.objects.count() == 0


def test_the_phone_keeps_its_one_page_and_no_name(
    handset: MakeHandset, edition: Edition, facilitator: User
) -> None:
    phone = handset()
    with phone.on(user=facilitator) as page:
        page.wait_for_selector("[data-part=ready]:not([hidden])")
        caches = caches_of(page)
        (ours,) = [files for name, files in caches.items() if name.startswith("phone-")]
        pages = [address for address in ours if "/static/" not in address]
        assert pages == [phone.site + address_of(phone.device)]
        for text in ours.values():
            assert facilitator.email not in text
            assert "csrfmiddlewaretoken" not in text
        others = {a for name, files in caches.items() if name not in ours for a in files}
        assert not any("/desk/" in address for address in others - set(ours))
    with phone.on(offline=True) as page:
        expect(page.locator("[data-do=scan]:visible")).to_be_enabled()


def test_the_camera_finds_the_sheet_and_takes_the_picture_by_itself(
    handset: MakeHandset, edition: Edition, facilitator: User, tmp_path: Path
) -> None:
    _batch, (sheet,) = stacks.stack(edition, ["2"])
    film = tmp_path / "hall.mjpeg"
    hall = Image.new("L", (1440, 1920), 90)
    hall.paste(sheet.resize((1240, 1754)), (100, 80))
    film.write_bytes(as_jpeg(hall) * 4)
    phone = handset(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    with phone.on(user=facilitator) as page:
        page.context.set_offline(True)
        page.locator("[data-do=scan]:visible").click()
        tap(page, "2")
        page.context.set_offline(False)
        send(page, ends=SENT)
    assert list(DeviceScan.objects.values_list("state", "code")) == [("accepted", "ok")]
