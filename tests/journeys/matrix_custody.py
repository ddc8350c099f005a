"""One row of everything that the custody of paper keeps, for the table of doors."""

from typing import Any

from django.utils import timezone

from budgeting.models import Edition, User
from voting.models import CountKind, Explanation, HandCount, HandOver, PrintBatch, Voiding, Way


def rows_of_custody(edition: Edition, by: User) -> dict[str, Any]:
    """Rows that wait for a second person, by the names under which `matrix.ROWS` knows them."""
    of = {"edition": edition, "by": by, "at": timezone.now()}
    batch = PrintBatch.objects.filter(edition=edition).first()
    why = {"reason_nl": "Kwijt.", "reason_fr": "Perdu."}
    noted = HandOver.objects.create(
        **of, batch=batch, way=Way.OUT, sheets=1, giver="Farid", receiver="Fien"
    )
    day = timezone.localdate()
    counted = HandCount.objects.create(**of, day=day, kind=CountKind.BOX, value=1)
    return {
        "hand_over": noted.pk,
        "hand_count": counted.pk,
        "voiding": Voiding.objects.create(**of, batch=batch, **why).pk,
        "explanation": Explanation.objects.create(**of, points=[], text_nl="N", text_fr="F").pk,
    }
