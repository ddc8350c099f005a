"""The outcome of a tally, the ties it met, and the digests that let others check both."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Any

from tallying.engine.amounts import format_amount
from tallying.engine.election import BallotGroup, Election, canonical, sha256
from tallying.engine.rule import Rule


@dataclass(frozen=True)
class Tie:
    """Projects that were equal at one step: `by` is cost, votes or lot (or lexico).

    `changed_winners`: whether preferring another project of `between` at this very step gives
    another set of winners; None where that was not tried, as there were too many (ties.py).
    """

    between: tuple[str, ...]
    chosen: str
    by: str
    changed_winners: bool | None

    def to_json(self) -> dict[str, Any]:
        """The tie as it is published."""
        return {
            "between": list(self.between),
            "chosen": self.chosen,
            "by": self.by,
            "changed_winners": self.changed_winners,
        }


@dataclass(frozen=True)
class Outcome:
    """Winners in order of selection, with what is needed to publish and to explain them.

    `share`: the final share of Equal Shares, in smallest units; None for a greedy result.
    `runs`: how many shares were tried. `free`, `by_rule` and `by_then` split `selected` into
    supported projects that cost nothing, those of the rule, and those of the `then` step.
    `kept_greedy`: the comparison preferred the greedy result. `preferred`: how many voters prefer
    greedy, and how many Equal Shares, where the rule compares. `next_share`, `next_cost`: the share
    after the final one and what its winners would cost, where that is more than the budget.
    `columns`: where the rule has caps, the value of each project in the columns they name.
    """

    selected: tuple[str, ...]
    total_cost: int
    budget: int
    voters: int
    scale: int
    rule: Rule
    seed: str
    ties: tuple[Tie, ...]
    input_digest: str
    votes: Mapping[str, int] = field(hash=False)
    share: Fraction | None = None
    runs: int = 0
    free: tuple[str, ...] = ()
    by_rule: tuple[str, ...] = ()
    by_then: tuple[str, ...] = ()
    kept_greedy: bool = False
    preferred: tuple[int, int] | None = None
    next_share: Fraction | None = None
    next_cost: int | None = None
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over canonical JSON of the input digest, the rule, the seed and the result.

        How many shares were tried is left out: another engine may get there with fewer.
        """
        document = {"input": self.input_digest, "seed": self.seed, "outcome": self._result()}
        return sha256(canonical(document))

    def _result(self) -> dict[str, Any]:
        return {
            "selected": list(self.selected),
            "total_cost": format_amount(self.total_cost, self.scale),
            "budget": format_amount(self.budget, self.scale),
            "voters": self.voters,
            "rule": self.rule.to_json(),
            "ties": [tie.to_json() for tie in self.ties],
            **(
                {"columns": {key: dict(of) for key, of in self.columns.items()}}
                if self.columns
                else {}
            ),
        }

    def to_json(self) -> dict[str, Any]:
        """The published result; amounts are decimal text in the unit of the file."""
        return {**self._result(), "digest": self.digest}


def digest_of_input(election: Election) -> str:
    """SHA-256 over what decides: ids, costs, budget, ballot type and the ballots.

    The same for any order of projects or ballots, any grouping, and whether amounts are kept in
    euro or in cents. Names and other descriptions are left out.
    """
    found = hashlib.sha256()
    for part in _canonical_input(election):
        found.update(part.encode())
    return f"sha256:{found.hexdigest()}"


def _canonical_input(election: Election) -> Iterator[str]:
    """The canonical JSON of the input in pieces, so that a million ballots are never copied."""
    yield f'{{"ballot_type":{_text(election.ballot_type)},"ballots":['
    texts = {project.id: _text(project.id) for project in election.projects}
    separator = ""
    for (choices, points), groups in groupby(sorted(election.ballots, key=_cast), key=_cast):
        ids, given = ",".join([texts[item] for item in choices]), ",".join(map(str, points))
        yield f"{separator}[[{ids}],[{given}],{sum(group.count for group in groups)}]"
        separator = ","
    costs = sorted(
        [project.id, format_amount(project.cost, election.scale)] for project in election.projects
    )
    rest = {"budget": format_amount(election.budget, election.scale), "projects": costs}
    yield "]," + canonical(rest).decode()[1:]


def _cast(group: BallotGroup) -> tuple[tuple[str, ...], tuple[int, ...]]:
    return group.choices, group.points


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
