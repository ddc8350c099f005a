"""Tables of a council: its places, and the members of its seats."""

from collections.abc import Hashable, Iterable, Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.models import Seat, SeatKind, Venue
from budgeting.services.tables.kinds import Column, Kind, alike, in_two
from budgeting.services.venues import TAKEN
from budgeting.tables import Cells

LAT = Column("lat", _("Latitude in degrees"), "breedtegraad; latitude", "50,8785")
LON = Column("lon", _("Longitude in degrees"), "lengtegraad, lng; longitude", "4,3438")


class Places(Kind[Venue]):
    """Venues; the short name in addresses is made from the Dutch name when it is not given."""

    title = pgettext_lazy("table", "Places")
    model = Venue
    page = "venues_desk"
    columns = (
        *in_two(
            "name",
            ("naam", "nom", "name"),
            _("Name"),
            examples=("Wijkhuis Voorbeeld", "Maison de quartier Exemple"),
            needed=True,
        ),
        Column("name_en", _("Name, in English"), "; ; name, name en, name english"),
        Column("address", _("Address"), "adres; adresse", "Voorbeeldstraat 1, 1020 Brussel"),
        *in_two(
            "hours",
            ("openingsuren", "heures d’ouverture", "hours"),
            _("Opening hours"),
            examples=("ma–vr 9–17 u.", "lu–ve 9 h–17 h"),
        ),
        Column(
            "step_free",
            _("Can be entered without a step: yes or no, empty when it is not known"),
            "drempelvrij, trapvrij; de plain-pied, accessible",
            "ja",
        ),
        *in_two("access", ("toegang", "accès", "access"), _("How to get in and around")),
        LAT,
        LON,
        Column(
            "slug",
            _("Short name in addresses: small letters, digits and hyphens"),
            "korte naam, code; nom court",
        ),
    )

    def row_of(self, cells: Cells) -> Venue:
        texts = self.texts(cells, *(f"name_{code}" for code in ("nl", "fr", "en")), "address")
        texts |= self.texts(cells, "hours_nl", "hours_fr", "access_nl", "access_fr")
        return Venue(
            council=self.council,
            slug=self.address(cells, "slug", texts["name_nl"]),
            step_free=cells.yes_no_unknown("step_free"),
            lat=cells.number("lat", -90, 90),
            lon=cells.number("lon", -180, 180),
            **texts,
        )

    def keys_of(self, row: Venue) -> Iterator[tuple[str, Hashable]]:
        if row.slug:
            yield "slug", row.slug

    def stored_keys(self) -> Iterable[Hashable]:
        return {*self.council.venues.values_list("slug", flat=True), *TAKEN}


class Seats(Kind[Seat]):
    """Members of the council; the same name may not stand twice on seats of the same kind."""

    title = pgettext_lazy("table", "Seats and delegates")
    model = Seat
    page = "seats_desk"
    KINDS: ClassVar[dict[str, tuple[str, ...]]] = {
        SeatKind.DELEGATE: ("afgevaardigde", "délégué", "déléguée"),
        SeatKind.DRAWN: ("geloot", "geloot lid", "tiré au sort", "tirée au sort"),
    }
    columns = (
        Column(
            "kind",
            _("delegate or drawn; delegate when it is empty"),
            "soort; type, sorte",
            "delegate",
        ),
        Column(
            "association",
            _("Association that the delegate speaks for"),
            "vereniging, organisatie; association",
            "Buurtcomité Voorbeeld",
        ),
        Column("member_name", _("Name of the member"), "naam, lid; nom; name", "An Voorbeeld"),
        Column(
            "name_public",
            _("The member agrees that the name is public: yes or no"),
            "naam openbaar, toestemming; nom public, accord",
            "nee",
        ),
        Column("substitute", _("Substitute: yes or no"), "plaatsvervanger; suppléant", "nee"),
        Column("position", _("Order of the substitutes: 1, 2, 3 …"), "volgorde; ordre; order"),
        Column("starts_on", _("First day of the term"), "van, begin; début; from", "2027-01-01"),
        Column("ends_on", _("Last day of the term"), "tot, einde; fin; until", "2028-12-31"),
    )
    sentences: ClassVar = {
        "association_missing": _("A delegate speaks for an association: write its name."),
    }

    def row_of(self, cells: Cells) -> Seat:
        seat = Seat(
            council=self.council,
            kind=cells.choice("kind", self.KINDS, SeatKind.DELEGATE),
            substitute=cells.yes_no("substitute"),
            position=cells.whole("position", 1000),
            name_public=cells.yes_no("name_public"),
            starts_on=cells.day("starts_on"),
            ends_on=cells.day("ends_on"),
            **self.texts(cells, "association", "member_name"),
        )
        if seat.kind == SeatKind.DELEGATE and not seat.association:
            cells.wrong("association", "association_missing")
        if seat.starts_on and seat.ends_on and seat.ends_on < seat.starts_on:
            cells.wrong("ends_on", "ends_before_start")
        return seat

    def keys_of(self, row: Seat) -> Iterator[tuple[str, Hashable]]:
        if row.member_name:
            yield "member_name", (row.kind, alike(row.member_name))

    def stored_keys(self) -> Iterator[Hashable]:
        named = self.council.seats.exclude(member_name="").filter(left_on=None)
        for kind, name in named.values_list("kind", "member_name"):
            yield kind, alike(name)
