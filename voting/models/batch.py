"""Batches: stacks of sheets printed for a venue, and piles of pages scanned together."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

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


class Variant(models.TextChoices):
    """The forms in which one list of projects is printed; all of them count alike."""

    STANDARD = "standard", _("Dutch and French")
    LARGE = "large", _("Large print")
    ENGLISH = "english", _("Dutch, French and English")
    EASY = "easy", _("Easy to read")


class PrintState(models.TextChoices):
    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FETCHED = "fetched"
    FAILED = "failed"


class PrintBatch(Batch):
    """Sheets are released as a batch: which resident takes which one is never recorded.

    `state` is that of the file: made in the background, sealed under `file` in the folder of
    prints until it is fetched once; `made` is how many sheets are in it so far.
    """

    size = models.PositiveIntegerField()
    released_at = models.DateTimeField(null=True)
    variant = models.CharField(max_length=8, choices=Variant, default=Variant.STANDARD)
    state = models.CharField(max_length=7, choices=PrintState, default=PrintState.FETCHED)
    made = models.PositiveIntegerField(default=0)
    file = models.UUIDField(null=True)
    code = models.CharField(max_length=40, blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        default_related_name = "print_batches"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_print_batch_per_number")
        ]


class ScanWay(models.TextChoices):
    FILES = "files", _("scanned")
    TYPED = "typed", _("typed")
    DEVICE = "device", _("by phone")


class ScanBatch(Batch):
    """Pages read in one go; position in the batch is the imprint that the audit goes by."""

    way = models.CharField(max_length=6, choices=ScanWay, default=ScanWay.FILES)

    class Meta:
        default_related_name = "scan_batches"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_scan_batch_per_number")
        ]
