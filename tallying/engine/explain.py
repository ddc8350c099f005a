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
from tallying.engine.election import Election, Project
from tallying.engine.eligible import field_of, score, why_not
from tallying.engine.outcome import Outcome
from tallying.engine.payments import Payments, replay
from tallying.engine.ties import TieOrder

NO_VOTES = "no_votes"
DOES_NOT_FIT = "does_not_fit"
OUTRANKED = "outranked"
TOO_LITTLE_LEFT = "supporters_had_too_little_left"


@dataclass(frozen=True)
class ProjectStory:
    """One project on the results page. Amounts are smallest units unless they say text.

    position     place in the order of selection, from 1; None if not selected.
    paid_in      "free", "rule" or "then" for a winner: which step selected it.
    reason       for others: no_votes, below_threshold, below_min_share, does_not_fit, outranked or
                 supporters_had_too_little_left.
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

    @property
    def effective_percent(self) -> str | None:
        """The effective share as text with one decimal, rounded down: "99.9" is not enough yet."""
        return None if self.effective_share is None else percent(self.effective_share)


@dataclass(frozen=True)
class Story:
    """A whole result: its projects (winners first, in order) and what voters got.

    `average_winners` is the number of winners a voter supports, on average; None without voters.
    """

    projects: tuple[ProjectStory, ...]
    spent: int
    budget: int
    voters: int
    voters_with_winner: int
    average_winners: Fraction | None
    scale: int

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
    payments = None
    if outcome.share is not None and not outcome.kept_greedy:
        payments = replay(election, outcome)
    turns = _money_at_turns(election, outcome)
    supporters = election.supporters()
    place = {item: number for number, item in enumerate(outcome.selected, 1)}
    stories = [
        _story(election, outcome, item, supporters[item.id], place, payments, turns)
        for item in election.projects
    ]
    last = len(stories) + 1
    stories.sort(key=lambda item: (item.position or last, -item.votes, item.id))
    with_winner, total = _won(election, set(outcome.selected))
    return Story(
        projects=tuple(stories),
        spent=outcome.total_cost,
        budget=outcome.budget,
        voters=outcome.voters,
        voters_with_winner=with_winner,
        average_winners=Fraction(total, outcome.voters) if outcome.voters else None,
        scale=outcome.scale,
    )


def _won(election: Election, winners: set[str]) -> tuple[int, int]:
    """How many voters support a winner, and how many winners all voters support, added up."""
    with_winner = total = 0
    for group in election.ballots:
        weights = group.points or (1,) * len(group.choices)
        pairs = zip(group.choices, weights, strict=True)
        got = sum(choice in winners and weight > 0 for choice, weight in pairs)
        with_winner += group.count * (got > 0)
        total += group.count * got
    return with_winner, total


def _story(
    election: Election,
    outcome: Outcome,
    project: Project,
    supporters: int,
    place: Mapping[str, int],
    payments: Payments | None,
    turns: Mapping[str, int],
) -> ProjectStory:
    selected = project.id in place
    left = payments.left.get(project.id) if payments and not selected else None
    return ProjectStory(
        id=project.id,
        votes=outcome.votes[project.id],
        supporters=supporters,
        cost=project.cost,
        cost_per_supporter=Fraction(project.cost, supporters) if supporters else None,
        selected=selected,
        position=place.get(project.id),
        paid_in=_paid_in(outcome, project.id) if selected else None,
        reason=None if selected else _reason(election, outcome, project, supporters, turns),
        money_left=turns.get(project.id),
        supporters_left=left,
        effective_share=left / project.cost if left is not None and project.cost else None,
        payment=payments.prices.get(project.id) if payments else None,
    )


def _paid_in(outcome: Outcome, project: str) -> str:
    if project in outcome.free:
        return "free"
    return "then" if project in outcome.by_then else "rule"


def _reason(
    election: Election,
    outcome: Outcome,
    project: Project,
    supporters: int,
    turns: Mapping[str, int],
) -> str:
    barred = why_not(election, outcome.rule, project, outcome.votes[project.id])
    if not supporters:
        return NO_VOTES
    if barred:
        return barred
    if outcome.share is not None:
        return TOO_LITTLE_LEFT
    return DOES_NOT_FIT if turns.get(project.id, project.cost) < project.cost else OUTRANKED


def _money_at_turns(election: Election, outcome: Outcome) -> dict[str, int]:
    """Money left when greedy (as rule or as `then` step) came to each project it looked at."""
    is_greedy = outcome.share is None
    if not is_greedy and outcome.rule.then == "none":
        return {}
    taken = outcome.by_rule if is_greedy else outcome.by_then
    rule = outcome.rule.rule if not outcome.rule.is_mes else "greedy-votes"
    field = field_of(election, outcome.rule)
    order = TieOrder(election.projects, field.votes, outcome.seed, outcome.rule.ties)
    before = () if is_greedy else outcome.by_rule
    waiting = [item for item in field.paid if item.id not in before]
    waiting.sort(key=lambda item: (-score(rule, field, item), order.place(item.id)))
    costs = {item.id: item.cost for item in election.projects}
    money = outcome.budget - sum(costs[item] for item in before)
    turns: dict[str, int] = {}
    for item in waiting:
        turns[item.id] = money
        if item.id in taken:
            money -= item.cost
        elif outcome.rule.no_skip:
            break
    return turns
