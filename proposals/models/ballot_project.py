"""Ballot projects: the frozen copies that are voted on, and the follow-up of the funded ones."""

from django.db import models

from budgeting.models import Edition, LineField, Theme
from proposals.models.proposal import Proposal, Track


class BallotProject(models.Model):
    """A project on the ballot. `code` is its id in ballots, bundles and Pabulib (any text).

    Imported elections may have one language only: then `title_source` holds it and
    `source_language` names it.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="ballot_projects")
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, null=True, blank=True, related_name="ballot_project"
    )
    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title_nl = models.CharField(max_length=300, blank=True)
    title_fr = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    title_source = models.CharField(max_length=600, blank=True)
    source_language = models.CharField(max_length=5, blank=True)
    summary_nl = models.TextField(blank=True)
    summary_fr = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    place_nl = models.CharField(max_length=160, blank=True)
    place_fr = models.CharField(max_length=160, blank=True)
    realised_by_nl = models.CharField(max_length=160, blank=True)
    realised_by_fr = models.CharField(max_length=160, blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="+")
    track = models.CharField(max_length=16, choices=Track.choices, blank=True)
    cost_cents = models.PositiveBigIntegerField()
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_ballot_project_per_code"),
            models.UniqueConstraint(
                fields=["edition", "number"], name="one_ballot_project_per_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.code}"

    def frozen(self) -> dict[str, object]:
        """What the published digest covers of a project."""
        return {
            "id": self.code,
            "number": self.number,
            "cost_cents": self.cost_cents,
            "track": self.track,
            "theme": self.theme.code if self.theme else "",
            "title": {
                "nl": self.title_nl,
                "fr": self.title_fr,
                "en": self.title_en,
                "source": self.title_source,
            },
            "summary": {"nl": self.summary_nl, "fr": self.summary_fr},
            "place": {"nl": self.place_nl, "fr": self.place_fr},
            "realised_by": {"nl": self.realised_by_nl, "fr": self.realised_by_fr},
        }


class FollowUpState(models.TextChoices):
    PREPARING = "preparing"
    TENDER = "tender"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


class FollowUp(models.Model):
    """One public report on a funded project; the latest one stands."""

    project = models.ForeignKey(BallotProject, models.PROTECT, related_name="follow_ups")
    state = models.CharField(max_length=10, choices=FollowUpState.choices)
    note_nl = models.TextField()
    note_fr = models.TextField()
    owner = LineField(max_length=160, blank=True)
    next_on = models.DateField(null=True, blank=True)
    reported_on = models.DateField()

    class Meta:
        ordering = ["reported_on", "id"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.state}"
