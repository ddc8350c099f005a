"""The four forms of a sheet: where rows begin, how large boxes and type are.

All of them hold the same boxes for the same projects, so they count alike. `standard` and
`english` put rows on a fixed grid; `large` and `easy` have one column whose rows are as high as
their words need, on as many sides as that takes.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["standard", "large", "english", "easy"]
KINDS: tuple[Kind, ...] = get_args(Kind)

BODY_X, BODY_WIDTH = 20.0, 170.0
BODY_BOTTOM = 246.0
GUTTER = 6.0

Sizes = tuple[float, float]
"""Type sizes in points of the first and of the other languages."""


@dataclass(frozen=True)
class Frame:
    """Lengths in mm, type in points.

    `sizes` are tried from the first to the last for a whole sheet, `shrunk` only for a row that
    needs it; `per_side` is how many projects a side of the grid may take, best first, empty
    where rows flow. `spare` is the height that words leave free in a row; `words` are the sizes of
    instructions, best first.
    """

    first_top: float
    next_top: float
    one_box: float
    numbered_box: float
    number_width: float
    sizes: tuple[Sizes, ...]
    shrunk: tuple[Sizes, ...]
    per_side: tuple[int, ...]
    spare: float
    cost_size: float
    words: tuple[float, ...]

    def top(self, side: int) -> float:
        """Where the rows of a side begin."""
        return self.first_top if side == 1 else self.next_top

    @property
    def flows(self) -> bool:
        return not self.per_side


_GRID_SIZES = tuple((14.0, float(second)) for second in (14, 13, 12, 11, 10, 9))
_SHRUNK = tuple((float(first), 9.0) for first in (13, 12, 11, 10, 9))


def _grid(top: float, per_side: tuple[int, ...], spare: float) -> Frame:
    lengths = (top, top, 7.0, 6.0, 8.5)
    words = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
    return Frame(*lengths, _GRID_SIZES, _SHRUNK, per_side, spare, cost_size=11.0, words=words)


def _flow(top: float, sizes: tuple[Sizes, ...]) -> Frame:
    words = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0)
    return Frame(top, 80.0, 9.0, 8.5, 12.0, sizes, (), (), 2.0, cost_size=14.0, words=words)


FRAMES: dict[Kind, Frame] = {
    "standard": _grid(84.0, (16, 12, 8, 4), 2.0),
    "english": _grid(92.0, (16, 14, 12, 10, 8, 7, 6, 5, 4, 3), 1.4),
    "large": _flow(110.0, ((20.0, 18.0), (18.0, 18.0), (18.0, 16.0), (16.0, 16.0), (14.0, 14.0))),
    "easy": _flow(124.0, ((16.0, 16.0), (14.0, 14.0))),
}
