"""The date that comes next in an edition, and whether it has passed already."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from budgeting.models import Edition
from budgeting.phases import Phase

CALENDAR = (
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
# The date by which people move an edition out of a phase; the first one that is known counts.
ENDS: dict[Phase, tuple[str, ...]] = {
    Phase.DRAFT: ("call_opens_at",),
    Phase.CALL: ("call_closes_at",),
    Phase.REVIEW: ("ballot_published_at", "opens_at"),
    Phase.PUBLICATION: ("opens_at",),
    Phase.VOTING: ("closes_at",),
    Phase.COUNTING: ("objections_until",),
    Phase.COUNCIL_REVIEW: ("objections_until",),
    Phase.OBJECTIONS: ("objections_until",),
    Phase.DECISION: ("decision_on",),
}
# The first date that still means something in a phase; those before it were kept, or came early.
FIRST: dict[Phase, str] = {
    Phase.REVIEW: "ballot_published_at",
    Phase.PUBLICATION: "opens_at",
    Phase.VOTING: "opens_at",
    Phase.COUNTING: "paper_intake_until",
    Phase.COUNCIL_REVIEW: "objections_until",
    Phase.OBJECTIONS: "objections_until",
    Phase.DECISION: "decision_on",
    Phase.REALISATION: "destruction_on",
    Phase.CLOSED: "destruction_on",
}


@dataclass(frozen=True)
class Due:
    """A date of the calendar by the name of its field; `days` from today in Brussels, negative
    for days that have passed. `overdue`: the edition should be in another phase by now."""

    name: str
    at: datetime
    days: int
    overdue: bool = False

    @property
    def since(self) -> int:
        """Days that have passed."""
        return -self.days


def due_of(edition: Edition, now: datetime) -> Due | None:
    """The end of the present phase if it has passed, else the next date of the calendar.

    None when nothing lies ahead.
    """
    today = timezone.localdate(now)
    for name in ENDS.get(Phase(edition.phase), ()):
        given, at = getattr(edition, name), moment(edition, name)
        if at is None:
            continue
        if at <= now if isinstance(given, datetime) else given < today:
            return Due(name, at, (timezone.localdate(at) - today).days, overdue=True)
        break
    ahead = deadline_of(edition, now)
    return Due(*ahead, (timezone.localdate(ahead[1]) - today).days) if ahead else None


def deadline_of(edition: Edition, now: datetime) -> tuple[str, datetime] | None:
    """The next moment of the calendar that matters in the present phase: its field and when;
    None when all is past."""
    first = CALENDAR.index(FIRST.get(Phase(edition.phase), CALENDAR[0]))
    moments = ((moment(edition, name), name) for name in CALENDAR[first:])
    ahead = [(at, name) for at, name in moments if at is not None and at > now]
    return (min(ahead)[1], min(ahead)[0]) if ahead else None


def moment(edition: Edition, name: str) -> datetime | None:
    """A date of the calendar as a moment; a day counts from its first second in Brussels."""
    value: date | datetime | None = getattr(edition, name)
    if value is None or isinstance(value, datetime):
        return value
    return datetime.combine(value, time.min, timezone.get_default_timezone())
