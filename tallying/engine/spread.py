"""How winners spread over the voters."""

from tallying.engine.election import Election


def winners_per_voter(election: Election, winners: frozenset[str]) -> tuple[int, ...]:
    """How many voters support no winner, exactly one, exactly two …; ends with a count above 0.

    Empty without voters.
    """
    counts: dict[int, int] = {}
    for group in election.ballots:
        weights = group.points or (1,) * len(group.choices)
        pairs = zip(group.choices, weights, strict=True)
        got = sum(choice in winners and weight > 0 for choice, weight in pairs)
        counts[got] = counts.get(got, 0) + group.count
    most = max((got for got, count in counts.items() if count), default=-1)
    return tuple(counts.get(got, 0) for got in range(most + 1))
