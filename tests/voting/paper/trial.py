"""One trial of the reader: print, fill in, spoil, save, open, read, compare with what was drawn."""

import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from PIL import Image

from tests.voting.paper import marking
from tests.voting.paper.hands import NO_MARK, Hand, draw
from tests.voting.paper.marking import Random
from voting.paper.errors import PaperError
from voting.paper.geometry import Layout
from voting.paper.pages import open_pages
from voting.paper.qr import Gray, find_codes
from voting.paper.read import SideReading, read_side

Spoil = Callable[[Gray, Random], Gray]
Work = Callable[[], object]
FileKind = Literal["JPEG", "PDF", "PNG", "TIFF"]


@dataclass
class Outcome:
    """Counts of a trial: `silent` names every box that was read wrong without a doubt."""

    pages: int = 0
    boxes: int = 0
    to_person: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def person_share(self) -> float:
        """Pages that a person must look at, refused ones among them."""
        return (self.to_person + self.refused.total()) / max(self.pages, 1)


def filled_in(
    layout: Layout,
    side: int,
    hands: Mapping[str, Hand],
    kinds: Sequence[str],
    random: Random,
    dpi: int = 200,
    *,
    one_a_row: bool = False,
) -> tuple[Gray, list[str]]:
    """A side with one of the kinds drawn by chance for each box ("" for none), and what it was.

    `one_a_row`: as a voter does who follows the instructions, one number for a project at most.
    """
    page = marking.blank_page(layout, side, dpi)
    boxes = layout.side(side).boxes
    drawn = [kinds[int(random.integers(len(kinds)))] for _box in boxes]
    if one_a_row:
        chosen = {box.project: int(random.integers(len(boxes))) for box in boxes}
        rows = Counter(box.project for box in boxes)
        places: Counter[str] = Counter()
        for index, box in enumerate(boxes):
            if places[box.project] != chosen[box.project] % rows[box.project]:
                drawn[index] = ""
            places[box.project] += 1
    for box, kind in zip(boxes, drawn, strict=True):
        if kind:
            draw(page, box, hands[kind], random, dpi)
    return page, drawn


def as_file(
    page: Gray, kind: FileKind, dpi: int, quality: int = 75, *, colour: bool = False
) -> bytes:
    """The bytes that a scanner would send."""
    picture, out = Image.fromarray(page), io.BytesIO()
    if colour:
        picture = picture.convert("RGB")
    if kind == "PDF":
        picture.save(out, "PDF", resolution=float(dpi), quality=quality)
    elif kind == "JPEG":
        picture.save(out, "JPEG", dpi=(dpi, dpi), quality=quality)
    else:
        picture.save(out, kind, dpi=(dpi, dpi))
    return out.getvalue()


def opened(data: bytes) -> Gray:
    (page,) = open_pages(data)
    return np.asarray(page, dtype=np.uint8)


def read(page: Gray, layout: Layout, side: int = 1) -> SideReading:
    hits = find_codes(page)
    if not hits:
        raise PaperError("no_code")
    return read_side(page, layout, side, hits[0])


def compare(
    outcome: Outcome,
    page: Gray,
    layout: Layout,
    side: int,
    drawn: Sequence[str],
    hands: Mapping[str, Hand],
) -> None:
    """Read a page and count it."""
    outcome.pages += 1
    try:
        seen = read(page, layout, side)
    except PaperError as refusal:
        outcome.refused[refusal.code] += 1
        return
    outcome.to_person += bool(seen.doubtful)
    for one, kind in zip(seen.boxes, drawn, strict=True):
        outcome.boxes += 1
        outcome.seen[(kind, one.state)] += 1
        if one.doubt:
            outcome.doubts[f"{kind or 'nothing'}: {one.doubt}"] += 1
        if one.state not in (hands[kind].allowed if kind else NO_MARK):
            outcome.silent.append(f"{kind or 'nothing'} read as {one.state}")
