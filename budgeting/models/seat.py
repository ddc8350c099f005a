"""Seats of a council: drawn by lot, or delegated by an association."""

from django.conf import settings
from django.db import models

from budgeting.models.abstract import Versioned
from budgeting.models.council import Council
from budgeting.models.draw import SortitionDraw
from budgeting.models.lines import LineField


class SeatKind(models.TextChoices):
    DRAWN = "drawn"
    DELEGATE = "delegate"


class Seat(Versioned):
    """One seat, or a substitute's place; the name is public only where the member agreed.

    `position` is the order of substitutes. `candidate` is the id in the list of the draw; `left_on`
    ends a seat before its term.
    """

    council = models.ForeignKey(Council, models.CASCADE, related_name="seats")
    kind = models.CharField(max_length=10, choices=SeatKind.choices)
    association = LineField(max_length=160, blank=True)
    substitute = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    member_name = LineField(max_length=160, blank=True)
    name_public = models.BooleanField(default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="seats"
    )
    draw = models.ForeignKey(
        SortitionDraw, models.SET_NULL, null=True, blank=True, related_name="filled"
    )
    candidate = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["substitute", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="delegate", association=""),
                name="a_delegate_names_the_association",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(starts_on__lte=models.F("ends_on")),
                name="a_term_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council_id} {self.kind}"


class InterestDeclaration(models.Model):
    """What a member has to do with matters before the council, in their own words; public."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="declarations")
    language = models.CharField(max_length=2)
    text = models.TextField()
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-declared_at", "-id"]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.declared_at:%Y-%m-%d}"
