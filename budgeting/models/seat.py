"""Seats of a council: drawn by lot, or delegated by an association."""

from django.db import models

from budgeting.models.council import Council


class SeatKind(models.TextChoices):
    DRAWN = "drawn"
    DELEGATE = "delegate"


class Seat(models.Model):
    """One seat; the name is public only where the member agreed."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="seats")
    kind = models.CharField(max_length=10, choices=SeatKind.choices)
    association = models.CharField(max_length=160, blank=True)
    member_name = models.CharField(max_length=160, blank=True)
    name_public = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="delegate", association=""),
                name="a_delegate_names_the_association",
            )
        ]

    def __str__(self) -> str:
        return f"{self.council_id} {self.kind}"
