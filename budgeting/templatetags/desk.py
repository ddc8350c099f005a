"""`{% load desk %}`: the way around the desk of a council."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.access import Person, roles_of
from budgeting.models import Council, Role

register = template.Library()

OFFICER = frozenset({Role.OFFICER})
EVERYBODY = frozenset(Role)
# (section, name of the address, words, who may)
SECTIONS: tuple[tuple[str, str, str | Promise, frozenset[Role]], ...] = (
    ("desk", "council_desk", _("Overview"), EVERYBODY),
    ("settings", "council_settings", _("About the council"), OFFICER),
    ("seats", "seats_desk", _("Seats"), OFFICER),
    ("draws", "draws_desk", _("Drawing lots"), OFFICER),
    ("declarations", "declarations_desk", _("Interests"), OFFICER | {Role.MEMBER}),
    ("meetings", "meetings_desk", _("Meetings"), OFFICER | {Role.FACILITATOR}),
    ("venues", "venues_desk", _("Places"), OFFICER | {Role.FACILITATOR}),
    ("links", "links_desk", _("Links"), OFFICER),
    ("people", "people_desk", _("People and roles"), OFFICER),
    ("texts", "texts_desk", _("Translations"), OFFICER | {Role.TRANSLATOR}),
    ("imports", "imports_desk", _("Tables"), OFFICER),
    ("record", "record_desk", _("Audit trail"), OFFICER | {Role.OBSERVER, Role.TRUSTEE}),
)


@register.inclusion_tag("components/desk_nav.html")
def desk_nav(council: Council, person: Person, section: str) -> dict[str, Any]:
    """`{% desk_nav council user "seats" %}`: the pages of this council for this person."""
    roles = roles_of(person, council)
    links = [
        {"href": href, "words": words, "here": name == section}
        for name, address, words, who in SECTIONS
        if roles & who and (href := _address(address, council))
    ]
    return {"links": links, "council": council}


def _address(name: str, council: Council) -> str:
    try:
        return reverse(name, args=[council.slug])
    except NoReverseMatch:
        return ""
