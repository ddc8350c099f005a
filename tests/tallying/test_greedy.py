"""Greedy from a ranking: skipping, stopping, ties and limits."""

import random

from tallying.engine.counting import count
from tallying.engine.limits import Cap
from tallying.engine.outcome import Outcome
from tallying.engine.reference import run_rule
from tallying.engine.rule import Rule
from tests.tallying.elections import small
from tests.tallying.hard_elections import any_rule, hard_election


def everything(outcome: Outcome) -> tuple[object, ...]:
    return outcome.to_json(), outcome.free, outcome.by_rule, outcome.votes


def test_greedy_is_that_of_the_recount_for_any_rule() -> None:
    for number in range(400):
        chance = random.Random(number)
        election = hard_election(chance)
        rule = any_rule(chance, election, chance.choice(("greedy-votes", "greedy-votes-per-euro")))
        assert everything(count(election, rule)) == everything(run_rule(election, rule)), number


def test_another_choice_at_a_tie_is_really_tried_where_there_are_limits() -> None:
    # a, b and c are equal. a is taken; it bars d, so preferring b, whoever it bars, matters.
    election = small({"a": 5, "b": 5, "c": 5, "d": 5}, "3*a 3*b 2*c d", 15)
    rule = Rule("greedy-votes", ties="lexico", conflicts=(("a", "d"), ("b", "c")))
    outcome = count(election, rule)
    assert outcome.selected == ("a", "b")
    assert [(tie.between, tie.changed_winners) for tie in outcome.ties] == [(("a", "b"), False)]
    poorer = small({"a": 5, "b": 5, "c": 5}, "3*a 3*b 2*c", 10)
    barred = Rule("greedy-votes", ties="lexico", conflicts=(("a", "b"), ("a", "c")))
    (tie,) = count(poorer, barred).ties
    assert (tie.chosen, tie.changed_winners) == ("a", True)


def test_a_cap_stops_a_greedy_that_may_not_skip() -> None:
    election = small({"a": 5, "b": 5, "c": 1}, "3*a 2*b c", 20)
    themed = tuple(
        type(item)(item.id, item.cost, extra={"theme": "green" if item.id != "c" else ""})
        for item in election.projects
    )
    capped = type(election)(themed, election.ballots, election.budget)
    cap = (Cap("theme", "green", "5"),)
    assert count(capped, Rule("greedy-votes", caps=cap)).selected == ("a", "c")
    assert count(capped, Rule("greedy-votes", caps=cap, no_skip=True)).selected == ("a",)
