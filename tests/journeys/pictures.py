"""`make screenshots`: pictures of the main pages of a running demo, for the README.

python -m tests.journeys.pictures http://127.0.0.1:8000 (VAR_DIR names the demo's folder)

Some sheets of paper that wait for a person stay in the demo.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests import services

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "screenshots"
DEMO = Path(os.environ.get("VAR_DIR") or ROOT / ".var") / "demo.json"
PAGES = {
    "home-nl": "/nl/",
    "edition-fr": "/fr/c/demo-laken/2026/",
    "proposals-fr": "/fr/c/demo-laken/2027/proposals/",
    "ballot-nl": "/nl/vote/ballot/",
    "result-nl": "/nl/c/demo-laken/2025/result/",
}
# Whose desk it is, its address, a link to follow there, and what the picture begins with.
DESKS = {
    "desk-nl": ("officer", "/nl/desk/", "", ""),
    "translator-fr": ("translator", "/fr/desk/demo-laken/texts/", "main table a", ""),
    "queue-nl": ("facilitator", "/nl/desk/demo-laken/2026/scanning/queue/", "", ""),
    "sheet-fr": (
        "facilitator",
        "/fr/desk/demo-laken/2026/scanning/queue/",
        "main a.button",
        "main section",
    ),
}
WIDTHS = {360: 740, 1280: 900}


def take(site: str) -> None:
    """Save each page at the size of a phone and of a screen."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    bring_sheets()
    sandbox = ["--no-sandbox"] if services.is_root() else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=services.find_chromium(), args=sandbox)
        for width, height in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="nl-BE")
            fill_in(page, site)
            for name, path in PAGES.items():
                page.goto(site + path)
                page.screenshot(path=FOLDER / f"{name}-{width}.png")
            for name, (person, path, link, first) in DESKS.items():
                sign_in(page, site, person)
                page.goto(site + path)
                if link:
                    page.locator(link).first.click()
                    page.wait_for_load_state("networkidle")
                if first:
                    page.locator(first).first.evaluate("one => one.scrollIntoView()")
                page.screenshot(path=FOLDER / f"{name}-{width}.png")
        browser.close()


def bring_sheets() -> None:
    """Let the demo have sheets that wait for a person."""
    words = "from tests.journeys.picture_sheets import bring; bring()"
    shell = [sys.executable, "manage.py", "shell", "--no-imports", "-c", words]
    subprocess.run(shell, cwd=ROOT, env={**os.environ, "DEMO": "1"}, check=True)


def sign_in(page: Page, site: str, person: str) -> None:
    """Become a person of the demo, in a browser that forgets who was there before."""
    page.context.clear_cookies()
    token = json.loads(DEMO.read_text(encoding="utf-8"))["people"][person]["token"]
    page.goto(f"{site}/demo/sign-in/{token}")


def fill_in(page: Page, site: str) -> None:
    """A ballot with two ticks that is not cast: the demo stays as it was."""
    code = json.loads(DEMO.read_text(encoding="utf-8"))["codes"][-1]
    page.goto(f"{site}/v/{code}")
    for number in (1, 4):
        page.locator(f"label[for=p{number}]").click()
    page.locator("form[data-unfinished-vote] button:not([name])").last.click()
    page.wait_for_load_state()


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/"))
