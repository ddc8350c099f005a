"""Bar charts as the template draws them: lengths in percent, so that letters never shrink. Pure.

A chart is a list of rows, each with one or two bars. Widths are percent of the picture and heights
are in `em`: the same drawing serves a telephone, a screen, paper and letters twice as large.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WORDS_EM, BAR_EM, BETWEEN_EM, GAP_EM = 1.5, 0.75, 0.4, 0.85
LABEL_CHARACTERS = 36  # as many as a telephone of 320 px shows


@dataclass(frozen=True)
class Bar:
    """One bar: its value (any unit, not negative), the value in words, and its tone.

    `tone` is "" (the accent) or "soft".
    """

    value: float
    text: str
    tone: str = ""


@dataclass(frozen=True)
class BarRow:
    """A label with its bars, one below the other."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class DrawnBar:
    """`top` in em, `width` in percent of the picture, `text` at the end of the bar."""

    top: float
    width: float
    text: str
    tone: str


@dataclass(frozen=True)
class DrawnRow:
    label: str
    baseline: float
    bars: tuple[DrawnBar, ...]


@dataclass(frozen=True)
class Chart:
    """Rows in their places and the height of the whole, in em."""

    rows: tuple[DrawnRow, ...]
    height: float


def draw(rows: Sequence[BarRow], *, most: float = 0) -> Chart:
    """Place rows one below the other; the longest bar, or `most`, takes 80 % of the width.

    The rest is for the value behind the bar. Long labels are cut: the table has them in full.
    """
    scale = 80 / max(most, *(bar.value for row in rows for bar in row.bars), 1e-9) if rows else 0
    drawn, top = [], 0.0
    for row in rows:
        bars = tuple(
            DrawnBar(
                top=round(top + WORDS_EM + index * (BAR_EM + BETWEEN_EM), 2),
                width=round(bar.value * scale, 2),
                text=bar.text,
                tone=bar.tone,
            )
            for index, bar in enumerate(row.bars)
        )
        drawn.append(DrawnRow(shortened(row.label), round(top + 1.05, 2), bars))
        top = bars[-1].top + BAR_EM + GAP_EM if bars else top + WORDS_EM
    return Chart(tuple(drawn), round(top - GAP_EM, 2) if rows else 0)


def shortened(label: str, most: int = LABEL_CHARACTERS) -> str:
    """The label, or its beginning and an ellipsis."""
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"
