"""Proposals, their reviews, the frozen ballot projects and what became of them."""

from proposals.models.advice import Advice, Opinion
from proposals.models.ballot_project import BallotProject, FollowUp, FollowUpState
from proposals.models.proposal import Proposal, SubmittedVia, Track
from proposals.models.review import Outcome, Review

__all__ = [
    "Advice",
    "BallotProject",
    "FollowUp",
    "FollowUpState",
    "Opinion",
    "Outcome",
    "Proposal",
    "Review",
    "SubmittedVia",
    "Track",
]
