"""What a count promises, whatever the election: on drawn ones where ties and odd cases abound."""

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from tallying.engine.counting import Count
from tallying.engine.election import BallotGroup, Election, Project
from tallying.engine.eligible import why_not
from tallying.engine.limits import Cap, Limits
from tallying.engine.outcome import Outcome
from tallying.engine.payments import replay
from tallying.engine.rule import RULES, Rule
from tests.tallying.hard_elections import any_rule, hard_election, merged

Case = tuple[int, Election, Rule, Outcome]


def cases(first: int, many: int, name: str = "") -> Iterator[Case]:
    """Counted elections by number; `name` chooses the rule."""
    for number in range(first, first + many):
        chance = random.Random(number)
        election = hard_election(chance)
        rule = any_rule(chance, election, name)
        yield number, election, rule, Count(election).run(rule, "seed")


def open_to(election: Election, outcome: Outcome) -> list[Project]:
    """Projects that took part, lost, and are not blocked by a conflict or a cap."""
    rule, votes = outcome.rule, election.votes()
    limits = Limits(election, rule.conflicts, rule.caps)
    return [
        item
        for item in election.projects
        if item.id not in outcome.selected
        and why_not(election, rule, item, votes[item.id]) is None
        and not limits.blocks(item.id, outcome.selected)
    ]


def test_winners_never_cost_more_than_the_budget_nor_break_a_limit() -> None:
    for number, election, rule, outcome in cases(10_000, 600):
        cost = {item.id: item.cost for item in election.projects}
        assert outcome.total_cost == sum(cost[item] for item in outcome.selected), number
        assert outcome.total_cost <= election.budget, number
        assert len(set(outcome.selected)) == len(outcome.selected), number
        limits = Limits(election, rule.conflicts, rule.caps)
        for place, item in enumerate(outcome.selected):
            assert not limits.blocks(item, outcome.selected[:place]), number


@pytest.mark.parametrize("name", ["mes-cost", "mes-cardinality"])
def test_payments_cover_each_winner_and_never_exceed_the_share(name: str) -> None:
    for number, election, _, outcome in cases(20_000, 300, name):
        if outcome.kept_greedy:
            continue
        assert outcome.share is not None
        payments = replay(election, outcome)
        costs = {item.id: item.cost for item in election.projects}
        spent = [Fraction(0)] * len(election.ballots)
        for winner, parts in payments.paid.items():
            paid = sum(election.ballots[group].count * amount for group, amount in parts)
            assert paid == costs[winner], number
            for group, amount in parts:
                spent[group] += amount
                assert winner in election.ballots[group].choices, number
        kept = zip(spent, payments.remaining, strict=True)
        assert all(paid + left == outcome.share for paid, left in kept), number
        assert all(left >= 0 for left in payments.remaining), number


@pytest.mark.parametrize("name", ["mes-cost", "mes-cardinality"])
def test_a_run_of_equal_shares_leaves_no_supported_project_that_could_be_paid(name: str) -> None:
    for number, election, _, outcome in cases(30_000, 300, name):
        if outcome.kept_greedy:
            continue
        left = replay(election, outcome).left
        limits = Limits(election, outcome.rule.conflicts, outcome.rule.caps)
        chosen = (*outcome.free, *outcome.by_rule)
        votes = election.votes()
        for item in election.projects:
            out = why_not(election, outcome.rule, item, votes[item.id])
            if item.id in left and not out and not limits.blocks(item.id, chosen):
                assert left[item.id] < item.cost, (number, item.id)


def test_greedy_and_equal_shares_with_greedy_after_it_leave_nothing_that_fits() -> None:
    for number, election, rule, outcome in cases(40_000, 600):
        greedy = not rule.is_mes or rule.then == "greedy-votes"
        if rule.no_skip or outcome.kept_greedy or not greedy:
            continue
        left = election.budget - outcome.total_cost
        assert all(item.cost > left for item in open_to(election, outcome)), number


