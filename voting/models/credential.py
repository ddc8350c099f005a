"""Credentials: one right to vote in one edition, whichever channel it is used on."""

from uuid import uuid4

from django.db import models

from budgeting.models import Edition
from voting.models.voter import Voter


class CredentialKind(models.TextChoices):
    LETTER = "letter"
    SHEET = "sheet"
    ACCOUNT = "account"


class CredentialState(models.TextChoices):
    PRINTED = "printed"
    RELEASED = "released"
    USED = "used"
    VOID = "void"
    SPOILED = "spoiled"


class Credential(models.Model):
    """Found by `lookup`: HMAC-SHA256 of the code under a per-edition key outside the database.

    A `letter` may carry a code and a sheet of the same credential; a `sheet` handed out at a
    desk has no code. Only an `account` credential knows its voter, until the links are destroyed.
    The identifier is random, so that rows tell nothing about their order.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=8, choices=CredentialKind.choices)
    state = models.CharField(
        max_length=8, choices=CredentialState.choices, default=CredentialState.PRINTED
    )
    lookup = models.CharField(max_length=64, null=True)
    voter = models.OneToOneField(
        Voter, models.SET_NULL, null=True, blank=True, related_name="credential"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "lookup"], name="one_credential_per_code"),
            models.CheckConstraint(
                condition=models.Q(kind="account") | models.Q(voter__isnull=True),
                name="only_an_account_knows_its_voter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
