"""Envelopes: sealed choices, at most one current one per right to vote."""

from uuid import uuid4

from django.db import models

from budgeting.models import Edition
from voting.models.credential import Credential


class Channel(models.TextChoices):
    ONLINE = "online"
    PAPER = "paper"


class SealedChoices(models.Model):
    """What an envelope holds.

    `sealed` can be opened with the edition's private key alone; `mac` (under a key outside the
    database) tells that this server put it there; `imprint` is scan batch and position, on paper.
    `cast_on` is a day: no finer time is kept.
    """

    sealed = models.BinaryField()
    mac = models.CharField(max_length=64)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    receipt = models.CharField(max_length=40)
    imprint = models.CharField(max_length=40, blank=True)
    cast_on = models.DateField()

    class Meta:
        abstract = True


class Envelope(SealedChoices):
    """The current envelope of a credential: the primary key itself allows only one."""

    credential = models.OneToOneField(
        Credential, models.PROTECT, primary_key=True, related_name="envelope"
    )
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="envelopes")
    changes = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.channel


class SupersededEnvelope(SealedChoices):
    """An envelope that a later one replaced; append-only and never opened."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    credential = models.ForeignKey(Credential, models.PROTECT, related_name="superseded")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="superseded_envelopes")

    def __str__(self) -> str:
        return self.channel


class Receipt(models.Model):
    """Every receipt ever issued in an edition, without status: the list that is published."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="receipts")
    receipt = models.CharField(max_length=40)

    class Meta:
        ordering = ["receipt"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "receipt"], name="a_receipt_is_unique")
        ]

    def __str__(self) -> str:
        return self.receipt
