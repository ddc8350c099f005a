"""Tallies: immutable results, and the runs that make them."""

from django.conf import settings
from django.db import models

from budgeting.models import Edition


class Tally(models.Model):
    """One rule applied to one set of ballots; never edited, found again by its input.

    `outcome` is tallying.engine.types.Outcome as JSON and `digest` its digest.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="tallies")
    rule = models.JSONField()
    decides = models.BooleanField(default=False)
    seed = models.CharField(max_length=120, blank=True)
    input_digest = models.CharField(max_length=71)
    outcome = models.JSONField()
    digest = models.CharField(max_length=71)
    software_version = models.CharField(max_length=40)
    milliseconds = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-decides", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "digest"], name="one_tally_per_digest")
        ]

    def __str__(self) -> str:
        return self.digest


class RunState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class TallyRun(models.Model):
    """The progress of a tally in the background, for the page that waits for it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="tally_runs")
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.state}"
