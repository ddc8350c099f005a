"""Drawn elections of any size, for measuring: a fixed seed, popular and unpopular projects."""

import numpy as np

from tallying.engine.election import BallotGroup, Election, Project

BY_BALLOT, MOST_BY_BALLOT = 5.0, 12


def drawn_election(
    voters: int, projects: int, *, part: float = 0.3, money_by_voter: int = 40, seed: int = 1912
) -> Election:
    """Ballots of 1 to 12 approvals, drawn by popularity; the dearest project costs 40 times the
    cheapest. The budget is `money_by_voter` for each voter, which is `part` of what all cost.
    """
    random = np.random.default_rng(seed)
    ids = [f"{number + 1}" for number in range(projects)]
    budget = voters * money_by_voter
    costs = np.exp(random.uniform(0, np.log(40), projects))
    costs = np.maximum(1, costs / costs.sum() * budget / part).astype(int)
    groups = _ballots(random, voters, ids)
    listed = tuple(Project(name, cost) for name, cost in zip(ids, costs.tolist(), strict=True))
    return Election(listed, groups, budget)


def _ballots(random: np.random.Generator, voters: int, ids: list[str]) -> tuple[BallotGroup, ...]:
    popularity = np.cumsum(1 / np.arange(1, len(ids) + 1) ** 0.6)
    sizes = np.minimum(1 + random.poisson(BY_BALLOT - 1, voters), MOST_BY_BALLOT)
    picks = np.searchsorted(popularity / popularity[-1], random.random(int(sizes.sum())))
    counts: dict[tuple[str, ...], int] = {}
    start = 0
    for size in sizes.tolist():
        chosen = tuple(sorted({ids[pick] for pick in picks[start : start + size].tolist()}))
        counts[chosen] = counts.get(chosen, 0) + 1
        start += size
    return tuple(BallotGroup(chosen, counts[chosen]) for chosen in sorted(counts))
