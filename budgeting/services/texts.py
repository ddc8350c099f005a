"""Which texts of a council are missing or stale; apps above add theirs in TEXT_SOURCES."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from budgeting.errors import Missing
from budgeting.languages import in_language
from budgeting.models import Council, CouncilLink, Edition, Meeting, Need, Theme, Translated, Venue
from budgeting.phases import Phase

OPEN = (Phase.DRAFT, Phase.CALL, Phase.REVIEW, Phase.PUBLICATION)
"""Phases in which texts of an edition may change; the vote freezes them."""

Words = str | Promise


@dataclass(frozen=True)
class Kind:
    """A sort of row: its code in addresses, its name, and the name of each of its texts."""

    code: str
    name: Words
    texts: Mapping[str, Words]


@dataclass(frozen=True)
class Unsettled:
    """One text that is `missing` or `stale` in `language`."""

    name: str
    language: str
    state: str


@dataclass(frozen=True)
class TextRow:
    """A row with texts to translate, and what waits for them.

    `needed` may be empty in neither language; `number` tells rows of one kind apart. `due` is
    when people will read it; with `blocks` the edition cannot move on before. `origin` names the
    page of the edition where the text is written first.
    """

    row: Translated
    kind: Kind
    edition: Edition | None = None
    needed: tuple[str, ...] = ()
    number: int | None = None
    due: datetime | None = None
    blocks: bool = False
    origin: str = ""

    @property
    def key(self) -> tuple[str, int]:
        """Code of the kind and id: the row in addresses."""
        return self.kind.code, self.row.pk

    def unsettled(self) -> list[Unsettled]:
        return [Unsettled(*found) for found in self.row.unsettled(needed=self.needed)]

    def title(self) -> str:
        """What the row is about, in the page's language or else in another."""
        return in_language(self.row, self.row.TEXTS[0])

    def called(self) -> str:
        """The row in a sentence: `Proposal 12`, `Theme “Green”`."""
        if self.number is not None:
            return f"{self.kind.name} {self.number}"
        return _("%(kind)s “%(title)s”") % {"kind": self.kind.name, "title": self.title()}


_TITLE, _NAME = gettext_lazy("Title"), pgettext_lazy("of a place, a theme", "Name")
COUNCIL = Kind(
    "council",
    gettext_lazy("Council"),
    {
        "name": _NAME,
        "text": gettext_lazy("About the council"),
        "ombudsman": gettext_lazy("Where to complain"),
    },
)
EDITION = Kind(
    "edition",
    gettext_lazy("Edition"),
    {
        "title": _TITLE,
        "intro": gettext_lazy("Introduction"),
        "influence": gettext_lazy("Influence of the residents"),
        "decides_last": gettext_lazy("Who decides last"),
        "out_of_scope": gettext_lazy("What is out of scope"),
    },
)
THEME = Kind("theme", gettext_lazy("Theme"), {"name": _NAME})
NEED = Kind("need", gettext_lazy("Need"), {"title": _TITLE, "text": gettext_lazy("Explanation")})
VENUE = Kind(
    "venue",
    gettext_lazy("Place"),
    {
        "name": _NAME,
        "hours": gettext_lazy("Opening hours"),
        "access": gettext_lazy("How to get in"),
    },
)
MEETING = Kind(
    "meeting",
    gettext_lazy("Meeting"),
    {
        "title": _TITLE,
        "place": gettext_lazy("Place"),
        "access": gettext_lazy("How to get in"),
        "agenda": gettext_lazy("Agenda"),
        "minutes": gettext_lazy("Minutes"),
    },
)
LINK = Kind(
    "link",
    gettext_lazy("Link"),
    {"title": _TITLE, "note": gettext_lazy("Explanation")},
)

NOT_COMPLETE = {
    "nl": gettext_lazy("%(what)s is not complete in Dutch."),
    "fr": gettext_lazy("%(what)s is not complete in French."),
}
NO_LONGER_FOLLOWS = {
    "nl": gettext_lazy("%(what)s: the Dutch text no longer follows the French one."),
    "fr": gettext_lazy("%(what)s: the French text no longer follows the Dutch one."),
}


