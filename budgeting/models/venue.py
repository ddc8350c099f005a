"""Venues: voting places, desks and ballot boxes."""

from typing import ClassVar

from django.db import models

from budgeting.models.abstract import Translated, Versioned
from budgeting.models.council import Council
from budgeting.models.lines import LineField


class Venue(Versioned, Translated):
    """Where residents can go; `access` tells how to get in and around.

    `step_free` is None while nobody told whether there are steps.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ("name", "hours", "access")
    council = models.ForeignKey(Council, models.CASCADE, related_name="venues")
    slug = models.SlugField()
    name_nl = LineField(max_length=120)
    name_fr = LineField(max_length=120)
    name_en = LineField(max_length=120, blank=True)
    address = LineField(max_length=200, blank=True)
    hours_nl = LineField(max_length=200, blank=True)
    hours_fr = LineField(max_length=200, blank=True)
    step_free = models.BooleanField(null=True, blank=True, default=None)
    access_nl = LineField(max_length=300, blank=True)
    access_fr = LineField(max_length=300, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["council", "slug"], name="one_venue_per_slug")
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def point(self) -> tuple[float, float] | None:
        """(latitude, longitude), or None for a place that is not on the map."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)
