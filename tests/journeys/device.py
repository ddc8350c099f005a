"""What a device with a worker keeps: helps for journeys without a network."""

import time
from typing import Any

from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from budgeting.models import Council, Edition
from tests import build
from tests.voting.booth import open_now

PUBLIC = "/nl/c/demo-laken/2026"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "locale": "nl-BE"}
PATIENCE = 10.0  # seconds for what the worker does after a page is shown
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


def edition_to_read(council: Council) -> Edition:
    """Its vote is open now, and one proposal came in; the rest of the ballot had none here."""
    made = open_now(of=council)
    build.proposal(made, 1)
    return made
