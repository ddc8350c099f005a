"""Audits: piles of paper counted by hand, sheets drawn by dice, and what two people read on them.

Nothing here names a voter, a sheet's serial or a person who voted: a ticket says which pile, and
which sheet from the top.
"""

import json
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from budgeting.models import Edition, User
from tallying.audit.drawing import Manifest, read_manifest
from tallying.models.tally import Tally


def _person(*, null: bool = True) -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+")


class Audit(models.Model):
    """One audit of an edition, in four steps that each happen once.

    Piles are counted; somebody else signs, which fixes `manifest` (the text of
    tallying.audit.drawing.Manifest) under `manifest_digest`; the dice become `seed`, and the first
    `size` draws are looked up; it is finished. Triggers hold manifest and seed.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="audits")
    number = models.PositiveSmallIntegerField()
    begun_by = _person()
    begun_at = models.DateTimeField()
    manifest = models.TextField(blank=True)
    manifest_digest = models.CharField(max_length=71, blank=True)
    frozen_by = _person()
    frozen_at = models.DateTimeField(null=True)
    seed = models.CharField(max_length=200, blank=True)
    seed_by = _person()
    drawn_at = models.DateTimeField(null=True)
    size = models.PositiveIntegerField(default=0)
    finished_by = _person()
    finished_at = models.DateTimeField(null=True)
    simulation = models.JSONField(default=dict)

    class Meta:
        ordering = ["edition", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_audit_per_number"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(finished_at__isnull=True),
                name="one_audit_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(seed="") | ~Q(manifest_digest=""), name="the_dice_come_after_the_count"
            ),
            models.CheckConstraint(
                condition=Q(frozen_by__isnull=True) | ~Q(frozen_by=F("begun_by")),
                name="who_signs_a_count_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.number}"

    @property
    def is_frozen(self) -> bool:
        return bool(self.manifest_digest)

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @cached_property
    def fixed(self) -> Manifest:
        """The manifest that was signed; only where `is_frozen`."""
        return read_manifest(json.loads(self.manifest))


class AuditPile(models.Model):
    """Sheets that lie together, in the order of scanning, counted by hand and not by the scanner.

    `batches` are the numbers of the scan batches whose counted sheets they are, in that order; none
    for sheets that were never recorded, or that were set aside as blank or void.
    """

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="piles")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    sheets = models.PositiveIntegerField()
    batches = models.JSONField(default=list)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="one_pile_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.audit_id}/{self.number}"


class PaperSays(models.TextChoices):
    """What a sheet turned out to be: valid choices, none that count, or not there at all."""

    CHOICES = "choices"
    NONE = "none"
    MISSING = "missing"


class AuditDraw(models.Model):
    """A sheet to look up. Two people read it, each alone; once both say the same it is settled.

    `drawn` is its place among the draws, from 1; None for a sheet that is read because its whole
    pile is. `says` and `choices` (as in voting.formats) are what both read.
    """

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="draws")
    drawn = models.PositiveIntegerField(null=True)
    pile = models.PositiveSmallIntegerField()
    sheet = models.PositiveIntegerField()
    says = models.CharField(max_length=7, choices=PaperSays.choices, blank=True)
    choices = models.JSONField(null=True)
    first_by = _person()
    second_by = _person()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pile", "sheet"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "pile", "sheet"], name="one_ticket_per_sheet"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, says="")
                | (
                    Q(settled_at__isnull=False, first_by__isnull=False, second_by__isnull=False)
                    & ~Q(says="")
                    & ~Q(first_by=F("second_by"))
                ),
                name="two_people_read_a_sheet",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.pile}/{self.sheet}"

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None


class AuditEntry(models.Model):
    """What one person read on a sheet; the last one of each person holds, all of them stay."""

    draw = models.ForeignKey(AuditDraw, models.PROTECT, related_name="entries")
    by = _person(null=False)
    says = models.CharField(max_length=7, choices=PaperSays.choices)
    choices = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.says}"


class AuditRecount(models.Model):
    """A tally in which the ballots of whole piles are those that people read from the paper.

    `first` is the tally that stood before, and stays. Both are the same row where the paper says
    what was recorded.
    """

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="recounts")
    piles = models.JSONField()
    first = models.ForeignKey(Tally, models.PROTECT, related_name="+")
    tally = models.ForeignKey(Tally, models.PROTECT, related_name="+")
    by = _person()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.audit_id} {self.piles}"
