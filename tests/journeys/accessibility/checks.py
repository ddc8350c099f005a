"""What must hold for every page, whatever it shows: on phone and screen, light and dark."""

from collections.abc import Iterator

from playwright.sync_api import Page, ViewportSize

from tests.journeys.accessibility.axe import COLOURS, EVERYTHING, faults, shortened

PHONE: ViewportSize = {"width": 360, "height": 740}
SCREEN: ViewportSize = {"width": 1280, "height": 900}

# The innermost elements that stick out, without those in a box that scrolls by itself.
SIDEWAYS = """() => {
    const root = document.documentElement;
    if (root.scrollWidth <= innerWidth) return [];
    const scrolls = element => element && element !== document.body && element !== root
        && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
    const out = [...document.body.querySelectorAll("*")].filter(
        element => element.getBoundingClientRect().right > innerWidth + 1
            && !scrolls(element.parentElement));
    const innermost = out.filter(one => !out.some(other => other !== one && one.contains(other)));
    return [`${root.scrollWidth} px in ${innerWidth}`,
        ...innermost.slice(0, 3).map(element => element.outerHTML)];
}"""
LARGER = """factor => {
    const root = document.documentElement;
    root.style.fontSize = "";
    const size = parseFloat(getComputedStyle(root).fontSize);
    if (factor > 1) root.style.fontSize = `${factor * size}px`;
}"""

# Whether the page is drawn as it was when this was asked last: its elements, where they are and
# how far they are seen, all but their colours.
DRAWN_AS_BEFORE = """() => {
    const elements = [...document.querySelectorAll("*")].map(element => {
        const {x, y, width, height} = element.getBoundingClientRect();
        const {display, visibility, opacity} = getComputedStyle(element);
        return [x, y, width, height, display, visibility, opacity].join();
    });
    const drawn = [document.documentElement.outerHTML, ...elements].join("\\n");
    const before = window.drawnBefore;
    window.drawnBefore = drawn;
    return drawn === before;
}"""


def problems(page: Page, language: str) -> dict[str, list[str]]:
    """Each fault of the page that is open, with the sizes and colours that show it."""
    seen: dict[str, list[str]] = {}
    for size in (SCREEN, PHONE):
        page.set_viewport_size(size)
        for scheme, found in in_both_schemes(page).items():
            for fault in found:
                seen.setdefault(fault, []).append(f"{size['width']} {scheme}")
        for fault in sideways(page):
            seen.setdefault(fault, []).append(str(size["width"]))
        for fault in with_larger_text(page):
            seen.setdefault(fault, []).append(f"{size['width']}, text at 200 %")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(SCREEN)
    return seen | {fault: [] for fault in structure(page, language)}


def in_both_schemes(page: Page) -> dict[str, list[str]]:
    """What axe finds in light and in dark.

    Where dark changes colours alone, only the rules about colours are asked again.
    """
    page.emulate_media(color_scheme="light")
    page.evaluate(DRAWN_AS_BEFORE)
    light = faults(page)
    page.emulate_media(color_scheme="dark")
    rules = COLOURS if page.evaluate(DRAWN_AS_BEFORE) else EVERYTHING
    return {"light": light, "dark": faults(page, rules)}


def sideways(page: Page) -> list[str]:
    """Whether the page has to be moved sideways, and what makes it so wide."""
    found = page.evaluate(SIDEWAYS)
    return ["too wide: " + "\n  ".join(shortened(line) for line in found)] if found else []


def with_larger_text(page: Page) -> list[str]:
    page.evaluate(LARGER, 2)
    found = sideways(page)
    page.evaluate(LARGER, 1)
    return found


def structure(page: Page, language: str) -> Iterator[str]:
    """One title, and a language that screen readers can trust."""
    titles = page.locator("h1").count()
    if titles != 1:
        yield f"{titles} elements h1 instead of one"
    said = page.evaluate("document.documentElement.lang")
    if said != language:
        yield f"lang is {said!r} instead of {language!r}"
    if not page.title().split("·")[0].strip():
        yield "the title of the page is empty"
