"""What people set on their device is heeded: less motion, colours of their own."""

import pytest

from tests.journeys.accessibility.axe import faults
from tests.journeys.accessibility.main_pages import MAIN_PAGES
from tests.journeys.accessibility.visiting import Devices
from tests.journeys.accessibility.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("language", ["nl"]),
    pytest.mark.parametrize("name", MAIN_PAGES),
]

# Each change of a colour would be seen here for as long as it glides.
MOVING = "document.getAnimations().map(one => one.effect.target.outerHTML.slice(0, 200))"
# Text in a colour too near to that of its ground. axe reads colours that the device overrules.
UNREADABLE = """() => {
    const channels = text => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(value => value / 255)
        .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
        .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
    const ground = node => {
        const colour = channels(node ? getComputedStyle(node).backgroundColor : "rgb(0, 0, 0)");
        return !node || colour[3] === undefined || colour[3] > 0.9
            ? colour : ground(node.parentElement);
    };
    const hasText = node => [...node.childNodes].some(
        child => child.nodeType === Node.TEXT_NODE && child.textContent.trim());
    return [...document.querySelectorAll("body *")].filter(
        node => hasText(node) && node.checkVisibility() && !node.closest("svg, noscript, title")
    ).filter(node => {
        const pair = [light(channels(getComputedStyle(node).color)), light(ground(node))];
        return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05) < 4.5;
    }).map(node => node.outerHTML.slice(0, 200));
}"""


def test_nothing_moves_for_those_who_want_less_motion(
    name: str, devices: Devices, world: World
) -> None:
    visitor = devices.of()
    MAIN_PAGES[name](visitor, world)
    page = visitor.page
    assert page.evaluate(MOVING) == []
    page.locator("main :is(a, button, label):visible").first.hover()
    assert page.evaluate(MOVING) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert page.evaluate(MOVING) == []


def test_colours_of_the_device_leave_everything_readable(
    name: str, devices: Devices, world: World
) -> None:
    visitor = devices.of()
    MAIN_PAGES[name](visitor, world)
    page = visitor.page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, forced_colors="active")
        assert [fault for fault in faults(page) if not fault.startswith("color-contrast")] == []
        assert page.evaluate(UNREADABLE) == []
