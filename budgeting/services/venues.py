"""Places where residents can go: their addresses, which is nearest, and taking one away."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.errors import Refused
from budgeting.maps import metres_between
from budgeting.models import Area, Council, Meeting, User, Venue
from budgeting.services.recording import record

TAKEN = {"new"}
"""Words that are addresses of other pages beside those of the places."""


def free_slug(council: Council, name: str) -> str:
    """A word for the address of a new place, from its name; a number is added when it is taken."""
    base = slugify(name)[:40] or "place"
    used = set(council.venues.values_list("slug", flat=True)) | TAKEN
    numbered = (f"{base}-{number}" for number in range(2, len(used) + 3))
    return base if base not in used else next(slug for slug in numbered if slug not in used)


def nearest_first(venues: Iterable[Venue], area: Area) -> list[tuple[Venue, float | None]]:
    """Venues with their distance in kilometres from the middle of an area, the nearest first.

    Those without a point on the map come last, with None.
    """
    if area.lat is None or area.lon is None:
        return [(venue, None) for venue in venues]
    middle = (area.lat, area.lon)
    found = [(venue, _kilometres(venue, middle)) for venue in venues]
    return sorted(found, key=lambda pair: (pair[1] is None, pair[1] or 0))


def _kilometres(venue: Venue, middle: tuple[float, float]) -> float | None:
    return metres_between(middle, venue.point) / 1000 if venue.point else None


def remove_venue(venue: Venue, *, by: User, clock: Clock = DATABASE_CLOCK) -> None:
    """Take a place off the list; refuses `venue_in_use` when ballots were printed or read for it.

    Meetings that were planned there keep its name and address.
    """
    with transaction.atomic():
        for meeting in Meeting.objects.select_for_update().filter(venue=venue):
            _keep_place(meeting, venue)
        slug, council = venue.slug, venue.council
        try:
            venue.delete()
        except ProtectedError:
            raise Refused(
                "venue_in_use",
                _("Paper ballots were printed or read for this place: it stays part of the count."),
            ) from None
        record("venue_removed", council=council, by=by, role="officer",
               data={"venue": slug}, clock=clock)  # fmt: skip


def _keep_place(meeting: Meeting, venue: Venue) -> None:
    for language in ("nl", "fr"):
        parts = (getattr(venue, f"name_{language}"), venue.address)
        place = getattr(meeting, f"place_{language}") or ", ".join(part for part in parts if part)
        setattr(meeting, f"place_{language}", place[:200])
    meeting.venue = None
    meeting.save_over(meeting.version, ["venue", "place_nl", "place_fr"])
