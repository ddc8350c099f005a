"""Editions: one cycle of a council's participatory budget."""

from datetime import datetime
from typing import ClassVar
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budgeting.models.abstract import Translated, Versioned
from budgeting.models.council import Council
from budgeting.models.lines import LineField
from budgeting.phases import Phase

# Pages of a council stand beside its editions (`/c/laken/meetings/`), so that no edition may have
# the name of one.
RESERVED = frozenset(
    {
        *("area", "declarations", "draws", "editions", "imports", "invitations", "links"),
        *("meetings", "new", "people", "record", "roles", "seats", "settings", "texts", "venues"),
    }
)


def not_reserved(slug: str) -> None:
    """Raise ValidationError for an edition's address that is the name of another page."""
    if slug in RESERVED:
        raise ValidationError(_("This word is the address of another page."), "reserved")


class InfluenceLevel(models.TextChoices):
    INFORM = "inform"
    CONSULT = "consult"
    CO_DECIDE = "co_decide"
    DECIDE = "decide"


class Publication(models.TextChoices):
    """How opened ballots are published: whole, in identical groups, or totals only."""

    FULL = "full"
    GROUPED = "grouped"
    TOTALS = "totals"


class Residence(models.TextChoices):
    """Where somebody has to live to vote."""

    AREA = "area"
    CITY = "city"
    REGION = "region"
    ANYWHERE = "anywhere"


class Verification(models.TextChoices):
    """How somebody shows that they may vote; the public page names what an edition accepts."""

    LETTER = "letter"
    DESK = "desk"
    ACCOUNT = "account"
    EID = "eid"


def by_letter_or_desk() -> list[str]:
    return [Verification.LETTER.value, Verification.DESK.value]


class ResultState(models.TextChoices):
    NONE = "none"
    PROVISIONAL = "provisional"
    REVIEWED = "reviewed"
    CONTESTABLE = "contestable"
    BEFORE_COLLEGE = "before_college"
    BEFORE_MUNICIPAL_COUNCIL = "before_municipal_council"
    FINAL = "final"


class EditionQuerySet(models.QuerySet["Edition"]):
    def public(self) -> "EditionQuerySet":
        return self.exclude(phase=Phase.DRAFT)

    def addressed(self, address: str) -> "EditionQuerySet":
        """Editions with the address `council/edition`, as the command line writes it."""
        council, _slash, slug = address.partition("/")
        return self.filter(council__slug=council, slug=slug)


class Edition(Versioned, Translated):
    """One cycle: its money, calendar, phase and the settings that the vote freezes.

    `ballot_format` and `rule` are JSON documents (voting.formats, tallying.engine.types);
    `shadow_rules` are tallied and shown beside the rule that decides. `is_test` editions are
    never a real vote: only there may a reading be revealed on the command line. `group_size` is
    how many people have to stand behind a proposal; caps are the most that one project may cost.
    """

    TEXTS: ClassVar[tuple[str, ...]] = (
        "title",
        "intro",
        "influence",
        "decides_last",
        "out_of_scope",
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    council = models.ForeignKey(Council, models.PROTECT, related_name="editions")
    slug = models.SlugField(validators=[not_reserved])
    title_nl = LineField(max_length=160)
    title_fr = LineField(max_length=160)
    title_en = LineField(max_length=160, blank=True)
    intro_nl = models.TextField(blank=True)
    intro_fr = models.TextField(blank=True)
    intro_en = models.TextField(blank=True)
    phase = models.CharField(max_length=16, choices=[(p, p) for p in Phase], default=Phase.DRAFT)
    is_test = models.BooleanField(default=False)
    source = LineField(max_length=300, blank=True)
    template = models.SlugField(blank=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True)

    budget_cents = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    grant_cap_cents = models.PositiveBigIntegerField(default=2_000_000)
    investment_cap_cents = models.PositiveBigIntegerField(null=True, blank=True)
    group_size = models.PositiveSmallIntegerField(default=1)
    min_age = models.PositiveSmallIntegerField(default=16)
    residence = models.CharField(max_length=8, choices=Residence.choices, default=Residence.AREA)
    verification = models.JSONField(default=by_letter_or_desk)
    influence_level = models.CharField(
        max_length=10, choices=InfluenceLevel.choices, default=InfluenceLevel.CO_DECIDE
    )
    influence_nl = models.TextField(blank=True)
    influence_fr = models.TextField(blank=True)
    decides_last_nl = LineField(max_length=200, blank=True)
    decides_last_fr = LineField(max_length=200, blank=True)
    out_of_scope_nl = models.TextField(blank=True)
    out_of_scope_fr = models.TextField(blank=True)

    ballot_format = models.JSONField(default=dict)
    rule = models.JSONField(default=dict)
    shadow_rules = models.JSONField(default=list)
    tie_seed = models.CharField(max_length=120, blank=True)
    publication = models.CharField(
        max_length=8, choices=Publication.choices, default=Publication.FULL
    )
    paper_replaces_online = models.BooleanField(default=True)
    result_state = models.CharField(
        max_length=26, choices=ResultState.choices, default=ResultState.NONE
    )

    call_opens_at = models.DateTimeField(null=True, blank=True)
    call_closes_at = models.DateTimeField(null=True, blank=True)
    ballot_published_at = models.DateTimeField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    paper_intake_until = models.DateTimeField(null=True, blank=True)
    objections_until = models.DateTimeField(null=True, blank=True)
    decision_on = models.DateField(null=True, blank=True)
    destruction_on = models.DateField(null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "slug"], name="one_edition_per_slug"),
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=True)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="a_vote_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.council.slug, self.slug])

    @property
    def address(self) -> str:
        """`council/edition`, the name on the command line."""
        return f"{self.council.slug}/{self.slug}"

    def takes_proposals(self, at: datetime) -> bool:
        return self.phase == Phase.CALL and self._between(
            self.call_opens_at, at, self.call_closes_at
        )

    def takes_votes(self, at: datetime) -> bool:
        """Phase *and* clock: a prepared phase alone opens nothing."""
        return (
            self.phase == Phase.VOTING
            and self.opens_at is not None
            and self._between(self.opens_at, at, self.closes_at)
        )

    def takes_paper(self, at: datetime) -> bool:
        """Sheets are read from the start of the vote to the end of the intake window."""
        return (
            self.phase in {Phase.VOTING, Phase.COUNTING}
            and self.opens_at is not None
            and self._between(self.opens_at, at, self.paper_intake_until or self.closes_at)
        )

    def has_result(self) -> bool:
        return self.result_state != ResultState.NONE

    @staticmethod
    def _between(start: datetime | None, at: datetime, end: datetime | None) -> bool:
        return (start is None or start <= at) and (end is None or at < end)