def text_rows(council: Council) -> list[TextRow]:
    """Every row of a council with texts that may change, from all apps; as many queries for a
    council with many editions as for one with none."""
    sources = (import_string(path) for path in settings.TEXT_SOURCES)
    return [row for source in sources for row in source(council)]


def of_council(council: Council) -> Iterator[TextRow]:
    """What the ground floor knows: the council, its places, meetings and links, and the texts
    of its editions before their vote."""
    yield TextRow(council, COUNCIL)
    for venue in Venue.objects.filter(council=council):
        yield TextRow(venue, VENUE)
    for meeting in Meeting.objects.filter(council=council):
        yield TextRow(meeting, MEETING, due=meeting.starts_at)
    for link in CouncilLink.objects.filter(council=council):
        yield TextRow(link, LINK)
    yield from _of_editions(council.editions.filter(phase__in=OPEN))


def unsettled_of_edition(edition: Edition) -> list[tuple[TextRow, Unsettled]]:
    """What is missing or stale in the texts of an edition, of its themes and of its needs."""
    return unsettled_in(_of_editions([edition]))


def unsettled_in(rows: Iterable[TextRow]) -> list[tuple[TextRow, Unsettled]]:
    return [(row, found) for row in rows for found in row.unsettled()]


def edition_texts_are_settled(edition: Edition) -> Iterator[Missing]:
    """A condition for a move: Dutch and French say the same, in the edition, themes and needs."""
    yield from to_translate(_of_editions([edition]))


def to_translate(rows: Iterable[TextRow]) -> Iterator[Missing]:
    """For each row of an edition and each language, one sentence on what is missing and one on
    what is stale, with the page of the translator's desk where it is mended."""
    for row in rows:
        found = {(one.language, one.state): one for one in row.unsettled()}
        for (language, state), one in sorted(found.items(), key=lambda item: item[0]):
            sentence = (NOT_COMPLETE if state == "missing" else NO_LONGER_FOLLOWS)[language]
            yield Missing(str(sentence) % {"what": row.called()}, *_where(row, one))


def _where(row: TextRow, one: Unsettled) -> tuple[str, tuple[str | int, ...]]:
    """The page where a text is mended: where it is written first, if it is in no language yet."""
    assert row.edition is not None
    council, edition = row.edition.council.slug, row.edition.slug
    if source_of(row.row, one.name, one.language):
        return "text", (council, *row.key)
    numbered = () if row.number is None else (row.number,)
    return row.origin, (council, edition, *numbered)


def source_of(row: Translated, name: str, language: str) -> str:
    """The language to translate a text from: somebody's own, else the other official one, else
    English; "" while it is written in none."""
    for code in dict.fromkeys((row.own_language(name), "nl", "fr", "en")):
        if code and code != language and getattr(row, f"{name}_{code}", "").strip():
            return code
    return ""


def next_reading(edition: Edition) -> datetime | None:
    """When the calendar makes the texts of an unfrozen edition public, or has them frozen."""
    if edition.phase == Phase.DRAFT:
        return edition.call_opens_at
    if edition.phase == Phase.PUBLICATION:
        return edition.opens_at
    return edition.ballot_published_at or edition.opens_at


def _of_editions(editions: Iterable[Edition]) -> Iterator[TextRow]:
    known = {edition.pk: edition for edition in editions}
    for edition in known.values():
        yield replace(_of_edition(edition, EDITION, edition, "title"), origin="edition_texts")
    for theme in Theme.objects.filter(edition__in=known):
        yield _of_edition(theme, THEME, known[theme.edition_id], "name")
    for need in Need.objects.filter(edition__in=known):
        yield _of_edition(need, NEED, known[need.edition_id], "title")


def _of_edition(row: Translated, kind: Kind, edition: Edition, needed: str) -> TextRow:
    return TextRow(row, kind, edition, (needed,), due=next_reading(edition), blocks=True)
