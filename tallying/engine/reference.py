"""The reference tally: every rule of an edition, decided by pabutools in exact fractions.

pabutools (Rey, Maly et al.) is the yardstick for outcomes; completions, options and the log of ties
are added around it. Shares are exact fractions of smallest units, so no outcome rests on a float.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gmpy2 import mpq
from pabutools.election import ApprovalMultiProfile, FrozenApprovalBallot, Instance
from pabutools.election import Project as PabuProject

from tallying.engine.election import Election
from tallying.engine.eligible import Field, field_of, worth
from tallying.engine.errors import EngineError
from tallying.engine.greedy import Filled, Greedy
from tallying.engine.outcome import Outcome, Tie, digest_of_input
from tallying.engine.raises import MOST_RUNS, raise_of, too_many
from tallying.engine.rule import Rule
from tallying.engine.shares import EqualShares, Exact, Run
from tallying.engine.ties import TieOrder

# percent (0 to 100) and a short English word; it may raise to cancel the tally
Progress = Callable[[int, str], None]


@dataclass(frozen=True)
class _Completed:
    """The final run of Equal Shares, its share, and how many shares were tried."""

    run: Run
    share: Exact
    runs: int


@dataclass(frozen=True)
class _Found:
    """What a rule found; the fields are those of `Outcome`."""

    by_rule: tuple[str, ...]
    ties: tuple[Tie, ...]
    by_then: tuple[str, ...] = ()
    share: Fraction | None = None
    runs: int = 0


class Reference:
    """Counts one election by any number of rules; what rules have in common is done once."""

    def __init__(self, election: Election) -> None:
        self.election = election
        self._input_digest = digest_of_input(election)
        self._shares: dict[object, EqualShares] = {}

    def run(self, rule: Rule, seed: str = "", progress: Progress | None = None) -> Outcome:
        """The outcome of `rule`; `seed` is the text of the public draw.

        Raises EngineError `format_not_supported`, `seed_not_text` or `too_many_runs`, and what
        `progress` raises.
        """
        if not seed.isascii() and any("\ud800" <= letter <= "\udfff" for letter in seed):
            raise EngineError("seed_not_text", "The seed is not text that can be written as UTF-8.")
        tell = progress or _quiet
        tell(0, "reading")
        field = field_of(self.election, rule)
        order = TieOrder(self.election.projects, field.votes, seed, rule.ties)
        tell(5, "counting")
        if rule.is_mes:
            outcome = self._by_shares(rule, seed, field, order, tell)
        else:
            outcome = self._by_votes(rule, rule, seed, field, order)
        tell(100, "done")
        return outcome

    def _by_votes(
        self, rule: Rule, stated: Rule, seed: str, field: Field, order: TieOrder
    ) -> Outcome:
        """The greedy outcome of `rule`, published under the rule that was `stated`."""
        greedy = Greedy(field, rule.rule, order, no_skip=rule.no_skip)
        filled = greedy.fill(self.election.budget)
        return self._outcome(stated, seed, field, order, _Found(filled.selected, filled.ties))

    def _by_shares(
        self, rule: Rule, seed: str, field: Field, order: TieOrder, tell: Progress
    ) -> Outcome:
        key = (rule.rule, rule.ties, seed, rule.threshold, rule.min_share)
        if key not in self._shares:
            self._shares[key] = EqualShares(field, rule.rule, order)
        shares = self._shares[key]
        done = self._complete(shares, rule, field, tell)
        then = Greedy(field, "greedy-votes", order, no_skip=rule.no_skip)
        filled = self._then(done.run, rule, then)
        tell(95, "ties")
        found = _Found(
            by_rule=done.run.selected,
            by_then=filled.selected,
            ties=(*self._ties(shares, done, rule, then, order), *filled.ties),
            share=Fraction(int(done.share.numerator), int(done.share.denominator)),
            runs=done.runs,
        )
        outcome = self._outcome(rule, seed, field, order, found)
        return self._compared(outcome, field, order) if rule.comparison else outcome

    def _complete(
        self, shares: EqualShares, rule: Rule, field: Field, tell: Progress
    ) -> _Completed:
        """Raise the share until the rule says stop; the last run within the budget counts.

        add1 stops before the first overspend, or when every supported project is selected, for
        then no higher share can select more. Its result can be empty: with two projects of 5, one
        supporter each and a budget of 5, the raise that buys one buys both.
        """
        share = self._first_share(rule)
        if rule.completion == "none" or not field.supported:
            return _Completed(shares.run(share), share, 1)
        step = raise_of(rule, field, share)
        last, far = _Completed(Run((), 0, ()), share, 0), 5
        for runs in range(1, MOST_RUNS + 1):
            run = shares.run(share)
            if run.cost > self.election.budget:
                return _Completed(last.run, last.share, runs)
            last = _Completed(run, share, runs)
            if self._nothing_left(run, rule, field):
                return last
            far = max(far, min(94, 94 * run.cost // max(1, self.election.budget)))
            tell(far, "sharing")
            share += step
        raise too_many(rule, f"more than {MOST_RUNS:,}")

    def _first_share(self, rule: Rule) -> Exact:
        """Budget divided by voters; without voters nobody has a share, so it is nothing."""
        if not self.election.voters:
            return mpq(0)
        if rule.start == "exact":
            return mpq(self.election.budget, self.election.voters)
        scale = self.election.scale
        return mpq(self.election.budget // (self.election.voters * scale) * scale)

    def _nothing_left(self, run: Run, rule: Rule, field: Field) -> bool:
        taken = set(run.selected)
        left = [item.cost for item in field.supported if item.id not in taken]
        if rule.completion == "add1-exhaustive":
            return all(run.cost + cost > self.election.budget for cost in left)
        return not left

    def _then(self, run: Run, rule: Rule, then: Greedy) -> Filled:
        """What greedy-votes adds; nothing where a run spends more than the budget."""
        if rule.then == "none" or run.cost > self.election.budget:
            return Filled((), ())
        return then.fill(self.election.budget - run.cost, run.selected)

    def _ties(
        self, shares: EqualShares, done: _Completed, rule: Rule, then: Greedy, order: TieOrder
    ) -> list[Tie]:
        """The ties of the final run; each other choice is tried at the final share.

        The share itself is not found anew for a what-if, nor is the comparison repeated.
        """

        def winners(run: Run) -> set[str]:
            return {*run.selected, *self._then(run, rule, then).selected}

        actual, ties = winners(done.run), []
        for place, (between, chosen) in enumerate(done.run.ties):
            changed = not shares.independent(between) and any(
                winners(shares.run(done.share, (place, other))) != actual
                for other in between
                if other != chosen
            )
            ties.append(Tie(between, chosen, order.decided_by(between, chosen), changed))
        return ties

    def _compared(self, outcome: Outcome, field: Field, order: TieOrder) -> Outcome:
        """The greedy-votes outcome if more voters prefer it, else `outcome`.

        A voter prefers the outcome whose winners are worth more to them, by the rule's own measure.
        """
        rule = outcome.rule
        plain = Rule("greedy-votes", ties=rule.ties, no_skip=rule.no_skip)
        greedy = self._by_votes(plain, rule, outcome.seed, field, order)
        values = {item.id: item for item in self.election.projects}
        better = 0
        for group in self.election.ballots:
            gain = 0
            for place, choice in enumerate(group.choices):
                points = group.points[place] if group.points else None
                value = worth(rule.rule, values[choice], points)
                gain += value * ((choice in greedy.selected) - (choice in outcome.selected))
            better += group.count * ((gain > 0) - (gain < 0))
        if better <= 0:
            return outcome
        return Outcome(**{**greedy.__dict__, "kept_greedy": True, "runs": outcome.runs})

    def _outcome(
        self, rule: Rule, seed: str, field: Field, order: TieOrder, found: _Found
    ) -> Outcome:
        free = tuple(sorted((item.id for item in field.free), key=order.place))
        selected = (*free, *found.by_rule, *found.by_then)
        cost = {item.id: item.cost for item in self.election.projects}
        return Outcome(
            selected=selected,
            total_cost=sum(cost[item] for item in selected),
            budget=self.election.budget,
            voters=self.election.voters,
            scale=self.election.scale,
            rule=rule,
            seed=seed,
            ties=found.ties,
            input_digest=self._input_digest,
            votes=field.votes,
            share=found.share,
            runs=found.runs,
            free=free,
            by_rule=found.by_rule,
            by_then=found.by_then,
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


def _quiet(_percent: int, _word: str) -> None:
    """Progress nobody listens to."""
