"""Hard elections and any rule, drawn by chance: ties, roundness and emptiness wherever they can be.

Costs are round or share factors, so equal prices abound; some projects are free, unsupported or
dearer than the budget; ballots may be empty, all alike, or absent.
"""

import random

from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.limits import Cap
from tallying.engine.rule import COMPLETIONS, RULES, STARTS, THENS, TIES, Rule

IDS = ("10", "9", "2", "b", "a", "é", "A b", "10a", "x;y", "Z")
COSTS = ((10, 10, 20, 50), (0, 1, 5, 10, 100), (1, 2, 3, 4, 6, 12), (7, 700, 70, 77), (30,))
STEPS = ("1", "1", "0.5", "10", "0.7")
CROWDS = ((0, 1), (1, 1), (2, 3), (5, 12), (6, 25))


def hard_election(chance: random.Random) -> Election:
    """1 to 10 projects and 0 to 100 voters in 0 to 25 groups; a fifth of them give points."""
    ids = chance.sample(IDS, chance.randint(1, len(IDS)))
    costs = chance.choice(COSTS)
    cents = chance.choice((1, 1, 100))
    projects = tuple(
        Project(item, chance.choice(costs) * cents, extra=_themes(chance)) for item in ids
    )
    points = chance.random() < 0.2
    liked = ids[: chance.randint(1, len(ids))]
    groups = [_group(chance, liked, points=points) for _ in range(_crowd(chance))]
    budget = chance.choice((0, 5, 20, 50, 60, 100, 100, 1000, sum(costs))) * cents
    kind = "cumulative" if points else "approval"
    return Election(projects, merged(groups), budget, cents, kind)


def any_rule(chance: random.Random, election: Election, name: str = "") -> Rule:
    """Any rule, or `name`, with any options it may have."""
    rule = name or chance.choice((*RULES, "mes-cost", "mes-cardinality"))
    mes = rule.startswith("mes")
    return Rule(
        rule,
        completion=chance.choice(COMPLETIONS) if mes else "none",
        start=chance.choice(STARTS),
        step=chance.choice(STEPS),
        then=chance.choice(THENS) if mes else "none",
        ties=chance.choice(TIES),
        threshold=chance.choice((None, None, None, 0, 1, 3)),
        no_skip=chance.random() < 0.2,
        min_share=chance.choice((None, None, None, 1, 3)),
        comparison=mes and chance.random() < 0.25,
        conflicts=_conflicts(chance, election),
        caps=_caps(chance, election),
    )


def merged(groups: list[BallotGroup]) -> tuple[BallotGroup, ...]:
    """The groups, identical ballots put together, in the order a file would give."""
    counts: dict[tuple[tuple[str, ...], tuple[int, ...]], int] = {}
    for group in groups:
        key = (group.choices, group.points)
        counts[key] = counts.get(key, 0) + group.count
    return tuple(BallotGroup(choices, n, points) for (choices, points), n in sorted(counts.items()))


def _crowd(chance: random.Random) -> int:
    return chance.randint(*chance.choice(CROWDS))


def _group(chance: random.Random, liked: list[str], *, points: bool) -> BallotGroup:
    most = min(len(liked), chance.choice((1, 3, 10)))
    chosen = tuple(sorted(chance.sample(liked, chance.randint(0, most))))
    weights = tuple(chance.choice((0, 1, 1, 2, 4, 5)) for _ in chosen) if points else ()
    return BallotGroup(chosen, chance.choice((1, 1, 2, 4)), weights)


def _themes(chance: random.Random) -> dict[str, str]:
    return {"theme": chance.choice(("green", "sport", "")), "need": chance.choice("12")}


def _conflicts(chance: random.Random, election: Election) -> tuple[tuple[str, ...], ...]:
    ids = [item.id for item in election.projects]
    if len(ids) < 2 or chance.random() < 0.7:
        return ()
    many = chance.randint(1, 3)
    return tuple(
        tuple(chance.sample(ids, chance.randint(2, min(4, len(ids))))) for _ in range(many)
    )


def _caps(chance: random.Random, election: Election) -> tuple[Cap, ...]:
    if chance.random() < 0.75:
        return ()
    budget = election.budget // election.scale
    caps = []
    for _ in range(chance.randint(1, 2)):
        column, value = chance.choice((("theme", "green"), ("theme", "sport"), ("need", "1")))
        caps.append(Cap(column, value, str(chance.choice((0, budget // 4, budget // 2, 15)))))
    return tuple(caps)
