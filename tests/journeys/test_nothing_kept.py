"""What a device never keeps: a vote, a code, a receipt, and whatever somebody at work reads."""

import re

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from budgeting.models import Council, Edition, User
from tests.journeys.device import (
    PHONE,
    PUBLIC,
    arrive,
    caches_of,
    edition_to_read,
    is_forgotten,
    is_kept,
    kept_pages,
)
from tests.voting.booth import code_for
from tests.voting.test_casting import choice_in
from voting.codes import grouped
from voting.models import Envelope

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser_context_args(**PHONE),
]

NOT_FOR_CACHES = re.compile(r"/(v|vote|desk|account|admin)(/|$)|receipts", re.IGNORECASE)


@pytest.fixture
def edition(council: Council) -> Edition:
    return edition_to_read(council)


def test_a_vote_is_cast_beside_the_worker_and_nothing_of_it_is_kept(
    page: Page, context: BrowserContext, live_server: LiveServer, edition: Edition
) -> None:
    code = code_for(edition)
    site = arrive(page, live_server)
    through_the_worker: list[str] = []

    def note(answer: Response) -> None:
        if answer.from_service_worker:
            through_the_worker.append(answer.request.method)

    page.on("response", note)
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
    assert set(through_the_worker) == {"GET"}
    secrets = {code, grouped(code), code.upper(), envelope.receipt, grouped(envelope.receipt)}
    nothing_personal(page, secrets)


def without_a_network_the_booth_says_so(page: Page, context: BrowserContext, address: str) -> None:
    context.set_offline(True)
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Uw stem is nog NIET uitgebracht")
    expect(page.locator("main input")).to_have_count(0)
    context.set_offline(False)
    page.goto(address)


def signs_in(context: BrowserContext, site: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies["wijkstem_session"].value
    context.add_cookies([{"name": "wijkstem_session", "value": cookie, "url": site}])


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
    signs_in(context, site, officer)
    for path in ("", "about/", "desk/", "desk/demo-laken/2026/", "desk/demo-laken/2026/review/"):
        page.goto(f"{site}/nl/{path}")
        expect(page.locator("header form[action$='/account/logout/']")).to_be_visible()
    for path in (f"{PUBLIC}/rules/", f"{PUBLIC}/proposals/1/", before):
        page.goto(site + path)
    is_forgotten(page, before)
    assert kept_pages(page) == []
    nothing_personal(page, {officer.first_name, officer.email})
    context.set_offline(True)
    page.goto(f"{site}/nl/desk/")
    expect(page.locator("h1")).to_have_text("U hebt geen verbinding")
