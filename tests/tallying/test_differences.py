"""Two results beside each other: what differs, why, and for whom."""

import random

from tallying.engine.counting import count
from tallying.engine.differences import Better, Side, differences, side_of
from tallying.engine.election import Election
from tallying.engine.explain import explain
from tallying.engine.rule import Rule
from tests.tallying.drawn import drawn_election, drawn_rule
from tests.tallying.elections import small


def side(election: Election, rule: Rule) -> Side:
    """The result of a count."""
    return side_of(explain(election, count(election, rule)))


def test_greedy_beside_equal_shares() -> None:
    election = small({"a": 49, "b": 50, "c": 30}, "6*ab 4*c", 100)
    found = differences(
        election, side(election, Rule("mes-cost")), side(election, Rule("greedy-votes"))
    )
    assert found.to_json() == {
        "both": ["a"],
        "only_here": ["c"],
        "only_there": ["b"],
        "reasons": {"c": "does_not_fit", "b": "supporters_had_too_little_left"},
        "moved": [30, 50],
        "spent": [79, 99],
        "with_winner": [10, 6],
        "by_money": {"here": 4, "there": 6, "equal": 0},
        "by_number": {"here": 4, "there": 6, "equal": 0},
    }


def test_money_and_number_can_disagree() -> None:
    # Most votes first takes a; most votes for the money takes b and c, two winners for less money.
    election = small({"a": 10, "b": 4, "c": 3}, "4*abc a", 10)
    here = side(election, Rule("greedy-votes"))
    there = side(election, Rule("greedy-votes-per-euro"))
    found = differences(election, here, there)
    assert (found.only_here, found.only_there) == (("a",), ("c", "b"))
    assert (found.by_money, found.by_number) == (Better(5, 0, 0), Better(1, 4, 0))


def test_voters_add_up_whatever_the_rules() -> None:
    for seed in range(40):
        chance = random.Random(seed)
        election = drawn_election(chance, points=seed % 3 == 0)
        here, there = (side(election, drawn_rule(chance)) for _ in "12")
        found, back = differences(election, here, there), differences(election, there, here)
        for better in (found.by_money, found.by_number):
            assert better.here + better.there + better.equal == election.voters
        assert back.by_money == Better(
            found.by_money.there, found.by_money.here, found.by_money.equal
        )
        assert set(found.reasons) == {*found.only_here, *found.only_there}
        assert found.spent[0] - found.moved[0] == found.spent[1] - found.moved[1]
