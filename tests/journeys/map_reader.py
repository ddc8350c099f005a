"""Somebody in front of the large map: the page, its pins, and all that went over the line."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Response, expect

from budgeting.models import Area, Council, Edition
from budgeting.phases import Phase
from tests import build

RING = [[4.34, 50.87], [4.36, 50.87], [4.365, 50.9], [4.335, 50.9], [4.34, 50.87]]
LIST = "c/demo-laken/2026/proposals/"


class Reader:
    """Somebody with a page open; what went over the line and what the browser complained of."""

    def __init__(
        self, browser: Browser, site: str, width: int = 1280, height: int = 900, **options: Any
    ) -> None:
        options = {"locale": "nl-BE", "service_workers": "block"} | options
        viewport: Any = {"width": width, "height": height}
        self.context = browser.new_context(viewport=viewport, **options)
        self.page, self.site = self.context.new_page(), site
        self.answers: list[Response] = []
        self.complaints: list[str] = []
        self.page.on("response", lambda answer: self.answers.append(answer))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self._note(said.type, said.text))
        self.view = self.page.locator(".map-view")
        self.pins = self.page.locator(".map-mark")
        self.offer = self.page.locator("button[data-map]")

    def _note(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)

    def go(self, path: str = LIST, language: str = "nl") -> None:
        self.page.goto(f"{self.site}/{language}/{path}")

    def open(self, path: str = LIST, language: str = "nl") -> None:
        self.go(path, language)
        self.offer.click()
        expect(self.view).to_be_focused()

    def hosts(self) -> set[str]:
        urls = (urlsplit(answer.url) for answer in self.answers)
        return {url.netloc for url in urls if url.scheme != "data"}

    def boxes(self) -> list[Any]:
        """Of each pin its left, top, width and height in pixels."""
        return [box for pin in self.pins.all() if (box := pin.bounding_box())]

    def whole(self) -> list[float]:
        """Where the first pin lies: what moves when the map is moved."""
        box = self.boxes()[0]
        return [round(box["x"]), round(box["y"])]


def edition_on_the_map(council: Council) -> Edition:
    """Four proposals with a place, two of them on the very same spot, and one without."""
    area = {"type": "Polygon", "coordinates": [RING]}
    Area.objects.update(perimeter=area, lat=50.885, lon=4.35)
    made = build.edition(council, phase=Phase.REVIEW)
    for number, lat in enumerate((50.875, 50.88, 50.88, 50.895), start=1):
        build.proposal(made, number, lat=lat, lon=4.35)
    build.proposal(made, 5)
    return made
