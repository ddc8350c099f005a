"""What the clock tells people: once a day what is due and not right, and that a call or a vote
opens or closes today. It moves nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Council, Edition, Membership, Role, User
from budgeting.phases import Phase
from budgeting.services.sent_once import send_once, was_sent
from tallying.services.desk import Entry
from tallying.services.desk_alerts import Alert
from tallying.services.desk_dates import Due
from tallying.services.overview import Board, Wanted, boards_of, shown

SOON = 3
"""Days ahead that a digest looks."""
REMINDED = (Role.OFFICER, Role.FACILITATOR)
# A moment of the calendar, and the phase in which it means something to people.
ANNOUNCED = {
    "call_opens_at": Phase.CALL,
    "call_closes_at": Phase.CALL,
    "opens_at": Phase.VOTING,
    "closes_at": Phase.VOTING,
}
CLOSINGS = frozenset({"call_closes_at", "closes_at"})


@dataclass(frozen=True)
class Line:
    """An edition in a digest: its date, if that is near or past, and its warnings."""

    edition: Edition
    due: Due | None
    alerts: Sequence[Alert]


@dataclass(frozen=True)
class Part:
    """A council in a digest."""

    council: Council
    lines: Sequence[Line]
    alerts: Sequence[Alert]


def remind(*, base_url: str, clock: Clock = DATABASE_CLOCK) -> int:
    """Mail each officer and facilitator a digest, once a day and only if there is something.

    Answers how many were sent. `base_url` is scheme and host without a slash at the end.
    """
    now = clock.now()
    today = timezone.localdate(now)
    held = Membership.objects.current(today).filter(role__in=REMINDED)
    people = User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")
    return sum(_reminded(person, now, today, base_url) for person in people)


def _reminded(person: User, now: datetime, today: date, base_url: str) -> bool:
    key = f"digest:user {person.pk}:{today}"
    if was_sent(key):
        return False
    parts = digest_of(person, now)
    if not parts:
        return False
    dates = [line.due for part in parts for line in part.lines if line.due]
    late = sum(due.overdue for due in dates)
    values = {"parts": parts, "late": late, "soon": len(dates) - late, "base_url": base_url}
    return send_once("digest", values, to=person, key=key, now=now)


def digest_of(person: User, now: datetime) -> list[Part]:
    """What a person should know this morning; empty on a quiet day."""
    boards = shown(boards_of(person, now), Wanted())
    return [part for board in boards if (part := _part(board)).lines or part.alerts]


def _part(board: Board) -> Part:
    if not board.roles & set(REMINDED):
        return Part(board.council, [], [])
    lines = [Line(entry.edition, _near(entry), _pressing(entry)) for entry in board.entries]
    told = [line for line in lines if line.due or line.alerts]
    return Part(board.council, told, board.alerts)


def _pressing(entry: Entry) -> list[Alert]:
    return [alert for alert in entry.alerts if not alert.early]


def _near(entry: Entry) -> Due | None:
    due = entry.due
    return due if due and (due.overdue or due.days <= SOON) else None


def announce(*, base_url: str, clock: Clock = DATABASE_CLOCK) -> int:
    """Tell the people of a council that its call or vote opens or closes today, once each.

    Only what the clock really does: an edition in another phase is left to the digest.
    """
    now = clock.now()
    today = timezone.localdate(now)
    return sum(
        send_once(
            "announcement",
            {"edition": edition, "council": edition.council, "what": what,
             "at": getattr(edition, what), "base_url": base_url},
            to=person,
            key=f"announce:{what}:edition {edition.pk}:user {person.pk}:{today}",
            now=now,
        )
        for edition, what in announced_on(today)
        for person in people_of(edition.council, today)
    )  # fmt: skip


def announced_on(today: date) -> Iterator[tuple[Edition, str]]:
    """Each edition with what opens or closes on a day in Brussels, by the name of the field."""
    running = Edition.objects.filter(phase__in={*ANNOUNCED.values()}, source="")
    for edition in running.select_related("council"):
        for what, phase in ANNOUNCED.items():
            at: datetime | None = getattr(edition, what)
            if at is None or edition.phase != phase:
                continue
            # What closes at midnight closes with the day before.
            last = at - timedelta(seconds=1) if what in CLOSINGS else at
            if timezone.localdate(last) == today:
                yield edition, what


def people_of(council: Council, today: date) -> list[User]:
    """Everybody who has a role in a council today."""
    held = Membership.objects.current(today).filter(council=council)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))
