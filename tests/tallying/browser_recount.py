"""The script that recounts, loaded in a browser without a page of the site around it."""

import base64
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

STATIC = Path(__file__).resolve().parents[2] / "tallying" / "static" / "tallying"
SCRIPT = STATIC / "recount.js"
# No host is asked: what this address answers is written here. Browsers digest over https only.
PLACE = "https://recount.test/"
_RECOUNT = """async (bundles) => {
  const { recount } = await import("/recount.js");
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt());
  const found = [];
  for (const bundle of bundles) {
    const heard = [];
    const made = await recount(bytes(bundle), (...told) => heard.push(told));
    found.push({ ...made, heard });
  }
  return found;
}"""


def page_with_script(browser: Browser) -> Page:
    """A page on which `recounted` works; close its context when done."""
    page = browser.new_context().new_page()
    page.route(PLACE + "**", _answer)
    page.goto(PLACE)
    return page


def _answer(route: Route) -> None:
    if route.request.url.endswith(SCRIPT.name):
        route.fulfill(body=SCRIPT.read_text(encoding="utf-8"), content_type="text/javascript")
    else:
        route.fulfill(body="<p>", content_type="text/html")


def recounted(page: Page, *bundles: bytes) -> list[dict[str, Any]]:
    """What the script says of each bundle: what it gives, and `heard`, its progress."""
    found: list[dict[str, Any]] = page.evaluate(
        _RECOUNT, [base64.b64encode(bundle).decode() for bundle in bundles]
    )
    return found
