"""Neighbourhood councils."""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from budgeting.models.abstract import Translated, Versioned
from budgeting.models.area import Area
from budgeting.models.lines import LineField


class Council(Versioned, Translated):
    """A neighbourhood council; `fictional` councils say so on every page.

    `ombudsman` is whom to turn to after a complaint; empty means the City's, from the settings.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ("name", "text", "ombudsman")

    slug = models.SlugField(unique=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="councils", null=True, blank=True)
    name_nl = LineField(max_length=160)
    name_fr = LineField(max_length=160)
    name_en = LineField(max_length=160, blank=True)
    text_nl = models.TextField(blank=True)
    text_fr = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = LineField(max_length=40, blank=True)
    ombudsman_nl = models.TextField(blank=True)
    ombudsman_fr = models.TextField(blank=True)
    drawn_members = models.PositiveSmallIntegerField(default=11)
    delegate_members = models.PositiveSmallIntegerField(default=6)
    fictional = models.BooleanField(default=False)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("council", args=[self.slug])
