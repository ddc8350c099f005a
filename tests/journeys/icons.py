"""The icons of the installed app, drawn again from the mark of the site.

python -m tests.journeys.icons
"""

import io
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests import services

STATIC = Path(__file__).resolve().parents[2] / "budgeting" / "static" / "budgeting"
# name: (pixels a side, share of the side the mark takes, rounding of the tile in 512ths).
# A maskable icon and one of a telephone are cut to shape by the device: their tile is square, and
# the mark stays in the circle that every shape leaves whole.
ICONS = {
    "icon-192": (192, 0.72, 96),
    "icon-512": (512, 0.72, 96),
    "maskable-512": (512, 0.58, 0),
    "apple-touch-icon": (180, 0.66, 0),
}
COLOURS = 64


def drawing(share: float, rounding: int) -> str:
    """The mark in white on a tile of its own colour, as SVG on 512 by 512."""
    mark = (STATIC / "mark.svg").read_text()
    (colour,) = set(re.findall(r'fill="(#[0-9a-f]{6})"', mark))
    plots = "".join(re.findall(r"<path[^>]*>", mark))
    side = 512 * share
    place = f"translate({(512 - side) / 2} {(512 - side) / 2}) scale({side / 32})"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="100%">'
        f'<rect width="512" height="512" rx="{rounding}" fill="{colour}"/>'
        f'<g fill="#fff" transform="{place}">{plots}</g></svg>'
    )


def draw(page: Page, name: str) -> None:
    """One icon as a PNG with few colours: a mark has not many."""
    pixels, share, rounding = ICONS[name]
    page.set_viewport_size({"width": pixels, "height": pixels})
    page.set_content(
        f"<style>body{{margin:0}}svg{{display:block}}</style>{drawing(share, rounding)}"
    )
    shot = Image.open(io.BytesIO(page.screenshot(omit_background=True)))
    if rounding:
        few = shot.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    else:
        few = shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(STATIC / "icons" / f"{name}.png", optimize=True)


def main() -> None:
    sandbox = ["--no-sandbox"] if services.is_root() else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=services.find_chromium(), args=sandbox)
        page = browser.new_page()
        for name in ICONS:
            draw(page, name)
        browser.close()


if __name__ == "__main__":
    main()
