"""Advice of an advisory council on a proposal, shown with it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from budgeting.models import LineField, Translated, Versioned
from proposals.models.proposal import Proposal


class Opinion(models.TextChoices):
    FAVOURABLE = "favourable"
    CONDITIONAL = "conditional"
    UNFAVOURABLE = "unfavourable"


class Advice(Versioned, Translated):
    """What one advisory council thinks of a proposal; it advises and never decides."""

    TEXTS: ClassVar[tuple[str, ...]] = ("body", "text")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="advices")
    body_nl = LineField(max_length=160)
    body_fr = LineField(max_length=160)
    opinion = models.CharField(max_length=12, choices=Opinion.choices)
    text_nl = models.TextField()
    text_fr = models.TextField()
    given_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["given_on", "id"]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.opinion}"
