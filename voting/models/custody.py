"""Custody of paper: who handed sheets to whom, what was counted by hand, what is void and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from budgeting.models import Edition, LineField, Venue
from voting.models.batch import PrintBatch
from voting.models.sheet import Sheet

PERSON = settings.AUTH_USER_MODEL
# The same for every table: what one person wrote down, nobody signs for under the same account.
ANOTHER = models.Q(second_by__isnull=True) | ~models.Q(second_by=models.F("by"))


class Way(models.TextChoices):
    OUT = "out", _("to the voting place")
    BACK = "back", _("back from the voting place")


class HandOver(models.Model):
    """Sheets that went from one person to another: noted by `by`, confirmed by `second_by`.

    Names are text, as on the slip that people sign, until the day of destruction; the accounts are
    there where a person has one.
    Without a `batch` these are sheets from a box, filled in and of any batch. `on_slip`: the
    receiver has no account and signed on paper, which the second person has before them.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="hand_overs")
    batch = models.ForeignKey(PrintBatch, models.PROTECT, null=True, related_name="hand_overs")
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=4, choices=Way)
    sheets = models.PositiveIntegerField()
    giver = LineField(max_length=120)
    receiver = LineField(max_length=120)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    second_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    on_slip = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=ANOTHER, name="a_hand_over_has_two_people"),
            models.CheckConstraint(
                condition=models.Q(way=Way.BACK) | models.Q(batch__isnull=False),
                name="what_goes_out_is_a_batch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.sheets}"

    @property
    def named(self) -> bool:
        """Whether it is still told who they were."""
        return bool(self.giver or self.receiver)


class CountKind(models.TextChoices):
    ISSUED = "issued", _("Sheets given to voters")
    LEFT_OVER = "left_over", _("Unused sheets that are left")
    SPOILED_BEFORE = "spoiled_before", _("Spoiled before they were given to anybody")
    SPOILED_RETURNED = "spoiled_returned", _("Spoiled and handed back by voters")
    BOX = "box", _("Sheets in the ballot box")


class CountState(models.TextChoices):
    OPEN = "open"
    CLOSED = "closed"
    DIFFERS = "differs"
    REPLACED = "replaced"


class HandCount(models.Model):
    """What two people counted by hand at a place on a day, each without the other's number.

    `open` until the second one counted; `closed` when both say the same, else `differs`: both
    numbers stay and somebody begins a new line. A closed count is never changed: a new one with a
    reason takes its place once two people agree, and it becomes `replaced`. Without a venue it is
    about sheets that were not printed for one place.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="hand_counts")
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, related_name="hand_counts")
    day = models.DateField()
    kind = models.CharField(max_length=16, choices=CountKind)
    state = models.CharField(max_length=8, choices=CountState, default=CountState.OPEN)
    value = models.PositiveIntegerField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    second_value = models.PositiveIntegerField(null=True)
    second_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    reason = LineField(max_length=300, blank=True)

    class Meta:
        ordering = ["day", "kind", "id"]
        constraints = [
            models.CheckConstraint(condition=ANOTHER, name="a_hand_count_has_two_people"),
            models.CheckConstraint(
                condition=~models.Q(state__in=[CountState.CLOSED, CountState.REPLACED])
                | models.Q(
                    second_by__isnull=False,
                    second_value__isnull=False,
                    second_value=models.F("value"),
                ),
                name="who_closes_a_count_says_the_same",
            ),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True) | ~models.Q(reason=""),
                name="a_correction_has_a_reason",
            ),
            *(
                models.UniqueConstraint(
                    fields=["edition", *place, "day", "kind"],
                    condition=models.Q(state=state, venue__isnull=not place),
                    name=f"one_{state}_count_{'per_venue' if place else 'of_no_venue'}",
                )
                for state in ("open", "closed")
                for place in (["venue"], [])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.state}"


class Voiding(models.Model):
    """Sheets that do not count any more, with the public reason: a whole batch, or some numbers.

    One that waits for a second person has no `done_at`; `sheets` is how many became void. `listed`
    are the single sheets it waits for: nobody asks which ones they were once it is done.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="voidings")
    batch = models.ForeignKey(PrintBatch, models.PROTECT, null=True, related_name="voidings")
    listed = models.ManyToManyField(Sheet, related_name="+")
    sheets = models.PositiveIntegerField(default=0)
    reason_nl = models.TextField()
    reason_fr = models.TextField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    second_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=ANOTHER, name="a_voiding_has_two_people"),
            models.CheckConstraint(
                condition=~models.Q(reason_nl="") & ~models.Q(reason_fr=""),
                name="a_voiding_has_a_reason",
            ),
            models.UniqueConstraint(
                fields=["batch"],
                condition=models.Q(done_at__isnull=True),
                name="one_voiding_waits_per_batch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.sheets}"


class Explanation(models.Model):
    """Why counts do not agree, in public and signed by two people.

    `points` are the differences it explains, each with its figures: when a figure changes, the
    point is another one, and open again.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="explanations")
    points = models.JSONField()
    text_nl = models.TextField()
    text_fr = models.TextField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    second_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=ANOTHER, name="an_explanation_has_two_people"),
            models.CheckConstraint(
                condition=~models.Q(text_nl="") & ~models.Q(text_fr=""),
                name="an_explanation_has_both_languages",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {len(self.points)}"


class Reconciliation(models.Model):
    """The figures as they were at the opening; later, pages no longer know their sheets."""

    edition = models.OneToOneField(
        Edition, models.PROTECT, primary_key=True, related_name="reconciliation"
    )
    document = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.edition_id)
