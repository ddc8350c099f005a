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
    """One file on its way in. `content` is emptied when it is done or given up.

    `errors` is `[[row, column, sentence code, params], …]`; rows count from 1, the header.
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
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
