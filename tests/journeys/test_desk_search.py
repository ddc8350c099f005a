"""The desk of many councils at work: the list follows what is typed, chosen editions go on."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from budgeting.models import Council, Edition, Membership, Role, User
from budgeting.phases import Phase
from tests import build
from tests.people import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def councils(council: Council, officer: User) -> None:
    for slug in ("haren", "laken"):
        made = build.council(slug, name_nl=f"Wijkraad {slug.title()}")
        Membership.objects.create(
            user=officer, council=made, role=Role.OFFICER, starts_on=date(2020, 1, 1)
        )
        build.edition(made, title_nl=f"Budget {slug.title()}", phase=Phase.DECISION)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def device(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="nl-BE", java_script_enabled=request.param)
    yield context
    context.close()


def signed_in(device: BrowserContext, officer: User, site: str) -> None:
    client: Client = SignIn(officer)
    cookie = client.cookies["wijkstem_session"].value
    device.add_cookies([{"name": "wijkstem_session", "value": cookie, "url": site}])


def test_who_types_sees_the_list_shrink_and_moves_what_is_left(
    device: BrowserContext, live_server: LiveServer, officer: User, councils: None
) -> None:
    signed_in(device, officer, live_server.url)
    page = device.new_page()
    page.goto(f"{live_server.url}/nl/desk/")
    search = page.get_by_role("searchbox")
    search.click()
    search.press_sequentially("hÁren")
    search.press("Enter")
    page.wait_for_timeout(700)  # the list is renewed half a second after the last letter
    expect(page.locator("#results")).not_to_contain_text("Wijkraad Laken")
    expect(page.locator("#results")).to_contain_text("Wijkraad Haren")
    expect(page.locator("#found")).to_contain_text("1 editie gevonden")
    expect(page.locator(".downloads a")).to_have_attribute(
        "href", "/nl/desk.csv?q=h%C3%81ren&phase=&sort="
    )
    page.get_by_role("checkbox").check()
    page.locator(".together select").select_option("move")
    page.locator(".together button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("volgende fase")
    page.locator("main form button").click()
    expect(page.locator("main")).to_contain_text("Uitvoering")
    assert Edition.objects.get(council__slug="haren").phase == Phase.REALISATION
    assert Edition.objects.get(council__slug="laken").phase == Phase.DECISION
