"""The demo council beyond its editions: telephone, access of its places, meetings and links."""

import json
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from budgeting.clock import Clock
from budgeting.models import Council, CouncilLink, Meeting
from tallying.services.areas import FOLDER

TUESDAY = 1


def complete_council(council: Council, clock: Clock) -> None:
    """Fill in what the council does not have yet; what is there stays as it is."""
    given = json.loads((FOLDER / "laken-council.json").read_text(encoding="utf-8"))
    if not council.contact_phone:
        council.contact_phone = given["contact_phone"]
        council.ombudsman_nl, council.ombudsman_fr = given["ombudsman"].values()
        council.save()
    for place in given["venues"]:
        for venue in council.venues.filter(access_nl="", access_fr="", slug=place["slug"]):
            venue.access_nl, venue.access_fr = place["access"].values()
            venue.save()
    if not council.meetings.exists():
        for meeting in given["meetings"]:
            _meet(council, meeting, clock)
    if not council.links.exists():
        for position, link in enumerate(given["links"], start=1):
            texts = _texts(link, "title", "note")
            CouncilLink.objects.create(council=council, url=link["url"], position=position, **texts)


def _meet(council: Council, given: dict[str, Any], clock: Clock) -> None:
    """A meeting so many days from today, in the evening of the next Tuesday."""
    day = timezone.localtime(clock.now()).date() + timedelta(days=given["days"])
    day += timedelta(days=(TUESDAY - day.weekday()) % 7)
    starts, ends = (timezone.make_aware(datetime.combine(day, time(hour))) for hour in (19, 21))
    Meeting.objects.create(
        council=council,
        starts_at=starts,
        ends_at=ends,
        venue=council.venues.filter(slug=given["venue"]).first(),
        **_texts(given, "title", "access", "agenda", "minutes"),
    )


def _texts(given: dict[str, Any], *names: str) -> dict[str, str]:
    """`{"title": {"nl": …}}` as fields: `{"title_nl": …}`."""
    return {f"{name}_{code}": text for name in names for code, text in given[name].items()}
