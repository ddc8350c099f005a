"""What was announced already, so that nobody is told twice."""

from django.db import models


class SentMail(models.Model):
    """`key` names kind, subject and day by ids, never an address: "heads:user 4:2026-06-01"."""

    key = models.CharField(max_length=120, unique=True)
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
