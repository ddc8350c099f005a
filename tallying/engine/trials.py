"""Counts of an election that was altered in one thing, as quick as can be.

The rule is carried out in full, by the engine that counts everything else; only what did not change
is not worked out anew: who supports which project. Digest and log of ties are left out.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from tallying.engine.counting import Count
from tallying.engine.election import BallotGroup, Choices, Election
from tallying.engine.outcome import Outcome, Tie
from tallying.engine.payments import replay
from tallying.engine.rule import Rule
from tallying.engine.supports import Backers, backers_of
from tallying.engine.turns import turns_of


class _Altered(Count):
    """A count of an altered election, which is handed the backers that it shares with another."""

    def __init__(self, election: Election, known: dict[str, dict[str, Backers]]) -> None:
        super().__init__(election)
        self._backers = known
        vars(self)["_input_digest"] = ""

    def _ties(self, *_args: Any) -> list[Tie]:
        return []


class Trials:
    """One election under one rule and seed, to be counted with one thing altered."""

    def __init__(self, election: Election, rule: Rule, seed: str) -> None:
        self._election, self._rule, self._seed = election, rule, seed
        points = [value for group in election.ballots for value in group.points]
        self._points = max(points, default=0)
        # On ballots with points all is worked out anew: they are small.
        self._known = backers_of(election, rule.rule) if rule.is_mes and not points else {}

    def at_cost(self, project: str, cost: int) -> Outcome:
        """The outcome if the project had another cost."""
        altered, changed = self._at_cost(project, cost)
        return self._count(altered, project, changed)

    def edge(self, project: str, cost: int, outcome: Outcome) -> int:
        """A guess at the highest cost at which the project wins, from its `outcome` at `cost`.

        Where it wins: what was left at its turn, or what its supporters and the budget still hold.
        Where it does not: less by what the next share overspent.
        """
        if project not in outcome.selected:
            return cost - max(0, (outcome.next_cost or 0) - outcome.budget)
        altered, _changed = self._at_cost(project, cost)
        for turn in turns_of(altered, outcome):
            if turn.project == project:
                return turn.money
        purses = replay(altered, outcome).remaining
        left = sum(
            purse * group.count
            for purse, group in zip(purses, altered.ballots, strict=True)
            if project in group.choices
        )
        return cost + min(int(left), outcome.budget - outcome.total_cost)

    def _at_cost(self, project: str, cost: int) -> tuple[Election, Backers | None]:
        projects = tuple(
            replace(item, cost=cost) if item.id == project else item
            for item in self._election.projects
        )
        altered = replace(self._election, projects=projects)
        # Who votes for what does not hang on costs.
        for name in ("voters", "choices", "_votes", "_supporters"):
            vars(altered)[name] = getattr(self._election, name)
        own = self._known.get(project)
        worth = cost if self._rule.rule == "mes-cost" else 1
        return altered, None if own is None else replace(own, cost=cost, worth=worth)

    def with_more(self, project: str, voters: int) -> Outcome:
        """The outcome with more voters who choose it alone; on ballots with points they give it the
        most that any voter gave to one project."""
        points = (self._points,) if self._points else ()
        group = BallotGroup((project,), voters, points)
        altered = replace(self._election, ballots=(*self._election.ballots, group))
        own = self._known.get(project)
        if own is None:
            return self._count(altered, project, None)
        place = len(self._election.ballots)
        vars(altered)["choices"] = _one_more(self._election, project, voters)
        changed = replace(
            own,
            groups=np.append(own.groups, place),
            voters=np.append(own.voters, float(voters)),
        )
        return self._count(altered, project, changed)

    def _count(self, altered: Election, project: str, changed: Backers | None) -> Outcome:
        known = {self._rule.rule: {**self._known, project: changed}} if changed else {}
        return _Altered(altered, known).run(self._rule, self._seed)


def _one_more(election: Election, project: str, voters: int) -> Choices:
    """The choices of all ballots and of one more group, which chooses one project."""
    flat = election.choices
    place = next(n for n, item in enumerate(election.projects) if item.id == project)
    return replace(
        flat,
        voters=np.append(flat.voters, voters),
        group=np.append(flat.group, len(election.ballots)),
        project=np.append(flat.project, place),
    )
