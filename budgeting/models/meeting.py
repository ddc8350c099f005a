"""Meetings of a council, and the links it keeps for residents."""

from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit
from uuid import uuid4

from django.db import models

from budgeting.models.abstract import Translated, Versioned
from budgeting.models.council import Council
from budgeting.models.lines import LineField
from budgeting.models.venue import Venue


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def next_one(self, now: datetime) -> "Meeting | None":
        """The one that is on or comes first, if any; one that was called off does not count."""
        coming = self.filter(ends_at__gt=now, cancelled=False).select_related("venue")
        return coming.order_by("starts_at").first()


class Meeting(Versioned, Translated):
    """A meeting that everybody may attend; `place` tells where when it is at no known venue.

    `version` is the sequence number of the calendar feed, `uid` its lasting name there.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ("title", "place", "access", "agenda", "minutes")
    council = models.ForeignKey(Council, models.CASCADE, related_name="meetings")
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    venue = models.ForeignKey(Venue, models.SET_NULL, null=True, blank=True, related_name="+")
    title_nl = LineField(max_length=160)
    title_fr = LineField(max_length=160)
    title_en = LineField(max_length=160, blank=True)
    place_nl = LineField(max_length=200, blank=True)
    place_fr = LineField(max_length=200, blank=True)
    access_nl = LineField(max_length=300, blank=True)
    access_fr = LineField(max_length=300, blank=True)
    agenda_nl = models.TextField(blank=True)
    agenda_fr = models.TextField(blank=True)
    minutes_nl = models.TextField(blank=True)
    minutes_fr = models.TextField(blank=True)
    cancelled = models.BooleanField(default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")),
                name="a_meeting_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.council_id} {self.starts_at:%Y-%m-%d}"


class CouncilLink(Versioned, Translated):
    """A link on the council's page: a toolkit, a desk, a neighbourhood contract, volunteers."""

    TEXTS: ClassVar[tuple[str, ...]] = ("title", "note")
    council = models.ForeignKey(Council, models.CASCADE, related_name="links")
    position = models.PositiveSmallIntegerField(default=0)
    url = models.URLField(max_length=400)
    title_nl = LineField(max_length=160)
    title_fr = LineField(max_length=160)
    title_en = LineField(max_length=160, blank=True)
    note_nl = LineField(max_length=300, blank=True)
    note_fr = LineField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.url

    @property
    def host(self) -> str:
        """Where the link leads to, so that everybody sees it before following it."""
        return urlsplit(self.url).hostname or ""
