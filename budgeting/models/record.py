"""The audit trail: append-only lines, each with the digest of the one before."""

from django.db import models

from budgeting.models.council import Council
from budgeting.models.edition import Edition


class Record(models.Model):
    """One line. It names no voter, credential, receipt or single cast.

    `actor` is a role and the id of an erasable row ("officer:12"), never a name.
    Triggers of both databases refuse UPDATE, DELETE and REPLACE.
    """

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    council = models.ForeignKey(Council, models.PROTECT, null=True, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="records")
    actor = models.CharField(max_length=40, blank=True)
    event = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    previous_digest = models.CharField(max_length=71)
    digest = models.CharField(max_length=71, unique=True)

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.event}"
