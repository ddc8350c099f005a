"""`{% load seats %}`: who sits in a council, for everybody."""

from typing import Any

from django import template
from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK
from budgeting.models import Council, InterestDeclaration, Seat
from budgeting.services.seating import seating, terms

register = template.Library()


@register.inclusion_tag("budgeting/council_seats.html")
def council_seats(council: Council) -> dict[str, Any]:
    """`{% council_seats council %}`: the ratio, the seats, substitutes, interests, the draw."""
    now = seating(council, timezone.localdate(DATABASE_CLOCK.now()))
    rows = InterestDeclaration.objects.filter(seat__council=council, ended_at=None)
    return {
        "council": council,
        "drawn": now.drawn,
        "unnamed": sum(not public_name(seat) for seat in now.drawn),
        "delegates": now.delegates,
        "substitutes": len(now.substitutes),
        "terms": terms([*now.drawn, *now.delegates]),
        "declarations": rows.select_related("seat"),
        "draws": council.draws.filter(announced_at__isnull=False).exists(),
    }


@register.filter
def public_name(seat: Seat) -> str:
    """`{{ seat|public_name }}`: the name, where the member agreed; else nothing."""
    return seat.member_name if seat.name_public else ""
