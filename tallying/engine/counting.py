"""The one door to the tally: an election and a rule in, an outcome out.

Every rule is decided exactly: floats only choose where a proven bound lets them, and fractions
settle the rest (bounded_purses.py). A second engine, in reference.py, recounts by other means.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial

from tallying.engine.completion import Completed, Completion, Progress
from tallying.engine.election import Election
from tallying.engine.eligible import Field, field_of
from tallying.engine.equal_shares import EqualShares, Met, Run
from tallying.engine.errors import EngineError
from tallying.engine.exact_prices import Exact
from tallying.engine.greedy import Greedy
from tallying.engine.limits import Limits, columns_of
from tallying.engine.outcome import Outcome, Tie, digest_of_input
from tallying.engine.preferences import preferred
from tallying.engine.rule import Rule
from tallying.engine.supports import Backers, backers_of, by_id
from tallying.engine.ties import TieOrder, Tries

__all__ = ["Count", "Progress", "count"]


@dataclass(frozen=True)
class _Setting:
    """One rule on one election: who takes part, the order of ties, limits, and what is free."""

    rule: Rule
    seed: str
    field: Field
    order: TieOrder
    limits: Limits
    free: tuple[str, ...]

    @cached_property
    def then(self) -> Greedy:
        """Greedy for what Equal Shares left."""
        return self.greedy("greedy-votes")

    def greedy(self, name: str) -> Greedy:
        """Greedy by `name` among those who take part."""
        return Greedy(self.field, name, self.order, self.limits, no_skip=self.rule.no_skip)


class Count:
    """Counts one election by any number of rules; what rules have in common is done once."""

    def __init__(self, election: Election) -> None:
        self.election = election
        self._backers: dict[str, dict[str, Backers]] = {}
        self._shares: dict[object, EqualShares] = {}

    @cached_property
    def _input_digest(self) -> str:
        return digest_of_input(self.election)

    def run(self, rule: Rule, seed: str = "", progress: Progress | None = None) -> Outcome:
        """The outcome of `rule`; `seed` is the text of the public draw.

        Raises EngineError `format_not_supported`, `seed_not_text`, `rule_names_unknown_project` or
        `too_many_runs`, and what `progress` raises.
        """
        if not seed.isascii() and any("\ud800" <= letter <= "\udfff" for letter in seed):
            raise EngineError("seed_not_text", "The seed is not text that can be written as UTF-8.")
        tell = progress or _quiet
        tell(0, "reading")
        setting = self._setting(rule, seed)
        tell(5, "counting")
        outcome = self._by_shares(setting, tell) if rule.is_mes else self._by_votes(setting, tell)
        tell(100, "done")
        return outcome

    def _setting(self, rule: Rule, seed: str) -> _Setting:
        field = field_of(self.election, rule)
        order = TieOrder(self.election.projects, field.votes, seed, rule.ties)
        limits = Limits(self.election, rule.conflicts, rule.caps)
        free: list[str] = []
        for item in sorted((item.id for item in field.free), key=order.place):
            if not limits.blocks(item, free):
                free.append(item)
        return _Setting(rule, seed, field, order, limits, tuple(free))

    def _by_votes(self, setting: _Setting, tell: Progress) -> Outcome:
        greedy, money = setting.greedy(setting.rule.rule), self.election.budget
        filled = greedy.fill(money, setting.free)
        ties = greedy.ties(filled, money, setting.free, Tries(len(self.election.projects), tell))
        return replace(self._outcome(setting, filled, ()), ties=tuple(ties))

    def _by_shares(self, setting: _Setting, tell: Progress) -> Outcome:
        rule, shares = setting.rule, self._shares_of(setting)
        completion = Completion(rule, setting.field, setting.limits, setting.free)
        done = completion.complete(shares, tell)
        filled = self._then(done.run, setting)
        tell(95, "ties")
        outcome = replace(
            self._outcome(setting, done.run.selected, filled),
            ties=tuple(self._ties(shares, done, setting, Tries(len(self.election.projects), tell))),
            share=_plain(done.share),
            runs=done.runs,
            next_share=None if done.next_share is None else _plain(done.next_share),
            next_cost=done.next_cost,
        )
        return self._compared(outcome, tell) if rule.comparison else outcome

    def _shares_of(self, setting: _Setting) -> EqualShares:
        """Equal Shares as the rule of `setting` has it; kept for rules that run it alike."""
        rule = setting.rule
        options = (rule.threshold, rule.min_share, rule.conflicts, rule.caps)
        key = (rule.rule, rule.ties, setting.seed, options)
        if rule.rule not in self._backers:
            self._backers[rule.rule] = backers_of(self.election, rule.rule)
        if key not in self._shares:
            found = by_id(self._backers[rule.rule], [item.id for item in setting.field.supported])
            blocks = setting.limits.blocks if setting.limits.any else None
            self._shares[key] = EqualShares(
                found, self.election.choices, setting.order, blocks, setting.free
            )
        return self._shares[key]

    def _then(self, run: Run, setting: _Setting) -> tuple[str, ...]:
        """What greedy-votes adds; nothing where a run spends more than the budget."""
        left = self._left(run, setting)
        return setting.then.fill(*left) if left else ()

    def _left(self, run: Run, setting: _Setting) -> tuple[int, tuple[str, ...]] | None:
        """Money left for greedy-votes, and what is selected before it; None where it adds none."""
        if setting.rule.then == "none" or run.cost > self.election.budget:
            return None
        return self.election.budget - run.cost, (*setting.free, *run.selected)

    def _ties(
        self, shares: EqualShares, done: Completed, setting: _Setting, tries: Tries
    ) -> list[Tie]:
        """The ties of the final run, and of what `then` adds; each other choice is tried at the
        final share.

        The share itself is not found anew for a what-if, nor is the comparison repeated.
        """

        def winners(run: Run) -> set[str]:
            return {*run.selected, *self._then(run, setting)}

        def otherwise(before: tuple[str, ...], other: str) -> set[str]:
            return winners(shares.run(done.share, (*before, other)))

        actual, ties = winners(done.run), []
        for met in done.run.ties:
            others = [item for item in met.between if item != met.chosen]
            changed: bool | None = not actual.issuperset(others)
            if not changed and not _same_in_any_order(shares, done.run, met):
                before = done.run.selected[: met.step]
                changed = tries.changed(others, partial(otherwise, before), actual)
            by = setting.order.decided_by(met.between, met.chosen)
            ties.append(Tie(met.between, met.chosen, by, changed))
        if left := self._left(done.run, setting):
            ties += setting.then.ties(setting.then.fill(*left), *left, tries)
        return ties

    def _compared(self, outcome: Outcome, tell: Progress) -> Outcome:
        """The plain greedy-votes outcome if more voters prefer it, else `outcome`.

        Plain: neither threshold nor min_share; limits, ties and no_skip are those of the rule.
        """
        rule = outcome.rule
        kept = replace(rule, completion="none", then="none", comparison=False)
        bare = replace(kept, rule="greedy-votes", threshold=None, min_share=None, start="exact")
        greedy = self._by_votes(self._setting(bare, outcome.seed), tell)
        winners = (set(greedy.selected), set(outcome.selected))
        votes = preferred(self.election, rule.rule, *winners)
        if votes[0] <= votes[1]:
            return replace(outcome, preferred=votes)
        return replace(greedy, rule=rule, kept_greedy=True, runs=outcome.runs, preferred=votes)

    def _outcome(
        self, setting: _Setting, by_rule: tuple[str, ...], by_then: tuple[str, ...]
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


def _same_in_any_order(shares: EqualShares, run: Run, met: Met) -> bool:
    """Whether all of the tied win and leave the same behind, whichever of them is first.

    They do if no ballot supports two of them. And they do if they differ in nothing but their ids
    and were taken in a row: whichever is first, the next of them goes before all that went after.
    """
    if shares.independent(met.between):
        return True
    taken = run.selected[met.step : met.step + len(met.between)]
    return set(taken) == set(met.between) and shares.alike(met.between)


def count(
    election: Election, rule: Rule, seed: str = "", progress: Progress | None = None
) -> Outcome:
    """The outcome of one rule; see `Count.run`."""
    return Count(election).run(rule, seed, progress)


def _plain(value: Exact) -> Fraction:
    return Fraction(int(value.numerator), int(value.denominator))


def _quiet(_percent: int, _word: str) -> None:
    """Progress nobody listens to."""
