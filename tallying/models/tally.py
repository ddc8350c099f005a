"""Tallies: results that never change, and the runs that make them."""

from django.conf import settings
from django.db import models

from budgeting.models import Edition


class Tally(models.Model):
    """One rule applied to one set of ballots: found again by its input, never made anew.

    `outcome` is a tallying.engine.outcome.Outcome as services.outcomes keeps it, `digest` its
    digest. `transcript` has one line of JSON for each fact of the count, `transcript_digest` is
    theirs. `checked` says which second engine came to the same outcome, in which version, and how
    many of the shares it tried (`shares_tried` of `shares_all`). Triggers of both databases refuse
    UPDATE, DELETE and REPLACE; each of these fields is written once, with the row.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="tallies")
    rule = models.JSONField()
    decides = models.BooleanField(default=False)
    seed = models.CharField(max_length=120, blank=True)
    input_digest = models.CharField(max_length=71)
    outcome = models.JSONField()
    digest = models.CharField(max_length=71)
    transcript = models.TextField(blank=True)
    transcript_digest = models.CharField(max_length=71, blank=True)
    checked = models.JSONField(default=dict)
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
    CANCELLED = "cancelled"


BUSY = (RunState.WAITING, RunState.RUNNING)


class Stage(models.TextChoices):
    """What a run is at; all but the first and the last are done for each rule."""

    READING = "reading"
    COUNTING = "counting"
    EXPLAINING = "explaining"
    CHECKING = "checking"
    FURTHER = "further"


class TallyRun(models.Model):
    """The progress of a tally in the background, for the page that waits for it.

    `rule_number` of `rule_count` says which rule a stage is at; `told_at` when the worker last
    gave a sign. `details` holds what the two engines differ in, for the people who mend that.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="tally_runs")
    state = models.CharField(max_length=9, choices=RunState.choices, default=RunState.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=10, choices=Stage.choices, blank=True)
    rule_number = models.PositiveSmallIntegerField(default=0)
    rule_count = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    details = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"],
                condition=models.Q(state__in=[RunState.WAITING, RunState.RUNNING]),
                name="one_run_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.state}"

    @property
    def is_busy(self) -> bool:
        return self.state in BUSY
