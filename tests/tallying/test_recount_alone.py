"""The one file in every bundle that counts again: it writes the transcript of the engine."""

import random

import pytest

from tallying.engine import recount_alone
from tallying.engine.counting import Count
from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.pabulib import parse_pabulib, write_pabulib
from tallying.engine.rule import Rule
from tallying.engine.transcript import transcript_of
from tests.tallying.drawn_widely import wide_election, wide_rule
from tests.tallying.elections import ASSEN, real

SEED = "gra;ine é"


def lines_of(election: Election, rule: Rule, seed: str) -> list[str]:
    """The transcript as the one file writes it from a published election."""
    found = recount_alone.Count(write_pabulib(election), rule.to_json(), seed)
    return [recount_alone.dump(line) for line in found.transcript(1)]


@pytest.mark.parametrize("batch", range(8))
def test_on_any_election_by_any_rule_it_takes_the_very_same_steps(batch: int) -> None:
    for number in range(60):
        chance = random.Random(1000 * batch + number)
        # As it reads back: with the scale that its amounts need.
        election = parse_pabulib(write_pabulib(wide_election(chance)))
        rule = wide_rule(chance, election)
        outcome = Count(election).run(rule, SEED)
        assert lines_of(election, rule, SEED) == transcript_of(election, outcome, 1), number


@pytest.mark.parametrize("name", ["mes-cost", "mes-cardinality"])
def test_on_a_real_election_too(name: str) -> None:
    rule = Rule(name, completion="add1", then="greedy-votes", comparison=True)
    outcome = Count(real(ASSEN)).run(rule, SEED)
    assert lines_of(real(ASSEN), rule, SEED) == transcript_of(real(ASSEN), outcome, 1)


def test_project_ids_that_look_like_something_else() -> None:
    ids = (
        "VOTES 1",
        "META;",
        '"',
        ";",
        "'",
        "\\",
        "-1",
        "1e3",
        "None",
        "a  b",
        "x\u00a0y",
        "é;\"'",
    )
    projects = tuple(Project(item, 10 + place) for place, item in enumerate(ids))
    groups = tuple(BallotGroup((item,), 3 + place % 2) for place, item in enumerate(sorted(ids)))
    election = Election(projects, groups, 60)
    for rule in (Rule("mes-cost", completion="add1", then="greedy-votes"), Rule("greedy-votes")):
        outcome = Count(election).run(rule, SEED)
        assert lines_of(election, rule, SEED) == transcript_of(election, outcome, 1)
