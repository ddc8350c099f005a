"""A calendar feed (RFC 5545) of things that take place. Pure.

Moments are written in UTC, so that no table of time zones has to travel along; every calendar
shows them in the time of its owner.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

LINE_OCTETS = 75
"""Longest line, without its end; what follows comes on lines that begin with a space."""

PRODUCT = "-//Wijkstem//Voix de quartier//EN"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|\r|\n|\u2028|\u2029")


@dataclass(frozen=True)
class Event:
    """One entry. `uid` stays the same for ever, `sequence` grows with each change.

    `starts_at` and `ends_at` are aware; `at` is (latitude, longitude) in degrees or None. The texts
    are in `language`; empty when they are in more than one.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    description: str = ""
    url: str = ""
    at: tuple[float, float] | None = None
    cancelled: bool = False
    language: str = ""


def calendar(events: Iterable[Event], *, name: str, now: datetime) -> str:
    """The whole feed as text, with CRLF at the end of each line; `now` is when it was made."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        _text("NAME", name),
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for event in events:
        lines += _lines_of(event, now)
    lines.append("END:VCALENDAR")
    return "".join(part + "\r\n" for line in lines for part in folded(line))


def _lines_of(event: Event, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{_moment(now)}"
    yield f"DTSTART:{_moment(event.starts_at)}"
    yield f"DTEND:{_moment(event.ends_at)}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield _text("SUMMARY", event.title, event.language)
    if event.place:
        yield _text("LOCATION", event.place, event.language)
    if event.at:
        yield f"GEO:{event.at[0]:.6f};{event.at[1]:.6f}"
    if event.description:
        yield _text("DESCRIPTION", event.description, event.language)
    if event.url:
        yield f"URL:{event.url}"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A text as a value: backslash, semicolon, comma and ends of lines are marked."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _CONTROL.sub("", _LINE_END.sub("\\\\n", text))


def folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets in UTF-8; no letter is cut in two."""
    part, octets = "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > LINE_OCTETS:
            yield part
            part, octets = " ", 1
        part += letter
        octets += size
    yield part


def _text(name: str, value: str, language: str = "") -> str:
    spoken = f";LANGUAGE={language}" if language else ""
    return f"{name}{spoken}:{escaped(value)}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
