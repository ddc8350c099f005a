"""Batches: stacks of sheets printed for a venue, and piles of pages scanned together."""

from django.conf import settings
from django.db import models

from budgeting.models import Edition, Venue


class Batch(models.Model):
    """A numbered bundle of one edition, at a venue or centrally."""

    edition = models.ForeignKey(Edition, models.PROTECT)
    number = models.PositiveIntegerField()
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.edition_id} {self.number}"


class PrintBatch(Batch):
    """Sheets are released as a batch: which resident takes which one is never recorded."""

    size = models.PositiveIntegerField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        default_related_name = "print_batches"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_print_batch_per_number")
        ]


class ScanBatch(Batch):
    """Pages read in one go; position in the batch is the imprint that the audit goes by."""

    class Meta:
        default_related_name = "scan_batches"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_scan_batch_per_number")
        ]
