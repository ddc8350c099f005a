"""What a project that lost would have needed: a lower cost, or more voters.

Boehmer, Faliszewski, Janeczko, Peters, Pierczyński, Schierreich, Skowron and Szufa, "Evaluation of
Project Performance in Participatory Budgeting" (IJCAI 2024, arXiv 2312.14723): cost reduction, and
adding singletons (voters who choose this project alone). Every answer comes from counting altered
elections by the whole rule: thresholds, limits, completion, `then` and comparison included.

What is stated, because it was counted:
    funded_at X      at a cost of X whole euro, all else equal, the project wins; at X + 1 euro (or
                     at its own cost, where that is less) it does not.
    funded_with N    with N more voters who choose it alone, the same budget and all else equal, it
                     wins; with N - 1 it does not.

What is not promised. A lower cost keeps a winner winning under greedy-votes, greedy-votes-per-euro
and Equal Shares without completion: until it is chosen nothing else changes, and its price per unit
of worth only falls. There X is the highest such cost. A completion stops at a share that depends on
all costs, a comparison asks all voters, and more voters make every share smaller; then more can, in
rare cases, be less, and there may be a higher X or a smaller N that was not looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tallying.engine.counting import Progress
from tallying.engine.election import Election
from tallying.engine.errors import EngineError
from tallying.engine.explain import ProjectStory, Story
from tallying.engine.outcome import Outcome
from tallying.engine.rule import Rule
from tallying.engine.trials import Trials

# Recounts in all, and what they may come to together. One looks at the choices on all ballots, and
# has a cost of its own; with a completion about twenty times, whatever the share has to rise.
MOST_RUNS = 2_000
MOST_WORK = 60_000_000
# Where somebody waits for the answer.
QUICK_WORK = 14_000_000
OF_A_RUN = 5_000
OF_A_COMPLETION = 20


@dataclass(frozen=True)
class Needed:
    """What would have been enough for one loser, all else equal.

    funded_at    the cost, in smallest units, a whole number of euro (or units of the file); None
                 where one euro would be too much, or where it was not worked out.
    funded_with  how many more voters who choose this project alone; None where as many as voted
                 would not do, or where it was not worked out.
    worked_out   whether both were looked for to the end.
    """

    funded_at: int | None = None
    funded_with: int | None = None
    worked_out: bool = False


class _Spent(Exception):
    """The recounts that may be made are used up."""


class _Loser:
    """The trials of one loser, in whole euro and in voters."""

    def __init__(
        self, trials: Trials, item: ProjectStory, unit: int, count: Callable[[], None]
    ) -> None:
        self._trials, self._id, self._unit, self._count = trials, item.id, unit, count

    def at(self, units: int) -> tuple[bool, int]:
        """Whether it wins at this cost, and a guess at the highest at which it does."""
        self._count()
        cost = units * self._unit
        outcome = self._trials.at_cost(self._id, cost)
        edge = self._trials.edge(self._id, cost, outcome)
        return self._id in outcome.selected, edge // self._unit

    def more(self, voters: int) -> bool:
        """Whether it wins with more voters who choose it alone."""
        self._count()
        return self._id in self._trials.with_more(self._id, voters).selected


class _Most:
    """Counts the recounts, tells of them, and raises _Spent when they are used up."""

    def __init__(self, most: int, tell: Progress | None) -> None:
        self._left, self._tell, self.percent = most, tell, 0

    def __call__(self) -> None:
        if self._tell is not None:
            self._tell(self.percent, "needed")
        if not self._left:
            raise _Spent
        self._left -= 1


def what_would(
    election: Election,
    outcome: Outcome,
    story: Story,
    progress: Progress | None = None,
    most_work: int = MOST_WORK,
) -> dict[str, Needed]:
    """For each loser what it would have needed; those nearest to winning come first.

    Where the recounts do not reach, the rest is not worked out: which these are depends on the
    election alone, never on the speed of a machine. `progress` may raise to cancel.
    """
    losers = sorted((item for item in story.projects if not item.selected), key=_nearness)
    most = _Most(runs_allowed(election, outcome.rule, most_work), progress)
    trials = Trials(election, outcome.rule, outcome.seed)
    needed = {}
    for place, item in enumerate(losers):
        most.percent = 100 * place // len(losers)
        try:
            loser = _Loser(trials, item, election.scale, most)
            needed[item.id] = _needed(loser, election.scale, outcome, item)
        except (_Spent, EngineError):
            needed[item.id] = Needed()
    return needed


def runs_allowed(election: Election, rule: Rule, most_work: int = MOST_WORK) -> int:
    """How many recounts of an election of this size `most_work` allows."""
    work = OF_A_RUN + sum(len(group.choices) for group in election.ballots)
    work *= OF_A_COMPLETION if rule.completion != "none" else 1
    return min(MOST_RUNS, most_work // work)


def _nearness(item: ProjectStory) -> tuple[float, int, str]:
    """Most effective support first; then most votes."""
    return -float(item.effective_share or 0), -item.votes, item.id


def _needed(loser: _Loser, unit: int, outcome: Outcome, item: ProjectStory) -> Needed:
    cost = highest(loser.at, (item.cost - 1) // unit, _affordable(outcome, item) // unit)
    number = fewest(loser.more, outcome.voters, _missing(outcome, item))
    return Needed(None if cost is None else cost * unit, number, worked_out=True)


def _affordable(outcome: Outcome, item: ProjectStory) -> int:
    """A first guess at the cost: what was left at its turn, or what its supporters have; less with
    a completion, which stops sooner where more is bought."""
    left = int(item.supporters_left or 0)
    if outcome.rule.completion != "none":
        left = left * 9 // 10
    return max(item.money_left or 0, left)


def _missing(outcome: Outcome, item: ProjectStory) -> int:
    """A first guess at the voters: the shares that its supporters fell short of."""
    if item.supporters_left is None or not outcome.share:
        return 1
    return int((item.cost - item.supporters_left) / outcome.share)


def highest(works: Callable[[int], tuple[bool, int]], most: int, guess: int) -> int | None:
    """A number X from 1 to `most` that works while X + 1 does not (`most` + 1 is known not to);
    None where 1 does not work.

    `works` also answers a guess at X. A guess is tried where it lies in the gap, and the number
    after one that claims to be X itself; where that did not halve the gap, the next trial does.
    """
    yes, no, hint = 0, most + 1, min(max(1, guess), most)
    trust = True
    while no - yes > 1:
        gap, guessed = no - yes, trust and yes < hint < no
        tried = hint if guessed else (yes + no) // 2
        found, edge = works(tried)
        if found:
            after = guessed and edge == tried > yes + 1
            yes, hint = tried, tried + 1 if after else edge
        elif tried == 1:
            return None
        else:
            # where the first guess fails, one unit tells whether there is any hope
            no, after, hint = tried, yes == 0, edge if yes else 1
        trust = after or 2 * (no - yes) <= gap + 1
    return yes or None


def fewest(works: Callable[[int], bool], most: int, guess: int) -> int | None:
    """A number N from 1 to `most` that works while N - 1 does not (0 is known not to); None where
    none was found from `guess` up to `most`. Steps away from the guess double."""
    if most < 1:
        return None
    start = min(max(guess, 1), most)
    step, no, yes = max(1, start // 8), 0, start
    if works(start):
        while yes > step and works(yes - step):
            yes, step = yes - step, 2 * step
        no = max(0, yes - step)
    else:
        no = start
        while not works(yes := min(no + step, most)):
            if yes == most:
                return None
            no, step = yes, 2 * step
    while yes - no > 1:
        middle = (yes + no) // 2
        yes, no = (middle, no) if works(middle) else (yes, middle)
    return yes
