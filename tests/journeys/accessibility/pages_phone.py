"""Phones that scan: the list, a report in each state, and every screen of the page in the hall."""

from playwright.sync_api import FilePayload, expect

from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World
from tests.voting import desk, stacks
from tests.voting.phones import Phone, as_jpeg, code_of
from voting.services.devices import revoke


def visit(devices: Devices, world: World) -> None:
    facilitator = devices.of(world.facilitator)
    edition = world.scans[0].batch.edition
    facilitator.open("devices", world.finished, note="no phone is enrolled now")
    facilitator.open("devices", edition)
    facilitator.press()
    facilitator.look("enrolling a phone with a mistake")
    phone = Phone(edition, world.facilitator, clock=desk.WALL)
    facilitator.open("device", edition, phone.device.pk, note="a phone that sent nothing")
    batch, pages = stacks.stack(edition, ["1"], ["2"], ["1"])
    phone.scan(code_of(edition, batch), ["2"], as_jpeg(pages[0]))
    phone.scan("", ["2"], serial=batch.sheets[1].serial_text)
    phone.send(phone.queue[1])
    facilitator.open("device", edition, phone.device.pk)
    in_the_hall(facilitator, phone, as_jpeg(pages[2]))
    revoke(phone.device, by=world.officer)
    facilitator.open("device", edition, phone.device.pk, note="a phone that was barred")
    facilitator.open("devices", edition, note="the list with a barred phone")


def in_the_hall(facilitator: Visitor, phone: Phone, photo: bytes) -> None:
    """One sheet through every screen, and what is told of it the second time."""
    page = facilitator.page
    facilitator.go(facilitator.address("phone", phone.edition, phone.device.pk))
    page.wait_for_selector("[data-begun]", state="attached")
    facilitator.look("the phone is ready")
    page.locator("[data-do=scan]:visible").click()
    expect(page.locator("[data-part=hint]")).not_to_be_empty()
    facilitator.look("looking for a sheet")
    page.locator("[data-do=type]").click()
    page.locator("[data-screen=type] button.phone-big").click()
    facilitator.look("a number that is missing")
    page.locator("[data-screen=type] [data-do=scan]").click()
    choose = page.locator("[data-screen=scan] input[type=file]")
    for time in ("the first time", "the second time"):
        expect(page.locator("[data-screen=scan]")).to_be_visible()
        choose.set_input_files(FilePayload(name="a.jpg", mimeType="image/jpeg", buffer=photo))
        if time == "the first time":
            tapping(facilitator)
    expect(page.locator("[data-part=refused]")).to_be_visible()
    facilitator.look("a sheet that was scanned before")


def tapping(facilitator: Visitor) -> None:
    page = facilitator.page
    boxes = page.locator("[data-part=boxes] input")
    boxes.first.check()
    facilitator.look("tapping what is marked")
    page.locator("[data-do=marks-done]").click()
    expect(page.locator("[data-part=again]")).to_be_visible()
    page.locator("[data-do=marks-done]").click()
    expect(page.locator("[data-part=differ]")).to_be_visible()
    facilitator.look("the two times were not the same")
    for _time in range(2):
        boxes.first.check()
        page.locator("[data-do=marks-done]").click()
    expect(page.locator("[data-part=stored]")).to_be_visible()
