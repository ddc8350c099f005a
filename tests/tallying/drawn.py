"""Small elections drawn at random, with round costs, where ties and rounding live."""

import random

from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.rule import Rule

COSTS = (0, 1, 5, 10, 10, 20, 50)
COMPLETIONS = ("none", "add1", "add1-exhaustive")


def drawn_election(chance: random.Random, *, points: bool = False) -> Election:
    """Up to 8 projects in two themes and up to 12 groups of up to 4 voters."""
    ids = "abcdefgh"[: chance.randint(2, 8)]
    groups = []
    for _ in range(chance.randint(1, 12)):
        chosen = tuple(sorted(chance.sample(ids, chance.randint(0, min(5, len(ids))))))
        weights = tuple(chance.randint(1, 4) for _ in chosen) if points else ()
        groups.append(BallotGroup(chosen, chance.randint(1, 4), weights))
    projects = tuple(
        Project(item, chance.choice(COSTS), extra={"category": chance.choice(("green", "sport"))})
        for item in ids
    )
    kind = "cumulative" if points else "approval"
    return Election(projects, tuple(groups), chance.choice((5, 20, 50, 100)), ballot_type=kind)


def drawn_rule(chance: random.Random, name: str = "") -> Rule:
    """Any of the rules, or `name`, with options that suit it."""
    rule = name or chance.choice(
        ("greedy-votes", "greedy-votes-per-euro", "mes-cost", "mes-cardinality")
    )
    threshold = chance.choice((None, None, 2))
    if not rule.startswith("mes"):
        return Rule(rule, threshold=threshold, no_skip=chance.random() < 0.2)
    return Rule(
        rule,
        completion=chance.choice(COMPLETIONS),
        then=chance.choice(("none", "greedy-votes")),
        threshold=threshold,
        comparison=chance.random() < 0.2,
    )
