"""A small linear programme with bounded variables, solved by the primal simplex method.

After Chvátal, *Linear Programming* (1983), chapter 8: a variable that is not in the basis stands at
its lower or at its upper bound. Dense, in numpy: made for tens of rows and hundreds of columns.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
EPS = 1e-9


@dataclass
class Tableau:
    """`matrix` is (rows, columns), already multiplied by the inverse of the basis.

    `value` is the present value of every variable; `costs` and `reduced` are per variable too.
    """

    matrix: Numbers
    lower: Numbers
    upper: Numbers
    value: Numbers
    costs: Numbers
    reduced: Numbers
    basis: NDArray[np.int64]

    @property
    def cost(self) -> float:
        return float(self.costs @ self.value)

    def entering(self, *, careful: bool) -> int:
        """The column whose change helps most, or with `careful` the first one; -1 for none."""
        gain = np.where(self.value < self.upper - EPS, -self.reduced, 0.0)
        gain = np.maximum(gain, np.where(self.value > self.lower + EPS, self.reduced, 0.0))
        gain[self.basis] = 0.0
        gain[gain < 1e-7] = 0.0
        best = int(np.flatnonzero(gain)[0]) if careful and gain.any() else int(gain.argmax())
        return best if gain[best] > 0 else -1

    def step(self, column: int) -> None:
        """Move one variable as far as the others allow; it enters the basis or changes bound."""
        sign = 1.0 if self.reduced[column] < 0 else -1.0
        slope = sign * self.matrix[:, column]
        held = self.value[self.basis]
        room = np.full(len(slope), np.inf)
        down, up = slope > 1e-8, slope < -1e-8
        room[down] = (held[down] - self.lower[self.basis][down]) / slope[down]
        room[up] = (held[up] - self.upper[self.basis][up]) / slope[up]
        row = int(room.argmin())
        own = self.upper[column] - self.lower[column]
        far = max(0.0, min(float(room[row]), own))
        self.value[self.basis] = held - slope * far
        self.value[column] += sign * far
        if room[row] < own:
            self._pivot(row, column)

    def _pivot(self, row: int, column: int) -> None:
        line = self.matrix[row] / self.matrix[row, column]
        factors = self.matrix[:, column].copy()
        factors[row] = 0.0
        self.matrix -= np.outer(factors, line)
        self.matrix[row] = line
        self.reduced -= self.reduced[column] * line
        self.basis[row] = column


def minimise(tableau: Tableau, spend: Callable[[int], None]) -> Tableau:
    """Solve in place. The start must be feasible; the least costs must be finite.

    `spend` is told the numbers of each step before it is made, and may raise.
    """
    rows, columns = tableau.matrix.shape
    for count in range(50 * (rows + columns)):
        column = tableau.entering(careful=count > 5 * (rows + columns))
        if column < 0:
            break
        spend(rows * columns)
        tableau.step(column)
    return tableau
