"""Work for the translator of the demo: texts of which only one language was changed.

Each change is made once: afterwards the words it looks for are gone.
"""

from typing import cast

from budgeting.models import Edition, Translated, Venue
from proposals.models import Proposal

NEXT = "2027"


def change_some_texts(council: str) -> None:
    """Change a sentence of the next edition, of two of its proposals and of a place."""
    edition = Edition.objects.filter(council__slug=council, slug=NEXT).first()
    proposals = Proposal.objects.filter(edition=edition)
    _change(
        edition,
        "intro_nl",
        "online, op papier of met hulp van de wijkfacilitator",
        "online, op papier, telefonisch of samen met de wijkfacilitator",
    )
    _change(
        proposals.filter(number=1).first(),
        "description_nl",
        "een omheining, een kraantje en een bank in de schaduw",
        "een omheining van 1,20 meter, een kraantje en twee banken in de schaduw",
    )
    _change(proposals.filter(number=3).first(), "summary_fr", "dix vélos", "douze vélos")
    _change(
        Venue.objects.filter(council__slug=council, slug="demo-bibliotheek").first(),
        "hours_fr",
        "le samedi de 10\u00a0h à 16\u00a0h",
        "le samedi de 9\u00a0h à 16\u00a0h",
    )


def _change(row: Translated | None, column: str, was: str, now: str) -> None:
    text = cast(str, getattr(row, column, ""))
    if row is not None and was in text:
        setattr(row, column, text.replace(was, now))
        row.save()
