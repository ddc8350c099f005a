"""What a loser would have needed is true: a count with exactly that says so."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from tallying.engine.counting import count
from tallying.engine.election import BallotGroup, Election
from tallying.engine.explain import explain
from tallying.engine.rule import Rule
from tallying.engine.what_would import (
    MOST_WORK,
    Needed,
    fewest,
    highest,
    runs_allowed,
    what_would,
)
from tests.tallying.drawn import drawn_election, drawn_rule
from tests.tallying.elections import small


def needed(election: Election, rule: Rule, most_work: int = MOST_WORK) -> dict[str, Needed]:
    """What the losers of a count would have needed."""
    outcome = count(election, rule)
    return what_would(election, outcome, explain(election, outcome), most_work=most_work)


def wins(election: Election, rule: Rule, project: str, *, cost: int = -1, more: int = 0) -> bool:
    """A count of its own: whether the project wins at another cost, or with more voters."""
    projects = tuple(
        replace(item, cost=cost if item.id == project and cost >= 0 else item.cost)
        for item in election.projects
    )
    most = max((value for group in election.ballots for value in group.points), default=0)
    group = BallotGroup((project,), more, (most,) if most else ())
    ballots = (*election.ballots, *((group,) if more else ()))
    altered = replace(election, projects=projects, ballots=ballots)
    return project in count(altered, rule).selected


def test_equal_shares_the_loser_of_a_simple_count() -> None:
    # Share 10 each. a costs its three voters 8 each; b's voters keep 2 and 10 of the 15 it costs.
    # At 12 euro b takes both in full. With one more voter the share is 8; b's voters then have
    # 0 + 8 + 8 = 16.
    election = small({"a": 24, "b": 15}, "2*a ab b", 40)
    found = needed(election, Rule("mes-cost"))
    assert found == {"b": Needed(funded_at=12, funded_with=1, worked_out=True)}


def test_greedy_the_loser_needs_the_money_that_was_left_or_the_votes_of_the_winner() -> None:
    election = small({"a": 6, "b": 5}, "3*a 1*b", 10)
    assert needed(election, Rule("greedy-votes")) == {"b": Needed(4, 2, worked_out=True)}


def test_a_project_below_the_threshold_needs_votes_and_no_price_would_do() -> None:
    election = small({"a": 6, "b": 4}, "3*a 1*b", 10)
    found = needed(election, Rule("greedy-votes", threshold=3))
    assert found == {"b": Needed(None, 2, worked_out=True)}


def test_a_project_shut_out_by_a_conflict_says_what_would_have_put_it_first() -> None:
    election = small({"a": 6, "b": 4}, "3*a 1*b", 10)
    found = needed(election, Rule("greedy-votes", conflicts=(("a", "b"),)))
    assert found == {"b": Needed(None, 2, worked_out=True)}


def test_whole_euro_where_the_file_is_in_cents() -> None:
    election = small({"a": 650, "b": 500}, "3*a 1*b", 1000, scale=100)
    assert needed(election, Rule("greedy-votes"))["b"].funded_at == 300


def test_recounts_have_an_end_and_the_nearest_come_first() -> None:
    election = small({"a": 8, "b": 5, "c": 5}, "3*a 2*b c", 10)
    found = needed(election, Rule("greedy-votes"), most_work=26_000)
    assert found["b"].worked_out
    assert found["c"] == Needed(worked_out=False)


def test_a_large_election_is_worth_fewer_recounts() -> None:
    election = small({"a": 8, "b": 5}, "3*a 2*b", 10)
    plain, raised = Rule("mes-cost"), Rule("mes-cost", completion="add1")
    assert runs_allowed(election, plain, 26_000) == 5
    large = replace(election, ballots=(BallotGroup(("a", "b"), 1),) * 10**6)
    assert 10 < runs_allowed(large, plain) < 100
    assert runs_allowed(large, raised) < 10


def test_it_can_be_called_off() -> None:
    election = small({"a": 8, "b": 5}, "3*a 2*b", 10)
    outcome = count(election, Rule("greedy-votes"))

    def stop(_percent: int, _word: str) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        what_would(election, outcome, explain(election, outcome), stop)


@pytest.mark.parametrize("seed", range(60))
def test_every_answer_is_confirmed_by_a_count_of_its_own(seed: int) -> None:
    chance = random.Random(seed)
    election = drawn_election(chance, points=seed % 4 == 0)
    rule = drawn_rule(chance)
    costs = {item.id: item.cost for item in election.projects}
    for project, found in needed(election, rule).items():
        assert found.worked_out
        if found.funded_at is None:
            assert costs[project] <= 1 or not wins(election, rule, project, cost=1)
        else:
            assert 0 < found.funded_at < costs[project]
            assert wins(election, rule, project, cost=found.funded_at)
            assert not wins(election, rule, project, cost=found.funded_at + 1)
        if found.funded_with is not None:
            assert wins(election, rule, project, more=found.funded_with)
            assert not wins(election, rule, project, more=found.funded_with - 1)


@pytest.mark.parametrize("seed", range(25))
def test_without_completion_no_higher_cost_would_have_done(seed: int) -> None:
    chance = random.Random(1000 + seed)
    election = drawn_election(chance)
    name = ("greedy-votes", "greedy-votes-per-euro", "mes-cost", "mes-cardinality")[seed % 4]
    rule = Rule(name, threshold=chance.choice((None, 2)))
    costs = {item.id: item.cost for item in election.projects}
    for project, found in needed(election, rule).items():
        for cost in range((found.funded_at or 0) + 1, costs[project]):
            assert not wins(election, rule, project, cost=cost)


@pytest.mark.parametrize("guess", [-3, 0, 1, 5, 6, 7, 11, 40])
@pytest.mark.parametrize("hint", [-5, -1, 0, 1, 3, 50])
def test_the_searches_find_the_edge_wherever_they_start(guess: int, hint: int) -> None:
    def to(last: int) -> Callable[[int], tuple[bool, int]]:
        return lambda value: (value <= last, value + hint)

    assert highest(to(6), 10, guess) == 6
    assert highest(to(10), 10, guess) == 10
    assert highest(to(1), 10, guess) == 1
    assert highest(to(0), 10, guess) is None
    assert highest(to(9), 0, guess) is None
    assert fewest(lambda value: value >= 6, 10, guess) == 6
    assert fewest(lambda value: value >= 1, 10, guess) == 1
    assert fewest(lambda value: value >= 11, 10, guess) is None
    assert fewest(lambda _: True, 0, guess) is None


def test_a_good_guess_needs_two_trials_and_a_bad_one_not_many_more_than_halving() -> None:
    tried: list[int] = []

    def works(value: int) -> tuple[bool, int]:
        tried.append(value)
        return value <= 777_777, 777_777

    assert highest(works, 10**6, 777_777) == 777_777
    assert tried == [777_777, 777_778]
    tried.clear()
    assert highest(lambda value: (works(value)[0], value), 10**6, 5) == 777_777
    assert len(tried) < 25


def test_no_voters_and_no_losers_are_no_trouble() -> None:
    assert needed(small({"a": 5}, "a", 10), Rule("greedy-votes")) == {}
    empty = needed(small({"a": 5}, "", 10), Rule("mes-cost"))
    assert empty == {"a": Needed(None, None, worked_out=True)}
