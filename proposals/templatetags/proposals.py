"""`{% load proposals %}`: decisions in words, and what lower pages show of the proposals."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.functional import Promise

from budgeting.models import Edition
from budgeting.models.abstract import LANGUAGES
from budgeting.phases import ORDER, Phase
from proposals.models import BallotProject, FollowUp, Proposal
from proposals.services.following_up import is_overdue, latest_of
from proposals.services.standing import language_state
from proposals.wording import (
    FOLLOW_UP_KINDS,
    FOLLOW_UP_STATES,
    OPINION_KINDS,
    OPINIONS,
    OUTCOME_KINDS,
    OUTCOMES,
    TRACKS,
    WAYS,
    title_language,
    title_of,
)

register = template.Library()
register.filter(title_of)
register.filter(title_language)


@register.filter
def outcome_name(outcome: str) -> str | Promise:
    """`{{ proposal.outcome|outcome_name }}`."""
    return OUTCOMES.get(outcome, outcome)


@register.filter
def outcome_kind(outcome: str) -> str:
    """The kind of badge of an outcome."""
    return OUTCOME_KINDS.get(outcome, "")


@register.filter
def opinion_name(opinion: str) -> str | Promise:
    """`{{ advice.opinion|opinion_name }}`."""
    return OPINIONS.get(opinion, opinion)


@register.filter
def opinion_kind(opinion: str) -> str:
    """The kind of badge of an opinion."""
    return OPINION_KINDS.get(opinion, "")


@register.simple_tag
def text_states(proposal: Proposal) -> list[tuple[str, str]]:
    """`{% text_states proposal as states %}`: (language, what its texts need); none for a
    proposal that does not go on."""
    states = [(language, language_state(proposal, language)) for language in LANGUAGES]
    return [(language, state) for language, state in states if state]


@register.filter
def track_name(track: str) -> str | Promise:
    """`{{ proposal.track|track_name }}`."""
    return TRACKS.get(track, track)


@register.filter
def way_name(way: str) -> str | Promise:
    """How a proposal came in."""
    return WAYS.get(way, way)


@register.filter
def follow_up_name(state: str) -> str | Promise:
    """`{{ report.state|follow_up_name }}`."""
    return FOLLOW_UP_STATES.get(state, state)


@register.filter
def follow_up_kind(state: str) -> str:
    """The kind of badge of a state of follow-up."""
    return FOLLOW_UP_KINDS.get(state, "accent")


@register.filter
def latest_report(project: BallotProject) -> FollowUp | None:
    """The report that stands, without a query when the reports were fetched before."""
    return latest_of(project)


@register.filter
def overdue(latest: FollowUp | None) -> bool:
    """Whether a report is more than 90 days old while the work goes on."""
    return is_overdue(latest, timezone.localdate())


@register.inclusion_tag("proposals/short_list.html")
def short_list(edition: Edition) -> dict[str, Any]:
    """`{% short_list edition %}`: the projects, or before they are known the proposals."""
    decided = ORDER.index(Phase(edition.phase)) >= ORDER.index(Phase.PUBLICATION)
    projects = list(
        edition.ballot_projects.select_related("theme").prefetch_related("follow_ups")
        if decided
        else []
    )
    proposals = [] if projects else list(edition.proposals.select_related("theme"))
    return {"edition": edition, "projects": projects, "proposals": proposals}
