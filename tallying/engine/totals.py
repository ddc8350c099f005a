"""What the totals of a vote decide where its ballots are kept back.

The votes and supporters of each project are published. They decide who takes part, what is free,
what a limit blocks, and every step and tie of greedy; the rounds of Equal Shares are taken from the
transcript and held against all of that. `like` makes ballots with the same totals, so that the
engine itself takes the steps that depend on nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, TypeGuard

from tallying.engine.amounts import format_amount
from tallying.engine.election import POINT_TYPES, BallotGroup, Election
from tallying.engine.eligible import score
from tallying.engine.limits import columns_of
from tallying.engine.rule import Rule
from tallying.engine.transcript import Line, Steps


def like(election: Election, told: Sequence[Line]) -> Election | None:
    """`election` with ballots of the totals that a transcript tells; None where there are none.

    Voter number n supports every project that has at least n supporters.
    """
    voters = told[0].get("voters") if told else None
    lines = {str(line.get("project")): line for line in told if "supporters" in line}
    ids = sorted(item.id for item in election.projects)
    backed: dict[str, Any] = {item: lines.get(item, {}).get("supporters") for item in ids}
    votes: dict[str, Any] = {item: lines.get(item, {}).get("votes") for item in ids}
    points = election.ballot_type in POINT_TYPES
    if not _whole(voters) or not all(
        _possible(backed[item], votes[item], voters, points=points) for item in ids
    ):
        return None
    groups = []
    for before, number in pairwise(sorted({0, min(1, voters), voters, *backed.values()})):
        own = tuple(item for item in ids if backed[item] >= number)
        given = tuple(1 if before else votes[item] - backed[item] + 1 for item in own)
        groups.append(BallotGroup(own, number - before, given if points else ()))
    return replace(election, ballots=tuple(groups))


def _whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**62


def _possible(supporters: Any, votes: Any, voters: int, *, points: bool) -> bool:
    if not _whole(supporters) or not _whole(votes) or supporters > voters:
        return False
    return votes == supporters or (points and votes > supporters > 0)


@dataclass
class Known:
    """One result as far as totals and the rounds of its transcript `told` decide it.

    `ties`: what `Tie.to_json` has, without what another choice would have changed.
    """

    election: Election
    rule: Rule
    seed: str
    told: Sequence[Line]
    chosen: list[str] = field(default_factory=list)
    ties: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.steps = Steps(self.election, self.rule, self.seed)
        self._cost = {item.id: item.cost for item in self.election.projects}

    @property
    def _spent(self) -> int:
        return sum(self._cost[item] for item in self.chosen)

    def result(self) -> dict[str, Any]:
        """What is known of the published result, after `lines` were made."""
        columns = columns_of(self.election, self.rule.caps)
        return {
            "selected": self.chosen,
            "total_cost": format_amount(self._spent, self.election.scale),
            "budget": format_amount(self.election.budget, self.election.scale),
            "voters": self.election.voters,
            "rule": self.rule.to_json(),
            **({"columns": columns} if columns else {}),
        }

    def lines(self, number: int) -> Iterator[Line]:
        """The transcript; figures about purses are those that are told."""
        election, steps = self.election, self.steps
        head = {"result": number, "rule": self.rule.rule, "seed": self.seed}
        budget = format_amount(election.budget, election.scale)
        yield {**head, "voters": election.voters, "budget": budget}
        yield from steps.projects()
        yield from steps.free_lines()
        self.chosen += steps.free
        if self.rule.is_mes:
            yield from self._shares()
        else:
            yield from self._greedy("greedy", self.rule.rule, steps)
        yield {"winners": self.chosen, "cost": format_amount(self._spent, election.scale)}

    def _greedy(self, word: str, rule: str, steps: Steps) -> Iterator[Line]:
        score_of = {item.id: score(rule, steps.field, item) for item in steps.field.paid}
        waiting = [item for item in score_of if item not in self.chosen]
        for line in steps.greedy(word, rule, tuple(self.chosen)):
            item, money = line[word], self.election.budget - self._spent
            waiting.remove(item)
            if line["taken"] or self.rule.no_skip:
                equal = [other for other in waiting if score_of[other] == score_of[item]]
                fits = [other for other in equal if self._cost[other] <= money]
                able = [other for other in fits if not steps.limits.blocks(other, self.chosen)]
                self._tie([item, *able], item)
            self.chosen += [item] if line["taken"] else []
            yield line

    def _tie(self, between: list[str], chosen: str) -> None:
        if len(between) > 1:
            by = self.steps.order.decided_by(between, chosen)
            self.ties.append({"between": sorted(between), "chosen": chosen, "by": by})

    def _shares(self) -> Iterator[Line]:
        yield next((line for line in self.told if "share" in line), {"share": None})
        waiting = {item.id for item in self.steps.field.supported}
        for number, line in enumerate((line for line in self.told if "round" in line), 1):
            yield self._round(number, line, waiting)
        left = {str(line["lost"]): line.get("left") for line in self.told if "lost" in line}
        before = tuple(self.chosen)
        for item in sorted(waiting):
            cost = format_amount(self._cost[item], self.election.scale)
            blocked = self.steps.limits.blocks(item, before)
            yield {"lost": item, "left": left.get(item), "cost": cost, "blocked": blocked}
        if self.rule.then != "none" and self._spent <= self.election.budget:
            yield from self._greedy("then", "greedy-votes", self.steps)
        if self.rule.comparison:
            yield from self._compared()

    def _round(self, number: int, line: Line, waiting: set[str]) -> Line:
        """A round as told, if its project could win: of equal ones the first in the order."""
        tied = line.get("tied")
        among: list[Any] = tied if isinstance(tied, list) and tied else [line.get("project")]
        could = [item for item in waiting if not self.steps.limits.blocks(item, self.chosen)]
        if not all(item in could for item in among):
            return {"round": number}
        first, equal = self.steps.order.first(among), sorted(set(among))
        self._tie(equal, first)
        self.chosen.append(first)
        waiting.remove(first)
        return {**line, "round": number, "project": first, "tied": equal if len(equal) > 1 else []}

    def _compared(self) -> Iterator[Line]:
        shares, ties = self.chosen, self.ties
        rule = replace(self.rule, threshold=None, min_share=None)
        plain = Steps(self.election, rule, self.seed)
        yield from plain.free_lines()
        self.chosen, self.ties = list(plain.free), []
        yield from self._greedy("greedy", "greedy-votes", plain)
        told = next((line for line in self.told if "comparison" in line), {})
        greedy, equal = told.get("prefer_greedy"), told.get("prefer_shares")
        kept = told.get("kept_greedy") is True
        if _whole(greedy) and _whole(equal):
            kept = greedy > equal
        yield {**told, "comparison": "greedy-votes", "kept_greedy": kept}
        if not kept:
            self.chosen, self.ties = shares, ties
