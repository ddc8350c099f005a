"""Paper ballot sheets and the geometry they were printed with."""

from uuid import uuid4

from django.db import models

from budgeting.models import Edition
from voting.models.batch import PrintBatch, Variant
from voting.models.credential import Credential


class SheetLayout(models.Model):
    """The printed geometry: the reader uses what is stored and never computes it anew."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="layouts")
    version = models.PositiveSmallIntegerField()
    variant = models.CharField(max_length=8, choices=Variant, default=Variant.STANDARD)
    document = models.JSONField()
    digest = models.CharField(max_length=71)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "version"], name="one_layout_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} v{self.version}"


class SheetState(models.TextChoices):
    PRINTED = "printed"
    RELEASED = "released"
    ADJUDICATING = "adjudicating"
    HELD = "held"
    COUNTED = "counted"
    BLANK = "blank"
    REJECTED = "rejected"
    SPOILED = "spoiled"
    VOID = "void"


class Sheet(models.Model):
    """One paper ballot; its random serial is kept as HMAC only, in `lookup`.

    `device_hash` (voting.paper.code) is what a phone without a key knows a serial by. After the
    links are destroyed the row stays as a tombstone: a late copy is still refused.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="sheets")
    batch = models.ForeignKey(PrintBatch, models.PROTECT, related_name="sheets")
    layout = models.ForeignKey(SheetLayout, models.PROTECT, related_name="sheets")
    credential = models.OneToOneField(Credential, models.PROTECT, related_name="sheet")
    lookup = models.CharField(max_length=64)
    device_hash = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=12, choices=SheetState.choices, default=SheetState.PRINTED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "lookup"], name="one_sheet_per_serial")
        ]

    def __str__(self) -> str:
        return self.state
