"""Meetings of a council: calling one off, and the feed that calendars follow."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from budgeting import ical
from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.languages import in_language, localised
from budgeting.models import Council, Meeting, User
from budgeting.services.recording import record


def call_off(
    meeting: Meeting, *, cancelled: bool, by: User, role: str, clock: Clock = DATABASE_CLOCK
) -> None:
    """Cancel a meeting, or let it take place after all; its entry in calendars follows."""
    with transaction.atomic():
        row = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if row.cancelled == cancelled:
            return
        row.cancelled = cancelled
        row.save_over(row.version, ["cancelled"])
        event = "meeting_cancelled" if cancelled else "meeting_restored"
        record(event, council=row.council, by=by, role=role, data={"id": row.pk}, clock=clock)


def feed_of(
    council: Council, meetings: Iterable[Meeting], *, language: str, page: str, now: datetime
) -> str:
    """All meetings as an iCalendar document; `page` is the address where one reads about them."""
    entries = (entry_of(meeting, language, page) for meeting in meetings)
    return ical.calendar(entries, name=in_language(council, "name", language), now=now)


def entry_of(meeting: Meeting, language: str, page: str) -> ical.Event:
    """One meeting as calendars keep it; `version` is its sequence number."""
    venue = meeting.venue
    about = (access_of(meeting, language), in_language(meeting, "agenda", language))
    return ical.Event(
        uid=str(meeting.uid),
        sequence=meeting.version,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=in_language(meeting, "title", language),
        place=place_of(meeting, language),
        description="\n\n".join(part for part in about if part),
        url=f"{page}#meeting-{meeting.pk}",
        at=venue.point if venue else None,
        cancelled=meeting.cancelled,
        language=language if _is_all_in(meeting, language) else "",
    )


def _is_all_in(meeting: Meeting, language: str) -> bool:
    """Whether no text of the entry had to be taken from another language."""
    texts = [localised(meeting, name, language) for name in ("title", "place", "access", "agenda")]
    if meeting.venue:
        texts += [localised(meeting.venue, name, language) for name in ("name", "access")]
    return all(code == language for text, code in texts if text)


def place_of(meeting: Meeting, language: str = "") -> str:
    """The place in words: the venue with its address, and what is said besides."""
    venue = meeting.venue
    parts = [in_language(venue, "name", language), venue.address] if venue else []
    parts.append(in_language(meeting, "place", language))
    return ", ".join(part for part in parts if part)


def access_of(meeting: Meeting, language: str = "") -> str:
    """How to get in: what the meeting says, then what its venue says."""
    own = in_language(meeting, "access", language)
    venue = in_language(meeting.venue, "access", language) if meeting.venue else ""
    return "\n".join(part for part in (own, venue) if part)
