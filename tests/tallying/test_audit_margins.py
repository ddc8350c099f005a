"""What has to be true for the winners by most votes first to be right."""

import random
from itertools import pairwise

from tallying.audit.margins import assertions, overstatement, smallest_margin
from tallying.engine.counting import Count
from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.rule import Rule

COSTS = {"a": 50, "b": 40, "c": 30, "d": 10, "e": 200}
VOTES = {"a": 90, "b": 70, "c": 60, "d": 20, "e": 80}


def test_only_the_winners_that_block_a_loser_have_to_stay_above_it() -> None:
    """100 to spend: a, b and d win. c (30) is blocked by a and b, which leave 10; e never fits."""
    found = assertions(COSTS, VOTES, ["a", "b", "d"], 100)
    assert {(one.winner, one.loser, one.margin) for one in found} == {
        ("a", "c", 30),
        ("b", "c", 10),
    }
    assert smallest_margin(found) == 10


def test_without_a_loser_that_would_have_fitted_there_is_nothing_to_hold() -> None:
    found = assertions({"a": 10, "e": 200}, {"a": 5, "e": 9}, ["a"], 100)
    assert smallest_margin(found) is None
    assert overstatement(found, frozenset("a"), None) == 0


def test_a_sheet_overstates_by_up_to_two_votes() -> None:
    found = assertions(COSTS, VOTES, ["a", "b", "d"], 100)
    ab, c = frozenset("ab"), frozenset("c")
    assert overstatement(found, ab, c) == 2
    assert overstatement(found, ab, frozenset()) == 1
    assert overstatement(found, ab, ab) == 0
    assert overstatement(found, frozenset(), ab) == -1
    assert overstatement(found, c, ab) == -2
    assert overstatement(found, frozenset(), c) == 1


def test_a_sheet_that_is_gone_is_taken_to_have_said_the_worst() -> None:
    found = assertions(COSTS, VOTES, ["a", "b", "d"], 100)
    assert overstatement(found, frozenset("ab"), None) == 2
    assert overstatement(found, frozenset(), None) == 1


def election(lots: random.Random) -> Election:
    names = "abcdef"
    projects = tuple(Project(name, lots.randint(1, 9) * 10) for name in names)
    ballots = tuple(
        BallotGroup(tuple(sorted(lots.sample(names, lots.randint(1, 4)))), lots.randint(1, 9))
        for _ in range(12)
    )
    return Election(projects, ballots, lots.randint(4, 18) * 10)


def winners(of: Election) -> set[str]:
    return set(Count(of).run(Rule("greedy-votes"), "seed").selected)


def test_while_every_assertion_holds_the_same_projects_win() -> None:
    """Two elections with the same projects: where the second keeps the order that the first one's
    assertions ask for, it has the same winners, however much else differs."""
    lots, held = random.Random(7), 0
    for first, drawn in pairwise(election(lots) for _ in range(4_000)):
        second = Election(first.projects, drawn.ballots, first.budget)
        costs = {item.id: item.cost for item in first.projects}
        chosen, votes = winners(first), second.votes()
        found = assertions(costs, first.votes(), sorted(chosen), first.budget)
        if all(votes[one.winner] > votes[one.loser] for one in found):
            held += 1
            assert winners(second) == chosen
    assert held > 300
