"""The large map in a browser: on demand, light, by keyboard, and from this host alone."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from budgeting.models import Council
from tests.journeys.accessibility.axe import faults
from tests.journeys.map_reader import LIST, Reader, edition_on_the_map

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_BYTES = 60_000
Enter = Callable[..., Reader]


@pytest.fixture
def enter(browser: Browser, live_server: LiveServer, council: Council) -> Iterator[Enter]:
    edition_on_the_map(council)
    readers: list[Reader] = []

    def new(*size: int, **options: Any) -> Reader:
        readers.append(Reader(browser, live_server.url, *size, **options))
        return readers[-1]

    yield new
    for reader in readers:
        reader.context.close()


def test_it_is_fetched_on_demand_light_and_from_this_host_alone(enter: Enter) -> None:
    reader = enter()
    reader.go()
    reader.page.wait_for_load_state("networkidle")
    assert not [one.url for one in reader.answers if re.search(r"leaflet|/map\.|geojson", one.url)]
    first = len(reader.answers)
    reader.offer.click()
    expect(reader.pins).to_have_count(4)
    reader.page.wait_for_load_state("networkidle")
    brought = reader.answers[first:]
    names = {urlsplit(answer.url).path.split("/")[-1] for answer in brought}
    assert names == {"map.js", "map.css", "leaflet.css", "leaflet.js", "proposals.geojson"}
    assert sum(len(gzip.compress(answer.body())) for answer in brought) <= MOST_BYTES
    assert reader.hosts() == {urlsplit(reader.site).netloc}
    assert reader.complaints == []


def test_our_own_part_is_small() -> None:
    for name in ("map.js", "map.css"):
        path = finders.find(f"budgeting/{name}")
        assert isinstance(path, str)
        assert len(gzip.compress(Path(path).read_bytes())) <= 4096, name


def test_the_keyboard_moves_zooms_and_follows_a_pin(enter: Enter) -> None:
    reader = enter()
    reader.go()
    reader.offer.press("Enter")
    expect(reader.view).to_be_focused()
    expect(reader.view).to_have_role("region")
    expect(reader.view).to_have_accessible_name(re.compile("Kaart van de voorstellen"))
    before = reader.whole()
    reader.page.keyboard.press("ArrowRight")
    reader.page.wait_for_timeout(500)
    assert reader.whole() != before
    apart = reader.boxes()[3]["y"] - reader.boxes()[0]["y"]
    reader.page.keyboard.press("+")
    reader.page.wait_for_timeout(500)
    assert abs(reader.boxes()[3]["y"] - reader.boxes()[0]["y"]) > 1.5 * abs(apart)
    reader.page.keyboard.press("Tab")
    expect(reader.pins.nth(0)).to_be_focused()
    expect(reader.pins.nth(0)).to_be_in_viewport()
    expect(reader.pins.nth(0)).to_have_role("link")
    expect(reader.pins.nth(0)).to_have_accessible_name("1. Voorstel 1")
    expect(reader.pins.nth(0).locator("span")).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(reader.pins.nth(0).locator("span")).to_be_hidden()
    reader.page.keyboard.press("Enter")
    expect(reader.page).to_have_url(f"{reader.site}/nl/{LIST}1/")
    assert reader.complaints == []


def test_closing_gives_the_small_map_and_the_focus_back(enter: Enter) -> None:
    reader = enter()
    reader.open()
    expect(reader.page.locator("figure.map")).to_be_hidden()
    reader.page.keyboard.press("Shift+Tab")
    for _step in range(3):
        reader.page.keyboard.press("Shift+Tab")
    expect(reader.page.locator("[data-map-do=close]")).to_be_focused()
    expect(reader.page.locator("[data-map-do=close]")).to_have_text("De grote kaart sluiten")
    reader.page.keyboard.press("Enter")
    expect(reader.offer).to_be_focused()
    expect(reader.page.locator("figure.map svg")).to_be_visible()
    expect(reader.view).to_have_count(0)
    reader.page.keyboard.press("Space")
    expect(reader.pins).to_have_count(4)
    assert reader.complaints == []


def test_the_buttons_zoom_and_show_everything_again(enter: Enter) -> None:
    reader = enter(reduced_motion="reduce")
    reader.open()
    start = reader.whole()
    for act in ("in", "in", "out"):
        reader.page.locator(f"[data-map-do={act}]").click()
    assert reader.whole() != start
    reader.page.locator("[data-map-do=whole]").click()
    assert reader.whole() == start


def test_a_pin_and_its_line_in_the_list_light_up_together(enter: Enter) -> None:
    reader = enter()
    reader.open()
    row = reader.page.locator("#item-2")
    row.hover()
    expect(reader.pins.nth(1)).to_have_class(re.compile("is-lit"))
    reader.pins.nth(3).hover()
    expect(reader.page.locator("#item-4")).to_have_class(re.compile("is-lit"))
    expect(row).not_to_have_class(re.compile("is-lit"))


def test_moving_the_map_by_a_pin_does_not_follow_it(enter: Enter) -> None:
    reader = enter()
    reader.open()
    before = reader.whole()
    reader.pins.nth(0).hover()
    reader.page.mouse.down()
    reader.page.mouse.move(before[0] + 70, before[1] - 20, steps=4)
    reader.page.mouse.up()
    assert reader.whole() != before
    expect(reader.page).to_have_url(f"{reader.site}/nl/{LIST}")
    reader.page.wait_for_timeout(500)  # it glides on for a moment
    reader.pins.nth(3).click()
    expect(reader.page).to_have_url(f"{reader.site}/nl/{LIST}4/")


@pytest.mark.parametrize("width", [360, 1280])
def test_pins_and_buttons_are_large_enough_and_apart(enter: Enter, width: int) -> None:
    reader = enter(width, 640)
    reader.open()
    boxes = reader.boxes()
    assert all(box["width"] >= 24 and box["height"] >= 24 for box in boxes)
    middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]
    for at, (x, y) in enumerate(middles):
        assert all((x - a) ** 2 + (y - b) ** 2 >= 24**2 for a, b in middles[:at])
    for button in reader.page.locator(".map-tools button").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width


def test_with_text_twice_as_large_nothing_is_lost(enter: Enter) -> None:
    reader = enter(360, 640)
    reader.go()
    reader.page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    reader.offer.click()
    expect(reader.pins).to_have_count(4)
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 360
    tools = [
        box for b in reader.page.locator(".map-tools button").all() if (box := b.bounding_box())
    ]
    for at, one in enumerate(tools):
        for other in tools[:at]:
            beside = one["x"] >= other["x"] + other["width"] - 1
            below = one["y"] >= other["y"] + other["height"] - 1
            assert beside or below


def test_nothing_glides_for_who_asked_for_less_motion(enter: Enter) -> None:
    reader = enter(reduced_motion="reduce")
    reader.open()
    expect(reader.view).not_to_have_class(re.compile("leaflet-(zoom|fade)-anim"))
    before = reader.whole()
    reader.page.keyboard.press("ArrowDown")
    moved = reader.whole()
    assert moved != before
    reader.page.wait_for_timeout(300)
    assert reader.whole() == moved


@pytest.mark.parametrize("path", [LIST, f"{LIST}1/", ""], ids=["list", "proposal", "home"])
@pytest.mark.parametrize(("language", "scheme"), [("nl", "light"), ("fr", "dark")])
def test_axe_finds_nothing_on_the_open_map(
    enter: Enter, path: str, language: str, scheme: str
) -> None:
    reader = enter(color_scheme=scheme)
    reader.open(path, language)
    expect(reader.pins).not_to_have_count(0)
    assert faults(reader.page) == []
    assert reader.complaints == []


def test_colours_of_the_system_keep_the_pins(enter: Enter) -> None:
    reader = enter(forced_colors="active")
    reader.open()
    colours = "pin => [getComputedStyle(pin).backgroundColor, getComputedStyle(pin).color]"
    ground, number = reader.pins.nth(0).evaluate(colours)
    assert ground != number


def test_the_page_of_a_proposal_shows_its_one_place(enter: Enter) -> None:
    reader = enter()
    reader.open(f"{LIST}3/", "fr")
    expect(reader.pins).to_have_count(1)
    expect(reader.pins).to_have_role("img")
    expect(reader.pins).to_have_accessible_name("3. Proposition 3")
    expect(reader.page.locator(".map-large")).to_contain_text("Limite fictive")


def test_without_scripts_nothing_is_offered_that_does_nothing(enter: Enter) -> None:
    reader = enter(java_script_enabled=False)
    reader.go()
    expect(reader.offer).to_be_hidden()
    expect(reader.page.locator("figure.map svg")).to_be_visible()


def test_a_map_in_a_renewed_part_of_the_page_opens_too(enter: Enter) -> None:
    reader = enter()
    reader.go("")
    reader.page.locator("#phase").focus()
    reader.page.locator("#phase").select_option("review")
    expect(reader.offer).to_have_attribute("data-map", re.compile("phase=review"))
    reader.offer.click()
    expect(reader.pins).to_have_count(1)


@pytest.mark.parametrize("missing", ["map.js", "leaflet.js", "map.css", "proposals.geojson"])
def test_a_bad_line_is_told_and_tried_again(enter: Enter, missing: str) -> None:
    reader = enter()
    reader.go()
    reader.page.route(f"**/{missing}", lambda route: route.abort())
    reader.offer.click()
    expect(reader.page.locator("figure.map [role=status]")).to_contain_text("kon niet geladen")
    expect(reader.page.locator("figure.map svg")).to_be_visible()
    reader.page.unroute(f"**/{missing}")
    reader.offer.click()
    expect(reader.pins).to_have_count(4)
