"""Voting in a real browser, on the screen of an old phone: with scripts, and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from tests.voting.booth import code_for, open_now
from tests.voting.test_casting import choice_in
from voting.codes import grouped
from voting.models import Envelope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE: ViewportSize = {"width": 360, "height": 640}


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport=PHONE,
        locale="nl-BE",
        java_script_enabled=request.param,
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def scripted(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="nl-BE")
    yield context.new_page()
    context.close()


def press(page: Page) -> None:
    """The one button of the page that leads on."""
    page.locator("main form button:not([name])").first.click()


def tap(page: Page, number: int) -> None:
    """The whole line of a project is its target."""
    page.locator(f"label[for=p{number}]").click()


def fits(page: Page) -> None:
    """Nothing has to be moved sideways, and everything to press is large enough."""
    width = "document.documentElement.scrollWidth"
    assert page.evaluate(width) <= PHONE["width"]


def test_from_the_code_to_the_receipt(phone: Page, live_server: LiveServer) -> None:
    code = code_for(open_now())
    taps = 0
    phone.goto(f"{live_server.url}/nl/vote/")
    fits(phone)
    phone.locator("#id_code").fill(grouped(code).upper())
    press(phone)
    taps += 1
    expect(phone).to_have_url(f"{live_server.url}/nl/vote/ballot/")
    fits(phone)
    for number in (1, 3):
        tap(phone, number)
        taps += 1
    press(phone)
    taps += 1
    expect(phone).to_have_url(f"{live_server.url}/nl/vote/check/")
    expect(phone.locator(".notice.warning")).to_be_visible()
    assert not Envelope.objects.exists()
    fits(phone)
    press(phone)
    taps += 1
    expect(phone).to_have_url(f"{live_server.url}/nl/vote/done/")
    fits(phone)
    envelope = Envelope.objects.get()
    expect(phone.locator(".receipt-code")).to_have_text(grouped(envelope.receipt))
    assert choice_in(envelope) == ["1", "3"]
    assert taps <= 6 + 2


def test_the_letter_opens_the_ballot_and_the_vote_can_be_changed(
    phone: Page, live_server: LiveServer
) -> None:
    code = code_for(open_now())
    for number in (2, 4):
        phone.goto(f"{live_server.url}/v/{code}")
        expect(phone).to_have_url(f"{live_server.url}/nl/vote/ballot/")
        tap(phone, number)
        press(phone)
        press(phone)
        expect(phone).to_have_url(f"{live_server.url}/nl/vote/done/")
        phone.reload()
    envelope = Envelope.objects.get()
    assert (choice_in(envelope), envelope.changes) == (["4"], 1)


def test_a_ballot_with_points_is_filled_in(phone: Page, live_server: LiveServer) -> None:
    code = code_for(open_now(ballot_format={"type": "points", "total": 6}))
    phone.goto(f"{live_server.url}/v/{code}")
    phone.get_by_label("Project 1").fill("7")
    press(phone)
    expect(phone.locator(".error-summary")).to_be_visible()
    expect(phone.get_by_label("Project 1")).to_have_value("7")
    phone.get_by_label("Project 1").fill("2")
    phone.get_by_label("Project 2").fill("4")
    press(phone)
    press(phone)
    assert choice_in(Envelope.objects.get()) == {"1": 2, "2": 4}


def test_the_sum_and_the_count_follow_every_tap(scripted: Page, live_server: LiveServer) -> None:
    code = code_for(open_now(ballot_format={"type": "approval", "max": 2}))
    scripted.goto(f"{live_server.url}/v/{code}")
    for number in (1, 2, 3):
        tap(scripted, number)
    expect(scripted.locator("[data-count-now]")).to_have_text("3")
    expect(scripted.locator("[data-count-over]")).to_have_text("1")
    tap(scripted, 2)
    expect(scripted.locator("[data-count-left]")).to_have_text("0")
    expect(scripted.locator(".booth-bar")).to_be_in_viewport()


def test_the_browser_asks_before_an_uncast_vote_is_left(
    scripted: Page, live_server: LiveServer
) -> None:
    scripted.goto(f"{live_server.url}/v/{code_for(open_now())}")
    tap(scripted, 1)
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    scripted.on("dialog", note)
    scripted.locator(".booth-footer a").first.click(no_wait_after=True)
    scripted.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(scripted.get_by_label("Project 1")).to_be_checked()


def test_without_a_network_the_ballot_says_so_and_keeps_the_choices(
    scripted: Page, live_server: LiveServer
) -> None:
    scripted.goto(f"{live_server.url}/v/{code_for(open_now())}")
    tap(scripted, 1)
    scripted.context.set_offline(True)
    press(scripted)
    said = scripted.get_by_role("alert")
    expect(said).to_have_text(
        "U hebt geen verbinding. Uw stem is nog niet uitgebracht. Probeer opnieuw."
    )
    expect(scripted.get_by_label("Project 1")).to_be_checked()
    scripted.context.set_offline(False)
    press(scripted)
    expect(scripted).to_have_url(f"{live_server.url}/nl/vote/check/")
    scripted.context.set_offline(True)
    press(scripted)
    expect(said).to_be_visible()
    assert not Envelope.objects.exists()
    scripted.context.set_offline(False)
    press(scripted)
    expect(scripted.locator(".receipt-code")).to_be_visible()
    assert choice_in(Envelope.objects.get()) == ["1"]


def test_the_whole_way_can_be_gone_by_keyboard(scripted: Page, live_server: LiveServer) -> None:
    code = code_for(open_now())
    scripted.goto(f"{live_server.url}/nl/vote/")
    scripted.locator("#id_code").press_sequentially(code)
    scripted.keyboard.press("Enter")
    scripted.get_by_label("Project 2").press("Space")
    scripted.keyboard.press("Enter")
    expect(scripted).to_have_url(f"{live_server.url}/nl/vote/check/")
    scripted.locator("main form button").first.press("Enter")
    expect(scripted.locator(".receipt-code")).to_be_visible()
    assert choice_in(Envelope.objects.get()) == ["2"]
