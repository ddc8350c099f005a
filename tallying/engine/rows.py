"""The text of a Pabulib file as sections of numbered rows, whatever editor it went through."""

import csv
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
    index = 0
    while index < len(lines):
        line, number, used = lines[index], index + 1, 1
        if '"' not in line:
            fields = line.split(";")
        else:
            fields, used = _quoted(lines, index)
        index += used
        if fields[0].strip() or any(item.strip() for item in fields):
            yield number, fields


def _quoted(lines: list[str], start: int) -> tuple[list[str], int]:
    """The fields of a line with quotes, and how many lines its quoted fields run over."""
    for used in range(1, min(_QUOTE_REACH, len(lines) - start) + 1):
        text = lines[start : start + used]
        try:
            reader = csv.reader([line + "\n" for line in text], delimiter=";", strict=True)
            rows = list(reader)
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                continue
            break
        return [item.rstrip("\n") for item in rows[0]], used
    # A quote that never closes, or with text after it, is part of the text.
    return lines[start].split(";"), 1
