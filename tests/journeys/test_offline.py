"""Without a network: a page of our own, and what a device has read before."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, expect
from pytest_django.live_server_helper import LiveServer

from budgeting.models import Council, Edition
from proposals.models import Proposal
from tests.journeys.accessibility.axe import faults
from tests.journeys.device import (
    PHONE,
    PUBLIC,
    arrive,
    edition_to_read,
    is_forgotten,
    is_kept,
    is_styled,
    kept_pages,
    until,
)
from tests.triggers import lifted
from tests.voting.booth import open_now

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser_context_args(**PHONE),
]


@pytest.fixture
def edition(council: Council) -> Edition:
    return edition_to_read(council)


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [
        ("/nl/protection/", "nl", "U hebt geen verbinding"),
        ("/fr/vote/", "fr", "Vous n’avez pas de connexion"),
        ("/en/desk/", "en", "You have no connection"),
        ("/", "nl", "U hebt geen verbinding"),
    ],
)
def test_a_page_without_a_network_is_ours_in_the_language_of_the_page(
    page: Page,
    context: BrowserContext,
    live_server: LiveServer,
    path: str,
    language: str,
    title: str,
) -> None:
    site = arrive(page, live_server)
    context.set_offline(True)
    page.goto(site + path)
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".notice.warning")).to_be_visible()
    assert is_styled(page)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(".languages [lang=fr]").click()
    expect(page.locator("h1")).to_have_text("Vous n’avez pas de connexion")


def test_trying_again_leads_to_the_page_itself_once_the_network_is_back(
    page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    site = arrive(page, live_server)
    context.set_offline(True)
    page.goto(f"{site}/nl/vote/")
    page.locator(".actions a").first.click()
    expect(page.locator("h1")).to_have_text("U hebt geen verbinding")
    context.set_offline(False)
    page.locator(".actions a").first.click()
    expect(page).to_have_url(re.compile(r"/nl/vote/$"))
    expect(page.locator("#id_code")).to_be_visible()


def test_a_list_that_was_read_stays_readable_and_says_from_when_it_is(
    page: Page, context: BrowserContext, live_server: LiveServer, edition: Edition
) -> None:
    site = arrive(page, live_server)
    for path in (f"{PUBLIC}/proposals/", f"{PUBLIC}/rules/"):
        page.goto(site + path)
        is_kept(page, path)
    context.set_offline(True)
    page.goto(f"{site}{PUBLIC}/proposals/")
    expect(page.locator("main")).to_contain_text("Voorstel 1")
    expect(page.locator("[data-kept]")).to_contain_text("U leest deze pagina zoals ze was op")
    assert is_styled(page)
    assert faults(page) == []
    page.goto(f"{site}{PUBLIC}/proposals/?theme=green")
    expect(page.locator("h1")).to_have_text("U hebt geen verbinding")
    page.locator("main a", has_text="Reglement").click()
    expect(page.locator("main")).to_contain_text("Project 4")
    page.goto(f"{site}/fr/protection/")
    expect(page.locator("main ul a")).to_have_count(0)


def test_with_a_network_the_server_is_asked_and_a_withdrawn_page_is_forgotten(
    page: Page, context: BrowserContext, live_server: LiveServer, edition: Edition
) -> None:
    site = arrive(page, live_server)
    path = f"{PUBLIC}/proposals/1/"
    page.goto(site + path)
    is_kept(page, path)
    Proposal.objects.update(title_nl="Andere titel")
    page.goto(site + path)
    expect(page.locator("h1")).to_have_text("Andere titel")
    expect(page.locator("[data-kept]")).to_have_count(0)
    with lifted():
        Proposal.objects.all().delete()
        edition.ballot_projects.filter(number=1).delete()
    page.goto(site + path)
    is_forgotten(page, path)


def test_only_the_last_twenty_pages_are_kept(
    page: Page, live_server: LiveServer, council: Council
) -> None:
    open_now(of=council, count=23)
    site = arrive(page, live_server)
    paths = [f"{PUBLIC}/proposals/{number}/" for number in range(1, 24)]
    for path in paths:
        page.goto(site + path)
        is_kept(page, path)
    assert kept_pages(page) == paths[-20:]


def test_a_new_version_takes_the_place_of_the_old_one(page: Page, live_server: LiveServer) -> None:
    arrive(page, live_server)
    page.evaluate("async () => { await caches.open('wijkstem-0-pages'); await caches.open('x'); }")
    page.evaluate(
        """async () => {
          const old = await navigator.serviceWorker.getRegistration();
          await old.unregister();
        }"""
    )
    page.reload()
    until(page, "async () => !(await caches.keys()).includes('wijkstem-0-pages')")
    names = page.evaluate("caches.keys()")
    assert "x" in names
    assert len({name.split("-")[1] for name in names if name.startswith("wijkstem-")}) == 1


def test_the_browser_can_install_the_site(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    live_server: LiveServer,
    tmp_path: Path,
) -> None:
    """In a window with a profile: the private one of the other tests installs nothing."""
    window = browser_type.launch_persistent_context(tmp_path, **browser_type_launch_args)
    page = window.new_page()
    arrive(page, live_server)
    session = window.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    wrong = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    window.close()
    assert found["url"].startswith(f"{live_server.url}/manifest.webmanifest?lang=")
    assert found["errors"] == []
    assert wrong == []
