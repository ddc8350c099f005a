"""The figures behind a results page are true to the money."""

import json
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from tallying.engine.counting import count
from tallying.engine.explain import ProjectStory, explain, percent
from tallying.engine.limits import Cap
from tallying.engine.rule import Rule
from tallying.engine.story import story_of as story_document
from tallying.engine.what_would import Needed
from tests.tallying.drawn import drawn_election, drawn_rule
from tests.tallying.elections import WIELICZKA, real, reference, small


def story_of(stories: tuple[ProjectStory, ...], project: str) -> ProjectStory:
    """One project of a story."""
    return next(item for item in stories if item.id == project)


def test_equal_shares_say_how_far_a_loser_fell_short() -> None:
    # Share 10 each. a costs its three voters 8 each; b's voters keep 2 and 10 of the 15 it costs.
    election = small({"a": 24, "b": 15, "c": 5}, "2*a ab b", 40)
    outcome = count(election, Rule("mes-cost"))
    told = explain(election, outcome)
    a, b, c = (story_of(told.projects, item) for item in "abc")
    assert (a.position, a.paid_in) == (1, "rule")
    assert a.payment == a.cost_per_supporter == Fraction(8)
    assert b.reason == "supporters_had_too_little_left"
    assert b.supporters_left == Fraction(12)
    assert (b.effective_share, b.effective_percent) == (Fraction(4, 5), "80.0")
    assert (c.reason, c.cost_per_supporter) == ("no_votes", None)
    assert (told.spent, told.voters_with_winner, told.average_winners) == (24, 3, Fraction(3, 4))
    assert told.voters_with_winner_percent == "75.0"


def test_greedy_says_what_was_left_when_a_loser_had_its_turn() -> None:
    election = small({"a": 6, "b": 5, "c": 4}, "3*a 2*b c", 10)
    told = explain(election, count(election, Rule("greedy-votes")))
    b = story_of(told.projects, "b")
    assert (b.reason, b.money_left) == ("does_not_fit", 4)
    assert story_of(told.projects, "c").money_left == 4
    stopped = explain(election, count(election, Rule("greedy-votes", no_skip=True)))
    assert story_of(stopped.projects, "b").reason == "does_not_fit"
    assert story_of(stopped.projects, "c").reason == "outranked"


def test_the_then_step_and_the_threshold_are_told_apart() -> None:
    election = small({"a": 24, "b": 15, "c": 30, "d": 1}, "2*a ab b c d", 60)
    rule = Rule("mes-cost", then="greedy-votes", threshold=2)
    told = explain(election, count(election, rule))
    assert story_of(told.projects, "a").paid_in == "rule"
    b = story_of(told.projects, "b")
    assert (b.paid_in, b.money_left, b.payment) == ("then", 36, None)
    assert story_of(told.projects, "c").reason == "below_threshold"


def test_wieliczka_in_full() -> None:
    election = real(WIELICZKA)
    rule = Rule("mes-cost", completion="add1", ties="lexico")
    outcome = reference(WIELICZKA).run(rule)
    told = explain(election, outcome)
    assert told.spent_text == "995079"
    assert [item.id for item in told.projects[:30]] == list(outcome.selected)
    losers = [item for item in told.projects if not item.selected]
    assert len(losers) == 34
    assert all(item.effective_share is not None for item in losers)
    assert all(item.effective_share < 1 for item in losers if item.effective_share is not None)
    happy = [item for item in election.ballots if set(item.choices) & set(outcome.selected)]
    assert told.voters_with_winner == sum(item.count for item in happy) == 5414


def test_percentages_are_rounded_down() -> None:
    assert [percent(Fraction(999999, 1000000)), percent(Fraction(1)), percent(Fraction(1, 3))] == [
        "99.9",
        "100.0",
        "33.3",
    ]


def test_rounds_say_who_paid_how_much_and_what_is_left() -> None:
    # Share 10. a: three voters, 8 each. b then has 2 and 10 of its 12.
    election = small({"a": 24, "b": 12}, "2*a ab b", 40)
    first, second = explain(election, count(election, Rule("mes-cost"))).rounds
    assert [item.project for item in (first, second)] == ["a", "b"]
    assert [item.payment.price for item in (first, second)] == [8, 10]
    assert [item.left_over for item in (first, second)] == [16, 4]
    assert (first.payment.full, first.payment.less) == (3, 0)
    assert first.tied == ()
    # b costs all that its two voters have: both give their last, which is 10 at most
    assert (second.payment.full, second.payment.less) == (1, 1)
    assert second.payment.less_paid == 2


