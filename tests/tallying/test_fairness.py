"""Equal Shares passes over no group; a result that does is found, with the group."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest

from tallying.engine.counting import count
from tallying.engine.election import Election
from tallying.engine.fairness import PassedOver, passed_over
from tallying.engine.rule import Rule
from tests.tallying.drawn import drawn_election
from tests.tallying.elections import ASSEN, real, small


def groups(election: Election, rule: Rule) -> tuple[PassedOver, ...] | None:
    """Whom the result of a rule passes over."""
    return passed_over(election, frozenset(count(election, rule).selected))


def test_a_planted_unfair_greedy_result_is_found() -> None:
    # Six of ten take it all; four of ten, entitled to 40 of 100, wanted one project of 30.
    election = small({"a": 50, "b": 50, "c": 30}, "6*ab 4*c", 100)
    found = groups(election, Rule("greedy-votes"))
    assert found == (PassedOver("c", voters=4, deserved=Fraction(40), got=0),)
    assert found[0].to_json() == {"project": "c", "voters": 4, "deserved": 40, "got": 0}
    assert groups(election, Rule("mes-cost")) == ()


def test_who_got_enough_otherwise_was_not_passed_over() -> None:
    election = small({"a": 50, "b": 50, "c": 30}, "6*ab 4*ac", 100)
    assert groups(election, Rule("greedy-votes")) == ()


def test_a_group_just_large_enough_is_found_and_one_just_too_small_is_not() -> None:
    election = small({"a": 70, "c": 30}, "7*a 3*c", 100)
    assert passed_over(election, frozenset("a")) == (PassedOver("c", 3, Fraction(30), 0),)
    dearer = small({"a": 70, "c": 31}, "7*a 3*c", 100)
    assert passed_over(dearer, frozenset("a")) == ()


def test_a_part_of_the_supporters_can_be_the_group() -> None:
    # Both voters of c who have nothing are passed over; the one who also has a is not.
    election = small({"a": 60, "c": 30}, "5*a ac 4*c", 100)
    assert passed_over(election, frozenset("a")) == (PassedOver("c", 4, Fraction(40), 0),)


@pytest.mark.parametrize("completion", ["none", "add1", "add1-exhaustive"])
def test_equal_shares_with_cost_pass_over_nobody(completion: str) -> None:
    for seed in range(80):
        election = drawn_election(random.Random(seed))
        rule = Rule("mes-cost", completion=completion, then="greedy-votes")
        assert groups(election, rule) == (), seed


def test_the_check_agrees_with_trying_every_group_of_voters() -> None:
    differ = 0
    for seed in range(60):
        chance = random.Random(seed)
        election = drawn_election(chance)
        voters = [set(group.choices) for group in election.ballots for _ in range(group.count)][:8]
        ballots = tuple(
            replace(election.ballots[0], choices=tuple(sorted(chosen)), count=1)
            for chosen in voters
        )
        election = replace(election, ballots=ballots)
        won = frozenset(item.id for item in election.projects if chance.random() < 0.3)
        costs = {item.id: item.cost for item in election.projects}
        expected = {}
        for lost in set(costs) - won:
            backers = [sum(costs[x] for x in chosen & won) for chosen in voters if lost in chosen]
            sizes = [
                size
                for size in range(1, len(backers) + 1)
                for some in combinations(backers, size)
                if all((got + costs[lost]) * len(voters) <= size * election.budget for got in some)
            ]
            if sizes:
                expected[lost] = max(sizes)
        found = passed_over(election, won) or ()
        assert {item.project: item.voters for item in found} == expected
        differ += bool(expected)
    assert differ > 10


def test_ballots_with_points_are_not_judged() -> None:
    assert passed_over(drawn_election(random.Random(1), points=True), frozenset()) is None


def test_the_real_election_of_assen() -> None:
    assert groups(real(ASSEN), Rule("mes-cost", completion="add1")) == ()
