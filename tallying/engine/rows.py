"""The text of a Pabulib file as sections of numbered rows, whatever editor it went through."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tallying.engine.errors import EngineError

MOST_BYTES = 200 * 1024 * 1024
MOST_LINE_BYTES = 1024 * 1024
SECTIONS = ("META", "PROJECTS", "VOTES")
# How many lines a quoted field may run over before its quote is taken as an ordinary character.
_QUOTE_REACH = 50

Row = tuple[int, list[str]]


@dataclass
class Section:
    """The header of a section and the rows below it, each with the number of its first line."""

    header: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def decode(data: bytes) -> list[str]:
    """The lines of a UTF-8 file, byte order mark and line ends taken off.

    Raises EngineError `file_too_large`, `empty_file`, `not_utf8`, `not_text` or `line_too_long`.
    """
    if len(data) > MOST_BYTES:
        raise EngineError("file_too_large", f"The file is larger than {MOST_BYTES >> 20} MB.")
    if not data.strip():
        raise EngineError("empty_file", "The file is empty.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = data.count(b"\n", 0, error.start) + 1
        raise EngineError("not_utf8", f"Line {bad} is not UTF-8 text.", line=bad) from error
    if (at := text.find("\0")) >= 0:
        bad = text.count("\n", 0, at) + 1
        raise EngineError("not_text", f"Line {bad} holds a NUL, which is no text.", line=bad)
    lines = [line.rstrip("\r") for line in text.split("\n")]
    for number, text_line in enumerate(lines, 1):
        if len(text_line) > MOST_LINE_BYTES // 4 and len(text_line.encode()) > MOST_LINE_BYTES:
            raise EngineError("line_too_long", f"Line {number} is over 1 MB.", line=number)
    return lines


def sections(lines: list[str]) -> dict[str, Section]:
    """META, PROJECTS and VOTES by name.

    Raises EngineError `section_missing`, `section_twice` or `text_before_sections`.
    """
    found: dict[str, Section] = {}
    current: Section | None = None
    for number, fields in _rows(lines):
        name = fields[0].strip().upper()
        if name in SECTIONS and not any(item.strip() for item in fields[1:]):
            if name in found:
                raise EngineError("section_twice", f"Line {number}: a second {name} section.")
            current = found[name] = Section()
        elif current is None:
            raise EngineError("text_before_sections", f"Line {number}: text before META.")
        elif not current.header:
            current.header = [item.strip().lower() for item in fields]
        else:
            current.rows.append((number, fields))
    for name in SECTIONS:
        if name not in found:
            raise EngineError("section_missing", f"The file has no {name} section.", section=name)
    return found


def _rows(lines: list[str]) -> Iterator[Row]:
    """Numbered rows of fields; lines that hold nothing but separators are left out."""
    index, quotes = 0, _Quotes(lines)
    while index < len(lines):
        line, number, used = lines[index], index + 1, 1
        if '"' not in line:
            fields = line.split(";")
        else:
            fields, used = quotes.fields(index)
        index += used
        if fields[0].strip() or any(item.strip() for item in fields):
            yield number, fields


class _Quotes:
    """Reads lines with quotes, from the first to the last.

    What a line does to a quote that is open where it starts does not hang on the lines before it,
    so that is looked at once, however many quotes are open: the time goes with the text.
    """

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        # Every line from the one that is read up to here leaves an open quote open.
        self._open_to = 0

    def fields(self, start: int) -> tuple[list[str], int]:
        """The fields of a line with quotes, and how many lines its quoted fields run over."""
        found = _record([self._lines[start]])
        end = start + 1 if found is _OPEN else start
        if found is _OPEN:
            end = self._first_that_closes(end, min(start + _QUOTE_REACH, len(self._lines)))
            if isinstance(_after_opening(self._lines[end]), list):
                found = _record(self._lines[start : end + 1])
        if isinstance(found, list):
            return found, end - start + 1
        # A quote that never closes, or with text after it, is part of the text.
        return self._lines[start].split(";"), 1

    def _first_that_closes(self, at: int, stop: int) -> int:
        """The first line that does not leave a quote open; the last before `stop` if all do."""
        at = max(at, self._open_to)
        while at < stop and _after_opening(self._lines[at]) is _OPEN:
            at += 1
        self._open_to = at
        return min(at, stop - 1)


# What reading a record may come to beside its fields: a quote left open, or text after a quote.
_OPEN, _WRONG = "open", "wrong"
_QUOTED = re.compile(r'(?:[^"]++|"")*+')


def _record(text: list[str]) -> list[str] | str:
    """The fields of one record that may run over several lines, _OPEN or _WRONG."""
    if len(text) == 1 and text[0].startswith('"') and (found := _at_a_glance(text[0][1:])):
        return found
    try:
        rows = list(csv.reader([line + "\n" for line in text], delimiter=";", strict=True))
    except csv.Error as error:
        return _OPEN if "unexpected end of data" in str(error) else _WRONG
    return [item.rstrip("\n") for item in rows[0]]


def _after_opening(line: str) -> list[str] | str:
    """The same for a line that starts within a quoted field."""
    return _record(['"' + line])


def _at_a_glance(line: str) -> str | None:
    """_OPEN or _WRONG where the first quoted field of a line tells; None if it does not."""
    end = _QUOTED.match(line).end()  # type: ignore[union-attr]
    if end == len(line):
        return _OPEN
    return None if line[end + 1 : end + 2] in ("", ";", "\r") else _WRONG
