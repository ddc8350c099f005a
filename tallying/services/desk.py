"""What there is to do in each edition, counted for all of them at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from django.db.models import Count, Q
from django.utils import timezone

from budgeting.models import Edition, Role
from budgeting.phases import Phase
from proposals.models import Proposal
from tallying.models import Tally
from voting.models import BallotBox, Opening, Scan, ScanState, Sheet, SheetState

DEADLINES = (
    "call_opens_at",
    "call_closes_at",
    "ballot_published_at",
    "opens_at",
    "closes_at",
    "paper_intake_until",
    "objections_until",
    "decision_on",
    "destruction_on",
)
AFTER_THE_COUNT = {Phase.COUNCIL_REVIEW, Phase.OBJECTIONS, Phase.DECISION}
OFFICER, FACILITATOR = frozenset({Role.OFFICER}), frozenset({Role.OFFICER, Role.FACILITATOR})
COUNTERS = frozenset({Role.OFFICER, Role.MEMBER})
WITNESSES = frozenset({Role.OFFICER, Role.TRUSTEE, Role.OBSERVER})


@dataclass(frozen=True)
class Task:
    """One thing to do: a code, how many times, who may, and whether it waits for somebody now."""

    code: str
    roles: frozenset[Role]
    count: int = 0
    waits: bool = True


@dataclass
class Facts:
    """Counts of one edition that its tasks follow from."""

    undecided: int = 0
    untranslated: int = 0
    queued: int = 0
    held: int = 0
    has_box: bool = False
    opened: bool = False
    links_destroyed: bool = False
    counted: bool = False


@dataclass(frozen=True)
class Entry:
    """An edition on the desk, with the tasks of the person who looks."""

    edition: Edition
    tasks: Sequence[Task]
    deadline: tuple[str, datetime] | None
    facts: Facts = field(default_factory=Facts)

    @property
    def waiting(self) -> list[Task]:
        return [task for task in self.tasks if task.waits]


def entries_for(
    editions: Iterable[Edition], roles: dict[int, frozenset[str]], now: datetime
) -> list[Entry]:
    """The desk of a person: `roles` by council id. Seven queries, however many editions."""
    listed = list(editions)
    facts = facts_of(listed)
    return [
        Entry(
            edition,
            [task for task in tasks_of(edition, facts[edition.pk], now)
             if task.roles & roles.get(edition.council_id, frozenset())],
            deadline_of(edition, now),
            facts[edition.pk],
        )
        for edition in listed
    ]  # fmt: skip


def facts_of(editions: Sequence[Edition]) -> dict[int, Facts]:
    """The counts of each edition, by its id."""
    found = {edition.pk: Facts() for edition in editions}
    _count_proposals(found)
    _count_paper(found)
    ids = list(found)
    for pk in BallotBox.objects.filter(edition__in=ids).values_list("pk", flat=True):
        found[pk].has_box = True
    for opening in Opening.objects.filter(edition__in=ids):
        found[opening.pk].opened = True
        found[opening.pk].links_destroyed = opening.links_destroyed_at is not None
    counted = Tally.objects.filter(edition__in=ids, decides=True).order_by()
    for pk in counted.values_list("edition", flat=True).distinct():
        found[pk].counted = True
    return found


def _count_proposals(found: dict[int, Facts]) -> None:
    """Proposals that stand, without a decision or without a text in Dutch or French."""
    missing = Q(title_nl="") | Q(title_fr="") | Q(summary_nl="") | Q(summary_fr="")
    standing = Proposal.objects.filter(edition__in=list(found), outcome__in=["", "kept", "changed"])
    counts = (
        standing.order_by()
        .values("edition")
        .annotate(
            undecided=Count("pk", filter=Q(outcome="")), untranslated=Count("pk", filter=missing)
        )
    )
    for line in counts:
        found[line["edition"]].undecided = line["undecided"]
        found[line["edition"]].untranslated = line["untranslated"]


def _count_paper(found: dict[int, Facts]) -> None:
    """Pages and sheets that wait for a person."""
    ids = list(found)
    queued = Scan.objects.filter(batch__edition__in=ids, state=ScanState.QUEUED).order_by()
    for pk, number in queued.values_list("batch__edition").annotate(Count("pk")):
        found[pk].queued = number
    held = [SheetState.ADJUDICATING, SheetState.HELD]
    sheets = Sheet.objects.filter(edition__in=ids, state__in=held).order_by()
    for pk, number in sheets.values_list("edition").annotate(Count("pk")):
        found[pk].held = number


def tasks_of(edition: Edition, facts: Facts, now: datetime) -> list[Task]:
    """Everything there is to do in an edition, in the order of doing it."""
    phase = Phase(edition.phase)
    tasks: list[Task] = []
    if phase == Phase.DRAFT:
        tasks = [Task("move_on", OFFICER)]
    elif phase == Phase.CALL:
        over = edition.call_closes_at is not None and now >= edition.call_closes_at
        tasks = [Task("file_proposal", FACILITATOR, waits=False), *_proposals(facts)]
        tasks.append(Task("move_on", OFFICER, waits=over))
    elif phase == Phase.REVIEW:
        ready = not facts.undecided and not facts.untranslated
        tasks = [*_proposals(facts), Task("publish_ballot", OFFICER, waits=ready)]
    elif phase == Phase.PUBLICATION:
        tasks = [Task("print", FACILITATOR, waits=False), Task("start_vote", OFFICER)]
    elif phase == Phase.VOTING:
        over = edition.closes_at is not None and now >= edition.closes_at
        tasks = [*_paper(facts), Task("close_vote", OFFICER, waits=over)]
    elif phase == Phase.COUNTING:
        tasks = _counting(edition, facts, now)
    elif phase in AFTER_THE_COUNT:
        tasks = [Task("read_result", COUNTERS, waits=False), Task("move_on", OFFICER, waits=False)]
    elif phase == Phase.REALISATION:
        tasks = [Task("follow_up", OFFICER, waits=False), Task("move_on", OFFICER, waits=False)]
    return tasks


def _proposals(facts: Facts) -> list[Task]:
    return [
        Task("review", OFFICER, facts.undecided, waits=facts.undecided > 0),
        Task("translate", OFFICER, facts.untranslated, waits=facts.untranslated > 0),
    ]


def _paper(facts: Facts) -> list[Task]:
    # A sheet that waits has a page that waits: the larger of both counts each once.
    doubtful = max(facts.queued, facts.held)
    return [
        Task("print", FACILITATOR, waits=False),
        Task("scan", FACILITATOR, doubtful, waits=doubtful > 0),
    ]


def _counting(edition: Edition, facts: Facts, now: datetime) -> list[Task]:
    intake = edition.paper_intake_until or edition.closes_at
    over = intake is None or now >= intake
    closed = facts.has_box and not facts.links_destroyed
    tasks = _paper(facts)[1:] if closed else []
    if closed:
        tasks.append(Task("open_box", WITNESSES, waits=over))
    else:
        tasks.append(Task("tally", COUNTERS, waits=not facts.counted))
    if facts.counted:
        tasks += [Task("read_result", COUNTERS, waits=False), Task("move_on", OFFICER)]
    return tasks


def deadline_of(edition: Edition, now: datetime) -> tuple[str, datetime] | None:
    """The next moment of the calendar: its field and when; None when all is past."""
    moments: list[tuple[datetime, str]] = []
    for name in DEADLINES:
        value = getattr(edition, name)
        if value is not None and not isinstance(value, datetime):
            value = datetime.combine(value, time.min, timezone.get_default_timezone())
        if value is not None and value > now:
            moments.append((value, name))
    return (min(moments)[1], min(moments)[0]) if moments else None
