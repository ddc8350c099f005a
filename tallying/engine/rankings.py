"""Rankings as points, so that the rules can count them; asked for, never done in silence.

`borda`: with at most k ranks the first gets k points, the second k - 1 and so on; what stands below
rank k gets none. k is `max_length` in META, or else the length of the longest ballot. Editions
with rankings are counted in the same way.
"""

from collections import Counter
from dataclasses import replace

from tallying.engine.election import BallotGroup, Election

SYSTEMS = ("borda",)


def as_points(election: Election) -> Election:
    """The election with points for ranks; itself if its ballots are no rankings."""
    if election.ballot_type != "ordinal":
        return election
    most = most_ranks(election)
    counts: Counter[tuple[tuple[str, ...], tuple[int, ...]]] = Counter()
    for group in election.ballots:
        pairs = sorted(zip(group.choices[:most], range(most, 0, -1), strict=False))
        counts[tuple(item for item, _ in pairs), tuple(value for _, value in pairs)] += group.count
    groups = tuple(BallotGroup(ids, counts[ids, points], points) for ids, points in sorted(counts))
    note = f"Rankings are counted as points: {most} for the first, one less for each rank below."
    return replace(
        election, ballots=groups, ballot_type="cumulative", notes=(*election.notes, note)
    )


def most_ranks(election: Election) -> int:
    """How many ranks give points."""
    stated = election.meta.get("max_length", "")
    if stated.isascii() and stated.isdecimal() and 0 < len(stated) < 6 and int(stated):
        return int(stated)
    return max((len(group.choices) for group in election.ballots), default=0)