def test_add1_ends_where_nothing_is_left_or_the_next_share_overspends() -> None:
    for number, election, rule, outcome in cases(50_000, 600, "mes-cost"):
        if rule.completion == "none" or outcome.kept_greedy:
            continue
        assert (outcome.next_share is None) == (outcome.next_cost is None), number
        if outcome.next_cost is not None:
            assert outcome.next_cost > election.budget, number
            continue
        supporters, spent = election.supporters(), outcome.total_cost
        then = set(outcome.by_then)
        rest = open_to(election, replace(outcome, selected=(*outcome.free, *outcome.by_rule)))
        spent -= sum(item.cost for item in election.projects if item.id in then)
        rest = [item for item in rest if supporters[item.id] and item.cost]
        if rule.completion == "add1":
            assert rest == [], number
        assert all(item.cost > election.budget - spent for item in rest), number


def shuffled(chance: random.Random, election: Election) -> Election:
    """The same election with everything in another order and grouped otherwise."""
    single = [replace(group, count=1) for group in election.ballots for _ in range(group.count)]
    chance.shuffle(single)
    some = single[: len(single) // 2]
    groups = [*merged(some), *single[len(some) :]]
    chance.shuffle(groups)
    projects = list(election.projects)
    chance.shuffle(projects)
    return replace(election, projects=tuple(projects), ballots=tuple(groups))


def test_order_and_grouping_of_ballots_and_projects_change_nothing() -> None:
    for number, election, rule, outcome in cases(60_000, 500):
        other = shuffled(random.Random(number), election)
        assert Count(other).run(rule, "seed").to_json() == outcome.to_json(), number


def scaled(rule: Rule, times: int) -> Rule:
    """The rule with the same step and caps in an election where money counts `times` as much."""
    caps = tuple(replace(cap, at_most=str(int(cap.amount * times))) for cap in rule.caps)
    return replace(rule, step=str(Decimal(rule.step) * times), caps=caps)


@pytest.mark.parametrize("times", [3, 7, 1000])
def test_costs_budget_and_step_in_another_currency_change_nothing(times: int) -> None:
    for number, election, rule, outcome in cases(70_000 + times, 200):
        if rule.start == "floor":
            # Whole units of another currency are other units.
            continue
        projects = tuple(replace(item, cost=item.cost * times) for item in election.projects)
        other = replace(election, projects=projects, budget=election.budget * times)
        again = Count(other).run(scaled(rule, times), "seed")
        assert again.selected == outcome.selected, number
        assert again.ties == outcome.ties, number
        if outcome.share is not None:
            assert again.share == outcome.share * times, number


def test_euro_and_cents_give_the_same_document() -> None:
    for number, election, rule, outcome in cases(80_000, 300):
        projects = tuple(replace(item, cost=item.cost * 100) for item in election.projects)
        cents = replace(
            election,
            projects=projects,
            budget=election.budget * 100,
            scale=election.scale * 100,
        )
        assert Count(cents).run(rule, "seed").to_json() == outcome.to_json(), number


ABC = (Project("a", 5), Project("b", 5), Project("c", 0))
AB = BallotGroup(("a", "b"), 2)
IDLE = BallotGroup((), 3)


@pytest.mark.parametrize("rule", RULES)
def test_odd_elections_are_counted(rule: str) -> None:
    def winners(projects: tuple[Project, ...], ballots: tuple[BallotGroup, ...], money: int) -> str:
        found = Count(Election(projects, ballots, money)).run(Rule(rule, threshold=1))
        return "".join(found.selected)

    free = BallotGroup(("c",), 1)
    assert winners((), (), 10) == ""
    assert winners(ABC, (), 10) == ""
    assert winners(ABC, (IDLE,), 10) == ""
    assert winners(ABC, (AB,), 0) == ""
    assert winners(ABC, (AB, free), 0) == "c"
    # All affordable: two voters have 5 each, all of it for what both approve.
    assert sorted(winners(ABC, (AB,), 10)) == ["a", "b"]
    assert sorted(winners(ABC, (AB, free), 15)) == ["a", "b", "c"]
    assert winners((Project("a", 10**30), Project("b", 1)), (AB,), 10) == "b"


def test_caps_and_conflicts_hold_for_free_projects_too() -> None:
    projects = tuple(Project(item, 0, extra={"theme": "green"}) for item in "ab")
    election = Election(projects, (AB,), 10)
    rule = Rule("greedy-votes", ties="lexico", conflicts=(("a", "b"),))
    assert Count(election).run(rule).selected == ("a",)
    capped = Rule("greedy-votes", ties="lexico", caps=(Cap("theme", "green", "0"),))
    assert Count(election).run(capped).selected == ("a", "b")
