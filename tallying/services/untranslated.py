"""How many texts wait for the translator in each council and edition: one query for all of them.

The translator's desk reads the rows themselves (`budgeting.services.text_queue`); a test holds both
to the same number.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from budgeting.languages import ORDER
from budgeting.models import Council, CouncilLink, Edition, Meeting, Need, Theme, Translated, Venue
from budgeting.models.abstract import LANGUAGES
from budgeting.phases import Phase
from budgeting.services.texts import OPEN
from proposals.models import Advice, Proposal

Place = tuple[int, int | None]
"""The id of a council, and of an edition of it; None for the council's own texts."""


@dataclass(frozen=True)
class Source:
    """Rows with texts; `council` and `edition` are paths from a row to the ids, "" for none."""

    rows: QuerySet[Translated]
    council: str
    edition: str = ""


def untranslated(councils: Collection[int]) -> dict[Place, int]:
    """Texts that are missing or stale, by place; a place without any is left out."""
    first, *others = (_counted(source, councils) for source in _sources())
    found: dict[Place, int] = defaultdict(int)
    for council, edition, texts in first.union(*others, all=True):
        if texts:
            found[council, edition] += texts
    return dict(found)


def _sources() -> list[Source]:
    standing = Proposal.objects.still_standing()
    listed = Q(edition__phase=Phase.PUBLICATION, ballot_project__isnull=False)
    in_edition = "edition__council", "edition"
    return [
        Source(Council.objects.all(), "pk"),
        Source(Venue.objects.all(), "council"),
        Source(Meeting.objects.all(), "council"),
        Source(CouncilLink.objects.all(), "council"),
        Source(Edition.objects.all(), "council", "pk"),
        Source(Theme.objects.all(), *in_edition),
        Source(Need.objects.all(), *in_edition),
        Source(standing.exclude(listed), *in_edition),
        Source(Advice.objects.all(), "proposal__edition__council", "proposal__edition"),
    ]


def _counted(source: Source, councils: Collection[int]) -> QuerySet[Translated, tuple[int, ...]]:
    """(council, edition or None, number of texts) of one kind of row."""
    rows = source.rows.filter(**{f"{source.council}__in": councils})
    if source.edition:
        phase = "phase" if source.edition == "pk" else f"{source.edition}__phase"
        rows = rows.filter(**{f"{phase}__in": OPEN})
    none = Cast(Value(None), BigIntegerField())
    places = rows.order_by().annotate(
        of_council=F(source.council), of_edition=F(source.edition) if source.edition else none
    )
    return places.values("of_council", "of_edition").annotate(
        texts=Sum(_unsettled(source.rows.model))
    ).values_list("of_council", "of_edition", "texts")  # fmt: skip


def _unsettled(model: type[Translated]) -> Combinable:
    """How many texts of a row are missing, while another language has them, or stale."""
    columns = {field.name for field in model._meta.get_fields()}
    total: Combinable = Value(0)
    for name in model.TEXTS:
        for language in LANGUAGES:
            others = {f"{name}_{code}" for code in ORDER if code != language} & columns
            empty = Q(**{f"{name}_{language}": ""})
            missing = empty & ~Q(**dict.fromkeys(others, ""))
            stale = ~empty & Q(**{f"stale__{name}__language": language})
            one = Case(When(missing | stale, then=1), default=0, output_field=IntegerField())
            total = total + one
    return total
