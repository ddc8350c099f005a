"""Without a network: what a device can still read, and what it never keeps."""

import re
import time
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from budgeting.models import Council, Edition, User
from proposals.models import Proposal
from tests import build
from tests.voting.booth import code_for, open_now
from tests.voting.test_casting import choice_in
from voting.codes import grouped
from voting.models import Envelope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE = 10.0  # seconds for what the worker does after a page is shown
PUBLIC = "/nl/c/demo-laken/2026"
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
# Everything in every cache of the site, as {cache: {address: text}}.
CACHES = """async () => {
  const all = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    all[name] = {};
    for (const request of await cache.keys()) {
      all[name][request.url] = await (await cache.match(request)).text();
    }
  }
  return all;
}"""
NOT_FOR_CACHES = re.compile(r"/(v|vote|desk|account|admin)(/|$)|receipts")


@pytest.fixture
def edition(council: Council) -> Edition:
    made = open_now(of=council)
    build.proposal(made, 1)
    return made


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 360, "height": 640}, locale="nl-BE")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def arrive(page: Page, live_server: LiveServer, path: str = "/nl/") -> str:
    """Come to the site and stay until the worker has taken its place; gives the site's address."""
    page.goto(live_server.url + path)
    page.wait_for_function(CONTROLLED)
    return live_server.url


def caches_of(page: Page) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = page.evaluate(CACHES)
    return found


def kept_pages(page: Page) -> list[str]:
    """Paths of the public pages this device keeps, the oldest first."""
    caches = caches_of(page)
    (name,) = [name for name in caches if name.endswith("-pages")] or [""]
    return ["/" + address.split("/", 3)[3] for address in caches.get(name, {})]


def until(page: Page, question: str, argument: str = "") -> None:
    """Ask the page until the promise it gives is true."""
    latest = time.monotonic() + PATIENCE
    while not page.evaluate(question, argument):
        assert time.monotonic() < latest, f"{question} {argument}"
        page.wait_for_timeout(20)


def is_kept(page: Page, path: str) -> None:
    """The worker keeps a page after it was shown."""
    until(page, "async (path) => Boolean(await caches.match(path))", path)


def is_forgotten(page: Page, path: str) -> None:
    until(page, "async (path) => !(await caches.match(path))", path)


def is_styled(page: Page) -> bool:
    """Whether the style sheet is there, with the font it asks for."""
    family = "getComputedStyle(document.body).fontFamily"
    sheets = "document.styleSheets.length"
    return "Atkinson" in page.evaluate(family) and page.evaluate(sheets) > 0


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


def test_a_vote_is_cast_beside_the_worker_and_nothing_of_it_is_kept(
    page: Page, context: BrowserContext, live_server: LiveServer, edition: Edition
) -> None:
    code = code_for(edition)
    site = arrive(page, live_server)
    answered_by_worker: list[str] = []
    page.on("response", lambda r: answered_by_worker.append(r.request.method + r.url)
            if r.from_service_worker else None)  # fmt: skip
    page.goto(f"{site}/v/{code}")
    expect(page).to_have_url(f"{site}/nl/vote/ballot/")
    for number in (1, 3):
        page.locator(f"label[for=p{number}]").click()
    page.locator("main form button:not([name])").first.click()
    expect(page).to_have_url(f"{site}/nl/vote/check/")
    without_a_network_the_booth_says_so(page, context, f"{site}/nl/vote/check/")
    page.locator("main form button:not([name])").first.click()
    expect(page).to_have_url(f"{site}/nl/vote/done/")
    envelope = Envelope.objects.get()
    assert choice_in(envelope) == ["1", "3"]
    page.goto(f"{site}/nl/vote/receipt/")
    page.goto(f"{site}{PUBLIC}/rules/")
    is_kept(page, f"{PUBLIC}/rules/")
    assert not [each for each in answered_by_worker if each.startswith("POST")]
    secrets = {code, grouped(code), code.upper(), envelope.receipt, grouped(envelope.receipt)}
    nothing_personal(page, secrets)


def without_a_network_the_booth_says_so(page: Page, context: BrowserContext, address: str) -> None:
    context.set_offline(True)
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Uw stem is nog NIET uitgebracht")
    expect(page.locator("main input")).to_have_count(0)
    context.set_offline(False)
    page.goto(address)


def nothing_personal(page: Page, secrets: set[str]) -> None:
    """No address of one person's pages, none of their secrets and no form's token is kept."""
    caches = caches_of(page)
    assert caches
    for kept in caches.values():
        for address, text in kept.items():
            assert not NOT_FOR_CACHES.search(address), address
            assert "csrfmiddlewaretoken" not in text, address
            assert 'action="/nl/account/logout/"' not in text, address
            for secret in secrets:
                assert secret not in address + text, address


def test_nothing_that_an_officer_reads_is_kept(
    page: Page,
    context: BrowserContext,
    live_server: LiveServer,
    edition: Edition,
    officer: User,
) -> None:
    site = arrive(page, live_server)
    before = f"{PUBLIC}/proposals/"
    page.goto(site + before)
    is_kept(page, before)
    client = Client()
    client.force_login(officer)
    cookie = client.cookies["wijkstem_session"].value
    context.add_cookies([{"name": "wijkstem_session", "value": cookie, "url": site}])
    for path in (
        "/",
        "/about/",
        "/desk/",
        "/desk/demo-laken/2026/",
        "/desk/demo-laken/2026/review/",
    ):
        page.goto(f"{site}/nl{path}")
        expect(page.locator("header form[action$='/account/logout/']")).to_be_visible()
    for path in (f"{PUBLIC}/rules/", f"{PUBLIC}/proposals/1/", before):
        page.goto(site + path)
    is_forgotten(page, before)
    assert kept_pages(page) == []
    nothing_personal(page, {officer.first_name, officer.email})
    context.set_offline(True)
    page.goto(f"{site}/nl/desk/")
    expect(page.locator("h1")).to_have_text("U hebt geen verbinding")


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
    page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    arrive(page, live_server)
    session = context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["url"].endswith("/manifest.webmanifest?lang=nl")
    # A context of a test is a private window, and those install nothing: the one thing allowed.
    wrong = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {each["errorId"] for each in wrong} <= {"in-incognito"}
