"""The first view on a slow line: how much comes over it, in how many requests, and from where.

Chromium says what it asks for; each answer is weighed as it travels, compressed. What is loaded
after the first touch, and what the service worker keeps for later, is counted elsewhere.
"""

import gzip
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser, BrowserContext, Response
from pytest_django.live_server_helper import LiveServer

from budgeting.models import Edition
from budgeting.phases import Phase
from proposals.models import BallotProject
from tests import build
from tests.triggers import lifted
from tests.voting.booth import Booth, code_for, open_now

BYTES, REQUESTS = 60_000, 8
COMPRESSED = (".woff2", ".png")
THINGS = (
    "Een speelplaats met schaduw en water",
    "Trottoirs sans obstacles",
    "Een boomgaard voor de wijk",
    "Réparer plutôt que jeter",
    "Un banc tous les cent mètres",
    "Veilig oversteken aan de school",
)
ABOUT = (
    "Bomen en zand in plaats van beton, open in het weekend",
    "Des trottoirs plus larges près de la crèche et des commerces",
    "Twintig bomen, geplant en verzorgd door de buren",
    "Un atelier où l'on répare vélos, vêtements et petits appareils",
    "Verlichting die aangaat als iemand voorbijkomt",
)


def a_full_ballot(count: int) -> Edition:
    """A vote that is open, with projects that have something to say."""
    edition = open_now(count=count)
    for project in BallotProject.objects.filter(edition=edition):
        project.title_nl = f"{THINGS[project.number % 6]} {project.number * 37 % 101}"
        project.summary_nl = f"{ABOUT[project.number % 5]}, {project.number * 53 % 97} in totaal."
        project.place_nl = f"Buurt {project.number * 7 % 13}, aan nummer {project.number * 11}"
        project.lat, project.lon = 50.87 + project.number % 8 / 500, 4.34 + project.number % 9 / 500
        with lifted():
            project.save()
    return edition


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="nl-BE", service_workers="block"
    )
    yield context
    context.close()


def weigh(context: BrowserContext, address: str) -> dict[str, int]:
    """Bytes of each answer to one page, by address; the manifest counts, though asked for later."""
    answers: list[Response] = []
    page = context.new_page()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle")
    manifest = page.locator("link[rel=manifest]").get_attribute("href") or ""
    site = urlsplit(address)
    assert {urlsplit(answer.url).netloc for answer in answers} == {site.netloc}
    sizes = {answer.url: weight(answer.url, answer.body()) for answer in answers}
    whole = f"{site.scheme}://{site.netloc}{manifest}"
    sizes[whole] = weight(whole, context.request.get(whole).body())
    return sizes


def weight(address: str, body: bytes) -> int:
    return len(body if address.endswith(COMPRESSED) else gzip.compress(body, 6))


def is_light(sizes: dict[str, int]) -> None:
    assert sum(sizes.values()) <= BYTES, sizes
    assert len(sizes) <= REQUESTS, list(sizes)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_home_page_is_light(context: BrowserContext, live_server: LiveServer) -> None:
    for number in range(6):
        council = build.council(f"wijk-{number}", fictional=False)
        build.edition(council, phase=Phase.CALL)
        build.edition(council, slug="2025", phase=Phase.REALISATION)
    is_light(weigh(context, f"{live_server.url}/nl/"))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_edition_is_light(context: BrowserContext, live_server: LiveServer) -> None:
    edition = a_full_ballot(60)
    is_light(weigh(context, f"{live_server.url}/nl/c/{edition.address}/"))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_ballot_with_sixty_projects_is_light(
    context: BrowserContext, live_server: LiveServer
) -> None:
    code = code_for(a_full_ballot(60))
    page = context.new_page()
    page.goto(f"{live_server.url}/v/{code}")
    page.close()
    is_light(weigh(context, f"{live_server.url}/nl/vote/ballot/"))


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "rules/", "proposals/"])
def test_the_queries_of_a_page_do_not_grow_with_the_projects(page: str) -> None:
    few, many = open_now(count=3), build.voting(build.council("other"), count=40)
    assert queries(f"/nl/c/{few.address}/{page}") == queries(f"/nl/c/{many.address}/{page}")


@pytest.mark.django_db
def test_the_queries_of_the_home_page_do_not_grow_with_the_projects() -> None:
    open_now(count=3)
    before = queries("/nl/")
    build.projects(build.edition(build.council("other"), phase=Phase.PUBLICATION), 40)
    assert queries("/nl/") == before


@pytest.mark.django_db
def test_the_queries_of_a_ballot_do_not_grow_with_the_projects() -> None:
    counts = []
    for slug, count in (("few", 3), ("many", 60)):
        booth = Booth()
        booth.enter(code_for(open_now(of=build.council(slug), count=count)))
        counts.append(queries("/nl/vote/ballot/", booth.client))
    assert counts[0] == counts[1]


def queries(address: str, client: Client | None = None) -> int:
    with CaptureQueriesContext(connection) as seen:
        answer = (client or Client()).get(address)
    assert answer.status_code == 200
    return len(seen)
