"""A thin administration of the proposals: everything to look at, decisions go by the desk."""

from django.contrib import admin

from budgeting.administration import ReadOnly
from proposals.models import BallotProject, FollowUp, Proposal, Review


@admin.register(Proposal)
class ProposalAdmin(ReadOnly):
    list_display = ("number", "title_nl", "title_fr", "edition", "outcome")
    list_filter = ("outcome", "edition")
    list_select_related = ("edition__council",)


@admin.register(Review)
class ReviewAdmin(ReadOnly):
    list_display = ("proposal", "outcome", "at", "by")
    list_select_related = ("proposal", "by")


@admin.register(BallotProject)
class BallotProjectAdmin(ReadOnly):
    list_display = ("number", "code", "title_nl", "title_fr", "edition")
    list_filter = ("edition",)
    list_select_related = ("edition__council",)


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnly):
    list_display = ("project", "state", "reported_on", "next_on")
    list_select_related = ("project",)
