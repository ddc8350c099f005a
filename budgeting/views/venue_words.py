"""What is missing about a place, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.models import Venue

TEXT_NAMES = {"name": _("name"), "hours": _("opening hours"), "access": _("access")}
MISSING = {
    "hours": _("opening hours in both languages"),
    "access": _("access in both languages"),
}
CONTRADICTING = {
    "name": _("the name: one language does not say the same any more"),
    "hours": _("the opening hours: one language does not say the same any more"),
    "access": _("the access: one language does not say the same any more"),
}


def still_to_do(venue: Venue) -> list[str | Promise]:
    """All that an officer still has to fill in or to put right."""
    missing: list[str | Promise] = [
        words
        for name, words in MISSING.items()
        if not (getattr(venue, f"{name}_nl") and getattr(venue, f"{name}_fr"))
    ]
    missing += [CONTRADICTING[name] for name in stale_texts(venue)]
    if venue.step_free is None:
        missing.append(_("whether one gets in without steps"))
    if not venue.point:
        missing.append(_("the point on the map"))
    return missing


def stale_texts(venue: Venue) -> list[str]:
    """Texts of which one language was changed and the other not yet."""
    return [name for name in Venue.TEXTS if name in venue.stale]
