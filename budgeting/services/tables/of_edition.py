"""Tables of an edition: its themes, and the needs that were named together."""

from collections.abc import Hashable, Iterable, Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.models import Need, Theme
from budgeting.services.tables.kinds import Column, Kind, in_two
from budgeting.tables import Cells

CODE = Column(
    "code",
    _("Short name: small letters, digits and hyphens. Made from the Dutch one when it is empty"),
    "korte naam, id; nom court",
)


class Themes(Kind[Theme]):
    """What proposals can be about."""

    title = pgettext_lazy("table", "Themes")
    model = Theme
    page = "edition_desk"
    of_edition = True
    columns = (
        *in_two(
            "name",
            ("naam", "nom", "name"),
            _("Name"),
            ("Groen en natuur", "Verdure et nature"),
            needed=True,
        ),
        Column("name_en", _("Name, in English"), "; ; name, name en, name english"),
        CODE,
    )

    def row_of(self, cells: Cells) -> Theme:
        texts = self.texts(cells, "name_nl", "name_fr", "name_en")
        code = self.address(cells, "code", texts["name_nl"])
        return Theme(edition=self.edition, code=code, **texts)

    def keys_of(self, row: Theme) -> Iterator[tuple[str, Hashable]]:
        if row.code:
            yield "code", row.code

    def stored_keys(self) -> Iterable[Hashable]:
        return self.edition.themes.values_list("code", flat=True)


class Needs(Kind[Need]):
    """What the neighbourhood needs; a proposal can answer one of them."""

    title = pgettext_lazy("table", "Needs")
    model = Need
    page = "edition_desk"
    of_edition = True
    columns = (
        *in_two(
            "title",
            ("titel", "titre", "title"),
            _("Title"),
            ("Meer schaduw", "Plus d’ombre"),
            needed=True,
        ),
        Column("title_en", _("Title, in English"), "; ; title, title en, title english"),
        *in_two("text", ("tekst", "texte", "text"), _("Explanation")),
        CODE,
    )

    def row_of(self, cells: Cells) -> Need:
        texts = self.texts(cells, "title_nl", "title_fr", "title_en", "text_nl", "text_fr")
        code = self.address(cells, "code", texts["title_nl"])
        return Need(edition=self.edition, code=code, **texts)

    def keys_of(self, row: Need) -> Iterator[tuple[str, Hashable]]:
        if row.code:
            yield "code", row.code

    def stored_keys(self) -> Iterable[Hashable]:
        return self.edition.needs.values_list("code", flat=True)
