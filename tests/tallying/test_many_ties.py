"""Many equal projects: what is known without trying, what is tried, and where that ends."""

import random
from itertools import count as numbers

import pytest
from gmpy2 import mpq

from tallying.engine.counting import count
from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.limits import Cap
from tallying.engine.outcome import Outcome
from tallying.engine.reference import Reference, run_rule
from tallying.engine.rule import Rule
from tallying.engine.ties import MOST_TRIED, tries_allowed
from tallying.management.tables import outcome_table
from tests.tallying.hard_elections import merged

RULES = ("mes-cost", "greedy-votes")


def equal(number: int, budget: int) -> Election:
    """So many projects of 10, all chosen on five ballots that are the same."""
    ids = tuple(f"p{place:03}" for place in range(number))
    projects = tuple(Project(item, 10) for item in ids)
    return Election(projects, (BallotGroup(ids, 5),), budget)


def effects(outcome: Outcome) -> list[bool | None]:
    """Of each tie, whether it changed the winners."""
    return [tie.changed_winners for tie in outcome.ties]


def counted(election: Election, rule: Rule) -> tuple[Outcome, int]:
    """The outcome, and how often the count told that it is about ties."""
    heard: list[str] = []
    outcome = count(election, rule, progress=lambda _percent, word: heard.append(word))
    return outcome, heard.count("ties")


@pytest.mark.parametrize("rule", RULES)
def test_projects_that_differ_only_by_id_need_no_trying(rule: str) -> None:
    for election, changed in ((equal(60, 600), False), (equal(60, 590), True)):
        outcome, told = counted(election, Rule(rule))
        assert set(effects(outcome)) == {changed}
        assert told <= 1


@pytest.mark.parametrize("rule", RULES)
def test_only_so_many_other_choices_are_tried_and_the_rest_is_not_known(rule: str) -> None:
    # p000 and p001 exclude each other: with a limit every other choice has to be tried.
    election, limited = equal(30, 300), Rule(rule, conflicts=(("p000", "p001"),), ties="lexico")
    outcome, told = counted(election, limited)
    assert effects(outcome)[0] is True
    assert effects(outcome)[-1] is None
    assert told - 1 <= tries_allowed(30) == MOST_TRIED // 900 <= told
    assert outcome.to_json() == run_rule(election, limited).to_json()
    assert outcome.to_json()["ties"][-1]["changed_winners"] is None
    assert "not tried whether another choice changes the winners" in outcome_table(
        election, outcome
    )


@pytest.mark.parametrize("rule", RULES)
def test_a_count_can_be_cancelled_between_two_tries(rule: str) -> None:
    tried = numbers()

    def cancel(_percent: int, word: str) -> None:
        if word == "ties" and next(tried) == 5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        count(equal(12, 120), Rule(rule, conflicts=(("p010", "p011"),)), progress=cancel)


def test_every_number_of_projects_allows_at_least_one_try() -> None:
    assert [tries_allowed(number) for number in (0, 1, 10, 10_000)] == [
        MOST_TRIED,
        MOST_TRIED,
        MOST_TRIED // 100,
        1,
    ]


def twins(chance: random.Random) -> Election:
    """A few projects, most of them alike, chosen together or apart."""
    ids = "abcdef"[: chance.randint(2, 6)]
    cost = chance.choice((6, 10, 12))
    projects = tuple(Project(item, chance.choice((cost, cost, cost, 5))) for item in ids)
    together = "".join(chance.sample(ids, chance.randint(2, len(ids))))
    chosen = [chance.choice((together, together, *ids)) for _ in range(chance.randint(1, 6))]
    groups = [BallotGroup(tuple(sorted(item)), chance.randint(1, 3)) for item in chosen]
    return Election(projects, merged(groups), chance.randint(10, 60))


def tried_out(election: Election, rule: Rule) -> list[bool]:
    """Whether each tie of Equal Shares changed the winners, every other choice being tried."""
    reference = Reference(election)
    setting = reference.setting(rule, "")
    shares = reference.shares_of(setting)
    run = shares.run(mpq(election.budget, election.voters))
    share = mpq(election.budget, election.voters)
    return [
        any(
            set(shares.run(share, (met.step, other)).selected) != set(run.selected)
            for other in met.between
        )
        for met in run.ties
    ]


def test_what_is_known_without_trying_is_what_trying_finds() -> None:
    for number in range(400):
        chance = random.Random(number)
        election = twins(chance)
        rule = Rule(chance.choice(("mes-cost", "mes-cardinality")), ties="lexico")
        outcome = count(election, rule)
        assert effects(outcome) == tried_out(election, rule), number
        then = Rule(rule.rule, then="greedy-votes", no_skip=chance.random() < 0.5)
        assert count(election, then).to_json() == run_rule(election, then).to_json(), number


def test_a_cap_leaves_what_ties_say_the_same_in_both_counts() -> None:
    for number in range(100):
        chance = random.Random(number)
        plain = twins(chance)
        projects = tuple(
            Project(item.id, item.cost, extra={"theme": chance.choice("xy")})
            for item in plain.projects
        )
        election = Election(projects, plain.ballots, plain.budget)
        rule = Rule(chance.choice(RULES), caps=(Cap("theme", "x", str(chance.randint(5, 30))),))
        assert count(election, rule).to_json() == run_rule(election, rule).to_json(), number
