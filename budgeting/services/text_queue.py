"""The translator's queue: what there is to do in a council, the most urgent first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from budgeting.models import Council, Edition
from budgeting.models.abstract import LANGUAGES
from budgeting.services.texts import TextRow, source_of, text_rows

SOME_DAY = datetime.max.replace(tzinfo=UTC)
OF_THE_COUNCIL = "-"
"""Stands for the council itself where the address of an edition could stand; no slug is that."""


@dataclass(frozen=True)
class Pair:
    """A text in the language it is translated from and in the other one.

    `state` is `missing`, `stale` or "" for a translation that is fine.
    """

    row: TextRow
    name: str
    source: str
    target: str
    state: str

    @property
    def label(self) -> str:
        return str(self.row.kind.texts[self.name])

    @property
    def source_text(self) -> str:
        return str(getattr(self.row.row, f"{self.name}_{self.source}"))

    @property
    def target_text(self) -> str:
        return str(getattr(self.row.row, f"{self.name}_{self.target}"))

    @property
    def was(self) -> str:
        """The source that a stale translation still follows."""
        return str(self.row.row.stale[self.name]["was"]) if self.state == "stale" else ""


@dataclass(frozen=True)
class Job:
    """A row with its texts: `todo` first, and those that are `done`."""

    row: TextRow
    todo: tuple[Pair, ...]
    done: tuple[Pair, ...]

    @property
    def directions(self) -> str:
        """From which language into which, as `NL → FR`."""
        ways = (f"{one.source.upper()} → {one.target.upper()}" for one in self.todo)
        return ", ".join(dict.fromkeys(ways))


@dataclass(frozen=True)
class Wanted:
    """What a translator wants to see; empty means everything. `edition` is a slug or "-"."""

    edition: str = ""
    state: str = ""
    into: str = ""

    def narrow(self, jobs: Iterable[Job]) -> list[Job]:
        """The jobs with what is wanted of them. `done` keeps counting whatever the state."""
        found = []
        for job in jobs:
            if self.edition and self.edition != _slug_of(job.row.edition):
                continue
            todo = [one for one in job.todo if self.state in {"", one.state}]
            found.append(
                replace(
                    job,
                    todo=tuple(one for one in todo if self.into in {"", one.target}),
                    done=tuple(one for one in job.done if self.into in {"", one.target}),
                )
            )
        return found


def _slug_of(edition: Edition | None) -> str:
    return edition.slug if edition else OF_THE_COUNCIL


@dataclass(frozen=True)
class Group:
    """The jobs of one edition, or of the council itself; `due` is the first moment they are for."""

    edition: Edition | None
    due: datetime | None
    jobs: Sequence[Job]


def jobs_of(council: Council) -> list[Job]:
    """Every row of a council with the state of its texts, in no particular order."""
    return [job_of(row) for row in text_rows(council)]


def find_job(council: Council, kind: str, pk: int) -> Job | None:
    """One row of a council whose texts may change now; None for any other."""
    return next((job_of(row) for row in text_rows(council) if row.key == (kind, pk)), None)


def job_of(row: TextRow) -> Job:
    todo = tuple(_unsettled(row))
    names = {pair.name for pair in todo}
    into = todo[0].target if todo else "fr"
    done = (_settled(row, name, into) for name in row.row.TEXTS if name not in names)
    return Job(row, todo, tuple(pair for pair in done if pair))


def groups_of(jobs: Iterable[Job], now: datetime) -> list[Group]:
    """Jobs with something to do, by edition: what is read or frozen first comes first."""
    together: dict[int | None, list[Job]] = {}
    for job in jobs:
        if job.todo:
            key = job.row.edition.pk if job.row.edition else None
            together.setdefault(key, []).append(job)
    groups = []
    for members in together.values():
        members.sort(key=lambda job: (not job.row.blocks, _due(job, now)))
        first = min(_due(job, now) for job in members)
        due = None if first == SOME_DAY else first
        groups.append(Group(members[0].row.edition, due, members))
    return sorted(groups, key=lambda group: group.due or SOME_DAY)


def next_after(key: tuple[str, int], groups: Sequence[Group]) -> Job | None:
    """The job behind this one in the queue; behind the last one, or for one that is not in it,
    the first. None when there is no other."""
    jobs = [job for group in groups for job in group.jobs]
    keys = [job.row.key for job in jobs]
    if key in keys:
        place = keys.index(key)
        jobs = [*jobs[place + 1 :], *jobs[:place]]
    return jobs[0] if jobs else None


def _due(job: Job, now: datetime) -> datetime:
    """A meeting that is over waits for nobody; what blocks an edition stays urgent when late."""
    due = job.row.due
    return due if due and (due >= now or job.row.blocks) else SOME_DAY


def _unsettled(row: TextRow) -> Iterator[Pair]:
    for name in row.row.TEXTS:
        for target in LANGUAGES:
            source = source_of(row.row, name, target)
            empty = not getattr(row.row, f"{name}_{target}").strip()
            state = "missing" if empty else row.row.text_state(name, target)
            if source and state:
                if state == "stale":  # it follows the other official language, never English
                    source = LANGUAGES[1 - LANGUAGES.index(target)]
                yield Pair(row, name, source, target, state)


def _settled(row: TextRow, name: str, into: str) -> Pair | None:
    """A text that is fine: the submitter's own words are the source, else as the rest goes."""
    own = row.row.own_language(name)
    target = into if own not in LANGUAGES else LANGUAGES[1 - LANGUAGES.index(own)]
    source = source_of(row.row, name, target)
    written = getattr(row.row, f"{name}_{target}").strip()
    return Pair(row, name, source, target, "") if source and written else None
