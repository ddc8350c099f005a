"""With the keyboard alone: a way past the menu, an order, and always a sign of where one is."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility.axe import shortened
from tests.journeys.accessibility.checks import PHONE, SCREEN
from tests.journeys.accessibility.main_pages import MAIN_PAGES
from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("language", ["nl"]),
]

MOST = 250
# What has the focus, and three things about it: whether it looks otherwise than without (itself,
# what is drawn for it, or the box around it), whether any of it is in sight with nothing over it,
# and whether it comes after the one before.
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const drawn = node => ["", "::before", "::after"].map(part => {
        const style = getComputedStyle(node, part);
        const line = style.outlineStyle === "none" ? "" : style.outline;
        return [line, style.boxShadow, style.stroke, style.strokeWidth].join();
    });
    const around = [element, ...element.querySelectorAll("*")];
    for (let box = element.parentElement; box && around.length < 90; box = box.parentElement)
        around.push(box);
    const look = () => around.map(drawn).join("|");
    const focused = look();
    element.blur();
    const marked = look() !== focused;
    element.focus({preventScroll: true});
    const box = element.getBoundingClientRect();
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    const own = [element, ...(element.labels || [])];
    const inSight = [0.1, 0.5, 0.9].some(across => [0.1, 0.5, 0.9].some(down => {
        const there = document.elementFromPoint(
            left + across * (right - left), top + down * (bottom - top));
        return own.some(one => one.contains(there)) || !!there && there.contains(element);
    }));
    const before = window.focusedBefore;
    window.focusedBefore = element;
    return {
        html: element.outerHTML,
        marked,
        inSight: right > left && bottom > top && inSight,
        follows: !before || !!(before.compareDocumentPosition(element)
            & Node.DOCUMENT_POSITION_FOLLOWING),
    };
}"""


@pytest.mark.parametrize("name", MAIN_PAGES)
def test_the_first_tab_leads_past_the_menu(name: str, devices: Devices, world: World) -> None:
    page = arrive(devices.of(), world, name)
    link = page.locator(".skip-link")
    expect(link).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["screen", "phone"])
@pytest.mark.parametrize("name", MAIN_PAGES)
def test_tab_goes_through_the_page_in_order_and_is_always_seen(
    name: str, size: Any, devices: Devices, world: World
) -> None:
    page = arrive(devices.of(), world, name)
    page.set_viewport_size(size)
    assert page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0
    found = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        faults = [fault for fault in ("marked", "inSight", "follows") if not focused[fault]]
        if faults:
            found.append(f"not {', '.join(faults)}: {shortened(focused['html'])}")
    else:
        found.append(f"more than {MOST} stops")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", MAIN_PAGES)
def test_the_language_of_the_page_is_marked_among_the_languages(
    name: str, devices: Devices, world: World
) -> None:
    page = arrive(devices.of(), world, name)
    current = page.locator(".languages [aria-current]")
    expect(current).to_have_count(1)
    expect(current).to_have_attribute("lang", "nl")


def arrive(visitor: Visitor, world: World, name: str) -> Page:
    """The page as it is when it was just opened."""
    MAIN_PAGES[name](visitor, world)
    return visitor.page
