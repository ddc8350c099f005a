"""Drawing lots for a council: what was announced, the seed, and who was drawn."""

from django.conf import settings
from django.db import models

from budgeting.models.abstract import Versioned
from budgeting.models.council import Council
from budgeting.models.lines import LineField


class SortitionDraw(Versioned):
    """A draw, announced with everything but the seed, and done when the seed is known.

    `candidates` holds ids and the columns of the quotas, nothing else, until it is erased;
    `quotas` is `{"column": {"value": [min, max]}}`; `result` is what `budgeting.sortition` says.
    The seed comes from a public source that is named beforehand.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="draws")
    seats = models.PositiveSmallIntegerField()
    substitutes = models.PositiveSmallIntegerField(default=0)
    algorithm = models.CharField(max_length=40)
    quotas = models.JSONField(default=dict)
    candidates = models.JSONField(default=list)
    candidate_count = models.PositiveIntegerField()
    list_digest = models.CharField(max_length=71)
    seed_source_nl = LineField(max_length=300)
    seed_source_fr = LineField(max_length=300)
    seed_known_at = models.DateTimeField()
    seed = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    announced_at = models.DateTimeField(null=True, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    candidates_erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(drawn_at__isnull=True, seed="")
                | models.Q(
                    # Each part says what is not null: a comparison with null forbids nothing.
                    announced_at__isnull=False,
                    drawn_at__isnull=False,
                    announced_at__lt=models.F("seed_known_at"),
                    seed_known_at__lte=models.F("drawn_at"),
                )
                & ~models.Q(seed=""),
                name="the_seed_comes_after_the_announcement",
            )
        ]

    def __str__(self) -> str:
        return f"{self.council_id} {self.list_digest[:15]}"