def test_projects_of_equal_price_are_named_in_their_round() -> None:
    election = small({"a": 10, "b": 10, "c": 4}, "a b c", 30)
    tied = [item.tied for item in explain(election, count(election, Rule("mes-cost"))).rounds]
    assert tied[0] == ("a", "b", "c")


def test_a_project_that_a_conflict_or_a_cap_shut_out_says_so() -> None:
    election = small({"a": 6, "b": 5, "c": 4, "d": 3}, "4*a 3*b 2*c d", 20)
    green = tuple(
        replace(item, extra={"category": "green"} if item.id in "ac" else {})
        for item in election.projects
    )
    election = replace(election, projects=green)
    cap = Cap("category", "green", "9")
    for name in ("greedy-votes", "mes-cost"):
        rule = Rule(name, conflicts=(("a", "b"),), caps=(cap,))
        told = explain(election, count(election, rule))
        b, c = (story_of(told.projects, item) for item in "bc")
        assert (b.reason, c.reason) == ("blocked", "blocked")
        assert b.blocked_by is not None
        assert c.blocked_by is not None
        assert b.blocked_by.to_json() == {"conflict": ["a"]}
        assert c.blocked_by.to_json() == {"cap": cap.to_json()}


def test_turns_are_the_ranking_with_the_money_that_was_left() -> None:
    election = small({"a": 6, "b": 5, "c": 4}, "3*a 2*b c", 10)
    turns = explain(election, count(election, Rule("greedy-votes"))).turns
    assert [(turn.project, turn.money, turn.taken) for turn in turns] == [
        ("a", 10, True),
        ("b", 4, False),
        ("c", 4, True),
    ]


@pytest.mark.parametrize("seed", range(120))
def test_the_figures_of_drawn_elections_add_up(seed: int) -> None:
    chance = random.Random(seed)
    election = drawn_election(chance, points=seed % 3 == 0)
    rule = drawn_rule(chance)
    outcome = count(election, rule)
    told = explain(election, outcome)
    costs = {item.id: item.cost for item in election.projects}
    assert sum(told.winners_per_voter) == election.voters
    assert [item.project for item in told.rounds] == (
        [] if outcome.share is None else list(outcome.by_rule)
    )
    money = (outcome.share or Fraction(0)) * election.voters
    for item in told.rounds:
        money -= costs[item.project]
        assert item.left_over == money >= 0
        paid = item.payment
        assert paid.full > 0
        assert paid.full + paid.less == election.supporters()[item.project]
        assert costs[item.project] == sum(
            election.ballots[place].count * each for place, each in paid.by_group
        )
        if election.ballot_type == "approval":
            assert paid.full * paid.price + paid.less_paid == costs[item.project]
            assert paid.less_paid <= paid.less * paid.price
    for loser in told.projects:
        if loser.effective_share is not None and rule.then == "none":
            assert loser.effective_share < 1
        assert loser.selected == (loser.reason is None)


def test_the_document_of_a_story_is_plain_json() -> None:
    election = small({"a": 24, "b": 15, "c": 5}, "2*a ab b", 40)
    outcome = count(election, Rule("mes-cost"))
    document = story_document(election, outcome, {"b": Needed(12, 1, worked_out=True)})
    assert json.loads(json.dumps(document)) == document
    assert document["share"] == 10
    assert document["winners_per_voter"] == [1, 3]
    assert document["fairness"] == {"violations": []}
    assert document["rounds"] == [
        {
            "project": "a",
            "price": 8,
            "full": 3,
            "less": 0,
            "less_paid": 0,
            "left_over": 16,
            "tied": [],
        }
    ]
    b, c = document["projects"]["b"], document["projects"]["c"]
    assert (b["funded_at"], b["funded_with"], b["worked_out"]) == (12, 1, True)
    assert (c["funded_at"], c["funded_with"], c["worked_out"]) == (None, None, False)
    assert document["projects"]["a"]["worked_out"] is None
