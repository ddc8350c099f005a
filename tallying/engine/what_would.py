"""What a project that lost would have needed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Needed:
    """What would have been enough for one loser, all else equal.

    funded_at    the cost, in smallest units, a whole number of euro (or units of the file).
    funded_with  how many more voters who choose this project alone.
    worked_out   whether both were looked for to the end; null for one that was then means that
                 none was found.
    """

    funded_at: int | None = None
    funded_with: int | None = None
    worked_out: bool = False
