"""The two programmes of `leximin`, as HiGHS solves them: what it needs of the optional solver."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import numpy as np

from budgeting.sortition.errors import SortitionError
from budgeting.sortition.problem import Problem
from budgeting.sortition.work import STEP, TOO_HARD, Work

SOLVER = "highspy"
EXTRA = "leximin"

PASS = 10  # units of work for each number of a programme that a step of the solver looks at
BEFORE = 50  # steps that the solver does before its first one

Row = tuple[float, float, dict[int, float]]


def solver() -> str:
    """The solver and its release. Raises SortitionError `extra_missing` when it is not there."""
    if find_spec(SOLVER) is None:
        sentence = (
            f"The algorithm leximin needs the optional extra “{EXTRA}”: "
            f"uv pip install -r pyproject.toml --extra {EXTRA}"
        )
        raise SortitionError("extra_missing", sentence, extra=EXTRA)
    return f"HiGHS {version(SOLVER)}"


class Programme:
    """A linear programme that can grow by rows; one thread, so that it goes the same every time."""

    def __init__(
        self, upper: Sequence[float], rows: Iterable[Row], work: Work, *, whole: bool = False
    ) -> None:
        self._work = work
        self._library = import_module(SOLVER)
        self._highs: Any = self._library.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            self._highs.setOptionValue(option, value)
        self._size = self._numbers = len(upper)
        self._highs.addVars(self._size, np.zeros(self._size), np.array(upper, float))
        if whole:
            kinds = np.full(self._size, int(self._library.HighsVarType.kInteger), np.uint8)
            self._highs.changeColsIntegrality(self._size, np.arange(self._size), kinds)
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        least, most, terms = row
        self._numbers += len(terms)
        places, factors = np.array(list(terms), np.int32), np.array(list(terms.values()), float)
        self._highs.addRow(least, most, len(terms), places, factors)

    def solved(self, costs: Sequence[float], *, most: bool = False) -> tuple[float, list[float]]:
        """The least (or the most) cost, and the variables. Raises `too_hard` without an answer."""
        sense = self._library.ObjSense
        self._highs.changeObjectiveSense(sense.kMaximize if most else sense.kMinimize)
        self._highs.changeColsCost(self._size, np.arange(self._size), np.array(costs, float))
        self._run()
        if self._highs.getModelStatus() != self._library.HighsModelStatus.kOptimal:
            raise SortitionError("too_hard", TOO_HARD)
        return float(self._highs.getObjectiveValue()), list(self._highs.getSolution().col_value)

    def _run(self) -> None:
        """Solve with no more steps than the work allows, and count them; no clock ends it."""
        step = PASS * self._numbers + STEP
        self._work.spend(BEFORE * step)
        for option in ("simplex_iteration_limit", "mip_max_nodes"):
            self._highs.setOptionValue(option, min(self._work.left // step, 2**31 - 1))
        self._highs.run()
        found = self._highs.getInfo()
        self._work.spend(step * max(0, found.simplex_iteration_count, found.mip_node_count))


def panels_of(problem: Problem, work: Work) -> Programme:
    """All panels that meet the quotas: whole numbers of people of each group."""
    bounds = zip(problem.least, problem.most, problem.rows, strict=True)
    rows: list[Row] = [(float(a), float(b), dict.fromkeys(row, 1.0)) for a, b, row in bounds if row]
    seats = float(problem.seats)
    rows.append((seats, seats, dict.fromkeys(range(len(problem.groups)), 1.0)))
    return Programme(problem.sizes, rows, work, whole=True)
