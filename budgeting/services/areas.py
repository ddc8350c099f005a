"""Changing the boundary of an area, which its councils and their maps share.

Where only who lives in the area votes, the boundary says who that is: it stands still while votes
are cast and counted, and the frozen document holds its digest.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.digests import digest_of
from budgeting.errors import Refused
from budgeting.models import Area, Council, Edition, Residence, User
from budgeting.perimeters import Perimeter
from budgeting.phases import Phase
from budgeting.services.recording import record


def boundary_digest(area: Area) -> str:
    """What tells whether somebody changed the boundary since it was seen."""
    return digest_of([area.perimeter, area.perimeter_source])


def keep_boundary(
    council: Council,
    found: Perimeter,
    *,
    source: str,
    seen: str,
    by: User,
    clock: Clock = DATABASE_CLOCK,
) -> None:
    """Store the boundary of the council's area; refuses `changed_meanwhile` and `boundary_fixed`.

    `seen` is the digest of the boundary that was there when the new one was shown. An area
    without a point on the map gets the middle of its boundary.
    """
    with transaction.atomic():
        area = _locked(council)
        if boundary_digest(area) != seen:
            raise Refused(
                "changed_meanwhile",
                _("Somebody else changed the boundary meanwhile. Look at it, then choose again."),
            )
        area.perimeter, area.perimeter_source = found.document, source
        if area.lat is None or area.lon is None:
            area.lat, area.lon = (round(degrees, 5) for degrees in found.centre)
        area.save()
        data = {"area": area.slug, "digest": digest_of(found.document), "doubt": found.doubt}
        record("boundary_changed", council=council, by=by, role="officer", data=data, clock=clock)


def votes_within(area: Area) -> bool:
    """Whether a vote that is cast or counted now is for who lives within the boundary."""
    held = Edition.objects.filter(council__area=area, residence=Residence.AREA)
    return held.filter(phase__in=(Phase.VOTING, Phase.COUNTING)).exists()


def _locked(council: Council) -> Area:
    """The area, held so that no vote starts in it meanwhile; refuses `boundary_fixed`."""
    area = Area.objects.select_for_update().get(councils=council)
    if votes_within(area):
        raise Refused(
            "boundary_fixed",
            _(
                "Who lives within this boundary can vote now: it stays as it is until after the "
                "count."
            ),
        )
    return area


def remove_boundary(council: Council, *, by: User, clock: Clock = DATABASE_CLOCK) -> None:
    """Take the boundary off the map; what it was stays known by its digest.

    Refuses `boundary_fixed`.
    """
    with transaction.atomic():
        area = _locked(council)
        data = {"area": area.slug, "digest": digest_of(area.perimeter)}
        area.perimeter, area.perimeter_source = None, ""
        area.save()
        record("boundary_removed", council=council, by=by, role="officer", data=data, clock=clock)
