"""Engines for runs: real ones that note what they did, or that err in one way."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tallying.engine.checking import Checked
from tallying.engine.counting import Count, Progress
from tallying.engine.election import Election
from tallying.engine.outcome import Outcome
from tallying.engine.rule import Rule
from tallying.services.engines import ENGINES, Engines


@dataclass
class Noted:
    """The rules that were counted and checked, in order."""

    counted: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)

    def engines(self) -> Engines:
        """The engines of the product, noting their work."""
        noted = self

        class Noting(Count):
            def run(self, rule: Rule, seed: str = "", progress: Progress | None = None) -> Outcome:
                noted.counted.append(rule.rule)
                return super().run(rule, seed, progress)

        def check(election: Election, outcome: Outcome, progress: Progress) -> Checked:
            noted.checked.append(outcome.rule.rule)
            return ENGINES.check(election, outcome, progress)

        return replace(ENGINES, count=Noting, check=check)


class Erring(Count):
    """Forgets the last winner of Equal Shares."""

    def run(self, rule: Rule, seed: str = "", progress: Progress | None = None) -> Outcome:
        outcome = super().run(rule, seed, progress)
        if not rule.is_mes:
            return outcome
        lost = outcome.selected[-1]
        cost = next(item.cost for item in self.election.projects if item.id == lost)
        return replace(
            outcome,
            selected=outcome.selected[:-1],
            by_rule=tuple(item for item in outcome.by_rule if item != lost),
            by_then=tuple(item for item in outcome.by_then if item != lost),
            total_cost=outcome.total_cost - cost,
        )


def interrupted(by: Callable[[], None]) -> Engines:
    """Engines that count, and then something happens while the second one is at work."""

    def check(election: Election, outcome: Outcome, progress: Progress) -> Checked:
        by()
        return ENGINES.check(election, outcome, progress)

    return replace(ENGINES, check=check)
