"""Voters: who was given a right to vote, never what became of it."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from budgeting.models import Edition


class RightIssuedBy(models.TextChoices):
    LETTER = "letter"
    DESK = "desk"
    ACCOUNT = "account"


class Voter(models.Model):
    """A line of an edition's register.

    Says *that* a right was issued and by which way; no time, no code, no ballot. `pseudonym` is a
    keyed one-way image of an official number, which itself is never stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="voters")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    pseudonym = models.CharField(max_length=64, null=True, blank=True)
    name = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=2, default="nl")
    right_issued_by = models.CharField(
        max_length=8, choices=RightIssuedBy.choices, null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "pseudonym"], name="one_line_per_person"),
            models.UniqueConstraint(fields=["edition", "user"], name="one_line_per_account"),
        ]

    def __str__(self) -> str:
        return str(self.id)
