"""An officer goes from a template to a published list of projects, in a browser, by clicking."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Edition, User
from budgeting.phases import Phase

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SESSION = "wijkstem_session"
MOST_SUBMISSIONS = 15
DESK = "desk/demo-laken/2030/"
PROPOSALS = (
    {
        "title": "Vier bomen op het plein",
        "summary": "Op warme dagen is er nergens schaduw voor wie op de bus wacht.",
        "place": "Kerkplein",
        "cost": "18.000",
        "contact": "amina@example.org",
    },
    {
        "title": "Een leeshoek voor kinderen",
        "summary": "Voorlezen op woensdag, met tweedehandse boeken in vele talen.",
        "place": "Wijkhuis",
        "cost": "4 500",
        "contact": "0470 12 34 56",
    },
)
FRENCH = (
    {
        "title_fr": "Quatre arbres sur la place",
        "summary_fr": "Quand il fait chaud, il n’y a pas d’ombre pour attendre le bus.",
        "place_fr": "Place de l’Église",
        "realised_by_nl": "Stad Brussel",
        "realised_by_fr": "Ville de Bruxelles",
    },
    {
        "title_fr": "Un coin lecture pour les enfants",
        "summary_fr": "Des lectures le mercredi, avec des livres d’occasion en plusieurs langues.",
        "place_fr": "Maison de quartier",
        "realised_by_nl": "De buurtgroep",
        "realised_by_fr": "Le groupe de voisins",
    },
)


class Visitor:
    """Somebody at a browser who only clicks; `sent` counts the forms of everybody."""

    def __init__(self, page: Page, site: str, sent: list[str]) -> None:
        self.page, self.site, self.sent = page, site, sent
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if request.method == "POST":
            self.sent.append(request.url)

    def go(self, path: str) -> None:
        answer = self.page.goto(f"{self.site}/nl/{path}")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def follow(self, ending: str) -> None:
        self.page.locator(f"main a[href$='{ending}']").first.click()
        self.page.wait_for_load_state()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]:not([type=hidden])").fill(value)

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"main [name={name}][value='{value}']:not([type=hidden])").check()

    def press(self, ending: str = "") -> None:
        form = f"main form[action$='{ending}']" if ending else "main form"
        self.page.locator(f"{form} button:not([name=texts])").last.click()
        self.page.wait_for_load_state()


Enter = Callable[[User | None], Visitor]


@pytest.fixture
def enter(browser: Browser, live_server: LiveServer) -> Iterator[Enter]:
    contexts: list[BrowserContext] = []
    sent: list[str] = []

    def new(user: User | None) -> Visitor:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-BE")
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[SESSION].value
            context.add_cookies([{"name": SESSION, "value": cookie, "url": live_server.url}])
        return Visitor(context.new_page(), live_server.url, sent)

    yield new
    for context in contexts:
        context.close()


def test_from_a_template_to_a_published_list_of_projects(enter: Enter, officer: User) -> None:
    desk, street = enter(officer), enter(None)
    draft_from_template(desk)
    change_what_is_different_here(desk)
    move_on(desk, Phase.CALL)
    for answers in PROPOSALS:
        send_proposal(street, answers)
    move_on(desk, Phase.REVIEW)
    for number, texts in enumerate(FRENCH, start=1):
        keep_proposal(desk, number, texts)
    publish(desk)

    for language, title in (
        ("nl", "Vier bomen op het plein"),
        ("fr", "Quatre arbres sur la place"),
    ):
        street.page.goto(f"{street.site}/{language}/c/demo-laken/2030/")
        expect(street.page.locator("main")).to_contain_text(title)
    assert len(desk.sent) <= MOST_SUBMISSIONS, desk.sent
    assert len(desk.sent) == 9


def draft_from_template(desk: Visitor) -> None:
    today = timezone.localdate(DATABASE_CLOCK.now())
    desk.go("desk/demo-laken/")
    desk.follow("editions/new/")
    desk.choose("source", "template:citizens-budget")
    desk.fill(slug="2030", budget="300.000", first_day=today.isoformat())
    desk.press()
    expect(desk.page).to_have_url(f"{desk.site}/nl/{DESK}settings/")
    states = desk.page.locator(".settings-block:not(:has(#block-box)) .badge.warning")
    expect(states).to_have_count(0)


def change_what_is_different_here(desk: Visitor) -> None:
    desk.follow("settings/money/")
    desk.fill(grant_cap_cents="5.000")
    desk.press()
    expect(desk.page.locator("main")).to_contain_text("€\u00a05.000")
    desk.follow("2030/preview/")
    expect(desk.page.locator(".notice").first).to_contain_text("Voorbeeld")


def move_on(desk: Visitor, to: Phase) -> None:
    desk.go(DESK)
    desk.follow("2030/moves/")
    desk.press("/move/")
    assert the_edition().phase == to


def send_proposal(street: Visitor, answers: dict[str, str]) -> None:
    street.go("c/demo-laken/2030/")
    street.follow("proposals/new/")
    street.fill(**answers)
    street.press()
    expect(street.page.locator("main")).to_contain_text(answers["title"])


def keep_proposal(desk: Visitor, number: int, texts: dict[str, str]) -> None:
    desk.go(f"{DESK}review/")
    desk.follow(f"review/{number}/")
    desk.choose("outcome", "kept")
    desk.fill(**texts)
    desk.press()
    assert the_edition().proposals.get(number=number).outcome == "kept"


def publish(desk: Visitor) -> None:
    desk.go(f"{DESK}review/")
    desk.press("/publish/")
    edition = the_edition()
    assert edition.phase == Phase.PUBLICATION
    assert edition.ballot_projects.count() == len(PROPOSALS)


def the_edition() -> Edition:
    return Edition.objects.get(council__slug="demo-laken", slug="2030")
