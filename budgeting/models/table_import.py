"""A table that somebody handed in: checked row by row, and taken over only as a whole."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from budgeting.models.council import Council
from budgeting.models.edition import Edition


class ImportState(models.TextChoices):
    CHECKING = "checking"
    FAULTY = "faulty"
    CLEAN = "clean"
    STORING = "storing"
    DONE = "done"


class TableImport(models.Model):
    """One file on its way in; it is emptied when it is done, and deleted when it is given up.

    `errors` is `[[row, column, sentence code, params], …]`; rows count from 1, the header.
    `summary` tells how the file was read: `headers` (`[[column, word], …]`), `ignored` (words),
    `first` (the first rows: `[[number, [cell, …]], …]`), `encoding`, `separator` and `digest`.
    `touched_at` is when the work was last heard of: work that stands still can be started again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    council = models.ForeignKey(Council, models.CASCADE, related_name="imports")
    edition = models.ForeignKey(Edition, models.CASCADE, null=True, related_name="imports")
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    state = models.CharField(
        max_length=8, choices=ImportState.choices, default=ImportState.CHECKING
    )
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list)
    summary = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    touched_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
