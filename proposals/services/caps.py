"""The most that a proposal may cost: the caps of its edition, one for each track."""

from typing import Literal

from budgeting.models import Edition
from proposals.models import Proposal
from proposals.rules import broken_cap


def cap_broken_by(proposal: Proposal, edition: Edition) -> Literal["", "grant", "investment"]:
    """Which cap the proposal goes beyond as it stands now; "" when it fits."""
    return broken_cap(
        track=proposal.track,
        cost_cents=proposal.cost_cents,
        grant_cap_cents=edition.grant_cap_cents,
        investment_cap_cents=edition.investment_cap_cents,
    )
