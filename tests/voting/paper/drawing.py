"""Straight strokes and small sheets for tests that place a mark exactly."""

import numpy as np

from tests.voting.paper import marking, trial
from voting.paper.errors import PaperError
from voting.paper.geometry import Box, Layout
from voting.paper.qr import Gray


def numbered() -> tuple[Layout, Gray]:
    layout = marking.layout_of(6, {"type": "points", "total": 8})
    return layout, marking.blank_page(layout)


def line(page: Gray, start: tuple[float, float], end: tuple[float, float], shade: int) -> None:
    """A straight stroke over the page, its ends in millimetres."""
    pixel, random = 200 / 25.4, np.random.default_rng(0)
    pen = marking.Pen(5 / pixel, 1 - shade / 255)
    marking.stroke(page, np.array([start, end]), pen, random, 200)


def at(box: Box, x: float, y: float) -> tuple[float, float]:
    return box.x_mm + x, box.y_mm + y


def refusal(page: Gray, layout: Layout) -> str:
    try:
        trial.read(page, layout)
    except PaperError as error:
        return error.code
    return "read"
