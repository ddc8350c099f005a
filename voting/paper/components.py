"""Which ink belongs together, and to which boxes: components, at half the scale of the picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from voting.paper.ink import PIXELS_PER_MM, Mask
from voting.paper.outlines import Places, Squares

Labels = npt.NDArray[np.uint16]
Chosen = npt.NDArray[np.bool_]

NEAR = 3  # pixels that one stroke may be broken by, less one
FOLD_MM = 80.0  # no hand draws such a line beside a box
OWNED_MM2 = 0.12  # of a stroke inside a box: then it is that box's
AREA = 1 / PIXELS_PER_MM**2


@dataclass(frozen=True)
class Components:
    """Strokes of `strong` ink (1 where it is): `owners` tells in how many boxes each one is,
    `long` which are folds and streaks, `owned` which of them a box has.
    """

    strong: Mask
    labels: Labels
    owners: npt.NDArray[np.int64]
    long: Chosen
    owned: Mapping[int, Chosen]

    def of(self, index: int) -> Chosen:
        """Those that this box has."""
        return self.owned.get(index, np.zeros(len(self.owners), dtype=bool))

    def seen(self, area: tuple[slice, slice]) -> tuple[Places, Places, Labels]:
        """Where ink lies in an area (y and x, from its corner) and of which component it is."""
        return _seen(self.strong, self.labels, area)

    def having(self, seen: Labels) -> tuple[int, ...]:
        """The boxes that have a component of which this is enough ink."""
        if not len(seen):
            return ()
        some = _enough(seen, len(self.owners))
        return tuple(index for index, its in self.owned.items() if (its & some).any())


def components(
    strong: Mask, squares: Squares, inked: Sequence[int], inset: int, gap: int
) -> Components:
    """All of them, where pieces on both sides of the outline of an inked box count as one."""
    near = np.asarray(cv2.dilate(strong, np.ones((NEAR, NEAR), dtype=np.uint8)), dtype=np.uint8)
    bridge = inset + gap + 2
    kernel = np.ones((bridge, bridge), dtype=np.uint8)
    for index in inked:
        across = cv2.dilate(strong[squares.wider(index, gap + bridge)], kernel)
        near[squares.wider(index, gap)] = across[bridge:-bridge, bridge:-bridge]
    half = np.ascontiguousarray(near[::2, ::2] | near[1::2, 1::2])
    # Not the default algorithm and kind of labels, which are several times slower here.
    count, found, stats, _centres = cv2.connectedComponentsWithStatsWithAlgorithm(
        half, 8, cv2.CV_16U, cv2.CCL_BBDT
    )
    labels = np.asarray(found, dtype=np.uint16)
    extent = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    owned = {}
    for index in inked:
        _ys, _xs, seen = _seen(strong, labels, squares.wider(index, -inset))
        owned[index] = _enough(seen, count)
    owners = np.sum([np.zeros(count), *owned.values()], axis=0).astype(np.int64)
    return Components(strong, labels, owners, extent >= FOLD_MM * PIXELS_PER_MM / 2, owned)


def _seen(strong: Mask, labels: Labels, area: tuple[slice, slice]) -> tuple[Places, Places, Labels]:
    ys, xs = np.nonzero(strong[area])
    return ys, xs, labels[(ys + area[0].start) // 2, (xs + area[1].start) // 2]


def _enough(seen: Labels, count: int) -> Chosen:
    return np.asarray(np.bincount(seen, minlength=count) * AREA >= OWNED_MM2)
