"""Why each project won or did not: the figures behind a results page, worked out exactly.

For Equal Shares the payments are replayed at the final share: a winner's price is the least rho at
which its supporters, each paying min(what is left, rho x worth), pay its whole cost (Peters,
Pierczyński and Skowron 2021). Removing a project that lost changes nothing, so what its supporters
have left at the end is exactly what it fell short of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tallying.engine.amounts import format_amount
from tallying.engine.blocking import Blocked, blocked_by
from tallying.engine.election import Election, Project
from tallying.engine.eligible import why_not
from tallying.engine.fairness import PassedOver, passed_over
from tallying.engine.outcome import Outcome
from tallying.engine.payments import Payments, Round, replay
from tallying.engine.spread import winners_per_voter
from tallying.engine.turns import Turn, rule_counted, turns_of

NO_VOTES = "no_votes"
DOES_NOT_FIT = "does_not_fit"
OUTRANKED = "outranked"
TOO_LITTLE_LEFT = "supporters_had_too_little_left"
BLOCKED = "blocked"


@dataclass(frozen=True)
class ProjectStory:
    """One project on the results page. Amounts are smallest units unless they say text.

    position     place in the order of selection, from 1; None if not selected.
    paid_in      "free", "rule" or "then" for a winner: which step selected it.
    reason       for others: no_votes, below_threshold, below_min_share, blocked (by a conflict or
                 a cap of the rule), does_not_fit, outranked or supporters_had_too_little_left.
    blocked_by   which conflict or cap, where that is the reason.
    money_left   greedy and `then`: what was left when its turn came.
    supporters_left, effective_share   Equal Shares: what its supporters had left together at the
                 end, and that as a share of its cost (1 would have been enough).
    payment      Equal Shares winners: what one supporter paid at most; None for the `then` step.
    """

    id: str
    votes: int
    supporters: int
    cost: int
    cost_per_supporter: Fraction | None
    selected: bool
    position: int | None = None
    paid_in: str | None = None
    reason: str | None = None
    money_left: int | None = None
    supporters_left: Fraction | None = None
    effective_share: Fraction | None = None
    payment: Fraction | None = None
    blocked_by: Blocked | None = None

    @property
    def effective_percent(self) -> str | None:
        """The effective share as text with one decimal, rounded down: "99.9" is not enough yet."""
        return None if self.effective_share is None else percent(self.effective_share)


@dataclass(frozen=True)
class Story:
    """A whole result: its projects (winners first, in order) and what voters got.

    average_winners    the number of winners a voter supports, on average; None without voters.
    rounds             those of Equal Shares, in order; empty for a greedy result.
    turns              what the greedy rule or the `then` step looked at, in its order.
    winners_per_voter  how many voters support no winner, exactly one, exactly two …
    passed_over        groups that were passed over (see fairness.py); None where that cannot be
                       checked.
    """

    projects: tuple[ProjectStory, ...]
    spent: int
    budget: int
    voters: int
    voters_with_winner: int
    average_winners: Fraction | None
    scale: int
    rounds: tuple[Round, ...]
    turns: tuple[Turn, ...]
    winners_per_voter: tuple[int, ...]
    passed_over: tuple[PassedOver, ...] | None

    @property
    def spent_text(self) -> str:
        """What was spent, in the unit of the file."""
        return format_amount(self.spent, self.scale)

    @property
    def voters_with_winner_percent(self) -> str:
        """Voters who support at least one winner, of all voters, one decimal, rounded down."""
        return percent(Fraction(self.voters_with_winner, max(1, self.voters)))


def percent(part: Fraction) -> str:
    """A part of one as a percentage with one decimal, rounded down so that "100.0" means all."""
    tenths = part.numerator * 1000 // part.denominator
    return f"{tenths // 10}.{tenths % 10}"


def explain(election: Election, outcome: Outcome) -> Story:
    """The story of `outcome`, which must be an outcome of `election`."""
    payments = replay(election, outcome) if outcome.share is not None else None
    turns = turns_of(election, outcome)
    winners = frozenset(outcome.selected)
    facts = _Facts(election, outcome, payments, {turn.project: turn for turn in turns})
    stories = [facts.story(item) for item in election.projects]
    last = len(stories) + 1
    stories.sort(key=lambda item: (item.position or last, -item.votes, item.id))
    spread = winners_per_voter(election, winners)
    total = sum(number * voters for number, voters in enumerate(spread))
    return Story(
        projects=tuple(stories),
        spent=outcome.total_cost,
        budget=outcome.budget,
        voters=outcome.voters,
        voters_with_winner=sum(spread[1:]),
        average_winners=Fraction(total, outcome.voters) if outcome.voters else None,
        scale=outcome.scale,
        rounds=payments.rounds if payments else (),
        turns=turns,
        winners_per_voter=spread,
        passed_over=passed_over(election, winners),
    )


class _Facts:
    """What the stories of all projects are drawn from."""

    def __init__(
        self,
        election: Election,
        outcome: Outcome,
        payments: Payments | None,
        turns: Mapping[str, Turn],
    ) -> None:
        self._election, self._outcome = election, outcome
        self._payments, self._turns = payments, turns
        self._rule = rule_counted(outcome)
        self._supporters = election.supporters()
        self._place = {item: number for number, item in enumerate(outcome.selected, 1)}

    def story(self, project: Project) -> ProjectStory:
        """One project."""
        item, supporters = project.id, self._supporters[project.id]
        payments, turn = self._payments, self._turns.get(project.id)
        selected = item in self._place
        left = payments.left.get(item) if payments and not selected else None
        reason, blocked = (None, None) if selected else self._reason(project)
        return ProjectStory(
            id=item,
            votes=self._outcome.votes[item],
            supporters=supporters,
            cost=project.cost,
            cost_per_supporter=Fraction(project.cost, supporters) if supporters else None,
            selected=selected,
            position=self._place.get(item),
            paid_in=self._paid_in(item) if selected else None,
            reason=reason,
            money_left=turn.money if turn else None,
            supporters_left=left,
            effective_share=left / project.cost if left is not None and project.cost else None,
            payment=payments.prices.get(item) if payments else None,
            blocked_by=blocked,
        )

    def _paid_in(self, project: str) -> str:
        if project in self._outcome.free:
            return "free"
        return "then" if project in self._outcome.by_then else "rule"

    def _reason(self, project: Project) -> tuple[str, Blocked | None]:
        """Why a project lost, and the limit that stood in its way."""
        outcome, turn = self._outcome, self._turns.get(project.id)
        if not self._supporters[project.id]:
            return NO_VOTES, None
        barred = why_not(self._election, self._rule, project, outcome.votes[project.id])
        if barred:
            return barred, None
        if blocked := self._blocked(project, turn):
            return BLOCKED, blocked
        if outcome.share is not None:
            return TOO_LITTLE_LEFT, None
        return (DOES_NOT_FIT if turn and turn.money < project.cost else OUTRANKED), None

    def _blocked(self, project: Project, turn: Turn | None) -> Blocked | None:
        """The limit, given what Equal Shares selected, or what stood when greedy came by with
        enough money left."""
        outcome = self._outcome
        if outcome.share is not None or not project.cost:
            beside = (*outcome.free, *outcome.by_rule)
            found = blocked_by(self._election, self._rule, project.id, beside)
            if found:
                return found
        if turn and turn.blocked and turn.money >= project.cost:
            return blocked_by(self._election, self._rule, project.id, turn.beside)
        return None
