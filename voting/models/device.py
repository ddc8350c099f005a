"""Devices: phones and tablets that read sheets in a hall, with or without a network."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from budgeting.models import Edition, LineField, Venue
from voting.models.batch import ScanBatch
from voting.models.scan import Scan


class Device(models.Model):
    """A phone that was prepared for one voting place; it holds no secret.

    `pending` is how many scans it said were still on it at `told_at`. What a revoked device sends
    is refused: its pile of paper is read again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="devices")
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="devices")
    batch = models.OneToOneField(ScanBatch, models.PROTECT, related_name="device")
    name = LineField(max_length=80)
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)
    pending = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["enrolled_at", "id"]

    def __str__(self) -> str:
        return self.name


class DeviceScan(models.Model):
    """One scan as a device sent it, and the answer it got: the same again gets the same answer.

    `body_digest` tells a replay from another scan under the same nonce; `taken_at` is what the
    phone's clock said, and decides nothing; `by` is who was signed in when it was sent.
    """

    device = models.ForeignKey(Device, models.PROTECT, related_name="received")
    nonce = models.UUIDField()
    sequence = models.PositiveIntegerField()
    body_digest = models.CharField(max_length=71)
    image_digest = models.CharField(max_length=71)
    taken_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    scan = models.OneToOneField(Scan, models.PROTECT, null=True, related_name="sent")
    state = models.CharField(max_length=9)
    code = models.CharField(max_length=40)

    class Meta:
        ordering = ["device", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["device", "nonce"], name="one_answer_per_nonce"),
            models.UniqueConstraint(fields=["device", "sequence"], name="one_scan_per_sequence"),
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.sequence} {self.state}"
