"""The frozen rules of an edition, as a document with a published digest."""

from django.conf import settings
from django.db import models

from budgeting.models.edition import Edition


class RuleSet(models.Model):
    """What the start of the vote fixed: rule, projects, costs, format, publication.

    `document` is the whole as JSON and `digest` its SHA-256 (budgeting.digests). A change makes a
    new version with a second person and a public reason in both languages; none is ever edited.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="rule_sets")
    version = models.PositiveSmallIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=71)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason_nl = models.TextField(blank=True)
    reason_fr = models.TextField(blank=True)

    class Meta:
        ordering = ["edition", "version"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "version"], name="one_rule_set_per_version"),
            models.CheckConstraint(
                condition=models.Q(version=1)
                | (
                    models.Q(second_by__isnull=False)
                    & ~models.Q(second_by=models.F("frozen_by"))
                    & ~models.Q(reason_nl="")
                    & ~models.Q(reason_fr="")
                ),
                name="a_change_needs_a_second_person_and_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} v{self.version}"
