"""The frozen rules of an edition, as a document with a published digest, and their changes."""

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


class ChangeState(models.TextChoices):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RuleChange(models.Model):
    """A change of frozen rules, asked for by one officer and decided by another.

    `changes` is `{"closes_at": "2026-06-20T21:59:59+00:00", …}` in the words of the frozen
    document; accepted, it becomes the next RuleSet with the same reason.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="rule_changes")
    changes = models.JSONField()
    reason_nl = models.TextField()
    reason_fr = models.TextField()
    state = models.CharField(max_length=9, choices=ChangeState.choices, default=ChangeState.PENDING)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    rule_set = models.OneToOneField(
        RuleSet, models.PROTECT, null=True, blank=True, related_name="change"
    )

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=models.Q(state="pending"), name="one_change_at_a_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted")
                | models.Q(decided_by__isnull=False)
                & ~models.Q(decided_by=models.F("proposed_by")),
                name="a_second_person_accepts_a_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.state}"
