"""An outcome checked by the independent recount: share by share, or a sample where that is long.

Equal Shares may try hundreds of shares. Where pabutools can try them all in reasonable time, it
counts the whole result again. Else it tries the final share; the one after it, which must overspend
(or, where the count stopped because nothing was left, it finds so itself); and some of those
before, which must neither overspend nor end the count. All that follows from the final share
(winners, ties, what `then` adds, the comparison) is counted again in full. Which shares
are in the sample follows from the digest of the outcome: anyone gets the same ones.
"""

import hashlib
from dataclasses import dataclass, replace

from gmpy2 import mpq

from tallying.engine.counting import Count
from tallying.engine.election import Election
from tallying.engine.outcome import Outcome
from tallying.engine.reference import Reference, Setting
from tallying.engine.reference_completion import Completed, Progress, quiet
from tallying.engine.reference_shares import EqualShares

# How much is tried: choices on distinct ballots times shares. A million takes some four to eight
# seconds, so this is about a quarter of a minute.
MOST_WORK = 2_000_000
# What one share takes however few the ballots are, as so many choices.
LEAST_OF_A_SHARE = 100
LEAST_SAMPLE, MOST_SAMPLE = 3, 20
# Everything of an outcome that is not in its published document.
_MORE = ("share", "next_share", "next_cost", "preferred", "kept_greedy")
_PARTS = ("free", "by_rule", "by_then")


@dataclass(frozen=True)
class Checked:
    """What the independent recount found.

    `shares_tried` of the `shares_all` that lead to the outcome (0 of 0 for a rule without shares).
    `differences`: sentences, none where it agrees.
    """

    same: bool
    shares_tried: int
    shares_all: int
    differences: tuple[str, ...] = ()


def check(
    election: Election,
    outcome: Outcome,
    progress: Progress | None = None,
    most_work: int = MOST_WORK,
) -> Checked:
    """Check `outcome` by pabutools within about `most_work` (choices times shares).

    Raises what `progress` raises, and EngineError as `Reference.run` does.
    """
    tell = progress or quiet
    if not outcome.rule.is_mes:
        again = Reference(election).run(outcome.rule, outcome.seed, tell)
        return _checked(0, 0, _differences(outcome, again))
    return _ByShares(election, outcome, most_work).check(tell)


class _ByShares:
    """The check of one outcome of Equal Shares."""

    def __init__(self, election: Election, outcome: Outcome, most_work: int) -> None:
        self.election, self.outcome = election, outcome
        self.reference = Reference(election)
        self.setting: Setting = self.reference.setting(outcome.rule, outcome.seed)
        self.completion = self.setting.completion()
        choices = sum(len(group.choices) for group in election.ballots)
        self.affordable = most_work // max(LEAST_OF_A_SHARE, choices)

    def check(self, tell: Progress) -> Checked:
        """Every share where they are few enough, else a sample."""
        shares = self.outcome
        if shares.kept_greedy:
            # What Equal Shares gave was set aside, with its share: it is counted again to know it.
            bare = replace(self.outcome.rule, comparison=False)
            shares = Count(self.election).run(bare, self.outcome.seed)
        raises = self._raises(shares)
        if raises is None:
            words = f"The final share {shares.share} is not one that the rule comes to."
            return _checked(0, 0, [words])
        number = raises + 1 + (shares.next_share is not None)
        if number <= self.affordable:
            again = self.reference.run(self.outcome.rule, self.outcome.seed, tell)
            return _checked(again.runs, again.runs, _differences(self.outcome, again))
        return self._sampled(shares, raises, number, tell)

    def _raises(self, shares: Outcome) -> int | None:
        """How often the share was raised up to the final one; None if it cannot be that one."""
        if shares.share is None:
            return None
        final = mpq(shares.share.numerator, shares.share.denominator)
        above = final - self.completion.first_share()
        if above == 0:
            return 0
        times = above / self.completion.step
        stays = shares.rule.completion == "none"
        return None if stays or times < 0 or times.denominator != 1 else int(times)

    def _sampled(self, shares: Outcome, raises: int, number: int, tell: Progress) -> Checked:
        places = self._sample(raises)
        runs = self.reference.shares_of(self.setting)
        tell(5, "sharing")
        done = self._final(runs, shares, raises)
        found = []
        for tried, place in enumerate(places):
            tell(10 + 80 * tried // len(places), "sharing")
            found += self._goes_on(runs, place)
        again = self.reference.finish(self.setting, done, tell)
        tried = len(places) + 1 + (done.next_share is not None)
        return _checked(tried, number, [*found, *_differences(self.outcome, again)])

    def _final(self, runs: EqualShares, shares: Outcome, raises: int) -> Completed:
        """The final share, and the next one unless the count ends here."""
        share = self.completion.raised(raises)
        run = runs.run(share)
        completes = self.outcome.rule.completion != "none" and self.setting.field.supported
        if not completes or self.completion.nothing_left(run):
            return Completed(run, share, shares.runs)
        beyond = self.completion.raised(raises + 1)
        return Completed(run, share, shares.runs, beyond, runs.run(beyond).cost)

    def _sample(self, raises: int) -> list[int]:
        """Some of the places 0 to `raises` - 1, in order."""
        wanted = min(raises, MOST_SAMPLE, max(LEAST_SAMPLE, self.affordable - 2))
        found: set[int] = set()
        drawn = 0
        while len(found) < wanted:
            words = f"{self.outcome.digest}{drawn}".encode()
            found.add(int.from_bytes(hashlib.sha256(words).digest(), "big") % raises)
            drawn += 1
        return sorted(found)

    def _goes_on(self, runs: EqualShares, place: int) -> list[str]:
        """What is wrong if the count should have ended after so many raises."""
        run = runs.run(self.completion.raised(place))
        if run.cost > self.election.budget:
            return [f"After {place} raises the winners already cost more than the budget."]
        if self.completion.nothing_left(run):
            return [f"After {place} raises nothing was left to select."]
        return []


def _checked(tried: int, number: int, found: list[str]) -> Checked:
    return Checked(not found, tried, number, tuple(found))


def _differences(outcome: Outcome, again: Outcome) -> list[str]:
    """One sentence for each part that pabutools finds otherwise."""
    ours, theirs = outcome.to_json(), again.to_json()
    for name in (*_MORE, *_PARTS):
        ours[name], theirs[name] = getattr(outcome, name), getattr(again, name)
    found = [
        f"{name} is {ours.get(name)} here and {theirs.get(name)} by pabutools."
        for name in dict.fromkeys((*ours, *theirs))
        if ours.get(name) != theirs.get(name)
    ]
    if again.next_cost is not None and again.next_cost <= again.budget:
        found.append("The share after the final one does not cost more than the budget.")
    return found
