"""Paper: how many boxes are silently wrong, how many pages need a person, and how fast it goes.

Every condition has a seed of its own that no threshold was chosen with. `SHEETS=0.05` in the
environment measures a twentieth of the boxes.
"""

import io
import os
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
import pytest
from PIL import Image

from tests.benchmarks.timing import report
from tests.voting.paper import hands, lighting, marking, strangers, trial
from tests.voting.paper.hands import Hand
from voting.paper.bounded import bounded_pages
from voting.paper.geometry import Layout
from voting.paper.qr import Gray, find_codes

SHARE = float(os.environ.get("SHEETS", "1"))
RESOLUTIONS = (150, 200, 200, 200, 300)
FILES: tuple[trial.FileKind, ...] = ("JPEG", "PDF", "TIFF", "PDF")


@dataclass(frozen=True)
class Condition:
    """Boxes of one kind of machine, filled in by some hands, from a seed."""

    name: str
    spoil: trial.Spoil
    hands: Mapping[str, Hand]
    kinds: Sequence[str]
    boxes: int
    seed: int
    clean: bool = False


KNOWN, STRANGE = (*hands.HANDS, *hands.PLAIN, *[""] * 12), (*strangers.HANDS, *[""] * 10)
# Photocopies lose pencil before anybody can read it: pens only. Scans in two tones are refused.
INK = tuple(kind for kind in KNOWN if "pencil" not in kind)
PLAIN = ("cross", "tick", "natural tick", "fill", "", "", "", "")
SCANNERS = (
    Condition(
        "scanner in order, plain marks", lighting.scanned, hands.HANDS, PLAIN, 10_000, 474_181, True
    ),
    Condition("scanner in order, all marks", lighting.scanned, hands.HANDS, KNOWN, 10_000, 474_182),
    Condition("bad scans, all marks", lighting.bad_scan, hands.HANDS, KNOWN, 18_000, 474_183),
    Condition(
        "bad scans, strangers' marks", lighting.bad_scan, strangers.HANDS, STRANGE, 12_000, 474_184
    ),
    Condition("photocopies, marks in ink", strangers.copied, hands.HANDS, INK, 5_000, 474_185),
    Condition(
        "sharpened, strangers' marks", strangers.sharpened, strangers.HANDS, STRANGE, 5_000, 474_187
    ),
)
PHONES = (
    Condition(
        "phone, plain marks, flat sheets, blur to 1 px and shake to 3 px at 200 dpi",
        lighting.photographed_flat,
        hands.HANDS,
        PLAIN,
        5_000,
        484_881,
        True,
    ),
    Condition(
        "phone, plain marks, a fifth of the sheets creased",
        lighting.photographed,
        hands.HANDS,
        PLAIN,
        3_000,
        484_884,
        True,
    ),
    Condition("phone, all marks", lighting.photographed, hands.HANDS, KNOWN, 6_000, 484_882),
    Condition(
        "phone, curled paper, strangers' marks",
        strangers.curled,
        strangers.HANDS,
        STRANGE,
        4_000,
        484_883,
    ),
)
LAYOUTS: tuple[tuple[int, dict[str, object]], ...] = (
    (5, {"type": "approval", "max": None}),
    (14, {"type": "approval", "max": None}),
    (16, {"type": "approval", "max": None}),
    (40, {"type": "approval", "max": None}),
    (6, {"type": "points", "total": 10}),
    (14, {"type": "points", "total": 10}),
    (16, {"type": "points", "total": 10}),
    (16, {"type": "ranking", "max": 10}),
    (12, {"type": "points", "total": 4}),
)


@pytest.fixture(autouse=True)
def one_core() -> Iterator[None]:
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    yield
    cv2.setNumThreads(threads)


