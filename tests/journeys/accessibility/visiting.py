"""Somebody at a browser: every page that they look at is checked and noted in a book."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import resolve, reverse
from django.utils.translation import override
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from budgeting.models import Edition, User
from tests.journeys.accessibility.checks import SCREEN, problems

SESSION = "wijkstem_session"
TIMEOUT = 8_000
# A form that comes back with its mistakes.
STILL_THE_PAGE = {422, 429}


@dataclass
class Book:
    """What was opened (names of addresses), and each fault with the places that show it."""

    opened: set[str] = field(default_factory=set)
    found: dict[str, list[str]] = field(default_factory=dict)

    def report(self) -> str:
        """Every fault once, with the first places; empty when there is none."""
        return "\n".join(
            f"{fault}\n  on {'; '.join(places[:3])}{f' and {more} more' if more > 0 else ''}"
            for fault, places in self.found.items()
            for more in [len(places) - 3]
        )


class Visitor:
    """One device with one person, in one language."""

    def __init__(self, context: BrowserContext, site: str, language: str, book: Book) -> None:
        self.context, self.site, self.language, self.book = context, site, language, book
        self.page: Page = context.new_page()
        self.status = 0
        self.said: list[ConsoleMessage] = []
        self.page.on("response", self._note_status)
        self.page.on("console", self._note_word)

    def _note_status(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.status = response.status

    def _note_word(self, said: ConsoleMessage) -> None:
        self.said.append(said)

    def address(self, view: str, *args: Any) -> str:
        """The address of a view by name; an edition stands for its council and itself."""
        parts: list[Any] = []
        for arg in args:
            parts += [arg.council.slug, arg.slug] if isinstance(arg, Edition) else [arg]
        with override(self.language):
            return reverse(view, args=parts)

    def go(self, path: str) -> None:
        self.page.goto(self.site + path)

    def open(
        self, view: str, *args: Any, note: str = "", status: int = 200, query: str = ""
    ) -> None:
        """Go to a view by its name, and look at it."""
        self.go(self.address(view, *args) + query)
        self.look(note or view, status)

    def look(self, name: str, status: int = 200) -> None:
        """Check the page that is open; faults go into the book under this name."""
        path = urlsplit(self.page.url).path
        if status < 400 or status in STILL_THE_PAGE:
            with override(self.language):
                match = resolve(path)
            self.book.opened.add(match.view_name or match.route)
        faults = problems(self.page, self.language)
        faults |= {line: [] for line in self._heard(status)}
        if self.status != status:
            faults[f"answered {self.status} instead of {status}"] = []
        for fault, shown in faults.items():
            place = f"{self.language} {name} {path} ({', '.join(shown)})"
            self.book.found.setdefault(fault, []).append(place)

    def _heard(self, status: int) -> list[str]:
        """What the browser complained about; that an error page is one, we know."""
        faults = [said for said in self.said if said.type == "error"]
        if status >= 400:
            faults = [said for said in faults if said.location["url"] != self.page.url]
        self.said.clear()
        return [f"console: {said.text} ({said.location['url']})" for said in faults]

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]:not([type=hidden])").first.fill(value)

    def press(self, ending: str = "", button: str = "") -> None:
        """The last button of the first form, or of the one whose address ends so."""
        if button:
            self.page.locator(f"main form {button}").last.click()
        else:
            form = f"main form[action$='{ending}']" if ending else "main form"
            self.page.locator(form).first.locator("button").last.click()
        self.page.wait_for_load_state()


class Devices:
    """Opens a browser for each person of a test, and closes them all."""

    def __init__(self, browser: Browser, site: str, language: str, book: Book) -> None:
        self.browser, self.site, self.language, self.book = browser, site, language, book
        self.contexts: list[BrowserContext] = []

    def of(self, person: User | None = None) -> Visitor:
        context = self.browser.new_context(
            viewport=SCREEN,
            locale=f"{self.language}-BE",
            reduced_motion="reduce",
            service_workers="block",
        )
        context.set_default_timeout(TIMEOUT)
        self.contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person)
            cookie = client.cookies[SESSION].value
            context.add_cookies([{"name": SESSION, "value": cookie, "url": self.site}])
        return Visitor(context, self.site, self.language, self.book)

    def close(self) -> None:
        for context in self.contexts:
            context.close()
