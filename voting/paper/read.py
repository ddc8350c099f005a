"""Reading the boxes of one side: absolute thresholds, and a person wherever they leave a doubt.

`ink` says how dark every spot is against its own paper, `strokes` measures what lies in and
around each box, and here it is decided. A box is empty when there is next to nothing in it, on
its outline and beside it; it is marked when firm strokes lie in it that are neither a single
straight line, which a fold, a streak or the tail of another mark may be, nor so many that they
look crossed out, and nothing else lies beside it. Everything else is in doubt. No box is marked
or empty because of its neighbours: they can only raise a doubt.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from voting.paper.errors import PaperError
from voting.paper.geometry import Box, Layout
from voting.paper.ink import ink_of
from voting.paper.measured import Measured
from voting.paper.qr import CodeHit, Gray
from voting.paper.register import Registered, register
from voting.paper.strokes import measure

State = Literal["marked", "empty", "doubtful"]
Verdict = tuple[State, str]

READER_VERSION = "reader-4"
EVERY, DARK, LIGHT = 8, 64, 192  # one pixel of so many, each way; what is between is grey
LEAST_GREY = 0.0005  # of a picture: the edges of its letters alone are ten times as much
OUTLINE_SEEN = 0.30  # mean darkness of the printed outline
LIKE_THE_OTHERS = 0.85  # of the middle of all outlines: less is an outline that was not found
MOST_LOST = 0.25  # of the outlines
NOTHING_MM2 = 0.10  # of ink inside
FAINT_MM2 = 0.40  # of what might be ink
STRAY_MM2 = 0.06  # beside an empty box
STRAY_BY_MARK_MM2 = 0.30  # beside a marked one
SHORT_MM = 2.5  # of strokes: less is a dot or a slip of the pen
FIRM = 0.25  # darkness
STRAIGHT = 0.05  # of a line drawn by hand lies beside it: less than of the smallest tick
ONE_LINE = 0.15  # of a stroke that runs right through a box, and is bent
MOSTLY_HERE, HOOK_MM = 0.6, 0.33  # of a tick's ink inside, and how far it is from one line
HALF_HERE, LARGE_HOOK_MM = 0.45, 0.6
HOOKED_LENGTHS = 0.7
WIDTHS = 0.08  # of a stroke that its own bend takes
MIDDLE_MM2 = 0.25  # of ink away from the edges
BY_ITSELF = 1.5  # lengths of the inside: a mark whatever else its strokes run through
SOLID = 0.75  # of the inside inked: filled
DENSE = 0.55
SPILLED_MM2 = 2.0  # around a filled box: a scribble that runs over its edge
SPILLED_DENSE_MM2 = 3.0
STRUCK_LENGTHS = 1.9  # and out on two sides: more than most ticks, which have 1.7
LEAST_STRUCK = 1.35
MANY_EXITS, MANY_PARTS = 4, 4  # a tick has three of each at most
THRICE_CROSSED = 0.02  # of the lines across the inside: none across a tick is
LARGE_LENGTHS, LARGE_OFF = 1.1, 0.2  # of a tick that keeps to the edges
MANY_LENGTHS = 3.6  # strokes this many times as long as the inside: a cross has 2.8
MOST_CROSSED = 0.12
FAR_MM = 24.0  # of stroke outside the box: longer than the tail of a tick, as a ring around it
THROUGH = 0.9  # of the inside that a fold or streak crosses
BOXES_IN_LINE = 3
SHARE_IN_LINE = 0.6


@dataclass(frozen=True)
class BoxReading:
    """One box: `ink` is the inked share (0 to 1) of its inside, `around` is ink beside it in mm².

    `doubt` is "", `faint`, `corrected`, `outside_mark` or `outline_missing`.
    """

    box: Box
    state: State
    doubt: str
    ink: float
    around: float
    outline: float


@dataclass(frozen=True)
class SideReading:
    """All boxes of a side in printed order, and how the page lies."""

    boxes: tuple[BoxReading, ...]
    page: Registered

    @property
    def doubtful(self) -> tuple[BoxReading, ...]:
        return tuple(reading for reading in self.boxes if reading.doubt)


def read_side(gray: Gray, layout: Layout, side: int, hit: CodeHit) -> SideReading:
    """Read one side of a sheet in any orientation, 150 to 300 dots an inch or a photo.

    Refuses `two_tones`, `corner_missing`, `wrong_scale`, `too_blurred` and `fold_or_streak`.
    """
    _refuse_two_tones(gray)
    page, printed = register(gray, layout, hit), layout.side(side)
    measured = measure(ink_of(gray, layout, printed, page), printed.boxes, layout.outline_mm)
    _refuse_spoiled(printed.boxes, measured)
    verdicts = judged(measured)
    read = (_reading(*one) for one in zip(printed.boxes, measured, verdicts, strict=True))
    return SideReading(tuple(read), page)


def _refuse_two_tones(gray: Gray) -> None:
    """A machine that keeps black and white only has lost thin pens and pencil before we look."""
    some = gray[::EVERY, ::EVERY]
    between = np.count_nonzero((some >= DARK) & (some < LIGHT))
    if between < LEAST_GREY * some.size:
        raise PaperError("two_tones")


def _refuse_spoiled(boxes: Sequence[Box], measured: Sequence[Measured]) -> None:
    """A page whose outlines are gone, or with a line through a row or column of boxes."""
    lost = sum(one.outline < OUTLINE_SEEN for one in measured)
    if lost == len(boxes):
        raise PaperError("too_blurred")
    if lost > MOST_LOST * len(boxes):
        raise PaperError("fold_or_streak", boxes=lost)
    lines = [(one.upright, box) for box, one in zip(boxes, measured, strict=True) if _line(one)]
    for upright in (True, False):
        struck = Counter(_lane(box, upright) for seen, box in lines if seen is upright)
        for lane, count in struck.items():
            there = sum(_lane(box, upright) == lane for box in boxes)
            if count >= max(BOXES_IN_LINE, SHARE_IN_LINE * there):
                raise PaperError("fold_or_streak", boxes=count)


def _lane(box: Box, upright: bool) -> float:
    """The column or the row of a box, by where it begins."""
    return round(box.x_mm if upright else box.y_mm, 1)


def _line(one: Measured) -> bool:
    """Whether the ink inside is one straight line from edge to edge."""
    return one.strong >= NOTHING_MM2 and _straight(one) and one.spans >= THROUGH


def _straight(one: Measured) -> bool:
    return one.off < STRAIGHT


def _reading(box: Box, one: Measured, verdict: Verdict) -> BoxReading:
    share = one.strong / one.inside_mm**2
    return BoxReading(box, *verdict, share, one.own + one.stray, one.outline)


def judged(measured: Sequence[Measured]) -> list[Verdict]:
    """Each box by itself; and an empty one is in doubt where a doubtful mark reaches towards it."""
    least = LIKE_THE_OTHERS * float(np.median([one.outline for one in measured]))
    alone = [_judge(one, max(least, OUTLINE_SEEN)) for one in measured]
    return [
        ("doubtful", "outside_mark")
        if state == "empty" and any(alone[index][1] for index in one.beside)
        else (state, doubt)
        for one, (state, doubt) in zip(measured, alone, strict=True)
    ]


def _judge(one: Measured, least_outline: float) -> Verdict:
    if one.outline < least_outline:
        return "doubtful", "outline_missing"
    if one.strong < NOTHING_MM2:
        return _without_mark(one)
    if _crossed_out(one):
        return "doubtful", "corrected"
    if one.stray >= STRAY_BY_MARK_MM2 or one.own > FAR_MM * one.width or _passing(one):
        return "doubtful", "outside_mark"
    if one.peak < FIRM or _slight(one):
        return "doubtful", "faint"
    return "marked", ""


def _without_mark(one: Measured) -> Verdict:
    if one.stray >= STRAY_MM2 or one.on_outline:
        return "doubtful", "outside_mark"
    if one.faint >= FAINT_MM2:
        return "doubtful", "faint"
    return "empty", ""


def _crossed_out(one: Measured) -> bool:
    if one.share >= SOLID:
        return one.own >= SPILLED_MM2
    if one.exits and not _straight(one) and _more_than_a_tick(one):
        return True
    many = one.length > MANY_LENGTHS * one.inside_mm or one.crossed > MOST_CROSSED
    return many or (one.share >= DENSE and one.own >= SPILLED_DENSE_MM2)


def _more_than_a_tick(one: Measured) -> bool:
    """Of strokes that leave their box on two opposite sides."""
    long = one.length > STRUCK_LENGTHS * one.inside_mm or one.crossed > THRICE_CROSSED
    return long or one.exits >= MANY_EXITS or one.parts >= MANY_PARTS


def _passing(one: Measured) -> bool:
    """Whether what lies inside may be a stroke that only runs through, perhaps another box's."""
    short = one.length < (LEAST_STRUCK if one.exits else BY_ITSELF) * one.inside_mm
    if one.exits:
        return one.shared or short or one.off < ONE_LINE
    return one.shared and (short or _straight(one))


def _slight(one: Measured) -> bool:
    """Too little, or too straight, to be meant as a mark beyond doubt."""
    if one.share >= DENSE:
        return False
    straight = _straight(one) and not _hooked(one)
    at_the_edges = one.middle < MIDDLE_MM2 and not _large(one)
    return one.length < SHORT_MM or at_the_edges or straight


def _large(one: Measured) -> bool:
    """A tick all along the edges of its box."""
    whole = one.length >= LARGE_LENGTHS * one.inside_mm and one.off >= LARGE_OFF
    return whole and not (one.exits or one.shared)


def _hooked(one: Measured) -> bool:
    """A tick whose hook lies on the outline or beyond, most of which is in its box all the same."""
    whole = one.strong + one.own
    bent = one.whole_bend - WIDTHS * one.width
    most = one.strong >= MOSTLY_HERE * whole and bent >= HOOK_MM
    half = one.strong >= HALF_HERE * whole and bent >= LARGE_HOOK_MM
    if one.exits or one.shared:
        return False
    return (most or half) and one.length >= HOOKED_LENGTHS * one.inside_mm