def tried(condition: Condition, layouts: Sequence[Layout]) -> trial.Outcome:
    """Pages of all layouts in turn, through real files, until there are enough boxes."""
    random, outcome = np.random.default_rng(condition.seed), trial.Outcome()
    number, wanted = 0, condition.boxes * SHARE
    while outcome.boxes < wanted and number < 40 + wanted:
        layout, dpi = layouts[number % len(layouts)], int(random.choice(RESOLUTIONS))
        side = int(random.integers(len(layout.sides))) + 1
        page, drawn = trial.filled_in(
            layout, side, condition.hands, condition.kinds, random, dpi, one_a_row=condition.clean
        )
        kind = FILES[number % len(FILES)]
        data = trial.as_file(condition.spoil(page, random), kind, dpi, int(random.integers(60, 95)))
        trial.compare(outcome, trial.opened(data), layout, side, drawn, condition.hands)
        number += 1
    return outcome


def told(condition: Condition, outcome: trial.Outcome) -> None:
    name = condition.name
    report(f"{name}: silently wrong", len(outcome.silent), f"of {outcome.boxes:,} boxes")
    report(f"{name}: to a person", 100 * outcome.person_share, f"% of {outcome.pages:,} pages")
    details = [f"{code} {count}" for code, count in outcome.refused.most_common()]
    details += [f"{what} ({count})" for what, count in Counter(outcome.silent).most_common()]
    sys.stdout.write(f"\n    seed {condition.seed}; {', '.join(details) or 'no page refused'}")


@pytest.mark.parametrize("conditions", [SCANNERS, PHONES], ids=["scanners", "phones"])
def test_boxes_silently_wrong(conditions: Sequence[Condition]) -> None:
    """150, 200 and 300 dots an inch; JPEG, TIFF and PDF; columns, numbers, many sides."""
    layouts = [marking.layout_of(count, spec) for count, spec in LAYOUTS]
    boxes = silent = 0
    for condition in conditions:
        outcome = tried(condition, layouts)
        told(condition, outcome)
        boxes, silent = boxes + outcome.boxes, silent + len(outcome.silent)
    report("all together: silently wrong", silent, f"of {boxes:,} boxes")


def test_pages_a_second() -> None:
    """Opening and reading a page against opening it and finding its symbol alone.

    Once with files of one page opened in this process, once with a scanner's file of many pages
    opened as the product opens it, in a process of its own whose time counts too.
    """
    for count, spec in (LAYOUTS[1], LAYOUTS[5]):
        layout = marking.layout_of(count, spec)
        for dpi in (150, 200, 300):
            pages = _filled_in(layout, dpi)
            for kind in FILES[:2]:
                files = [trial.as_file(page, kind, dpi) for page in pages]
                _speed(f"{kind} of one page", layout, dpi, partial(map, trial.opened, files))
            pile = _pile(pages * 10, dpi)
            _speed("PDF of 40 pages as taken in", layout, dpi, partial(bounded_pages, pile))


def _filled_in(layout: Layout, dpi: int) -> list[Gray]:
    random, pages = np.random.default_rng(dpi), []
    for _page in range(4):
        page, _drawn = trial.filled_in(layout, 1, hands.HANDS, PLAIN, random, dpi, one_a_row=True)
        pages.append(lighting.scanned(page, random))
    return pages


def _pile(pages: Sequence[Gray], dpi: int) -> bytes:
    first, *others = (Image.fromarray(page) for page in pages)
    out = io.BytesIO()
    first.save(out, "PDF", resolution=float(dpi), quality=75, save_all=True, append_images=others)
    return out.getvalue()


def _speed(name: str, layout: Layout, dpi: int, opened: Callable[[], Iterable[Gray]]) -> None:
    symbols, whole = [], []
    for _turn in range(5):  # in turns, so that both meet the same machine
        symbols.append(_worked(lambda page: find_codes(page), opened))
        whole.append(_worked(lambda page: trial.read(page, layout), opened))
    name = f"{len(layout.side(1).boxes)} boxes, {dpi} dots an inch, {name}"
    report(f"{name}: symbol alone", 1 / min(symbols), "pages/s")
    report(f"{name}: read", 1 / min(whole), "pages/s", floor=1 / min(symbols))


def _worked(work: Callable[[Gray], object], opened: Callable[[], Iterable[Gray]]) -> float:
    """Seconds of a processor for each page, those of ended child processes among them."""
    start, pages = _used(), 0
    for page in opened():
        work(page)
        pages += 1
    return (_used() - start) / pages


def _used() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)
