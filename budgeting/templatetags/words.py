"""`{% load words %}`: codes of the ground floor in the words of the page's language."""

from django import template
from django.utils.functional import Promise

from budgeting.phases import SHOWN, Phase, standing
from budgeting.wording import INFLUENCE_NAMES, PHASE_NAMES, RESULT_STATES, ROLE_NAMES, ROLE_TEXTS

register = template.Library()


@register.inclusion_tag("components/phase_strip.html")
def phase_strip(phase: str) -> dict[str, list[str]]:
    """`{% phase_strip edition.phase %}`: the phase bar in small, without words, for a card."""
    return {"states": [standing(one, Phase(phase)) for one in SHOWN]}


@register.filter
def phase_name(phase: str) -> str | Promise:
    """`{{ edition.phase|phase_name }}`."""
    return PHASE_NAMES.get(phase, phase)


@register.filter
def role_name(role: str) -> str | Promise:
    """`{{ membership.role|role_name }}`."""
    return ROLE_NAMES.get(role, role)


@register.filter
def role_text(role: str) -> str | Promise:
    """`{{ invitation.role|role_text }}`: what somebody in this role does, in one sentence."""
    return ROLE_TEXTS.get(role, "")


@register.filter
def influence_name(level: str) -> str | Promise:
    """`{{ edition.influence_level|influence_name }}`."""
    return INFLUENCE_NAMES.get(level, level)


@register.filter
def result_state_name(state: str) -> str | Promise:
    """`{{ edition.result_state|result_state_name }}`."""
    return RESULT_STATES.get(state, state)
