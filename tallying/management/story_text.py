"""The story of a result for the terminal: rounds, losers and what they needed, voters, fairness."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from tallying.engine import explain
from tallying.engine.amounts import format_amount
from tallying.engine.election import Election
from tallying.engine.explain import ProjectStory, Story
from tallying.engine.outcome import Outcome
from tallying.engine.what_would import Needed
from tallying.management.tables import columns

HUNDREDTHS = 100
REASONS = {
    explain.NO_VOTES: "nobody chose it",
    "below_threshold": "fewer votes than the threshold",
    "below_min_share": "too few votes for its cost",
    explain.DOES_NOT_FIT: "cost more than what was left",
    explain.OUTRANKED: "others came first",
    explain.TOO_LITTLE_LEFT: "supporters had too little left",
    explain.BLOCKED: "shut out",
}


class StoryText:
    """The sections of one story, as lines."""

    def __init__(
        self, election: Election, outcome: Outcome, story: Story, needed: Mapping[str, Needed]
    ) -> None:
        self._outcome, self._story, self._needed = outcome, story, needed
        self._names = {item.id: item.name[:60] for item in election.projects}

    def text(self) -> str:
        """All sections, with an empty line between them."""
        parts = (self._rounds(), self._turns(), self._losers(), self._voters(), self._fairness())
        sections = ["\n".join(lines) for part in parts if (lines := list(part))]
        return "\n\n".join(sections)

    def _amount(self, amount: Fraction | int) -> str:
        """In the unit of the file, with two decimals at most, rounded down."""
        return format_amount(int(amount * HUNDREDTHS // self._outcome.scale), HUNDREDTHS)

    def _rounds(self) -> Iterator[str]:
        outcome = self._outcome
        if outcome.share is None:
            return
        yield f"Equal Shares: each of {outcome.voters} voters has {self._amount(outcome.share)}."
        if outcome.next_share is not None and outcome.next_cost is not None:
            yield (
                f"With {self._amount(outcome.next_share)} each the winners would cost"
                f" {self._amount(outcome.next_cost)}, more than the budget."
            )
        rows = [("round", "id", "at most", "pay in full", "pay less", "left in purses", "name")]
        for number, item in enumerate(self._story.rounds, 1):
            tied = [other for other in item.tied if other != item.project]
            name = self._names[item.project] + (f" (tied: {', '.join(tied)})" if tied else "")
            paid = item.payment
            counts = (str(paid.full), str(paid.less))
            price, left = self._amount(paid.price), self._amount(item.left_over)
            rows.append((str(number), item.project, price, *counts, left, name))
        yield from columns(rows, right=(0, 2, 3, 4, 5)) if len(rows) > 1 else ()

    def _turns(self) -> Iterator[str]:
        if not self._story.turns:
            return
        by_euro = self._outcome.rule.rule == "greedy-votes-per-euro"
        what = "Most votes for the money first" if by_euro else "Most votes first"
        yield what + ("" if self._outcome.share is None else ", with what is left") + ":"
        rows = [("money left", "id", "", "name")]
        for turn in self._story.turns:
            verdict = "taken" if turn.taken else "shut out" if turn.blocked else "does not fit"
            name = self._names[turn.project]
            rows.append((self._amount(turn.money), turn.project, verdict, name))
        yield from columns(rows, right=(0,))

    def _losers(self) -> Iterator[str]:
        losers = [item for item in self._story.projects if not item.selected]
        if not losers:
            return
        yield "Not funded, and what would have been enough, all else equal:"
        head = ("id", "votes", "cost", "support", "at a cost of", "or with more voters")
        rows: list[tuple[str, ...]] = [(*head, "why", "name")]
        rows += [self._loser(item) for item in losers]
        yield from columns(rows, right=(1, 2, 3, 4, 5))
        unknown = sum(not self._need(item).worked_out for item in losers)
        if unknown:
            yield f"? for {unknown} of them: not worked out, it would take too many recounts."

    def _loser(self, item: ProjectStory) -> tuple[str, ...]:
        needed = self._need(item)
        nothing = "-" if needed.worked_out else "?"
        support = "" if item.effective_percent is None else f"{item.effective_percent} %"
        cost = nothing if needed.funded_at is None else self._amount(needed.funded_at)
        more = nothing if needed.funded_with is None else str(needed.funded_with)
        figures = (item.id, str(item.votes), self._amount(item.cost), support, cost, more)
        return (*figures, self._why(item), self._names[item.id])

    def _need(self, item: ProjectStory) -> Needed:
        return self._needed.get(item.id, Needed())

    def _why(self, item: ProjectStory) -> str:
        if item.blocked_by is None:
            return REASONS[item.reason or explain.OUTRANKED]
        cap = item.blocked_by.cap
        if cap is None:
            return f"shut out by {', '.join(item.blocked_by.conflict)}"
        return f"over the cap of {cap.at_most} for {cap.column} {cap.value}"

    def _voters(self) -> Iterator[str]:
        story = self._story
        if not story.voters:
            return
        yield (
            f"{story.voters_with_winner} of {story.voters} voters"
            f" ({story.voters_with_winner_percent} %) see at least one project they chose funded."
        )
        spread = [f"{number}: {voters}" for number, voters in enumerate(story.winners_per_voter)]
        yield "Voters by how many of their choices are funded: " + " · ".join(spread)
        if self._outcome.preferred:
            greedy, shares = self._outcome.preferred
            kept = "greedy-votes was kept" if self._outcome.kept_greedy else "it was not kept"
            yield f"{greedy} voters prefer greedy-votes, {shares} Equal Shares: {kept}."

    def _fairness(self) -> Iterator[str]:
        groups = self._story.passed_over
        if groups is None:
            yield "Fairness (EJR+ up to one project): checked on approvals only."
        elif not groups:
            yield "Fairness (EJR+ up to one project): no group was passed over."
        else:
            yield "Fairness (EJR+ up to one project): groups that were passed over:"
        for group in groups or ():
            yield (
                f"  {group.voters} voters who chose {group.project}: entitled to"
                f" {self._amount(group.deserved)}, and none of them sees more than"
                f" {self._amount(group.got)} go to projects they chose."
            )
