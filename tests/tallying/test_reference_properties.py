"""Promises of the reference tally on small drawn elections, where ties and round costs abound."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pabutools.election import Cardinality_Sat, Cost_Sat
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares

from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.payments import replay
from tallying.engine.reference import as_pabutools, run_rule
from tallying.engine.rule import RULES, Rule

IDS = "abcdefgh"
SATISFACTION = {"mes-cost": Cost_Sat, "mes-cardinality": Cardinality_Sat}


@st.composite
def elections(draw: st.DrawFn) -> Election:
    """Up to 8 projects of round costs and up to 40 approval ballots."""
    ids = IDS[: draw(st.integers(1, 8))]
    costs = draw(st.lists(st.sampled_from((1, 5, 10, 20, 50)), min_size=8, max_size=8))
    sets = draw(st.lists(st.sets(st.sampled_from(ids)), min_size=1, max_size=12))
    counts = draw(st.lists(st.integers(1, 4), min_size=len(sets), max_size=len(sets)))
    groups = tuple(
        BallotGroup(tuple(sorted(chosen)), count)
        for chosen, count in zip(sets, counts, strict=True)
    )
    projects = tuple(Project(item, cost) for item, cost in zip(ids, costs, strict=False))
    return Election(projects, groups, draw(st.sampled_from((5, 20, 50, 100))))


@settings(deadline=None, max_examples=150)
@given(election=elections(), rule=st.sampled_from(sorted(SATISFACTION)))
def test_equal_shares_are_those_of_pabutools_front_door(election: Election, rule: str) -> None:
    instance, profile = as_pabutools(election)
    for completion, raise_by in (("none", None), ("add1-exhaustive", 1)):
        plain = method_of_equal_shares(
            instance, profile, SATISFACTION[rule], voter_budget_increment=raise_by
        )
        ours = run_rule(election, Rule(rule, completion=completion, ties="lexico"))
        assert list(ours.selected) == [item.name for item in plain]


@settings(deadline=None, max_examples=100)
@given(election=elections())
def test_greedy_is_that_of_pabutools_front_door(election: Election) -> None:
    instance, profile = as_pabutools(election)
    for rule, satisfaction in (
        ("greedy-votes", Cost_Sat),
        ("greedy-votes-per-euro", Cardinality_Sat),
    ):
        plain = greedy_utilitarian_welfare(instance, profile, satisfaction)
        ours = run_rule(election, Rule(rule, ties="lexico"))
        assert list(ours.selected) == [item.name for item in plain]


@settings(deadline=None, max_examples=100)
@given(election=elections(), rule=st.sampled_from(RULES), data=st.data())
def test_order_and_grouping_of_ballots_and_projects_change_nothing(
    election: Election, rule: str, data: st.DataObject
) -> None:
    single = [replace(group, count=1) for group in election.ballots for _ in range(group.count)]
    shuffled = replace(
        election,
        projects=tuple(data.draw(st.permutations(election.projects))),
        ballots=tuple(data.draw(st.permutations(single))),
    )
    first = run_rule(election, Rule(rule), seed="drawn in public")
    assert first.to_json() == run_rule(shuffled, Rule(rule), seed="drawn in public").to_json()


@settings(deadline=None, max_examples=60)
@given(election=elections(), completion=st.sampled_from(("none", "add1", "add1-exhaustive")))
def test_euro_and_cents_give_the_same_document(election: Election, completion: str) -> None:
    cents = replace(
        election,
        projects=tuple(replace(item, cost=item.cost * 100) for item in election.projects),
        budget=election.budget * 100,
        scale=100,
    )
    rule = Rule("mes-cost", completion=completion, start="floor", step="0.5", then="greedy-votes")
    assert run_rule(election, rule).to_json() == run_rule(cents, rule).to_json()


@settings(deadline=None, max_examples=100)
@given(
    election=elections(),
    rule=st.sampled_from(sorted(SATISFACTION)),
    completion=st.sampled_from(("none", "add1", "add1-exhaustive")),
)
def test_payments_cover_each_winner_and_never_exceed_the_share(
    election: Election, rule: str, completion: str
) -> None:
    outcome = run_rule(election, Rule(rule, completion=completion))
    assert outcome.total_cost <= election.budget
    payments = replay(election, outcome)
    costs = {item.id: item.cost for item in election.projects}
    for winner, shares in payments.paid.items():
        paid = sum(election.ballots[group].count * amount for group, amount in shares)
        assert paid == costs[winner]
    assert all(left >= 0 for left in payments.remaining)
    assert all(left < costs[item] for item, left in payments.left.items())
    spent = sum(costs[winner] for winner in payments.paid)
    kept = sum(
        group.count * left for group, left in zip(election.ballots, payments.remaining, strict=True)
    )
    assert outcome.share is not None
    assert Fraction(spent) + kept == outcome.share * election.voters


@settings(deadline=None, max_examples=60)
@given(election=elections())
def test_then_greedy_leaves_nothing_that_fits(election: Election) -> None:
    outcome = run_rule(election, Rule("mes-cost", completion="add1", then="greedy-votes"))
    left = election.budget - outcome.total_cost
    assert all(item.cost > left for item in election.projects if item.id not in outcome.selected)


@pytest.mark.parametrize("rule", RULES)
def test_without_ballots_equal_shares_fund_nothing_and_greedy_obeys_a_threshold(rule: str) -> None:
    election = Election((Project("a", 5), Project("b", 0)), (), 10)
    assert run_rule(election, Rule(rule, threshold=1)).selected == ()
