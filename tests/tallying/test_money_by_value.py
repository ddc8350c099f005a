"""Money by theme beside votes, what voters paid, and their equal parts."""

import random
from dataclasses import replace
from fractions import Fraction

from tallying.engine.counting import count
from tallying.engine.money_by_value import ValueMoney, money_and_votes
from tallying.engine.rule import Rule
from tests.tallying.drawn import drawn_election, drawn_rule
from tests.tallying.elections import small


def test_money_votes_and_equal_parts_of_each_theme() -> None:
    election = small({"a": 24, "b": 15, "c": 5}, "2*a ab b", 40)
    themes = {"a": "green", "b": "sport", "c": ""}
    projects = tuple(
        replace(item, extra={"category": themes[item.id]} if themes[item.id] else {})
        for item in election.projects
    )
    election = replace(election, projects=projects)
    found = money_and_votes(election, count(election, Rule("mes-cost")), "category")
    # 24 was spent for four voters, 6 each: 2.5 ballots' worth of green.
    assert found == (
        ValueMoney("green", 1, 1, 24, 3, Fraction(24), Fraction(15)),
        ValueMoney("", 1, 0, 0, 0, Fraction(0), Fraction(0)),
        ValueMoney("sport", 1, 0, 0, 2, Fraction(0), Fraction(9)),
    )
    greedy = money_and_votes(election, count(election, Rule("greedy-votes")), "category")
    assert [item.paid for item in greedy] == [None, None, None]


def test_sums_are_those_of_the_whole_result() -> None:
    for seed in range(40):
        chance = random.Random(seed)
        election = drawn_election(chance, points=seed % 3 == 0)
        outcome = count(election, drawn_rule(chance))
        found = money_and_votes(election, outcome, "category")
        costs = {item.id: item.cost for item in election.projects}
        assert sum(item.cost for item in found) == outcome.total_cost
        assert sum(item.votes for item in found) == sum(outcome.votes.values())
        assert sum(item.projects for item in found) == len(election.projects)
        if any(group.choices for group in election.ballots):
            assert sum(item.entitled for item in found) == outcome.total_cost
        if outcome.share is not None:
            paid = sum(item.paid for item in found if item.paid is not None)
            assert paid == sum(costs[item] for item in outcome.by_rule)
