"""Invitations to a role, by mail."""

from datetime import datetime

from django.conf import settings
from django.db import models

from budgeting.models.council import Council
from budgeting.models.user import AddressField, Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self, at: datetime) -> "InvitationQuerySet":
        """Neither taken, nor withdrawn, nor out of time."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)


class Invitation(models.Model):
    """A role offered to an address; of the link in the mail only the digest is kept."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="invitations")
    email = AddressField()
    role = models.CharField(max_length=12, choices=Role.choices)
    ends_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=2, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.council_id} {self.role}"
