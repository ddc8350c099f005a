"""`make screenshots`: pictures of the main pages of a running demo, for the README.

python -m tests.journeys.pictures http://127.0.0.1:8000
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import services

FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "screenshots"
PAGES = {
    "home-nl": "/nl/",
    "result-nl": "/nl/c/demo-laken/2025/result/",
}
WIDTHS = {360: 740, 1280: 900}


def take(site: str) -> None:
    """Save each page at the size of a phone and of a screen."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    sandbox = ["--no-sandbox"] if services.is_root() else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=services.find_chromium(), args=sandbox)
        for width, height in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for name, path in PAGES.items():
                page.goto(site + path)
                page.screenshot(path=FOLDER / f"{name}-{width}.png")
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/"))
