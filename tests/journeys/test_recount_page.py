"""The page that counts a result again, in a browser: by one click, from a file, and stopped."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from budgeting.models import Edition, Publication
from tallying.services.loading import load_edition
from tests.journeys.accessibility.axe import faults
from tests.tallying.files import document, votes, written
from tests.triggers import lifted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE = 60_000  # milliseconds for a count


FINISHED = {"phase": "council_review", "calendar_days": {"call": [-90, -60], "vote": [-50, -40]}}


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """Thirty ballots on two projects of 600 and 500.50 euro; 1,000 euro to divide."""
    ballots = votes(tmp_path, *["online,1"] * 16, *["paper,1 2"] * 6, *["online,2"] * 8)
    return load_edition(written(tmp_path, document(**FINISHED)), ballots=ballots).edition


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="nl-BE", service_workers="block"
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, live_server: LiveServer, edition: Edition) -> Page:
    page = context.new_page()
    open_at(page, live_server, edition)
    return page


def open_at(page: Page, live_server: LiveServer, edition: Edition, language: str = "nl") -> None:
    address = f"c/{edition.council.slug}/{edition.slug}/explained/recount/"
    page.goto(f"{live_server.url}/{language}/{address}")


def the_zip(page: Page) -> bytes:
    address = page.locator("#recount").get_attribute("data-bundle")
    assert address
    return page.request.get(page.url.split("/nl/")[0] + address).body()


def with_other_ballot(data: bytes) -> bytes:
    """The same zip, in which somebody wrote another choice on the third ballot."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    lines = files["election.pb"].split(b"\n")
    third = lines.index(b"VOTES") + 4
    lines[third] = lines[third].split(b";")[0] + b";2"
    files["election.pb"] = b"\n".join(lines)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def choose(page: Page, data: bytes) -> None:
    page.get_by_text("Hebt u de zip al?").click()
    file: FilePayload = {"name": "bundle.zip", "mimeType": "application/zip", "buffer": data}
    page.get_by_label("Kies de zip").set_input_files(files=[file])


def test_one_click_counts_every_result_here(page: Page) -> None:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.get_by_role("button", name="Opnieuw tellen op dit toestel").click()
    verdict = page.get_by_role("status")
    expect(verdict).to_contain_text("Hetzelfde resultaat", timeout=PATIENCE)
    expect(verdict).to_contain_text("Hier zijn 30 stemmen geteld.")
    expect(verdict).to_contain_text("Gelijke delen: 1 project, zoals gepubliceerd.")
    expect(verdict).to_contain_text(re.compile("Meeste stemmen eerst: 1 project"))
    expect(page.locator("progress")).to_be_hidden()
    assert complaints == []
    assert faults(page) == []


def test_a_file_that_somebody_changed_is_told_line_by_line(page: Page) -> None:
    choose(page, with_other_ballot(the_zip(page)))
    verdict = page.get_by_role("status")
    expect(verdict).to_contain_text("Niet hetzelfde", timeout=PATIENCE)
    expect(verdict).to_contain_text("niet dat wat deze site publiceert")
    expect(verdict).to_contain_text(re.compile(r"election\.pb, regel \d+, is veranderd.*3;2"))
    expect(verdict).to_contain_text(
        re.compile("Project 1, stemmen: gepubliceerd 22, hier geteld 21")
    )


def test_the_file_of_this_site_may_be_chosen_too(page: Page) -> None:
    choose(page, the_zip(page))
    expect(page.get_by_role("status")).to_contain_text("Hetzelfde resultaat", timeout=PATIENCE)


def test_a_count_can_be_stopped_by_keyboard_and_begun_again(page: Page) -> None:
    button = page.get_by_role("button", name="Opnieuw tellen op dit toestel")
    held: list[Route] = []
    page.route("**/bundle.zip", lambda route: held.append(route))
    button.press("Enter")
    stop = page.get_by_role("button", name="Stoppen")
    expect(stop).to_be_focused()
    stop.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("De telling is gestopt.")
    expect(button).to_be_focused()
    held[0].continue_()
    page.unroute("**/bundle.zip")
    button.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Hetzelfde resultaat", timeout=PATIENCE)


def test_a_line_that_breaks_is_told_and_nothing_hangs(page: Page) -> None:
    page.route("**/bundle.zip", lambda route: route.abort())
    page.get_by_role("button", name="Opnieuw tellen op dit toestel").click()
    expect(page.get_by_role("status")).to_contain_text("konden niet worden opgehaald")
    expect(page.get_by_role("button", name="Opnieuw tellen op dit toestel")).to_be_enabled()


def test_without_scripts_the_other_ways_are_there(
    browser: Browser, live_server: LiveServer, edition: Edition
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-BE")
    page = context.new_page()
    open_at(page, live_server, edition, "fr")
    expect(page.get_by_role("button", name="Recompter")).to_have_count(0)
    assert "demande JavaScript" in page.content()
    expect(page.locator("main")).to_contain_text("python3 recount.py demo-laken-2026-bundle.zip")
    expect(page.get_by_role("link", name="(zip)")).to_be_visible()
    context.close()


def test_where_ballots_are_withheld_nothing_is_offered_that_cannot_be(
    context: BrowserContext, live_server: LiveServer, edition: Edition
) -> None:
    with lifted():
        Edition.objects.filter(pk=edition.pk).update(publication=Publication.TOTALS)
    page = context.new_page()
    open_at(page, live_server, edition)
    expect(page.locator("main")).to_contain_text("Deze stemmen zijn niet gepubliceerd")
    expect(page.get_by_role("button", name="Opnieuw tellen")).to_have_count(0)
    expect(page.locator(".digest").first).to_be_visible()
