"""The figures behind a results page are true to the money."""

from fractions import Fraction

from tallying.engine.counting import count
from tallying.engine.explain import ProjectStory, explain, percent
from tallying.engine.rule import Rule
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
