"""Reviews: every decision about a proposal, with its public reason in both languages."""

from django.conf import settings
from django.db import models

from proposals.models.proposal import Proposal


class Outcome(models.TextChoices):
    KEPT = "kept"
    CHANGED = "changed"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Review(models.Model):
    """One decision; the latest one stands, the earlier ones stay readable."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reviews")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason_nl = models.TextField(blank=True)
    reason_fr = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="absorbed"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="kept")
                | (~models.Q(reason_nl="") & ~models.Q(reason_fr="")),
                name="a_decision_has_a_reason_in_both_languages",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="merged", merged_into__isnull=True),
                name="a_merger_names_its_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.outcome}"
