"""The table of proposals: from another platform, from paper, or from an export of this site."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import ClassVar, TypeVar

from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.languages import in_language
from budgeting.models import Council, Edition, Need, Theme
from budgeting.phases import Phase
from budgeting.services.tables.kinds import Column, Kind, alike, in_two
from budgeting.services.tables.of_council import LAT, LON
from budgeting.tables import Cells, Fault, Table
from budgeting.tables.header import folded
from proposals.models import Proposal, SubmittedVia, Track
from proposals.rules import RuleBroken, parse_cost

Named = TypeVar("Named", Theme, Need)
OPEN = frozenset({Phase.DRAFT, Phase.CALL, Phase.REVIEW})
LANGUAGES = ("nl", "fr", "en")
TEXTS = (
    *(f"{name}_{code}" for name in ("title", "summary") for code in LANGUAGES),
    *(
        f"{name}_{code}"
        for name in ("description", "place", "realised_by")
        for code in LANGUAGES[:2]
    ),
)
TRACKS: Mapping[str, tuple[str, ...]] = {
    Track.CITY_INVESTMENT: ("stad", "investering", "ville", "investissement", "city"),
    Track.CITIZEN_GRANT: ("bewoners", "subsidie", "habitants", "subside", "grant"),
}
WAYS: Mapping[str, tuple[str, ...]] = {
    SubmittedVia.ONLINE: ("web", "en ligne"),
    SubmittedVia.PAPER: ("papier",),
    SubmittedVia.ASSISTED: ("facilitator", "facilitateur", "loket", "guichet"),
}
LANGUAGE_NAMES: Mapping[str, tuple[str, ...]] = {
    "nl": ("nederlands", "néerlandais", "dutch"),
    "fr": ("frans", "français", "french"),
    "en": ("engels", "anglais", "english"),
}


class Proposals(Kind[Proposal]):
    """Proposals of an edition. They get the next numbers; a decision is not taken over."""

    title = pgettext_lazy("table", "Proposals")
    model = Proposal
    page = "review_desk"
    of_edition = True
    columns = (
        *in_two(
            "title",
            ("titel", "titre", "title"),
            _("Title; one of the languages is enough"),
            ("Bankjes in het park", "Des bancs dans le parc"),
        ),
        *in_two(
            "summary",
            ("samenvatting", "résumé", "summary"),
            _("Summary: what, and why"),
            ("zodat ouderen kunnen rusten", "pour que les aînés se reposent"),
        ),
        *in_two("description", ("beschrijving", "description", "description"), _("Description")),
        *in_two("place", ("plaats", "lieu", "place"), _("Place"), ("Dorpsplein", "Place")),
        *in_two(
            "realised_by", ("uitvoerder", "réalisé par", "realised by"), _("Who carries it out")
        ),
        Column("title_en", _("Title, in English"), "; ; title, title english"),
        Column("summary_en", _("Summary, in English"), "; ; summary, summary english"),
        Column("theme", _("Theme: its short name or its name"), "thema; thème"),
        Column("need", _("Need that it answers: its short name or its title"), "behoefte; besoin"),
        Column(
            "track",
            _("city_investment or citizen_grant; the City when it is empty"),
            "spoor; volet, type",
            "city_investment",
        ),
        Column(
            "cost_eur",
            _("Cost in euro"),
            "kosten, kost, kostprijs, bedrag; coût, montant, budget; cost",
            "12.500",
        ),
        LAT,
        LON,
        Column(
            "language",
            _("Language of the submitter’s own text: nl, fr or en"),
            "taal; langue",
            "nl",
        ),
        Column(
            "submitted_via",
            _("online, paper or assisted; on paper when it is empty"),
            "ingediend via, kanaal; introduit via, canal",
            "paper",
        ),
        Column(
            "submitted_on",
            _("Day on which it was sent; today when it is empty"),
            "ingediend op, datum; introduit le, date; submitted at",
            "2027-02-01",
        ),
        Column(
            "submitter_name",
            _("Name of the submitter; never public"),
            "naam, indiener; nom, porteur de projet; name",
        ),
        Column(
            "contact",
            _("E-mail, telephone or postal address; never public"),
            "e-mail, telefoon; téléphone; submitter contact",
        ),
    )
    sentences: ClassVar[Mapping[str, str | Promise]] = {
        "title_missing": _("Give a title in at least one language."),
        "theme_unknown": _("“%(found)s” is not a theme of this edition. Its themes: %(choices)s."),
        "need_unknown": _("“%(found)s” is not a need of this edition. Its needs: %(choices)s."),
        "cost_unreadable": _("“%(found)s” is not an amount. Write for example 12500 or 1.250,50."),
        "cost_zero": _("Write an amount above zero, or leave the cell empty."),
        "cost_too_high": _("This amount is too high. Please check the zeros."),
    }

    def __init__(self, council: Council, edition: Edition | None, now: datetime) -> None:
        super().__init__(council, edition, now)
        self._themes = list(self.edition.themes.all())
        self._needs = list(self.edition.needs.all())
        self._theme_of = {folded(w): t for t in self._themes for w in _theme_words(t) if w}
        self._need_of = {folded(w): n for n in self._needs for w in _need_words(n) if w}
        self._number: int | None = None

    @classmethod
    def closed(cls, council: Council, edition: Edition | None) -> str:
        return "" if edition and edition.phase in OPEN else "table_closed"

    @classmethod
    def read(cls, data: bytes) -> Table:
        """As every table; without a column for a title in any language one is missing."""
        table = super().read(data)
        if not table.columns or any(name.startswith("title_") for name in table.columns):
            return table
        return replace(table, faults=(Fault(1, "title_nl", "column_missing"), *table.faults))

    def row_of(self, cells: Cells) -> Proposal:
        texts = self.texts(cells, *TEXTS)
        written = [code for code in LANGUAGES if texts[f"title_{code}"]]
        if not written:
            cells.wrong("title_nl", "title_missing")
        own = written[0] if len(written) == 1 else ""
        cost = self._cost(cells)
        return Proposal(
            edition=self.edition,
            theme=self._named(cells, "theme", self._theme_of, self._themes),
            need=self._named(cells, "need", self._need_of, self._needs),
            track=cells.choice("track", TRACKS, Track.CITY_INVESTMENT),
            cost_cents=cost,
            cost_asked_cents=cost,
            lat=cells.number("lat", -90, 90),
            lon=cells.number("lon", -180, 180),
            source_language=cells.choice("language", LANGUAGE_NAMES, own),
            submitted_via=cells.choice("submitted_via", WAYS, SubmittedVia.PAPER),
            submitted_at=self._sent_at(cells),
            submitter_name=cells.text("submitter_name", 160),
            submitter_contact=cells.text("contact", 160),
            **texts,
        )

    def keys_of(self, row: Proposal) -> Iterator[tuple[str, Hashable]]:
        for code in LANGUAGES:
            if title := alike(getattr(row, f"title_{code}")):
                yield f"title_{code}", (code, title)

    def stored_keys(self) -> Iterator[Hashable]:
        titles = self.edition.proposals.values_list(*(f"title_{code}" for code in LANGUAGES))
        for row in titles.iterator():
            yield from ((code, alike(title)) for code, title in zip(LANGUAGES, row, strict=True))

    def store(self, rows: list[Proposal]) -> None:
        if self._number is None:
            self._number = self.edition.proposals.aggregate(last=Max("number"))["last"] or 0
        for row in rows:
            self._number += 1
            row.number = self._number
        super().store(rows)

    def _sent_at(self, cells: Cells) -> datetime:
        day = cells.day("submitted_on")
        return timezone.make_aware(datetime.combine(day, time(12))) if day else self.now

    @staticmethod
    def _cost(cells: Cells) -> int | None:
        written = cells.text("cost_eur")
        try:
            return parse_cost(written) if written else None
        except RuleBroken as broken:
            cells.wrong("cost_eur", broken.code)
            return None

    @staticmethod
    def _named(
        cells: Cells, name: str, words: Mapping[str, Named], choices: list[Named]
    ) -> Named | None:
        """The theme or the need that a cell names."""
        written = folded(cells.text(name))
        if written and written not in words:
            said = "name" if name == "theme" else "title"
            shown = {
                f"choices_{code}": ", ".join(in_language(each, said, code) for each in choices)
                or "–"
                for code in LANGUAGES
            }
            cells.wrong(name, f"{name}_unknown", **shown)
        return words.get(written)


def _theme_words(theme: Theme) -> tuple[str, ...]:
    return theme.code, theme.name_nl, theme.name_fr, theme.name_en


def _need_words(need: Need) -> tuple[str, ...]:
    return need.code, need.title_nl, need.title_fr, need.title_en
