"""The independent recount checks an outcome, in full or by a sample; a wrong one is named."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from tallying.engine.checking import check
from tallying.engine.counting import Count
from tallying.engine.outcome import Outcome
from tallying.engine.rule import Rule
from tests.tallying.elections import ASSEN, SWIECIE, real, small
from tests.tallying.hard_elections import any_rule, hard_election

ADD1 = Rule("mes-cost", completion="add1", then="greedy-votes")


@pytest.mark.parametrize("most_work", [0, 10**9])
def test_what_the_engine_counted_is_confirmed(most_work: int) -> None:
    for number in range(300):
        chance = random.Random(number)
        election = hard_election(chance)
        outcome = Count(election).run(any_rule(chance, election), "seed")
        checked = check(election, outcome, most_work=most_work)
        assert (checked.same, checked.differences) == (True, ()), number
        assert checked.shares_tried <= checked.shares_all
        if most_work or not outcome.rule.is_mes:
            assert checked.shares_tried == checked.shares_all


def test_a_sample_has_the_final_share_the_next_and_some_before_and_is_always_the_same() -> None:
    election = real(SWIECIE)
    outcome = Count(election).run(ADD1)
    told: list[tuple[int, str]] = []
    checked = check(election, outcome, lambda percent, word: told.append((percent, word)), 0)
    assert checked.same
    assert (checked.shares_tried, checked.shares_all) == (5, 244)
    assert told[0][0] < told[-1][0]
    assert check(election, outcome, most_work=0) == checked


def wrong(outcome: Outcome) -> dict[str, Outcome]:
    """Outcomes that a mistaken or a forging engine might give."""
    share = outcome.share or Fraction(0)
    last = outcome.by_rule[-1]
    return {
        "selected": replace(outcome, selected=outcome.selected[:-1]),
        "order": replace(outcome, selected=outcome.selected[::-1]),
        "share": replace(outcome, share=share - 1, next_share=share),
        "beyond": replace(outcome, share=share + 1),
        "between": replace(outcome, share=share + Fraction(1, 2)),
        "none": replace(outcome, share=None),
        "ties": replace(outcome, ties=()),
        "next": replace(outcome, next_cost=(outcome.next_cost or 0) + 1),
        "by_then": replace(outcome, by_rule=outcome.by_rule[:-1], by_then=(last,)),
        "votes": replace(outcome, voters=outcome.voters + 1),
    }


@pytest.mark.parametrize("most_work", [0, 10**9])
def test_a_wrong_outcome_is_named(most_work: int) -> None:
    costs = {"a": 40, "b": 40, "c": 30, "d": 30, "e": 9}
    election = small(costs, "6*ab 4*b 5*cd e", 100)
    outcome = Count(election).run(ADD1)
    assert outcome.ties
    assert outcome.next_cost
    assert check(election, outcome, most_work=most_work).same
    for name, other in wrong(outcome).items():
        checked = check(election, other, most_work=most_work)
        assert not checked.same, name
        assert checked.differences, name


def test_a_greedy_result_that_was_preferred_is_checked_by_sample_too() -> None:
    election = small({"a": 30, "b": 40, "c": 40}, "5*ab 3*bc 2*c", 100)
    outcome = Count(election).run(Rule("mes-cost", completion="add1", comparison=True))
    assert outcome.kept_greedy
    assert check(election, outcome, most_work=0).same
    forged = replace(outcome, preferred=(99, 0))
    assert not check(election, forged, most_work=0).same


def test_a_check_can_be_cancelled() -> None:
    def stop(_percent: int, _word: str) -> None:
        raise InterruptedError

    election = real(ASSEN)
    outcome = Count(election).run(ADD1)
    with pytest.raises(InterruptedError):
        check(election, outcome, stop)
