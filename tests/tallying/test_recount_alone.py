"""The one file in every bundle that counts again: it writes the transcript of the engine."""

import random
from collections.abc import Iterator

import pytest

from tallying.engine import recount_alone as recount
from tallying.engine.counting import count
from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.limits import Cap
from tallying.engine.pabulib import parse_pabulib, write_pabulib
from tallying.engine.rule import COMPLETIONS, RULES, STARTS, THENS, TIES, Rule
from tallying.engine.transcript import transcript_of

NASTY = ("10", "9", "a b", 'say "no"', "x;y", "été", "日本", "'", "\\", "VOTES", "-1", "é;\"'")


def elections(seed: int, how_many: int) -> Iterator[tuple[Election, Rule]]:
    """Small elections where ties, round costs, free and unloved projects are common."""
    chance = random.Random(seed)
    for _ in range(how_many):
        yield _election(chance)


def _election(chance: random.Random) -> tuple[Election, Rule]:
    ids = chance.sample(NASTY, chance.randint(1, 7))
    scale = chance.choice((1, 1, 100, 1000))
    costs = [chance.choice((0, 1, 2, 2, 3, 5, 5, 8, 10)) * chance.choice((1, scale)) for _ in ids]
    projects = tuple(
        Project(item, cost, "A name; quoted", {"category": chance.choice("xy")})
        for item, cost in zip(ids, costs, strict=True)
    )
    points = chance.random() < 0.3
    groups = [_group(chance, ids, points=points) for _ in range(chance.randint(0, 9))]
    budget = chance.choice((0, 3, 5, 10, 10, 12, 20)) * chance.choice((1, scale))
    kind = chance.choice(("cumulative", "scoring")) if points else "approval"
    found = Election(projects, tuple(groups), budget, scale, kind)
    # As it reads back: with the scale its amounts need.
    return parse_pabulib(write_pabulib(found)), _rule(chance, ids)


def _group(chance: random.Random, ids: list[str], *, points: bool) -> BallotGroup:
    chosen = tuple(sorted(item for item in ids if chance.random() < 0.5))
    given = tuple(chance.randint(0, 3) for _ in chosen) if points else ()
    return BallotGroup(chosen, chance.choice((1, 1, 2, 5)), given)


def _rule(chance: random.Random, ids: list[str]) -> Rule:
    name = chance.choice((*RULES, "mes-cost", "mes-cardinality"))
    wanted = chance.choice((0, 0, 1, 2)) if len(ids) > 1 else 0
    pairs = tuple(tuple(chance.sample(ids, 2)) for _ in range(wanted))
    caps = [
        Cap("category", chance.choice("xy"), chance.choice(("0", "2.5", "5", "7,5")))
        for _ in range(chance.choice((0, 0, 1, 2)))
    ]
    shares = {
        "completion": chance.choice(COMPLETIONS),
        "start": chance.choice(STARTS),
        "step": chance.choice(("1", "0.5", "0,3", "2")),
        "then": chance.choice(THENS),
        "comparison": chance.random() < 0.3,
    }
    return Rule(
        name,
        ties=chance.choice(TIES),
        threshold=chance.choice((None, None, None, 1, 3)),
        no_skip=chance.random() < 0.3,
        min_share=chance.choice((None, None, None, 1, 3)),
        conflicts=pairs,
        caps=tuple(caps),
        **(shares if name.startswith("mes-") else {}),
    )


def lines_of(election: Election, rule: Rule, seed: str) -> list[str]:
    """The transcript as the one file writes it."""
    found = recount.Count(write_pabulib(election), rule.to_json(), seed)
    return [recount.dump(line) for line in found.transcript(1)]


@pytest.mark.parametrize("seed", range(10))
def test_on_any_small_election_it_takes_the_very_same_steps(seed: int) -> None:
    for election, rule in elections(seed, 50):
        outcome = count(election, rule, "gra;ine")
        assert lines_of(election, rule, "gra;ine") == transcript_of(election, outcome, 1)
