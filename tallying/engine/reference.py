"""The independent recount: every rule of an edition, decided by pabutools in exact fractions.

pabutools (Rey, Maly et al.) is the yardstick for outcomes. With the engine that counts, this shares
the types that go in and come out, who takes part (eligible.py), the order of ties and the limits;
it tries every share of a completion, one after the other, and decides nothing by a float.
Limits: pabutools runs without them; the first project it selects that is blocked by those before it
is taken out, and it runs again, until nothing selected is blocked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pabutools.election import (
    ApprovalMultiProfile,
    ApprovalProfile,
    FrozenApprovalBallot,
    Instance,
)
from pabutools.election import Project as PabuProject
from pabutools.rules import greedy_utilitarian_welfare
from pabutools.rules.mes.mes_rule import mes_inner_algo
from pabutools.tiebreaking import TieBreakingRule

from tallying.engine.election import Election
from tallying.engine.eligible import Field, field_of
from tallying.engine.errors import EngineError
from tallying.engine.limits import Limits, columns_of
from tallying.engine.outcome import Outcome, Tie, digest_of_input
from tallying.engine.reference_comparison import preferred
from tallying.engine.reference_completion import Completed, Completion, Progress, quiet
from tallying.engine.reference_greedy import Fill, Greedy
from tallying.engine.reference_shares import EqualShares, Run, plain
from tallying.engine.reference_ties import SharesTies
from tallying.engine.rule import Rule
from tallying.engine.ties import TieOrder, Tries

__all__ = ["Progress", "Reference", "as_pabutools", "run_rule"]


@dataclass(frozen=True)
class Setting:
    """One rule on one election: who takes part, the order of ties, limits, and what is free."""

    rule: Rule
    seed: str
    field: Field
    order: TieOrder
    limits: Limits
    free: tuple[str, ...]

    def completion(self) -> Completion:
        """The shares to try, one after the other."""
        return Completion(self.rule, self.field, self.limits, self.free)

    def greedy(self, name: str) -> Greedy:
        """Greedy by `name` among those who take part."""
        fill = _fill_with_pabutools(self.order)
        return Greedy(self.field, name, self.order, self.limits, fill, no_skip=self.rule.no_skip)


class Reference:
    """Recounts one election by any number of rules; what rules have in common is done once."""

    def __init__(self, election: Election) -> None:
        self.election = election
        self._input_digest = digest_of_input(election)
        self._shares: dict[object, EqualShares] = {}

    def run(self, rule: Rule, seed: str = "", progress: Progress | None = None) -> Outcome:
        """The outcome of `rule`; `seed` is the text of the public draw.

        Raises EngineError `format_not_supported`, `seed_not_text`, `rule_names_unknown_project` or
        `too_many_runs`, and what `progress` raises.
        """
        if not seed.isascii() and any("\ud800" <= letter <= "\udfff" for letter in seed):
            raise EngineError("seed_not_text", "The seed is not text that can be written as UTF-8.")
        tell = progress or quiet
        tell(0, "reading")
        setting = self.setting(rule, seed)
        tell(5, "counting")
        by = self._by_shares if rule.is_mes else self._by_votes
        outcome = by(setting, tell)
        tell(100, "done")
        return outcome

    def setting(self, rule: Rule, seed: str) -> Setting:
        """Who takes part, the order of ties and the limits of one rule."""
        field = field_of(self.election, rule)
        order = TieOrder(self.election.projects, field.votes, seed, rule.ties)
        limits = Limits(self.election, rule.conflicts, rule.caps)
        free: list[str] = []
        for item in sorted((item.id for item in field.free), key=order.place):
            if not limits.blocks(item, free):
                free.append(item)
        return Setting(rule, seed, field, order, limits, tuple(free))

    def _by_votes(self, setting: Setting, tell: Progress) -> Outcome:
        greedy, money = setting.greedy(setting.rule.rule), self.election.budget
        filled = greedy.fill(money, setting.free)
        ties = greedy.ties(filled, money, setting.free, Tries(len(self.election.projects), tell))
        return replace(self._outcome(setting, filled, ()), ties=tuple(ties))

    def _by_shares(self, setting: Setting, tell: Progress) -> Outcome:
        done = setting.completion().complete(self.shares_of(setting), tell)
        return self.finish(setting, done, tell)

    def finish(self, setting: Setting, done: Completed, tell: Progress) -> Outcome:
        """The outcome of Equal Shares whose completion came to `done`."""
        then = setting.greedy("greedy-votes")
        filled = self._then(done.run, setting, then)
        tell(95, "ties")
        outcome = replace(
            self._outcome(setting, done.run.selected, filled),
            ties=self._ties(done, setting, then, Tries(len(self.election.projects), tell)),
            share=plain(done.share),
            runs=done.runs,
            next_share=None if done.next_share is None else plain(done.next_share),
            next_cost=done.next_cost,
        )
        return self._compared(outcome, tell) if setting.rule.comparison else outcome

    def shares_of(self, setting: Setting) -> EqualShares:
        """Equal Shares as the rule of `setting` has it; kept for rules that run it alike."""
        rule = setting.rule
        options = (rule.threshold, rule.min_share, rule.conflicts, rule.caps)
        key = (rule.rule, rule.ties, setting.seed, options)
        if key not in self._shares:
            self._shares[key] = EqualShares(
                setting.field,
                rule.rule,
                setting.order,
                setting.limits,
                setting.free,
                mes_inner_algo,
            )
        return self._shares[key]

    def _then(self, run: Run, setting: Setting, then: Greedy) -> tuple[str, ...]:
        """What greedy-votes adds; nothing where a run spends more than the budget."""
        left = self._left(run, setting)
        return then.fill(*left) if left else ()

    def _left(self, run: Run, setting: Setting) -> tuple[int, tuple[str, ...]] | None:
        """Money left for greedy-votes, and what is selected before it; None where it adds none."""
        if setting.rule.then == "none" or run.cost > self.election.budget:
            return None
        return self.election.budget - run.cost, (*setting.free, *run.selected)

    def _ties(
        self, done: Completed, setting: Setting, then: Greedy, tries: Tries
    ) -> tuple[Tie, ...]:
        """The ties of the final run, then those of what greedy-votes added."""

        def winners(run: Run) -> set[str]:
            return {*run.selected, *self._then(run, setting, then)}

        ties = SharesTies(self.shares_of(setting), done, winners, tries).log(setting.order)
        if left := self._left(done.run, setting):
            ties += then.ties(then.fill(*left), *left, tries)
        return tuple(ties)

    def _compared(self, outcome: Outcome, tell: Progress) -> Outcome:
        """The plain greedy-votes outcome if more voters prefer it, else `outcome`.

        Plain: neither threshold nor min_share; limits, ties and no_skip are those of the rule.
        """
        rule = outcome.rule
        kept = replace(rule, completion="none", then="none", comparison=False)
        bare = replace(kept, rule="greedy-votes", threshold=None, min_share=None, start="exact")
        greedy = self._by_votes(self.setting(bare, outcome.seed), tell)
        winners = (set(greedy.selected), set(outcome.selected))
        votes = preferred(self.election, rule.rule, *winners)
        if votes[0] <= votes[1]:
            return replace(outcome, preferred=votes)
        return replace(greedy, rule=rule, kept_greedy=True, runs=outcome.runs, preferred=votes)

    def _outcome(
        self, setting: Setting, by_rule: tuple[str, ...], by_then: tuple[str, ...]
    ) -> Outcome:
        selected = (*setting.free, *by_rule, *by_then)
        cost = {item.id: item.cost for item in self.election.projects}
        return Outcome(
            selected=selected,
            total_cost=sum(cost[item] for item in selected),
            budget=self.election.budget,
            voters=self.election.voters,
            scale=self.election.scale,
            rule=setting.rule,
            seed=setting.seed,
            ties=(),
            input_digest=self._input_digest,
            votes=setting.field.votes,
            free=setting.free,
            by_rule=by_rule,
            by_then=by_then,
            columns=columns_of(self.election, setting.rule.caps),
        )


def run_rule(
    election: Election, rule: Rule, seed: str = "", progress: Progress | None = None
) -> Outcome:
    """The outcome of one rule; see `Reference.run`."""
    return Reference(election).run(rule, seed, progress)


def as_pabutools(election: Election) -> tuple[Any, Any]:
    """The election as pabutools' own instance and grouped profile (approvals only).

    For a recount with plain pabutools. Raises EngineError `format_not_supported`.
    """
    if any(group.points for group in election.ballots) or election.ballot_type == "ordinal":
        raise EngineError("format_not_supported", "Only approvals can be handed to pabutools.")
    projects = {item.id: PabuProject(item.id, item.cost) for item in election.projects}
    instance = Instance(projects.values(), budget_limit=election.budget)
    profile = ApprovalMultiProfile(instance=instance)
    for group in election.ballots:
        ballot = FrozenApprovalBallot(projects[item] for item in group.choices)
        profile[ballot] = profile.get(ballot, 0) + group.count
    return instance, profile


class _Totals:
    """Total satisfaction by project, so that pabutools need not add it up ballot by ballot."""

    def __init__(self, totals: Mapping[str, int]) -> None:
        self._totals = totals

    def total_satisfaction_project(self, project: PabuProject) -> int:
        return self._totals[project.name]


def _fill_with_pabutools(order: TieOrder) -> Fill:
    """pabutools' front door to greedy, with ties in the public order."""
    ties = TieBreakingRule(lambda _instance, _profile, item: order.place(item.name))

    def fill(costs: Mapping[str, int], totals: Mapping[str, int], money: int) -> tuple[str, ...]:
        projects = [PabuProject(item, cost) for item, cost in costs.items()]
        found = greedy_utilitarian_welfare(
            Instance(projects, budget_limit=money),
            ApprovalProfile(),
            sat_profile=_Totals(totals),
            is_sat_additive=True,
            tie_breaking=ties,
        )
        return tuple(item.name for item in found)

    return fill
