"""Equal Shares by an engine of its own: what floats cannot tell, fractions decide."""

import random
from pathlib import Path

import pytest
from gmpy2 import mpq

from tallying.engine import bounded_purses
from tallying.engine.bounded_purses import BoundedPurses
from tallying.engine.counting import Count, count
from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.reference import run_rule
from tallying.engine.rule import Rule
from tallying.engine.supports import backers_of, by_id
from tests.tallying.elections import SWIECIE, WIELICZKA, real, small
from tests.tallying.hard_elections import any_rule, hard_election


def equal_shares(chance: random.Random, election: Election) -> Rule:
    return any_rule(chance, election, chance.choice(("mes-cost", "mes-cardinality")))


@pytest.mark.parametrize("rounding", [2.0**-8, 2.0**-20])
def test_with_hopeless_floats_fractions_find_the_same(
    rounding: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(200):
        chance = random.Random(number)
        election = hard_election(chance)
        rule = equal_shares(chance, election)
        usual = Count(election).run(rule, "seed")
        with monkeypatch.context() as patched:
            patched.setattr(bounded_purses, "_ROUNDING", rounding)
            assert Count(election).run(rule, "seed") == usual, number


@pytest.mark.parametrize("path", [WIELICZKA, SWIECIE], ids=lambda path: path.stem)
def test_on_a_real_election_fractions_alone_find_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    election = real(path)
    usual = Count(election).run(Rule("mes-cost"))
    monkeypatch.setattr(bounded_purses, "_ROUNDING", 2.0**-25)
    assert Count(election).run(Rule("mes-cost")) == usual


def test_purses_made_anew_in_every_round_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_purses, "COARSE", 0.0)
    for number in range(200):
        chance = random.Random(number)
        election = hard_election(chance)
        rule = equal_shares(chance, election)
        assert Count(election).run(rule).to_json() == run_rule(election, rule).to_json(), number


def test_a_difference_far_below_a_float_decides() -> None:
    # Both have 3 supporters; by worth 1 the cheaper one costs less by one part in 10^25.
    huge = 10**25
    election = small({"a": huge + 1, "b": huge}, "3*ab", huge + 5)
    outcome = count(election, Rule("mes-cardinality", ties="lexico"))
    assert (outcome.selected, outcome.ties) == (("b",), ())


def test_an_equality_that_floats_cannot_see_is_a_tie() -> None:
    # One third, three times, is the same as one: a and b cost each voter the same.
    third = 10**18 + 1
    election = small({"a": third, "b": 3 * third}, "a 3*b", 16 * third)
    outcome = count(election, Rule("mes-cardinality"))
    assert [tie.between for tie in outcome.ties] == [("a", "b")]


def test_a_purse_that_is_spent_to_the_last_cent_is_enough() -> None:
    election = small({"a": 7, "b": 14}, "a 2*b", 21)
    assert sorted(count(election, Rule("mes-cost")).selected) == ["a", "b"]
    poorer = small({"a": 7, "b": 14}, "a 2*b", 20)
    assert count(poorer, Rule("mes-cost")).selected == ()


def test_points_of_any_size_are_added_exactly() -> None:
    big = 10**28
    groups = (
        BallotGroup(("a", "b"), 3, (big, big + 1)),
        BallotGroup(("a", "b"), 3, (big + 1, big)),
        BallotGroup(("c",), 2, (1,)),
    )
    projects = (Project("a", 30), Project("b", 30), Project("c", 10))
    election = Election(projects, groups, 60, ballot_type="cumulative")
    for rule in (Rule("mes-cost"), Rule("mes-cost", "add1", then="greedy-votes")):
        ours = count(election, rule)
        assert ours.to_json() == run_rule(election, rule).to_json()
        assert [tie.between for tie in ours.ties] == [("a", "b")]


@pytest.mark.parametrize("factor", [10**12, 10**24])
def test_amounts_of_any_size_give_the_same_winners(factor: int) -> None:
    for number in range(60):
        chance = random.Random(number)
        election = hard_election(chance)
        larger = Election(
            tuple(Project(item.id, item.cost * factor) for item in election.projects),
            election.ballots,
            election.budget * factor,
            ballot_type=election.ballot_type,
        )
        usual = count(election, Rule("mes-cost"), "seed")
        assert count(larger, Rule("mes-cost"), "seed").selected == usual.selected, number


def test_the_carried_bound_holds_against_exact_purses() -> None:
    """After every round of a real election no purse is further off than the bound says."""
    election = real(WIELICZKA)
    field = [item.id for item in election.projects]
    candidates = by_id(backers_of(election, "mes-cost"), field)
    purses = BoundedPurses(mpq(1_000_000, 6586), election.choices, candidates)
    waiting = set(range(len(candidates)))
    for _ in range(8):
        offers = [offer for place in waiting if (offer := purses.offer(place, 0.0))]
        best = min(offers, key=lambda offer: offer.high)
        assert purses.confirm(best)
        assert best.low <= purses.exactly(best) <= best.high
        purses.pay(best)
        waiting.remove(best.place)
        groups = (purses.amount > 0).nonzero()[0]
        exact = purses.exact.purses(groups)
        off = max(
            abs(mpq(float(has)) - true)
            for has, true in zip(purses.amount[groups], exact, strict=True)
        )
        assert off <= purses.error < 1e-9
