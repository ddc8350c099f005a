"""What the first and the last page of a batch say, in Dutch and French: facts without a serial."""

from django.utils import timezone

from voting.models import PrintBatch, Variant
from voting.paper.cover import CoverFacts, cover_page, end_page
from voting.paper.geometry import Layout
from voting.paper.sheet import Outer

SHORT_DIGEST = 12
KINDS = {
    Variant.STANDARD: "Nederlands en Frans · néerlandais et français",
    Variant.LARGE: "Grote letters · grands caractères",
    Variant.ENGLISH: "Nederlands, Frans, Engels · néerlandais, français, anglais",
    Variant.EASY: "Makkelijk te lezen · facile à lire",
}
ALL_PLACES = "niet voor één plaats · pas pour un seul endroit"


def outer_of(batch: PrintBatch, layout: Layout) -> Outer:
    """The cover and the end of a batch; ballots of several sides are printed on both sides."""
    facts = _facts(batch, layout)
    return Outer(cover_page(facts), end_page(facts), two_sided=facts.two_sided)


def _facts(batch: PrintBatch, layout: Layout) -> CoverFacts:
    edition, venue = batch.edition, batch.venue
    council, sides = edition.council, len(layout.sides)
    place = _both(venue.name_nl, venue.name_fr) if venue else ALL_PLACES
    made = timezone.localtime(batch.at).strftime("%d/%m/%Y %H:%M")
    return CoverFacts(
        batch=batch.number,
        sheets=f"{batch.size} stembiljetten · bulletins",
        title_nl=edition.title_nl,
        title_fr=edition.title_fr,
        council=_both(council.name_nl, council.name_fr),
        lines=(
            ("Stemlokaal · Bureau de vote", place),
            ("Stembiljetten · Bulletins", str(batch.size)),
            ("Zijden · Pages", str(sides)),
            ("Soort · Sorte", KINDS[Variant(batch.variant)]),
            ("Vorm · Mise en page", f"{layout.version} · {layout.digest()[:SHORT_DIGEST]}"),
            ("Gevraagd op · Demandé le", made),
        ),
        two_sided=sides > 1,
    )


def _both(nl: str, fr: str) -> str:
    return nl if nl == fr else f"{nl} · {fr}"
