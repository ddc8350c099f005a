"""Ties: the public order, what decided, and whether it changed the winners."""

import hashlib

from tallying.engine.counting import count
from tallying.engine.election import Election, Project
from tallying.engine.outcome import Tie
from tallying.engine.rule import Rule
from tallying.engine.ties import TieOrder, lot
from tests.tallying.elections import small


def ties_of(election: Election, rule: str, seed: str = "", **options: str) -> tuple[Tie, ...]:
    """The log of one tally."""
    return count(election, Rule(rule, **options), seed=seed).ties  # type: ignore[arg-type]


def test_the_lot_is_the_sha256_of_the_seed_followed_by_the_id() -> None:
    assert lot("graine é", "12") == hashlib.sha256("graine é12".encode()).digest()


def test_the_public_order_takes_lowest_cost_then_most_votes_then_the_lot() -> None:
    projects = [Project("a", 5), Project("b", 4), Project("c", 5), Project("d", 5)]
    order = TieOrder(projects, {"a": 1, "b": 1, "c": 2, "d": 1}, "seed", "public")
    lots = sorted("ad", key=lambda item: hashlib.sha256(f"seed{item}".encode()).digest())
    assert sorted("abcd", key=order.place) == ["b", "c", *lots]
    assert order.decided_by("abcd", "b") == "cost"
    assert order.decided_by("acd", "c") == "votes"
    assert order.decided_by("ad", lots[0]) == "lot"


def test_lexico_compares_ids_as_text() -> None:
    order = TieOrder([Project("9", 1), Project("10", 5)], {"9": 2, "10": 1}, "", "lexico")
    assert order.first(["9", "10"]) == "10"
    assert order.decided_by(["9", "10"], "10") == "lexico"


def test_another_seed_may_choose_another_project() -> None:
    election = small({"a": 10, "b": 10}, "2*a 2*b", 10)
    chosen = {count(election, Rule("greedy-votes"), f"{n}").selected for n in range(20)}
    assert chosen == {("a",), ("b",)}
    assert ties_of(election, "greedy-votes")[0].by == "lot"


def test_a_tie_that_both_survive_changed_no_winner() -> None:
    election = small({"a": 10, "b": 10}, "2*a 2*b", 20)
    for rule in ("greedy-votes", "mes-cost"):
        (tie,) = ties_of(election, rule)
        assert (tie.between, tie.changed_winners) == (("a", "b"), False)


def test_a_tie_for_the_last_money_changed_the_winners() -> None:
    election = small({"a": 6, "b": 7}, "2*ab", 10)
    (tie,) = ties_of(election, "mes-cost")
    assert tie == Tie(("a", "b"), "a", "cost", changed_winners=True)
    (tie,) = ties_of(election, "greedy-votes")
    assert tie == Tie(("a", "b"), "a", "cost", changed_winners=True)


def test_a_tie_of_equal_shares_counts_what_the_then_step_adds() -> None:
    # Whichever is taken first, greedy adds the other: no winner changes.
    election = small({"a": 6, "b": 6}, "2*ab -", 12)
    (tie,) = ties_of(election, "mes-cost", then="greedy-votes")
    assert not tie.changed_winners
    (tie,) = ties_of(election, "mes-cost")
    assert tie.changed_winners


def test_a_greedy_that_may_not_skip_logs_the_tie_it_stopped_at() -> None:
    election = small({"a": 12, "b": 5}, "2*a 2*b", 10)
    rule = Rule("greedy-votes", ties="lexico", no_skip=True)
    outcome = count(election, rule)
    assert outcome.selected == ()
    assert outcome.ties == (Tie(("a", "b"), "a", "lexico", changed_winners=True),)


def test_projects_that_are_not_equal_leave_no_tie() -> None:
    election = small({"a": 6, "b": 3}, "3*a 2*b", 10)
    assert ties_of(election, "greedy-votes") == ()
    assert ties_of(election, "mes-cost") == ()
