"""What the demo council has beyond its editions."""

from budgeting.clock import SetClock
from budgeting.models import Council, Venue
from tallying.services.demo_council import complete_council
from tests import build


def test_the_demo_council_meets_links_and_can_be_called(council: Council) -> None:
    names = {"name_nl": "Bib", "name_fr": "Bib"}
    Venue.objects.create(council=council, slug="demo-bibliotheek", **names)
    for _again in range(2):
        complete_council(council, SetClock(build.NOW))
    council.refresh_from_db()
    assert council.contact_phone
    assert not council.unsettled()
    assert council.meetings.filter(ends_at__gt=build.NOW).count() == 2
    past = council.meetings.filter(ends_at__lt=build.NOW)
    assert past.count() == 2
    assert all(meeting.minutes_nl and meeting.minutes_fr for meeting in past)
    assert council.links.count() == 5
    assert all("example.org" in link.url for link in council.links.all())
    assert council.venues.get().access_fr
