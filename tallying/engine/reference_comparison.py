"""How many voters prefer which of two outcomes, for the independent recount."""

from collections.abc import Collection

from tallying.engine.election import Election
from tallying.engine.eligible import worth


def preferred(
    election: Election, rule: str, greedy: Collection[str], shares: Collection[str]
) -> tuple[int, int]:
    """How many voters prefer the winners of greedy, and how many those of Equal Shares.

    A voter prefers the winners that are worth more to them, by the measure of the rule `rule`.
    """
    projects = {item.id: item for item in election.projects}
    prefer = {1: 0, 0: 0, -1: 0}
    for group in election.ballots:
        gain = 0
        for place, choice in enumerate(group.choices):
            points = group.points[place] if group.points else None
            value = worth(rule, projects[choice], points)
            gain += value * ((choice in greedy) - (choice in shares))
        prefer[(gain > 0) - (gain < 0)] += group.count
    return prefer[1], prefer[-1]
