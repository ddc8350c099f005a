"""The engine that counts and the independent recount agree to the last byte, over the whole space.

One test draws elections and rules by number, so that a difference has a name that can be run again;
others draw with hypothesis, which makes a difference small.
"""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pabutools.election import Cardinality_Sat, Cost_Sat
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares

from tallying.engine.counting import Count
from tallying.engine.election import Election
from tallying.engine.outcome import Outcome
from tallying.engine.reference import Reference, as_pabutools
from tallying.engine.rule import Rule
from tests.tallying.hard_elections import any_rule, hard_election

MORE = ("share", "next_share", "next_cost", "preferred", "kept_greedy", "columns", "scale")
PARTS = ("free", "by_rule", "by_then", "votes")
BATCHES, IN_BATCH = 20, 200
MES = {"mes-cost": Cost_Sat, "mes-cardinality": Cardinality_Sat}
GREEDY = {"greedy-votes": Cost_Sat, "greedy-votes-per-euro": Cardinality_Sat}


def everything(outcome: Outcome) -> dict[str, Any]:
    """What is published of an outcome, and what its explanation needs."""
    return outcome.to_json() | {name: getattr(outcome, name) for name in (*MORE, *PARTS)}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_both_engines_give_the_same_document(batch: int) -> None:
    for number in range(batch * IN_BATCH, (batch + 1) * IN_BATCH):
        chance = random.Random(number)
        election = hard_election(chance)
        rule, seed = any_rule(chance, election), str(number % 7)
        ours = everything(Count(election).run(rule, seed))
        assert ours == everything(Reference(election).run(rule, seed)), f"number {number}"


@settings(deadline=None, max_examples=120)
@given(number=st.integers(10**6, 10**9), data=st.data())
def test_rules_counted_together_are_as_counted_alone(number: int, data: st.DataObject) -> None:
    chance = random.Random(number)
    election = hard_election(chance)
    together = Count(election)
    rules = [any_rule(chance, election) for _ in range(data.draw(st.integers(2, 4)))]
    for rule in rules:
        alone = Count(election).run(rule, "seed")
        assert everything(together.run(rule, "seed")) == everything(alone)


def approvals(number: int) -> Election:
    """An election of approvals in which no supported project is free: pabutools drops those."""
    chance = random.Random(number)
    while True:
        election = hard_election(chance)
        if election.ballot_type == "approval" and all(item.cost for item in election.projects):
            return election


@pytest.mark.parametrize("batch", range(4))
def test_both_engines_agree_with_the_front_door_of_pabutools(batch: int) -> None:
    for number in range(batch * 100, (batch + 1) * 100):
        election = approvals(number)
        instance, profile = as_pabutools(election)
        for name, satisfaction in GREEDY.items():
            plain = greedy_utilitarian_welfare(instance, profile, satisfaction)
            ours = Count(election).run(Rule(name, ties="lexico"))
            assert list(ours.selected) == [item.name for item in plain], number
        if not election.voters:
            continue
        for name, satisfaction in MES.items():
            for completion, raise_by in (("none", None), ("add1-exhaustive", election.scale)):
                plain = method_of_equal_shares(
                    instance, profile, satisfaction, voter_budget_increment=raise_by
                )
                ours = Count(election).run(Rule(name, completion=completion, ties="lexico"))
                assert list(ours.selected) == [item.name for item in plain], number
