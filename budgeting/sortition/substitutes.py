"""Substitutes: drawn after the seats, so that every category has a replacement as far as possible.

Those without a seat stand in the order of the lot. The next substitute is the first of them who
covers the most categories (a value of a column) that somebody with a seat is in and that no
substitute of this round covers yet. When nobody covers one more, a new round begins. The order in
which they are drawn is the order in which they are asked.
"""

from collections.abc import Sequence

from budgeting.sortition.problem import Problem


def substitutes(
    problem: Problem, seated: Sequence[int], order: Sequence[int], count: int
) -> list[int]:
    """Places in `order` (groups of those who are left, as by lot) that become substitutes.

    `seated` has the number of seats of each category.
    """
    members = problem.members
    wanted = {place for place, seats in enumerate(seated) if seats}
    left, uncovered = list(range(len(order))), set(wanted)
    drawn: list[int] = []
    while left and len(drawn) < count:
        best = max(left, key=lambda place: len(uncovered & set(members[order[place]])))
        if not uncovered & set(members[order[best]]) and uncovered != wanted:
            uncovered = set(wanted)
            continue
        left.remove(best)
        drawn.append(best)
        uncovered -= set(members[order[best]])
    return drawn
