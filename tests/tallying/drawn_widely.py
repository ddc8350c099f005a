"""Elections and rules drawn from all that a rule can say, with ties wherever they can be.

Round costs make ties; odd ids, many decimals and fine steps are for programs that read what is
published. The same chance gives the same election.
"""

import random

from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.limits import Cap
from tallying.engine.rule import COMPLETIONS, RULES, STARTS, THENS, TIES, Rule

ODD_IDS = ("10", "9", "a b", "é", 'x;"y"', "z\\", "\uff21", "\U0001d4b3", "B", "b")
COSTS = (0, 0, 1, 5, 10, 10, 20, 20, 50)
BUDGETS = (0, 5, 20, 50, 100, 200)
# Parts of a unit, and what is added to a cost: whole euro, cents, twelve decimals.
SCALES = ((1, (0,)), (1, (0,)), (100, (0, 50, 1)), (10**12, (0, 10**11, 1)))


def wide_election(chance: random.Random) -> Election:
    """Up to 8 projects and up to 12 groups of up to 5 voters, on any ballot that can be counted."""
    kind = chance.choice(("approval", "approval", "choose-1", "cumulative", "scoring"))
    ids = chance.sample(ODD_IDS, chance.randint(1, 8))
    scale, parts = chance.choice(SCALES)
    projects = tuple(
        Project(
            item,
            chance.choice(COSTS) * scale + chance.choice(parts),
            name=f"Project {item}",
            extra={"theme": chance.choice(("green", "sport", "")), "who": "city"},
        )
        for item in ids
    )
    budget = chance.choice(BUDGETS) * scale + chance.choice(parts)
    groups = _groups(chance, ids, kind)
    return Election(projects, groups, budget, scale, kind, {"description": 'Voix; "libre"'})


def _groups(chance: random.Random, ids: list[str], kind: str) -> tuple[BallotGroup, ...]:
    groups = {}
    most = 1 if kind == "choose-1" else 5
    for _ in range(chance.randint(0, 12)):
        chosen = tuple(sorted(chance.sample(ids, chance.randint(0, min(most, len(ids))))))
        counted = kind in ("cumulative", "scoring")
        points = tuple(chance.randint(0, 4) for _ in chosen) if counted else ()
        groups[chosen, points] = BallotGroup(chosen, chance.randint(1, 5), points)
    return tuple(groups.values())


def wide_rule(chance: random.Random, election: Election) -> Rule:
    """Any rule with any of its options; limits name projects of `election`."""
    name, ids = chance.choice(RULES + RULES[2:]), [item.id for item in election.projects]
    by_shares = name.startswith("mes-")
    conflicts = [chance.sample(ids, 2)] if len(ids) > 1 and chance.random() < 0.3 else []
    cap = Cap("theme", chance.choice(("green", "sport")), chance.choice(("0", "20", "50.5")))
    return Rule(
        name,
        completion=chance.choice(COMPLETIONS) if by_shares else "none",
        start=chance.choice(STARTS),
        step=chance.choice(("1", "1", "0.5", "0.03", "7")),
        then=chance.choice(THENS) if by_shares else "none",
        ties=chance.choice(TIES),
        threshold=chance.choice((None, None, 0, 2)),
        no_skip=chance.random() < 0.2,
        min_share=chance.choice((None, None, 1, 3)),
        comparison=by_shares and chance.random() < 0.3,
        conflicts=tuple(map(tuple, conflicts)),
        caps=(cap,) if chance.random() < 0.3 else (),
    )
