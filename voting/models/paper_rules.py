"""What an edition says about paper: who looks at a page, and what too many marks make of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from budgeting.models import Edition


class Remedy(models.TextChoices):
    """What a ballot becomes on which more, or less, is marked than the rules allow."""

    INTENT = "intent", _("a person looks for what the voter meant")
    VOID = "void", _("the ballot is void")
    BLANK = "blank", _("the ballot is blank")


class PaperRules(models.Model):
    """Fixed with the start of the vote; an edition without a row has the defaults.

    `clean_counts`: a page that was read without any doubt counts at once, else a person confirms
    each. `double_entry`: whoever taps the marks of a sheet on a phone taps them twice.
    """

    edition = models.OneToOneField(
        Edition, models.PROTECT, primary_key=True, related_name="stored_paper_rules"
    )
    clean_counts = models.BooleanField(default=True)
    double_entry = models.BooleanField(default=True)
    overvote = models.CharField(max_length=6, choices=Remedy, default=Remedy.INTENT)
    undervote = models.CharField(max_length=6, choices=Remedy, default=Remedy.INTENT)

    def __str__(self) -> str:
        return str(self.edition_id)

    @classmethod
    def of(cls, edition: Edition) -> "PaperRules":
        """The stored rules, or the defaults (not stored)."""
        return cls.objects.filter(edition=edition).first() or cls(edition=edition)

    def frozen(self) -> dict[str, object]:
        """What the published digest covers."""
        names = ("clean_counts", "double_entry", "overvote", "undervote")
        return {name: getattr(self, name) for name in names}
