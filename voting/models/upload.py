"""Uploads: files of scanned pages, kept until every page of them has ended somewhere."""

from uuid import uuid4

from django.db import models

from voting.models.batch import ScanBatch


class UploadState(models.TextChoices):
    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


class Upload(models.Model):
    """One file, stored before anything is read of it, so that a dead worker loses nothing.

    `size` is rounded up, so that it does not tell what is on the pages; `pages` is how many the
    file has, once that is known; `told_at` the last sign of the worker that reads it: one that is
    silent has died, and another goes on behind the last page that is in the table. `tries` is how
    often somebody began with the next page: one that ends its worker each time is refused. `code`
    says why a file broke off.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    batch = models.ForeignKey(ScanBatch, models.PROTECT, related_name="uploads")
    file_name = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=71)
    state = models.CharField(max_length=7, choices=UploadState.choices, default=UploadState.WAITING)
    code = models.CharField(max_length=40, blank=True)
    pages = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.state}"


class UploadPart(models.Model):
    """A part of a file, sealed to the intake key; erased once the file has been read."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="one_part_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.number}"
