"""The calendar feed follows RFC 5545, whatever the texts hold: read back by a reader of its own."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgeting.ical import LINE_OCTETS, Event, calendar, escaped, folded

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=400)
NAME = re.compile(r"[A-Z-]+(;[A-Z-]+=[A-Za-z0-9-]+)*:")
ESCAPES = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n", "\\N": "\n"}


def unfolded(feed: str) -> list[str]:
    """Content lines of a feed; the feed must end its lines with CRLF and keep them short."""
    assert feed.endswith("\r\n")
    lines = feed[:-2].split("\r\n")
    assert all(len(line.encode()) <= LINE_OCTETS for line in lines)
    assert not any("\n" in line or "\r" in line for line in lines)
    joined = "\r\n".join(lines).replace("\r\n ", "")
    return joined.split("\r\n")


def read(feed: str) -> Iterator[dict[str, str]]:
    """The entries of a feed: values by name, texts without their marks."""
    entry: dict[str, str] | None = None
    lines = unfolded(feed)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    for line in lines[1:-1]:
        found = NAME.match(line)
        assert found, line
        name, value = found[0][:-1].split(";")[0], line[found.end() :]
        if line == "BEGIN:VEVENT":
            assert entry is None
            entry = {}
        elif line == "END:VEVENT":
            assert entry is not None
            yield entry
            entry = None
        elif entry is not None:
            assert name not in entry
            entry[name] = re.sub(r"\\[\\;,nN]", lambda m: ESCAPES[m[0]], value)
            if name in {"SUMMARY", "LOCATION", "DESCRIPTION"}:
                assert not re.search(
                    r"(?<!\\)(\\\\)*[;,]", value.replace("\\;", "").replace("\\,", "")
                )


def event(**fields: object) -> Event:
    given: dict[str, object] = {
        "uid": "9d1f",
        "sequence": 3,
        "starts_at": NOW,
        "ends_at": NOW + timedelta(hours=2),
        "title": "Vergadering",
        "language": "nl",
    }
    return Event(**(given | fields))  # type: ignore[arg-type]


def feed_of(*events: Event) -> str:
    return calendar(events, name="Wijkraad", now=NOW)


def as_stored(text: str) -> str:
    """What a calendar may give back: ends of lines are one, control characters are gone."""
    text = re.sub(r"\r\n|\r|\n|\u2028|\u2029", "\n", text)
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text)


@given(TEXTS.filter(bool), TEXTS, TEXTS)
def test_any_text_comes_back_as_it_was(title: str, place: str, description: str) -> None:
    (found,) = read(feed_of(event(title=title, place=place, description=description)))
    assert found["SUMMARY"] == as_stored(title)
    assert found.get("LOCATION", "") == as_stored(place)
    assert found.get("DESCRIPTION", "") == as_stored(description)


@given(TEXTS)
def test_no_line_is_too_long_and_no_letter_is_cut(text: str) -> None:
    parts = list(folded(text))
    assert all(len(part.encode()) <= LINE_OCTETS for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == text
    assert all(part[0] == " " for part in parts[1:])


def test_every_entry_has_what_a_calendar_needs() -> None:
    feed = feed_of(event(url="https://example.org/m", at=(50.88, 4.35)), event(uid="b"))
    assert unfolded(feed)[1:5] == [
        "VERSION:2.0",
        "PRODID:-//Wijkstem//Voix de quartier//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    first, second = read(feed)
    assert first == {
        "UID": "9d1f",
        "SEQUENCE": "3",
        "DTSTAMP": "20260601T100000Z",
        "DTSTART": "20260601T100000Z",
        "DTEND": "20260601T120000Z",
        "STATUS": "CONFIRMED",
        "SUMMARY": "Vergadering",
        "GEO": "50.880000;4.350000",
        "URL": "https://example.org/m",
    }
    assert second["UID"] == "b"
    assert "SUMMARY;LANGUAGE=nl:Vergadering" in unfolded(feed)


def test_a_cancelled_meeting_stays_in_the_feed_and_says_so() -> None:
    (found,) = read(feed_of(event(cancelled=True)))
    assert found["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(("month", "written"), [(1, "20260112T180000Z"), (7, "20260712T170000Z")])
def test_an_hour_of_brussels_is_the_right_one_in_winter_and_in_summer(
    month: int, written: str
) -> None:
    start = datetime(2026, month, 12, 19, 0, tzinfo=ZoneInfo("Europe/Brussels"))
    (found,) = read(feed_of(event(starts_at=start, ends_at=start + timedelta(hours=1))))
    assert found["DTSTART"] == written


def test_the_marks_of_a_text() -> None:
    assert escaped("a\\b; c, d\r\ne\x07") == "a\\\\b\\; c\\, d\\ne"
