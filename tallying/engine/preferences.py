"""How many voters prefer which of two results."""

from collections.abc import Collection

import numpy as np

from tallying.engine.election import MOST_EXACT, NO_POINTS, Election
from tallying.engine.eligible import worth


def preferred(
    election: Election, rule: str, greedy: Collection[str], shares: Collection[str]
) -> tuple[int, int]:
    """How many voters prefer the winners of greedy, and how many those of Equal Shares.

    A voter prefers the winners that are worth more to them, by the measure of the rule `rule`.
    """
    flat, projects = election.choices, election.projects
    only = [(item.id in greedy) - (item.id in shares) for item in projects]
    worths = [worth(rule, item, None) for item in projects]
    most = sum(worths) + sum(map(int, () if flat.points is None else flat.points))
    kind = np.int64 if most < MOST_EXACT else object
    gains = np.array(worths, dtype=kind)[flat.project]
    if flat.points is not None:
        gains = np.where(flat.points == NO_POINTS, gains, flat.points)
    gains = gains * np.array(only, dtype=kind)[flat.project]
    total = np.zeros(len(flat.voters), dtype=kind)
    np.add.at(total, flat.group, gains)
    return int(flat.voters[total > 0].sum()), int(flat.voters[total < 0].sum())
