"""Made-up elections: the same seed gives the same one, everywhere and for ever.

Chance is one long SHAKE-256 digest of the seed, read as whole numbers of 32 bits, so that no
version of a library of chance can change it. A made-up voter chooses each project by itself, with
a chance in percent that depends on the voter's taste:

    alike        every project has an appeal of its own, the same for everybody.
    two_groups   six voters in ten like one half of the projects, the others the other half.
    many_groups  five groups of 30, 25, 20, 15 and 10 voters in a hundred, each with projects of
                 its own.
    cheap        the cheaper a project, the more people choose it.
    dear         the dearer a project, the more people choose it.
"""

import hashlib
import struct
from collections import Counter
from collections.abc import Iterator, Sequence

from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.errors import EngineError

TASTES = ("alike", "two_groups", "many_groups", "cheap", "dear")
GROUPS = {"two_groups": (60, 40), "many_groups": (30, 25, 20, 15, 10)}
MOST_VOTERS, MOST_PROJECTS = 5000, 40
CENTS = 100
# Percent: the least and the most that a group likes its own projects, and those of others.
OWN, OTHERS = (20, 70), 5
LEAST, MOST = 10, 65


def synthetic(*, voters: int, projects: int, taste: str, budget: int, seed: str) -> Election:
    """An approval election in whole cents. Projects cost from 2 to 25 % of the budget, in whole
    euros; where voters come in groups, the column `group` says whose project it is.

    Raises EngineError `not_that_many` or `taste_unknown`.
    """
    if not (1 <= voters <= MOST_VOTERS and 1 <= projects <= MOST_PROJECTS and budget > 0):
        raise EngineError(
            "not_that_many", f"At most {MOST_VOTERS} voters, {MOST_PROJECTS} projects."
        )
    if taste not in TASTES:
        raise EngineError("taste_unknown", f"A taste is one of {', '.join(TASTES)}.")
    chance = _numbers(seed, 2 * projects + voters * projects)
    made = [_project(number, projects, taste, budget, chance) for number in range(projects)]
    appeal = _appeal(made, taste, chance)
    ballots = Counter(
        _ballot(made, appeal[_group(taste, voter, voters)], chance) for voter in range(voters)
    )
    groups = tuple(BallotGroup(choices, many) for choices, many in sorted(ballots.items()))
    return Election(tuple(made), groups, budget, CENTS)


def _numbers(seed: str, many: int) -> Iterator[int]:
    """So many numbers from 0 to 2**32 - 1."""
    return iter(struct.unpack(f">{many}I", hashlib.shake_256(seed.encode()).digest(4 * many)))


def _project(place: int, many: int, taste: str, budget: int, chance: Iterator[int]) -> Project:
    cost = max(CENTS, budget * (2 + next(chance) % 24) // 100 // CENTS * CENTS)
    sizes = GROUPS.get(taste)
    extra = {"group": str(place * len(sizes) // many + 1)} if sizes else {}
    return Project(str(place + 1), cost, extra=extra)


def _appeal(projects: Sequence[Project], taste: str, chance: Iterator[int]) -> list[list[int]]:
    """For each group of voters, the chance in percent that one of them chooses each project."""
    if sizes := GROUPS.get(taste):
        own = [OWN[0] + next(chance) % (OWN[1] - OWN[0]) for _ in projects]
        return [
            [mine if project.extra["group"] == str(group + 1) else OTHERS
             for project, mine in zip(projects, own, strict=True)]
            for group in range(len(sizes))
        ]  # fmt: skip
    if taste == "alike":
        return [[LEAST + next(chance) % (MOST - LEAST) for _ in projects]]
    order = sorted(projects, key=lambda one: (one.cost, one.id), reverse=taste == "cheap")
    steps = max(1, len(order) - 1)
    rank = {one.id: place for place, one in enumerate(order)}
    return [[LEAST + (MOST - LEAST) * rank[one.id] // steps for one in projects]]


def _group(taste: str, voter: int, voters: int) -> int:
    """Which group a voter belongs to: the first ones to the first group, and so on."""
    passed, hundred = 0, voter * 100 // voters
    for group, size in enumerate(GROUPS.get(taste, (100,))):
        passed += size
        if hundred < passed:
            return group
    return 0


def _ballot(
    projects: Sequence[Project], appeal: Sequence[int], chance: Iterator[int]
) -> tuple[str, ...]:
    chosen = [
        one.id for one, part in zip(projects, appeal, strict=True) if next(chance) % 100 < part
    ]
    return tuple(sorted(chosen))
