"""Passing over shares: the result is that of trying every share, one after the other."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from gmpy2 import mpq

from tallying.engine.completion import Completion
from tallying.engine.counting import Count, count
from tallying.engine.election import Election
from tallying.engine.eligible import field_of
from tallying.engine.equal_shares import EqualShares, Run
from tallying.engine.exact_prices import Exact
from tallying.engine.limits import Limits
from tallying.engine.prospects import Passing
from tallying.engine.raises import Raises
from tallying.engine.rule import Rule
from tallying.engine.supports import backers_of, by_id
from tallying.engine.ties import TieOrder
from tests.tallying.elections import ASSEN, SWIECIE, WIELICZKA, real, small
from tests.tallying.hard_elections import any_rule, hard_election

MOST_STEPS = 400


def at_hand(election: Election, rule: Rule) -> tuple[EqualShares, Completion]:
    """Equal Shares and the completion of one rule, as a count puts them together."""
    field = field_of(election, rule)
    order = TieOrder(election.projects, field.votes, "seed", rule.ties)
    limits = Limits(election, rule.conflicts, rule.caps)
    free = tuple(item for item in Count(election).run(rule, "seed").free)
    found = by_id(backers_of(election, rule.rule), [item.id for item in field.supported])
    blocks = limits.blocks if limits.any else None
    shares = EqualShares(found, election.choices, order, blocks, free)
    return shares, Completion(rule, field, limits, free)


def step_by_step(
    shares: EqualShares, completion: Completion
) -> tuple[Run, Exact, int, Exact | None] | None:
    """Every share one after the other; None if that takes too long for a test."""
    raises, last = Raises.of(completion.rule, completion.field), (Run((), 0), mpq(0))
    for number in range(MOST_STEPS):
        run = shares.run(raises.share(number))
        if run.cost > completion.field.election.budget:
            return *last, number + 1, raises.share(number)
        last = (run, raises.share(number))
        if completion.nothing_left(run):
            return *last, number + 1, None
    return None


@pytest.mark.parametrize("batch", range(4))
def test_the_result_is_that_of_every_share(batch: int) -> None:
    compared = 0
    for number in range(batch * 250, (batch + 1) * 250):
        chance = random.Random(number)
        election = hard_election(chance)
        rule = replace(
            any_rule(chance, election, chance.choice(("mes-cost", "mes-cardinality"))),
            completion=chance.choice(("add1", "add1-exhaustive")),
            step=chance.choice(("1", "0.1", "0.33", "0.05", "25")),
        )
        shares, completion = at_hand(election, rule)
        if not completion.field.supported:
            continue
        wanted = step_by_step(shares, completion)
        if wanted is not None:
            done = completion.complete(shares, lambda _percent, _word: None)
            assert (done.run, done.share, done.runs, done.next_share) == wanted, number
            compared += 1
    assert compared > 120


def test_no_share_of_a_span_that_is_passed_over_matters() -> None:
    """Spans are drawn anywhere, and looked into at shares that no raise would meet."""
    passed = 0
    for number in range(1000):
        chance = random.Random(number)
        election = hard_election(chance)
        exhaustive = chance.random() < 0.5
        name = "add1-exhaustive" if exhaustive else "add1"
        rule = replace(any_rule(chance, election, "mes-cost"), completion=name)
        shares, completion = at_hand(election, rule)
        first = mpq(election.budget + 1, chance.randint(1, 30))
        last = first * (1 + mpq(chance.randint(1, 100), chance.choice((30, 300, 3000))))
        if not completion.field.supported:
            continue
        if shares.spans(completion.passing()).part_passed(first, last) < 1:
            continue
        passed += 1
        for share in [first, last, *(first + (last - first) * mpq(n, 97) for n in (5, 31, 60, 88))]:
            run = shares.run(share)
            assert run.cost <= election.budget, number
            assert not completion.nothing_left(run), number
    assert passed > 100


def test_a_run_that_is_not_followed_to_its_end_would_change_nothing() -> None:
    passed = followed = 0
    for number in range(600):
        chance = random.Random(number)
        election = hard_election(chance)
        name = chance.choice(("add1", "add1-exhaustive"))
        shares, completion = at_hand(
            election, replace(any_rule(chance, election, "mes-cost"), completion=name)
        )
        if not completion.field.supported:
            continue
        share = mpq(election.budget + 1, chance.randint(1, 30))
        short = shares.run_or_pass(share, completion.passing())
        run = shares.run(share)
        if short is None:
            passed += 1
            assert run.cost <= election.budget, number
            assert not completion.nothing_left(run), number
        else:
            followed += 1
            assert short == run, number
    assert passed > 80
    assert followed > 80


@pytest.mark.parametrize("path", [ASSEN, SWIECIE], ids=lambda path: path.stem)
@pytest.mark.parametrize("completion", ["add1", "add1-exhaustive"])
def test_on_a_real_election_the_result_is_that_of_every_share(path: Path, completion: str) -> None:
    election = real(path)
    rule = Rule("mes-cardinality", completion=completion, step="4")
    shares, complete = at_hand(election, rule)
    done = complete.complete(shares, lambda _percent, _word: None)
    wanted = step_by_step(shares, complete)
    assert (done.run, done.share, done.runs, done.next_share) == wanted


def test_few_shares_are_looked_at_where_little_changes() -> None:
    shares, completion = at_hand(real(ASSEN), Rule("mes-cost", completion="add1"))
    heard: list[int] = []
    done = completion.complete(shares, lambda percent, _word: heard.append(percent))
    assert done.runs == 845
    assert heard == sorted(heard)
    assert len(heard) < 60


def test_a_span_is_proven_only_for_those_who_ask_for_it() -> None:
    # At 5 each voter pays alone; a span up to there neither overspends nor stops.
    election = small({"a": 5, "b": 5, "c": 100}, "a b c", 10)
    shares, _ = at_hand(election, Rule("mes-cost"))
    plain, strict = (Passing(10, exhaustive=exhaustive) for exhaustive in (False, True))
    assert shares.spans(plain).part_passed(mpq(4), mpq(6)) == 1
    assert shares.spans(strict).part_passed(mpq(4), mpq(6)) < 1
    assert shares.spans(plain).part_passed(mpq(4), mpq(101)) < 1


def test_a_long_completion_can_be_cancelled() -> None:
    def cancel(percent: int, word: str) -> None:
        if word == "sharing":
            raise InterruptedError

    for path in (ASSEN, WIELICZKA):
        with pytest.raises(InterruptedError):
            count(real(path), Rule("mes-cost", completion="add1"), progress=cancel)


def test_projects_that_stay_equal_do_not_make_every_share_a_try() -> None:
    election = small({"a": 1_200_000, "b": 3_000_000, "c": 2_000_000}, "ac", 2_500_000, scale=100)
    heard: list[int] = []
    rule = Rule("mes-cost", completion="add1")
    outcome = Count(election).run(rule, progress=lambda percent, _word: heard.append(percent))
    assert outcome.runs == 7001
    assert len(heard) < 200
