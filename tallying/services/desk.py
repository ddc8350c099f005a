"""What there is to do in each edition, counted for all of them at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from budgeting.models import Edition, Role
from budgeting.phases import Phase
from tallying.services.desk_alerts import (
    FACILITATOR,
    OFFICER,
    TRANSLATOR,
    Alert,
    alerts_of,
)
from tallying.services.desk_dates import Due, due_of
from tallying.services.desk_facts import Facts, facts_of
from tallying.services.untranslated import untranslated
from voting.services.reconciling import left_open

AFTER_THE_COUNT = {Phase.COUNCIL_REVIEW, Phase.OBJECTIONS, Phase.DECISION}
COUNTERS = frozenset({Role.OFFICER, Role.MEMBER})
WITNESSES = frozenset({Role.OFFICER, Role.TRUSTEE, Role.OBSERVER})
Roles = Mapping[int, frozenset[str]]
"""The roles of the person who looks, by the id of a council."""


@dataclass(frozen=True)
class Task:
    """One thing to do: a code, how many times, who may, and whether it waits for somebody now."""

    code: str
    roles: frozenset[Role]
    count: int = 0
    waits: bool = True


# What others than officers and facilitators can do while people vote.
BESIDE_THE_VOTE = (
    Task("keep_share", frozenset({Role.TRUSTEE}), waits=False),
    Task("declare", frozenset({Role.MEMBER}), waits=False),
    Task("read_trail", frozenset({Role.OBSERVER}), waits=False),
    Task("read_rules", frozenset({Role.OBSERVER}), waits=False),
)


@dataclass(frozen=True)
class Entry:
    """An edition on the desk, with the tasks and warnings of the person who looks."""

    edition: Edition
    tasks: Sequence[Task]
    due: Due | None
    alerts: Sequence[Alert] = ()
    facts: Facts = field(default_factory=Facts)

    @property
    def waiting(self) -> list[Task]:
        return [task for task in self.tasks if task.waits]

    @property
    def deadline(self) -> tuple[str, datetime] | None:
        """The name and the moment of the date that comes next, or that has passed."""
        return (self.due.name, self.due.at) if self.due else None


def entries_for(editions: Iterable[Edition], roles: Roles, now: datetime) -> list[Entry]:
    """The desk of a person, in two queries however many editions, and those of `entries_with`."""
    listed = list(editions)
    texts = untranslated({edition.council_id for edition in listed})
    return entries_with(listed, roles, now, {pk: n for (_of, pk), n in texts.items() if pk})


def entries_with(
    editions: Sequence[Edition], roles: Roles, now: datetime, texts: Mapping[int, int]
) -> list[Entry]:
    """The same in one query, for who has counted the texts to translate by edition.

    Paper is reconciled beside it, for each edition whose box is closed and not opened yet.
    """
    facts = facts_of(editions, timezone.localdate(now))
    entries = []
    for edition in editions:
        held, known = roles.get(edition.council_id, frozenset()), facts[edition.pk]
        known.texts = texts.get(edition.pk, 0)
        if edition.phase == Phase.COUNTING and known.has_box and not known.opened:
            known.uncounted, known.differences = left_open(edition)
        tasks = [task for task in tasks_of(edition, known, now) if task.roles & held]
        alerts = [alert for alert in alerts_of(edition, known, now) if alert.roles & held]
        entries.append(Entry(edition, tasks, due_of(edition, now), alerts, known))
    return entries


def tasks_of(edition: Edition, facts: Facts, now: datetime) -> list[Task]:
    """Everything there is to do in an edition, in the order of doing it."""
    asked = [Task("decide_change", OFFICER)] if facts.change_asked else []
    return [*asked, *_tasks_of_phase(edition, facts, now)]


def _tasks_of_phase(edition: Edition, facts: Facts, now: datetime) -> list[Task]:
    phase = Phase(edition.phase)
    tasks: list[Task] = []
    if phase == Phase.DRAFT:
        tasks = [*_texts(facts), Task("move_on", OFFICER)]
    elif phase == Phase.CALL:
        over = edition.call_closes_at is not None and now >= edition.call_closes_at
        tasks = [Task("file_proposal", FACILITATOR, waits=False), *_proposals(facts)]
        tasks.append(Task("move_on", OFFICER, waits=over))
    elif phase == Phase.REVIEW:
        ready = not (facts.undecided or facts.incomplete or facts.texts)
        tasks = [*_proposals(facts), Task("publish_ballot", OFFICER, waits=ready)]
    elif phase == Phase.PUBLICATION:
        tasks = [*_texts(facts), Task("start_vote", OFFICER), *_draw(edition)]
    elif phase == Phase.VOTING:
        over = edition.closes_at is not None and now >= edition.closes_at
        tasks = [*_paper(facts), Task("close_vote", OFFICER, waits=over)]
        tasks += [*_draw(edition), *BESIDE_THE_VOTE]
    elif phase == Phase.COUNTING:
        tasks = _counting(edition, facts, now)
    elif phase in AFTER_THE_COUNT:
        tasks = [Task("read_result", COUNTERS, waits=False), *_audit(facts)]
        tasks.append(Task("move_on", OFFICER, waits=False))
    elif phase == Phase.REALISATION:
        silent = Task("follow_up", OFFICER, facts.silent, waits=facts.silent > 0)
        tasks = [silent, Task("move_on", OFFICER, waits=False)]
    return tasks


def _proposals(facts: Facts) -> list[Task]:
    return [
        Task("review", OFFICER, facts.undecided, waits=facts.undecided > 0),
        *_texts(facts),
        *([Task("complete", OFFICER, facts.incomplete)] if facts.incomplete else []),
    ]


def _texts(facts: Facts) -> list[Task]:
    return [Task("translate", TRANSLATOR, facts.texts)] if facts.texts else []


def _paper(facts: Facts) -> list[Task]:
    # A sheet that waits has a page that waits: the larger of both counts each once.
    doubtful = max(facts.queued, facts.held)
    return [
        Task("print", FACILITATOR, waits=False),
        Task("scan", FACILITATOR, doubtful, waits=doubtful > 0),
    ]


def _adding_up(edition: Edition, facts: Facts) -> list[Task]:
    """What stands between the paper and the opening; a rehearsal is opened without hand counts."""
    must = not edition.is_test
    counts = [Task("hand_counts", FACILITATOR, facts.uncounted, waits=must)]
    differences = [Task("reconcile", FACILITATOR, facts.differences)]
    return counts * bool(facts.uncounted) + differences * bool(facts.differences)


def _audit(facts: Facts) -> list[Task]:
    """The paper can be checked by hand once it was counted; who began ends it."""
    offered = facts.counted and facts.can_audit and (facts.auditing or not facts.audited)
    return [Task("audit", FACILITATOR, waits=facts.auditing)] if offered else []


def _draw(edition: Edition) -> list[Task]:
    """A number for equal projects may be drawn in public, as long as the box is sealed."""
    return [] if edition.tie_seed else [Task("tie_seed", OFFICER, waits=False)]


def _counting(edition: Edition, facts: Facts, now: datetime) -> list[Task]:
    intake = edition.paper_intake_until or edition.closes_at
    over = intake is None or now >= intake
    closed = facts.has_box and not facts.links_destroyed
    tasks = _paper(facts)[1:] if closed else []
    if closed:
        tasks += [
            *_adding_up(edition, facts),
            *([] if facts.opened else _draw(edition)),
            Task("open_box", WITNESSES, waits=over),
        ]
    else:
        tasks.append(Task("tally", COUNTERS, waits=not facts.counted))
    if facts.counted:
        tasks += [Task("read_result", COUNTERS, waits=False), *_audit(facts)]
        tasks.append(Task("move_on", OFFICER))
    return tasks
