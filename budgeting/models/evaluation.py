"""What people who took part thought of an edition; nobody is named."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from budgeting.models.edition import Edition

MARK = [MinValueValidator(1), MaxValueValidator(5)]


class EvaluationChannel(models.TextChoices):
    ONLINE = "online"
    PAPER = "paper"


class Evaluation(models.Model):
    """One filled-in form: marks from 1 (not at all) to 5 (very much), words, only a day."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="evaluations")
    channel = models.CharField(max_length=6, choices=EvaluationChannel.choices)
    language = models.CharField(max_length=2)
    easy = models.PositiveSmallIntegerField(null=True, blank=True, validators=MARK)
    understood = models.PositiveSmallIntegerField(null=True, blank=True, validators=MARK)
    heard = models.PositiveSmallIntegerField(null=True, blank=True, validators=MARK)
    again = models.PositiveSmallIntegerField(null=True, blank=True, validators=MARK)
    words = models.TextField(blank=True)
    given_on = models.DateField()

    class Meta:
        ordering = ["given_on", "id"]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.given_on}"
