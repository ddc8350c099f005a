"""How much work a draw may take, counted and not timed: the answer is the same on any machine."""

from dataclasses import dataclass

from budgeting.sortition.errors import SortitionError

TOO_HARD = (
    "These quotas are too intricate: a draw takes too long. Use fewer columns, or wider quotas."
)
# A unit is one number of a table that a step goes through: two to four of them in a nanosecond.
STEP = 100_000  # what any step costs besides, however small its table is
MOST_WORK = 40 * 10**9  # for one draw: about fifteen seconds
TO_REHEARSE = 8 * 10**9  # for a draw that is tried before it is announced: about three
TO_ESTIMATE = 120 * 10**9  # for all trial draws together: about fifty


@dataclass
class Work:
    """What may still be done."""

    left: int = MOST_WORK

    def spend(self, units: int) -> None:
        """Count work. Raises SortitionError `too_hard` once it is more than there was."""
        self.left -= units
        if self.left < 0:
            raise SortitionError("too_hard", TOO_HARD)
