"""The money left whenever a greedy step (as rule or as `then`) came to a project, in its order."""

from dataclasses import dataclass

from tallying.engine.election import Election
from tallying.engine.eligible import field_of, score
from tallying.engine.limits import Limits
from tallying.engine.outcome import Outcome
from tallying.engine.rule import Rule
from tallying.engine.ties import TieOrder


@dataclass(frozen=True)
class Turn:
    """A project when greedy came to it: `money` left before it, in smallest units, and `beside`
    what was selected before. `taken`, or not: `blocked` by a limit, or it did not fit.
    """

    project: str
    money: int
    taken: bool
    blocked: bool
    beside: tuple[str, ...]


def turns_of(election: Election, outcome: Outcome) -> tuple[Turn, ...]:
    """The turns of the greedy rule, or of the `then` step; empty where there is neither.

    With no_skip the first project that is not taken has the last turn.
    """
    is_greedy = outcome.share is None
    if not is_greedy and outcome.rule.then == "none":
        return ()
    limits = Limits(election, outcome.rule.conflicts, outcome.rule.caps)
    taken = frozenset(outcome.by_rule if is_greedy else outcome.by_then)
    before = (*outcome.free, *(() if is_greedy else outcome.by_rule))
    costs = {item.id: item.cost for item in election.projects}
    money = outcome.budget - sum(costs[item] for item in before)
    turns: list[Turn] = []
    for item in _ranking(election, outcome, frozenset(before)):
        chosen = item in taken
        blocked = not chosen and limits.blocks(item, before)
        turns.append(Turn(item, money, chosen, blocked, before))
        if chosen:
            money -= costs[item]
            before = (*before, item)
        elif outcome.rule.no_skip:
            break
    return tuple(turns)


def rule_counted(outcome: Outcome) -> Rule:
    """The rule that gave the winners: greedy that the comparison preferred is plain greedy-votes.

    It then knows no threshold and no smallest share; ties, no_skip and limits stay.
    """
    if not outcome.kept_greedy:
        return outcome.rule
    rule = outcome.rule
    return Rule(
        "greedy-votes",
        ties=rule.ties,
        no_skip=rule.no_skip,
        conflicts=rule.conflicts,
        caps=rule.caps,
    )


def _ranking(election: Election, outcome: Outcome, gone: frozenset[str]) -> list[str]:
    rule = rule_counted(outcome)
    name = "greedy-votes" if rule.is_mes else rule.rule
    field = field_of(election, rule)
    order = TieOrder(election.projects, field.votes, outcome.seed, rule.ties)
    waiting = [item for item in field.paid if item.id not in gone]
    waiting.sort(key=lambda item: (-score(name, field, item), order.place(item.id)))
    return [item.id for item in waiting]
