"""A facilitator decides on pages of paper with the keyboard alone; without scripts it works too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from budgeting.models import Edition, User
from tests.people import SignIn
from tests.voting import booth, desk
from tests.voting.test_casting import choice_in
from voting.models import Adjudication, Envelope, Scan
from voting.services.adjudicating import correct
from voting.services.looking import look_at
from voting.services.readings import Mark

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="nl-BE")
    yield context
    context.close()


@pytest.fixture
def edition(facilitator: User) -> Edition:
    return booth.open_now(of=facilitator.memberships.get().council)


@pytest.fixture
def scans(edition: Edition) -> list[Scan]:
    """Three pages in doubt and an empty one, of four sheets."""
    serials = [one.serial_text for one in desk.printed(edition, 4).sheets]
    marks: tuple[list[str], ...] = (["1"], ["1"], ["1"], [])
    return [
        desk.read(edition, serial, *ticked, doubt="faint" * bool(ticked), picture=serial,
                  clock=desk.WALL)
        for serial, ticked in zip(serials, marks, strict=True)
    ]  # fmt: skip


def at_queue(device: BrowserContext, live_server: LiveServer, edition: Edition, by: User) -> Page:
    cookie = SignIn(by).cookies["wijkstem_session"].value
    device.add_cookies([{"name": "wijkstem_session", "value": cookie, "url": live_server.url}])
    page = device.new_page()
    page.goto(f"{live_server.url}/nl/desk/{edition.address}/scanning/queue/")
    return page


def on(page: Page, scan: Scan) -> None:
    """The page of this scan is open, and its script listens to keys."""
    expect(page).to_have_url(f"{page.url.split('/nl/')[0]}/nl/desk/{scan.batch.edition.address}"
                             f"/scanning/{scan.pk}/")  # fmt: skip
    page.wait_for_load_state("load")


def said_by(person: User, scan: Scan, marks: list[Mark]) -> None:
    """What somebody else found on a page before."""
    page = Scan.objects.select_related("batch__edition", "sheet__layout").get(pk=scan.pk)
    correct(look_at(page, by=person), marks, reason="clear_on_paper")


def second_box_too(page: Page) -> None:
    """Mark the second box as well and say why, by the keys alone."""
    page.keyboard.press("2")
    expect(page.get_by_role("checkbox").nth(1)).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("checkbox").nth(0)).to_be_focused()
    page.keyboard.press("Enter")  # something else than was read: first the reason
    expect(page.locator("[name=reason]").first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")


def test_four_pages_are_decided_without_a_mouse(
    device: BrowserContext,
    live_server: LiveServer,
    edition: Edition,
    scans: list[Scan],
    facilitator: User,
    second_facilitator: User,
) -> None:
    said_by(second_facilitator, scans[2], [("1", None), ("2", None)])
    page = at_queue(device, live_server, edition, facilitator)
    page.get_by_role("link", name="Beginnen met de oudste").press("Enter")
    on(page, scans[0])
    page.keyboard.press("Enter")  # as it was read
    on(page, scans[1])
    page.keyboard.press("s")  # skip
    on(page, scans[2])
    second_box_too(page)
    on(page, scans[3])
    page.keyboard.press("b")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    on(page, scans[1])
    page.keyboard.press("Shift+?")
    expect(page.locator("details[data-keys]")).to_have_attribute("open", "")
    assert {str(choice_in(one)) for one in Envelope.objects.all()} == {"['1']", "['1', '2']"}
    assert Adjudication.objects.get(verdict="blank").reason_code == "no_mark"


def test_keys_can_be_switched_off_and_stay_off(
    device: BrowserContext,
    live_server: LiveServer,
    edition: Edition,
    scans: list[Scan],
    facilitator: User,
) -> None:
    page = at_queue(device, live_server, edition, facilitator)
    page.get_by_role("link", name="Beginnen met de oudste").click()
    on(page, scans[0])
    page.keyboard.press("Shift+?")
    page.get_by_role("button", name="Toetsen werken").press("Enter")
    page.reload()
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    on(page, scans[0])
    assert not Adjudication.objects.exists()


def test_a_row_of_numbers_takes_arrows_and_enter_saves(
    device: BrowserContext, live_server: LiveServer, facilitator: User
) -> None:
    spec = {"type": "points", "total": 6}
    edition = booth.open_now(of=facilitator.memberships.get().council, ballot_format=spec)
    serial = desk.serial_of(edition)
    page = at_queue(device, live_server, edition, facilitator)
    page.goto(page.url.replace("queue/", "type/"))
    page.get_by_label("Nummer van het stembiljet").fill(serial)
    page.keyboard.press("Tab")
    page.keyboard.type("3")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Eén keer ingetypt")).to_be_visible()
    scan = Scan.objects.select_related("batch__edition", "sheet__layout").get()
    reading = look_at(scan, by=facilitator).reading
    assert reading is not None
    assert reading.marks == (("1", 3), ("3", 2))
