"""Proposals as residents hand them in."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.urls import reverse

from budgeting.models import Edition, LineField, Need, Theme, Translated, Versioned


class Track(models.TextChoices):
    """A grant to residents who carry it out themselves (capped), or works by the City."""

    CITIZEN_GRANT = "citizen_grant"
    CITY_INVESTMENT = "city_investment"


class SubmittedVia(models.TextChoices):
    ONLINE = "online"
    PAPER = "paper"
    ASSISTED = "assisted"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def in_order(self) -> "ProposalQuerySet":
        return self.select_related("theme").prefetch_related("reviews").order_by("number")

    def still_standing(self) -> "ProposalQuerySet":
        """Neither rejected, merged nor withdrawn."""
        return self.filter(outcome__in=["", "kept", "changed"])


class Proposal(Versioned, Translated):
    """A text per language; the one in `source_language` is the submitter's own, "" if unknown.

    `outcome` repeats the latest review so that lists can filter; it is empty while none exists.
    The submitter's name and contact are never public.
    """

    TEXTS: ClassVar[tuple[str, ...]] = (
        "title",
        "summary",
        "description",
        "place",
        "realised_by",
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    title_nl = LineField(max_length=120, blank=True)
    title_fr = LineField(max_length=120, blank=True)
    title_en = LineField(max_length=120, blank=True)
    summary_nl = models.TextField(blank=True)
    summary_fr = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    description_nl = models.TextField(blank=True)
    description_fr = models.TextField(blank=True)
    place_nl = LineField(max_length=160, blank=True)
    place_fr = LineField(max_length=160, blank=True)
    realised_by_nl = LineField(max_length=160, blank=True)
    realised_by_fr = LineField(max_length=160, blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="proposals")
    need = models.ForeignKey(Need, models.SET_NULL, null=True, blank=True, related_name="proposals")
    track = models.CharField(max_length=16, choices=Track.choices, default=Track.CITY_INVESTMENT)
    cost_cents = models.PositiveBigIntegerField(null=True, blank=True)
    cost_asked_cents = models.PositiveBigIntegerField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    source_language = models.CharField(max_length=2, default="nl")
    submitter_name = LineField(max_length=160, blank=True)
    submitter_contact = LineField(max_length=160, blank=True)
    submitter_kind = LineField(max_length=60, blank=True)
    submitted_via = models.CharField(
        max_length=10, choices=SubmittedVia.choices, default=SubmittedVia.ONLINE
    )
    submitted_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True)

    objects = ProposalQuerySet.as_manager()

    # Who carries it out is the City's answer; the rest is what the submitter wrote.
    OWN_WORDS: ClassVar[frozenset[str]] = frozenset({"title", "summary", "description", "place"})

    class Meta:
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_proposal_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} #{self.number}"

    def own_language(self, name: str) -> str:
        return self.source_language if name in self.OWN_WORDS else ""

    def get_absolute_url(self) -> str:
        return reverse("proposal", args=[self.edition.council.slug, self.edition.slug, self.number])
