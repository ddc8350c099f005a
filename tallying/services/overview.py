"""All councils of a person on one desk: what there is, what was asked for, in which order."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from budgeting.access import Person, roles_by_council
from budgeting.models import Council, Edition, ImportState, Membership, Role, TableImport
from budgeting.phases import ORDER, Phase
from tallying.services.desk import Entry, Roles, Task, entries_with
from tallying.services.desk_alerts import OFFICER, TRANSLATOR, Alert
from tallying.services.untranslated import untranslated

ENDS_SOON = timedelta(days=30)
NO_EDITION = "none"
"""The choice of councils without an edition, beside the phases."""
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Board:
    """A council on the desk: its editions, and what concerns it as a whole."""

    council: Council
    roles: frozenset[str]
    entries: Sequence[Entry]
    tasks: Sequence[Task]
    alerts: Sequence[Alert]

    @property
    def is_officer(self) -> bool:
        return Role.OFFICER in self.roles

    @property
    def first(self) -> datetime:
        """The moment that comes first among its editions."""
        return min((_when(entry) for entry in self.entries), default=NEVER)


@dataclass(frozen=True)
class Wanted:
    """What was asked for: words to find, a phase (or NO_EDITION), and the order."""

    words: str = ""
    phase: str = ""
    by_name: bool = False

    @property
    def is_narrow(self) -> bool:
        return bool(self.words or self.phase)


def boards_of(person: Person, now: datetime) -> list[Board]:
    """The councils in which a person has a role that counts, with everything about them.

    Seven queries, however many councils and editions.
    """
    today = timezone.localdate(now)
    roles = roles_by_council(person, today)
    councils = list(Council.objects.filter(pk__in=roles).select_related("area"))
    entries, texts = _entries(councils, roles, now)
    alerts = _alerts(roles, today)
    return [
        Board(
            council,
            roles[council.pk],
            entries[council.pk],
            _tasks(texts[council.pk], roles[council.pk]),
            [alert for alert in alerts[council.pk] if alert.roles & roles[council.pk]],
        )
        for council in councils
    ]


def _entries(
    councils: Sequence[Council], roles: Roles, now: datetime
) -> tuple[dict[int, list[Entry]], Counter[int]]:
    """The editions of each council, and how many texts of the council itself wait."""
    known = {council.pk: council for council in councils}
    editions = list(Edition.objects.filter(council__in=known))
    for edition in editions:
        edition.council = known[edition.council_id]
    texts, own = {}, Counter[int]()
    for (council, edition_id), number in untranslated(known).items():
        if edition_id is None:
            own[council] = number
        else:
            texts[edition_id] = number
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries_with(editions, roles, now, texts):
        found[entry.edition.council_id].append(entry)
    return found, own


def _tasks(texts: int, roles: frozenset[str]) -> list[Task]:
    waits = texts and TRANSLATOR & roles
    return [Task("translate", TRANSLATOR, texts)] if waits else []


def _alerts(councils: Iterable[int], today: date) -> dict[int, list[Alert]]:
    """By council: tables that wait with mistakes, and roles of officers that end soon."""
    found: dict[int, list[Alert]] = defaultdict(list)
    faulty = TableImport.objects.filter(council__in=councils, state=ImportState.FAULTY)
    for council in faulty.exclude(content=b"").order_by().values_list("council", flat=True):
        found[council].append(Alert("import_faulty", OFFICER))
    officers = Membership.objects.current(today).filter(council__in=councils, role=Role.OFFICER)
    soon = officers.filter(ends_on__lte=today + ENDS_SOON).values("council")
    for line in soon.annotate(first=Min("ends_on")):
        found[line["council"]].append(Alert("role_ends", OFFICER, on=line["first"]))
    return defaultdict(list, {council: _together(alerts) for council, alerts in found.items()})


def _together(alerts: Sequence[Alert]) -> list[Alert]:
    """Each warning once, with how many times it holds."""
    times = Counter(alert.code for alert in alerts)
    once = {alert.code: alert for alert in alerts}
    return [replace(alert, count=times[alert.code]) for alert in once.values()]


def shown(boards: Iterable[Board], wanted: Wanted) -> list[Board]:
    """What fits, in order: the nearest date first and closed editions last, or by name."""
    fitting = [narrowed for board in boards if (narrowed := _narrowed(board, wanted))]
    for board in fitting:
        assert isinstance(board.entries, list)
        board.entries.sort(key=_by_date)
    if wanted.by_name:
        return sorted(fitting, key=lambda board: folded(board.council.name_nl))
    return sorted(fitting, key=lambda board: (board.first, folded(board.council.name_nl)))


def only(boards: Iterable[Board], editions: Collection[int]) -> list[Board]:
    """These editions alone, with nothing about their councils."""
    narrowed = (
        replace(
            board,
            entries=[entry for entry in board.entries if entry.edition.pk in editions],
            tasks=[],
            alerts=[],
        )
        for board in boards
    )
    return [board for board in narrowed if board.entries]


def phases_of(boards: Iterable[Board]) -> list[Phase]:
    """The phases that occur, in their order."""
    found = {entry.edition.phase for board in boards for entry in board.entries}
    return [phase for phase in ORDER if phase in found]


def _narrowed(board: Board, wanted: Wanted) -> Board | None:
    """A council with the editions that fit; None when nothing of it does."""
    council, words = _names(board.council), folded(wanted.words).split()
    entries = [
        entry
        for entry in board.entries
        if wanted.phase in {"", entry.edition.phase}
        and all(word in f"{council} {_titles(entry.edition)}" for word in words)
    ]
    bare = not board.entries and wanted.phase in {"", NO_EDITION}
    fits = bool(entries) or (bare and all(word in council for word in words))
    return replace(board, entries=entries) if fits else None


def _names(council: Council) -> str:
    """Everything a council may be looked for by, in all languages."""
    area = council.area
    names = [council.slug, council.name_nl, council.name_fr, council.name_en]
    if area:
        names += [area.slug, area.name_nl, area.name_fr, area.name_en, *area.postal_codes]
    return folded(" ".join(names))


def _titles(edition: Edition) -> str:
    titles = (edition.slug, edition.title_nl, edition.title_fr, edition.title_en)
    return folded(" ".join(titles))


def folded(text: str) -> str:
    """Text to compare: without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _when(entry: Entry) -> datetime:
    """When an edition asks for attention; one that rests never does."""
    resting = entry.edition.phase in {Phase.REALISATION, Phase.CLOSED}
    return NEVER if entry.due is None or resting else entry.due.at


def _by_date(entry: Entry) -> tuple[datetime, int, int]:
    return _when(entry), ORDER.index(Phase(entry.edition.phase)), -entry.edition.pk
