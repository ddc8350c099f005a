"""All rules side by side on one election: who wins under which, as data and as tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tallying.engine.amounts import format_amount
from tallying.engine.counting import Count
from tallying.engine.election import BallotGroup, Election
from tallying.engine.further_rules import FURTHER, further, why_not
from tallying.engine.rule import RULES, Rule
from tallying.management.tables import columns

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WHY_NOT = {
    "too_large": "not run: pabutools would take too long on a file of this size",
    "approvals_only": "not run: it counts approvals only",
}


@dataclass(frozen=True)
class Row:
    """One rule: what it is called, the rule itself if it is one of ours, and its winners."""

    name: str
    rule: Rule | None
    selected: tuple[str, ...]
    digest: str | None


def rules(ties: str) -> dict[str, Rule]:
    """The rules of an edition with their usual completions."""
    found = {}
    for name in RULES:
        found[name] = Rule(name, ties=ties)
        if name.startswith("mes"):
            found[f"{name} + add1"] = Rule(name, completion="add1", ties=ties)
            found[f"{name} + add1 + greedy-votes"] = Rule(
                name, completion="add1", then="greedy-votes", ties=ties
            )
    return found


class Comparison:
    """The winners of each rule on one election. Raises EngineError as `Count.run` does."""

    def __init__(self, election: Election, ties: str, seed: str) -> None:
        self.election = election
        self.rows: list[Row] = []
        count = Count(election)
        for name, rule in rules(ties).items():
            outcome = count.run(rule, seed)
            self.rows.append(Row(name, rule, outcome.selected, outcome.digest))
        for name, selected in further(election).items():
            self.rows.append(Row(name, None, selected, None))
        self.left_out = {name: why for name in FURTHER if (why := why_not(election, name))}

    def to_json(self) -> dict[str, Any]:
        """Everything as one document; amounts are decimal text in the unit of the file."""
        election = self.election
        return {
            "budget": format_amount(election.budget, election.scale),
            "voters": election.voters,
            "projects": len(election.projects),
            "rules": [
                {
                    "name": row.name,
                    "rule": row.rule.to_json() if row.rule else None,
                    "selected": list(row.selected),
                    "total_cost": self._cost(row),
                    "voters_with_a_winner": self._with_a_winner(row),
                    "digest": row.digest,
                }
                for row in self.rows
            ],
            "not_run": dict(self.left_out),
            "matrix": {
                item.id: {row.name: item.id in row.selected for row in self.rows}
                for item in election.projects
            },
        }

    def table(self) -> str:
        """A table of rules, and one of projects with a mark for each rule that selects them."""
        lines = columns(self._rule_rows(), right=(2, 3, 4, 5))
        lines += [f"   {name}: {_WHY_NOT[why]}" for name, why in self.left_out.items()]
        return "\n".join([*lines, "", *columns(self._project_rows(), right=(1, 2))])

    def _rule_rows(self) -> list[tuple[str, ...]]:
        voters = max(1, self.election.voters)
        found: list[tuple[str, ...]] = [
            ("", "rule", "winners", "cost", "voters with a winner", "%")
        ]
        for letter, row in zip(_LETTERS, self.rows, strict=False):
            happy = self._with_a_winner(row)
            share = f"{100 * happy / voters:.1f}"
            found.append(
                (letter, row.name, str(len(row.selected)), self._cost(row), str(happy), share)
            )
        return found

    def _project_rows(self) -> list[tuple[str, ...]]:
        votes, scale = self.election.votes(), self.election.scale
        letters = tuple(_LETTERS[: len(self.rows)])
        found: list[tuple[str, ...]] = [("id", "cost", "votes", *letters, "name")]
        for item in sorted(self.election.projects, key=lambda item: (-votes[item.id], item.id)):
            marks = ("●" if item.id in row.selected else "·" for row in self.rows)
            cost = format_amount(item.cost, scale)
            name = " ".join(item.name.split())[:50]
            found.append((item.id, cost, str(votes[item.id]), *marks, name))
        return found

    def _cost(self, row: Row) -> str:
        cost = {item.id: item.cost for item in self.election.projects}
        return format_amount(sum(cost[item] for item in row.selected), self.election.scale)

    def _with_a_winner(self, row: Row) -> int:
        winners = set(row.selected)
        return sum(
            group.count
            for group in self.election.ballots
            if any(item in winners and value for item, value in _values(group))
        )


def _values(group: BallotGroup) -> Iterable[tuple[str, int]]:
    return zip(group.choices, group.points or (1,) * len(group.choices), strict=True)
