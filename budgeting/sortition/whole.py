"""Whole numbers of people from each group: which panel misses the quotas least.

Branch and bound over a linear relaxation (Land and Doig 1960). The work is bounded: whoever asks
says how much there may be; more than that raises `too_hard`. A panel that comes back was checked in
whole numbers; only "there is none" rests on floating point, on a matrix of zeros and ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from budgeting.sortition.problem import Problem
from budgeting.sortition.simplex import Numbers, Tableau, minimise
from budgeting.sortition.work import STEP, Work

FORBIDDEN = 1_000.0  # the cost of breaking a bound that may not be missed
NEARLY = 1e-6
BUILD = 10  # to put a table together costs as much as ten steps through it


@dataclass(frozen=True)
class Panel:
    """`counts` people of each group; `short` and `over` are what each category misses its bounds
    by; `missed` is their sum."""

    counts: tuple[int, ...]
    short: tuple[int, ...]
    over: tuple[int, ...]

    @property
    def missed(self) -> int:
        return sum(self.short) + sum(self.over)


@dataclass(frozen=True)
class Box:
    """Bounds on what is chosen: people of each group, then short, then over, per category."""

    lower: Numbers
    upper: Numbers

    def cut(self, place: int, *, least: float | None = None, most: float | None = None) -> "Box":
        lower, upper = self.lower.copy(), self.upper.copy()
        if least is not None:
            lower[place] = max(lower[place], least)
        if most is not None:
            upper[place] = min(upper[place], most)
        return Box(lower, upper)


def box_of(problem: Problem, low: Sequence[int], high: Sequence[int], *, miss: int) -> Box:
    """From `low` to `high` people of each group; each bound missed by at most `miss`."""
    slack = np.full(2 * len(problem.categories), float(miss))
    return Box(
        np.concatenate([np.array(low, float), np.zeros(len(slack))]),
        np.concatenate([np.array(high, float), slack]),
    )


def nearest(
    problem: Problem,
    box: Box,
    *,
    most: int,
    work: Work,
    first: Tableau | None = None,
    best: Panel | None = None,
) -> Panel | None:
    """The panel in the box that misses the quotas by the least, if that is at most `most`.

    `first` is the solved programme of the whole box, `best` a panel in it, where they are known.
    """
    boxes = [box]
    while boxes and not (best and not best.missed):
        box = boxes.pop()
        if (box.lower > box.upper).any():
            continue
        relaxed, first = first or _relaxed(problem, box, work), None
        chosen, cost = relaxed.value[: len(box.lower)], relaxed.cost
        if ceil(cost - NEARLY) > (best.missed - 1 if best else most):
            continue
        away = np.abs(chosen - np.rint(chosen))
        place = int(away.argmax())
        if away[place] < NEARLY:
            best = _checked(problem, np.rint(chosen)) or best
            continue
        boxes += _halves(box, place, chosen[place])
    return best


def _halves(box: Box, place: int, value: float) -> list[Box]:
    """A box cut in two beside a value that is not whole; the half nearer to it comes last."""
    floor = float(np.floor(value))
    halves = [box.cut(place, most=floor), box.cut(place, least=floor + 1)]
    return halves if value - floor > 0.5 else halves[::-1]


def one_more(problem: Problem, box: Box, group: int, work: Work) -> tuple[Panel | None, list[int]]:
    """A panel in a box whose lower bound of `group` was raised by one, or why there is none.

    Without a panel: the groups of which there cannot be one more either. The prices of the
    programme that fails for this group bound from below what one more of any other would cost (weak
    duality), and nothing may. Raises `too_hard`.
    """
    relaxed = _relaxed(problem, box, work)
    if relaxed.cost <= NEARLY:
        found = nearest(problem, box, most=0, work=work, first=relaxed)
        return found, [] if found else [group]
    price = relaxed.reduced[: len(problem.groups)]
    least = relaxed.cost - max(0.0, float(price[group])) + price
    return None, [group, *np.flatnonzero((price > NEARLY) & (least > NEARLY)).tolist()]


def _checked(problem: Problem, chosen: Numbers) -> Panel | None:
    """The panel in whole numbers; None if rounding broke it."""
    groups, rows = len(problem.groups), len(problem.categories)
    whole = [int(number) for number in chosen]
    short, over = whole[groups : groups + rows], whole[groups + rows :]
    counts = problem.counts(whole[:groups])
    fits = sum(whole[:groups]) == problem.seats and all(
        problem.least[i] - short[i] <= counts[i] <= problem.most[i] + over[i] for i in range(rows)
    )
    return Panel(tuple(whole[:groups]), tuple(short), tuple(over)) if fits else None


def _relaxed(problem: Problem, box: Box, work: Work) -> Tableau:
    """The best choice in the box when people could be divided.

    Columns: the box, then the count of each category within its bounds, then, for each category
    and for the number of seats, what is missing and what is too much where nothing may be.
    """
    rows, chosen = len(problem.categories), len(box.lower)
    eye, edge = np.eye(rows), np.eye(rows + 1)
    asked = np.hstack([problem.matrix, eye, -eye, -eye])
    size = np.zeros(asked.shape[1])
    size[: len(problem.groups)] = 1.0
    table = np.hstack([np.vstack([asked, size]), edge, -edge])
    lower = np.concatenate([box.lower, problem.least, np.zeros(2 * rows + 2)])
    upper = np.concatenate([box.upper, problem.most, np.full(2 * rows + 2, np.inf)])
    cost = np.full(len(lower), FORBIDDEN)
    cost[: chosen + rows] = 0.0
    cost[len(problem.groups) : chosen] = 1.0
    work.spend(BUILD * table.size + STEP)
    start = _start(table, lower, upper, cost, np.append(np.zeros(rows), problem.seats))
    return minimise(start, lambda units: work.spend(units + STEP))


def _start(
    table: Numbers, lower: Numbers, upper: Numbers, cost: Numbers, right: Numbers
) -> Tableau:
    """The first basis: one of the last columns in every row, whatever is missing there."""
    count, columns = table.shape
    value = lower.copy()
    inner = columns - 3 * count + 1
    counted = table[: count - 1, :inner] @ value[:inner]
    value[inner : columns - 2 * count] = np.clip(counted, lower[inner : columns - 2 * count],
                                                 upper[inner : columns - 2 * count])  # fmt: skip
    missing = right - table @ value
    sign = np.where(missing < 0, -1.0, 1.0)
    basis = columns - 2 * count + np.arange(count) + np.where(missing < 0, count, 0)
    value[basis] = np.abs(missing)
    matrix = table * sign[:, None]
    reduced = cost - cost[basis] @ matrix
    return Tableau(matrix, lower, upper, value, costs=cost, reduced=reduced, basis=basis)
