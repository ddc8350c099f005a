"""Scans: every page that was read, what became of it, and what a person made of it."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from voting.models.batch import ScanBatch
from voting.models.sheet import Sheet
from voting.models.upload import Upload


class ScanState(models.TextChoices):
    ACCEPTED = "accepted"
    QUEUED = "queued"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


class Scan(models.Model):
    """One page (or one sheet typed by hand) of a scan batch.

    `image` and `reading` are encrypted to the intake key until a person has decided, then to the
    edition's key; `code` says why a page is not accepted, never which box. `fingerprint` is a
    keyed digest of the marks, to tell a rescan from a second, different sheet, until it is decided.
    `matched_by` is who read the number of a sheet whose symbol no machine could read.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    batch = models.ForeignKey(ScanBatch, models.PROTECT, related_name="scans")
    position = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200, blank=True)
    page = models.PositiveIntegerField(default=1)
    upload = models.ForeignKey(Upload, models.PROTECT, null=True, related_name="scans")
    by_hand = models.BooleanField(default=False)
    matched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="scans")
    side = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=ScanState.choices)
    code = models.CharField(max_length=40, blank=True)
    image = models.BinaryField(null=True)
    image_digest = models.CharField(max_length=71, blank=True)
    reading = models.BinaryField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    reader_version = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="one_scan_per_position"),
            models.UniqueConstraint(fields=["upload", "page"], name="one_scan_per_page_of_a_file"),
            models.UniqueConstraint(
                fields=["sheet", "side"],
                condition=models.Q(state="accepted"),
                name="one_accepted_scan_per_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.position} {self.state}"


class Adjudication(models.Model):
    """What a person read on the paper; it stands beside the machine's reading, never over it.

    A value that differs from the machine's needs a second person before it counts.
    """

    scan = models.ForeignKey(Scan, models.PROTECT, related_name="adjudications")
    reading = models.BinaryField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    verdict = models.CharField(max_length=10)
    reason_code = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(second_by__isnull=True) | ~models.Q(second_by=models.F("by")),
                name="the_second_person_is_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scan_id} {self.verdict}"
