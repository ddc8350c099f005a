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
from tallying.engine.trials import Trials

# Recounts in all, and what they may come to together: for each share that is tried about all
# choices on the ballots are looked at, and each share has a cost of its own.
MOST_RUNS = 2_000
MOST_WORK = 50_000_000
OF_A_SHARE = 5_000


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


class _Counted:
    """Trials, as many as may be made."""

    def __init__(self, trials: Trials, most: int) -> None:
        self._trials, self._left = trials, most

    def at_cost(self, project: str, cost: int) -> bool:
        """Whether the project wins at another cost."""
        self._count()
        return self._trials.at_cost(project, cost)

    def with_more(self, project: str, voters: int) -> bool:
        """Whether it wins with more voters who choose it alone."""
        self._count()
        return self._trials.with_more(project, voters)

    def _count(self) -> None:
        if not self._left:
            raise _Spent
        self._left -= 1


def what_would(
    election: Election,
    outcome: Outcome,
    story: Story,
    progress: Progress | None = None,
    most_runs: int = MOST_RUNS,
) -> dict[str, Needed]:
    """For each loser what it would have needed; those nearest to winning come first.

    Where the recounts do not reach, the rest is not worked out: which these are depends on the
    election alone, never on the speed of a machine. `progress` may raise to cancel.
    """
    losers = sorted((item for item in story.projects if not item.selected), key=_nearness)
    most = runs_allowed(election, outcome, most_runs)
    trials = _Counted(Trials(election, outcome.rule, outcome.seed), most)
    needed = {}
    for place, item in enumerate(losers):
        if progress is not None:
            progress(100 * place // len(losers), "needed")
        try:
            needed[item.id] = _needed(trials, election, outcome, item)
        except (_Spent, EngineError):
            needed[item.id] = Needed()
    return needed


def runs_allowed(election: Election, outcome: Outcome, most_runs: int = MOST_RUNS) -> int:
    """How many recounts an outcome is worth, if each tries as many shares as it took."""
    choices = sum(len(group.choices) for group in election.ballots)
    return min(most_runs, MOST_WORK // ((choices + OF_A_SHARE) * max(1, outcome.runs)))


def _nearness(item: ProjectStory) -> tuple[float, int, str]:
    """Most effective support first; then most votes."""
    return -float(item.effective_share or 0), -item.votes, item.id


def _needed(trials: _Counted, election: Election, outcome: Outcome, item: ProjectStory) -> Needed:
    unit = election.scale

    def at(units: int) -> bool:
        return trials.at_cost(item.id, units * unit)

    def more(voters: int) -> bool:
        return trials.with_more(item.id, voters)

    within = max(item.money_left or 0, _affordable(outcome, item))
    cost = highest(at, (item.cost - 1) // unit, within // unit)
    number = fewest(more, outcome.voters, _missing(outcome, item))
    return Needed(None if cost is None else cost * unit, number, worked_out=True)


def _affordable(outcome: Outcome, item: ProjectStory) -> int:
    """A first guess at the cost: what its supporters have, and the budget still holds."""
    if item.supporters_left is None:
        return 0
    return min(int(item.supporters_left), outcome.budget - outcome.total_cost)


def _missing(outcome: Outcome, item: ProjectStory) -> int:
    """A first guess at the voters: the shares that its supporters fell short of."""
    if item.supporters_left is None or not outcome.share:
        return 1
    return int((item.cost - item.supporters_left) / outcome.share)


def highest(works: Callable[[int], bool], most: int, guess: int) -> int | None:
    """A number X from 1 to `most` that works while X + 1 does not (`most` + 1 is known not to);
    None where 1 does not work."""
    no = most + 1
    guess = min(max(guess, 1), most)
    if most < 1:
        return None
    if works(guess):
        yes = guess
        if yes + 1 < no:
            # a good guess is the answer
            yes, no = (yes + 1, no) if works(yes + 1) else (yes, yes + 1)
    else:
        no, yes = guess, 1
        if no == 1 or not works(1):
            return None
    while no - yes > 1:
        middle = (yes + no) // 2
        yes, no = (middle, no) if works(middle) else (yes, middle)
    return yes


def fewest(works: Callable[[int], bool], most: int, guess: int) -> int | None:
    """A number N from 1 to `most` that works while N - 1 does not (0 is known not to); None where
    none was found by doubling `guess` up to `most`."""
    no, yes = 0, min(max(guess, 1), most)
    if most < 1:
        return None
    while not works(yes):
        if yes == most:
            return None
        no, yes = yes, min(2 * yes, most)
    while yes - no > 1:
        middle = (yes + no) // 2
        yes, no = (middle, no) if works(middle) else (yes, middle)
    return yes
