"""The table of a council's meetings."""

from collections.abc import Hashable, Iterator
from datetime import date, datetime
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.calendar_rules import clock_change
from budgeting.models import Council, Edition, Meeting
from budgeting.services.tables.kinds import Column, Kind, alike, in_two
from budgeting.tables import Cells

TWO = tuple(
    f"{name}_{code}" for name in ("title", "place", "access", "agenda") for code in ("nl", "fr")
)


class Meetings(Kind[Meeting]):
    """Meetings of a council, in the time of Brussels."""

    title = pgettext_lazy("table", "Meetings")
    model = Meeting
    page = "meetings_desk"
    columns = (
        Column("day", _("Day"), "dag, datum; date, jour", "2027-03-15", needed=True),
        Column(
            "starts",
            _("Hour at which it starts"),
            "van, begin; début, de; from, start",
            "19:00",
            needed=True,
        ),
        Column(
            "ends",
            _("Hour at which it ends"),
            "tot, einde; fin, à; until, end",
            "21:00",
            needed=True,
        ),
        *in_two(
            "title",
            ("titel", "titre", "title"),
            _("Title"),
            examples=("Vergadering van de wijkraad", "Réunion du conseil de quartier"),
            needed=True,
        ),
        Column(
            "venue",
            _("Short name of a place of the council"),
            "lokaal, plaats code; salle, lieu code",
        ),
        *in_two("place", ("plaats", "lieu", "place"), _("Place, when it is none of the council’s")),
        *in_two("access", ("toegang", "accès", "access"), _("How to get in and around")),
        *in_two("agenda", ("agenda", "ordre du jour", "agenda"), _("Agenda")),
    )
    sentences: ClassVar = {
        "venue_unknown": _("“%(found)s” is not the short name of a place of this council."),
    }

    def __init__(self, council: Council, edition: Edition | None, now: datetime) -> None:
        super().__init__(council, edition, now)
        self._venues = {venue.slug: venue for venue in council.venues.all()}

    def row_of(self, cells: Cells) -> Meeting:
        day = cells.day("day", needed=True)
        starts, ends = (_moment(cells, day, name) for name in ("starts", "ends"))
        if starts and ends and ends <= starts:
            cells.wrong("ends", "ends_before_start")
        venue = cells.text("venue")
        if venue and venue not in self._venues:
            cells.wrong("venue", "venue_unknown")
        meeting = Meeting(
            council=self.council, venue=self._venues.get(venue), **self.texts(cells, *TWO)
        )
        if starts and ends:
            meeting.starts_at, meeting.ends_at = starts, ends
        return meeting

    def keys_of(self, row: Meeting) -> Iterator[tuple[str, Hashable]]:
        if row.starts_at:
            yield "day", (row.starts_at, alike(row.title_nl))

    def stored_keys(self) -> Iterator[Hashable]:
        for moment, title in self.council.meetings.values_list("starts_at", "title_nl"):
            yield moment, alike(title)


def _moment(cells: Cells, day: date | None, name: str) -> datetime | None:
    """The moment in the time of the site; None when a cell could not be read. Notes `gap` and
    `overlap` where summer time skips or repeats the hour."""
    hour = cells.hour(name, needed=True)
    if day is None or hour is None:
        return None
    typed, zone = datetime.combine(day, hour), timezone.get_default_timezone()
    if change := clock_change(typed, zone):
        cells.wrong(name, change, day=cells.text("day"))
        return None
    return typed.replace(tzinfo=zone)
