"""Proposals, their reviews, the frozen ballot projects and what became of them."""

from proposals.models.ballot_project import BallotProject, FollowUp, FollowUpState
from proposals.models.proposal import Proposal, SubmittedVia, Track
from proposals.models.review import Outcome, Review

__all__ = [
    "BallotProject",
    "FollowUp",
    "FollowUpState",
    "Outcome",
    "Proposal",
    "Review",
    "SubmittedVia",
    "Track",
]
