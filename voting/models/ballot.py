"""Ballots: opened, anonymous, whole."""

from uuid import uuid4

from django.db import models

from budgeting.digests import canonical_json
from budgeting.models import Edition
from voting.models.envelope import Channel


class Ballot(models.Model):
    """Choices and channel; no voter, no serial, no credential, no time.

    `choices` is the canonical JSON value of voting.formats. `imprint` names scan batch and
    position of a paper ballot, for the audit. The key is random: rows have no order.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="ballots")
    channel = models.CharField(max_length=6, choices=Channel.choices)
    choices = models.JSONField()
    imprint = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.channel

    def triple(self) -> tuple[str, str, str | None]:
        """What the published digest covers: channel, canonical choices, imprint."""
        return self.channel, canonical_json(self.choices), self.imprint or None
