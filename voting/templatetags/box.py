"""`{% load box %}`: the ballot box of an edition, for pages of the apps below."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgeting.models import Edition
from voting.models import BallotBox

register = template.Library()


@register.inclusion_tag("budgeting/settings_block.html")
def box_block(edition: Edition) -> dict[str, Any]:
    """`{% box_block edition %}`: whether there is a box, and who holds its key."""
    box = BallotBox.objects.filter(edition=edition).first()
    missing = [] if box else [_("The ballot box has no key yet.")]
    return {
        "code": "box",
        "title": _("Ballot box and key holders"),
        "missing": missing,
        "lead": None if box else (_("What has to be done, and by whom"), _page(edition)),
        "facts": facts_of(box) if box else [],
    }


def _page(edition: Edition) -> str:
    return reverse("opening", args=[edition.council.slug, edition.slug])


def facts_of(box: BallotBox) -> list[tuple[str, str]]:
    """Who holds the key, and how many of them open the box."""
    if box.held_by_server:
        return [(_("Key"), _("kept by the server"))]
    names = ", ".join(box.trustees.values_list("name", flat=True))
    words = ngettext("%(count)s opens the box", "%(count)s together open the box", box.threshold)
    return [(_("Key holders"), names), (_("Needed"), words % {"count": box.threshold})]
