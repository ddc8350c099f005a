"""Parts of a page that renew themselves: the address follows, the focus stays, nothing is lost."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from budgeting.models import Council, User
from budgeting.phases import Phase
from tallying.models import RunState, TallyRun
from tests import build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone that notes every complaint of the browser: there must be none."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="nl-BE")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert not complaints


@pytest.fixture
def two_editions(council: Council) -> None:
    call = build.edition(council, slug="2027", title_nl="Oproep 2027", phase=Phase.CALL)
    for number, code in ((1, "green"), (2, "sport"), (3, "green")):
        build.proposal(call, number, theme=build.theme(call, code), lat=50.87, lon=4.35)
    build.edition(council, slug="2025", title_nl="Einde 2025", phase=Phase.CLOSED)


def requested(page: Page) -> list[str]:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.resource_type))
    return seen


def test_the_home_page_follows_its_filter_without_a_new_page(
    page: Page, live_server: LiveServer, two_editions: None
) -> None:
    page.goto(f"{live_server.url}/nl/")
    seen = requested(page)
    phase = page.get_by_label("Fase")
    phase.focus()
    phase.select_option("closed")
    expect(page).to_have_url(f"{live_server.url}/nl/?theme=&phase=closed")
    expect(page.locator("#results")).to_contain_text("Einde 2025")
    expect(page.locator("#results")).not_to_contain_text("Oproep 2027")
    expect(page.locator("#found")).to_contain_text("1 editie")
    expect(phase).to_be_focused()
    assert "document" not in seen
    page.go_back()
    expect(page.locator("#results")).to_contain_text("Oproep 2027")


def test_a_filter_that_cannot_be_renewed_is_asked_for_as_a_page(
    browser: Browser, live_server: LiveServer, two_editions: None
) -> None:
    context = browser.new_context(locale="nl-BE", service_workers="block")
    page = context.new_page()
    page.goto(f"{live_server.url}/nl/")
    page.route("**/*", fail_parts)
    phase = page.get_by_label("Fase")
    phase.focus()
    phase.select_option("closed")
    expect(page.locator("#results")).not_to_contain_text("Oproep 2027")
    expect(page).to_have_url(f"{live_server.url}/nl/?theme=&phase=closed")
    expect(page.get_by_label("Fase")).to_have_value("closed")
    context.close()


def fail_parts(route: Route) -> None:
    """The server is too busy for a part of a page, and answers the whole page."""
    if "hx-request" in route.request.headers:
        route.fulfill(status=503)
    else:
        route.continue_()


def test_the_same_filter_works_without_scripts(
    browser: Browser, live_server: LiveServer, two_editions: None
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-BE")
    page = context.new_page()
    page.goto(f"{live_server.url}/nl/")
    page.get_by_label("Fase").select_option("closed")
    page.locator("form.filter button").click()
    expect(page.locator("#results")).not_to_contain_text("Oproep 2027")
    context.close()


def test_a_list_of_proposals_follows_its_theme(
    page: Page, live_server: LiveServer, two_editions: None
) -> None:
    page.goto(f"{live_server.url}/nl/c/demo-laken/2027/proposals/")
    theme = page.get_by_label("Thema")
    theme.focus()
    theme.select_option("sport")
    expect(page.locator("#results .numbered li")).to_have_count(1)
    expect(page).to_have_url(f"{live_server.url}/nl/c/demo-laken/2027/proposals/?theme=sport")
    expect(theme).to_be_focused()


def test_a_count_that_ends_is_seen_without_a_new_page(
    page: Page, live_server: LiveServer, council: Council, officer: User
) -> None:
    edition = build.edition(council, phase=Phase.COUNTING)
    run = TallyRun.objects.create(
        edition=edition, asked_by=officer, asked_at=timezone.now(), state=RunState.RUNNING
    )
    client = Client()
    client.force_login(officer)
    cookie = client.cookies["wijkstem_session"].value
    page.context.add_cookies(
        [{"name": "wijkstem_session", "value": cookie, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/nl/desk/demo-laken/2026/tally/")
    expect(page.locator("#run progress")).to_be_visible()
    seen = requested(page)
    TallyRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, error_code="unexpected")
    expect(page.locator("#run .notice.danger")).to_be_visible(timeout=8000)
    assert "document" not in seen
