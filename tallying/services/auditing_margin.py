"""Whether a result has a risk limit, and by how many votes it stands.

Only most votes first, without further conditions and on ballots of ticks, has margins that anybody
can work out (tallying/audit/margins.py). For everything else an audit says how many sheets may be
misread, and that this is all it can say.
"""

from dataclasses import dataclass
from functools import cached_property

from budgeting.models import Edition
from tallying.audit.margins import Assertion, assertions, smallest_margin
from tallying.engine.rule import Rule
from tallying.models import Tally
from voting.services.ballot_list import costs_of

TICKS = ("approval", "knapsack")


@dataclass(frozen=True)
class RiskLimit:
    """`why_not` is "" or `equal_shares`, `per_euro`, `conditions`, `numbers`, `free_projects`."""

    why_not: str
    assertions: tuple[Assertion, ...] = ()

    @cached_property
    def margin(self) -> int | None:
        """The fewest votes by which an assertion holds; None without one."""
        return smallest_margin(self.assertions)

    @property
    def can_be_had(self) -> bool:
        """Whether a risk limit can be reached with fewer than all sheets."""
        return bool(self.margin)


def risk_limit_of(edition: Edition, tally: Tally) -> RiskLimit:
    """The margins of a tally of this edition, or why there are none."""
    rule, costs = Rule.from_json(tally.rule), costs_of(edition)
    if why_not := _why_not(edition, rule, min(costs.values(), default=0)):
        return RiskLimit(why_not)
    votes, winners = tally.outcome["votes"], tally.outcome["selected"]
    return RiskLimit("", tuple(assertions(costs, votes, winners, edition.budget_cents)))


def _why_not(edition: Edition, rule: Rule, cheapest: int) -> str:
    if rule.is_mes:
        return "equal_shares"
    if rule.rule != "greedy-votes":
        return "per_euro"
    if rule.no_skip or rule.threshold or rule.min_share or rule.conflicts or rule.caps:
        return "conditions"
    if edition.ballot_format.get("type") not in TICKS:
        return "numbers"
    return "" if cheapest > 0 else "free_projects"
