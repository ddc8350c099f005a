"""The ballot box of an edition: its public key, its trustees and its opening."""

from django.conf import settings
from django.db import models

from budgeting.models import Edition, LineField


class BallotBox(models.Model):
    """Envelopes are sealed to `public_key` (X25519, 32 bytes as hex).

    k of n trustees hold the private key in shares; `held_by_server` marks the weaker form for
    small editions, in which it lies in the key directory, outside the database.
    """

    edition = models.OneToOneField(Edition, models.PROTECT, primary_key=True, related_name="box")
    public_key = models.CharField(max_length=64)
    threshold = models.PositiveSmallIntegerField(default=0)
    held_by_server = models.BooleanField(default=False)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(held_by_server=True) | models.Q(threshold__gte=2),
                name="a_box_has_trustees_or_says_it_has_none",
            )
        ]

    def __str__(self) -> str:
        return str(self.edition_id)


class Trustee(models.Model):
    """One key holder; the digest of the share is public, the share is nowhere in the system."""

    box = models.ForeignKey(BallotBox, models.PROTECT, related_name="trustees")
    index = models.PositiveSmallIntegerField()
    name = LineField(max_length=160)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    share_digest = models.CharField(max_length=71)

    class Meta:
        ordering = ["index"]
        constraints = [
            models.UniqueConstraint(fields=["box", "index"], name="one_trustee_per_share")
        ]

    def __str__(self) -> str:
        return self.name


class Opening(models.Model):
    """Step (b) and (c) of the opening: the ballots and their digest, then the broken links.

    `unreadable` lists envelopes that failed verification: receipt, reason and two signatures.
    """

    edition = models.OneToOneField(
        Edition, models.PROTECT, primary_key=True, related_name="opening"
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ballots_digest = models.CharField(max_length=71)
    ballot_count = models.PositiveIntegerField()
    unreadable = models.JSONField(default=list)
    digest_copied_at = models.DateTimeField(null=True)
    links_destroyed_at = models.DateTimeField(null=True)
    # Set once the database has written its files anew, so that deleted rows are not left in them.
    tables_rewritten_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.ballots_digest
