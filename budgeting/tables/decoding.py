"""From bytes to text: encodings, what is no text at all, and JSON as rows."""

import codecs
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from budgeting.tables.types import MAX_COLUMNS, MAX_ROWS

# (how a file begins, what it is)
_SIGNATURES = (
    (b"%PDF-", "is_pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is_spreadsheet"),
    (b"PK\x03\x04", "is_archive"),
    (b"PK\x05\x06", "is_archive"),
    (b"\x1f\x8b", "is_archive"),
    (b"7z\xbc\xaf\x27\x1c", "is_archive"),
    (b"Rar!", "is_archive"),
    (b"\x89PNG", "is_picture"),
    (b"\xff\xd8\xff", "is_picture"),
    (b"GIF8", "is_picture"),
)
_IN_SPREADSHEETS = (b"xl/", b"[Content_Types].xml", b"opendocument.spreadsheet", b"content.xml")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

NESTED = "\0"
"""Stands in a cell for a JSON list or object: only a column that is asked for minds."""


class NotATable(ValueError):
    """The file as a whole cannot be read; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Text:
    """The text of a file, and the encoding it was found to be in."""

    content: str
    encoding: str

    @property
    def is_json(self) -> bool:
        return self.content.lstrip().startswith(("[{", "{", "[\n", "[\r", "[ ", "[]"))


def decoded(data: bytes) -> Text:
    """Text from UTF-8, UTF-16 with its mark, or else Windows-1252.

    Raises NotATable `empty_file`, `not_text`, or `is_…` for what the file is instead.
    """
    if code := _other_kind(data):
        raise NotATable(code)
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    for name in (encoding,) if encoding else ("utf-8", "windows-1252"):
        try:
            content = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" in content:
            break
        if not content.strip():
            raise NotATable("empty_file")
        return Text(content, name.removesuffix("-sig"))
    raise NotATable("not_text")


def _other_kind(data: bytes) -> str:
    """What a file is when it is no text: the code of its kind, or ""."""
    kind = next((code for start, code in _SIGNATURES if data.startswith(start)), "")
    if kind == "is_archive" and any(name in data for name in _IN_SPREADSHEETS):
        return "is_spreadsheet"
    return kind


def records_of(text: Text) -> tuple[list[str], list[object]]:
    """The names in a JSON list of objects, and its rows for `cells_of`.

    An object with a single list of objects in it, as an export with a heading is, counts as well.
    What is past the limits is left out but for one: at most MAX_COLUMNS + 1 names and MAX_ROWS + 1
    rows. Raises NotATable `json_broken` or `json_no_list`.
    """
    try:
        found = json.loads(text.content)
    except (ValueError, RecursionError):
        raise NotATable("json_broken") from None
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list)]
        found = lists[0] if len(lists) == 1 else None
    if not isinstance(found, list) or not any(isinstance(row, dict) for row in found):
        raise NotATable("json_no_list")
    rows = found[: MAX_ROWS + 1]
    # Each row may have names of its own: neither they nor their cells are held all at once.
    names: dict[str, None] = {}
    for row in rows:
        names.update(dict.fromkeys(row) if isinstance(row, dict) else {})
        if len(names) > MAX_COLUMNS:
            break
    return list(islice(names, MAX_COLUMNS + 1)), rows


def cells_of(rows: Sequence[object], names: Sequence[str]) -> Iterator[list[str] | str]:
    """The cells under these names, row by row, or a code for what is no row."""
    for row in rows:
        yield (
            [_cell(row.get(name)) for name in names] if isinstance(row, dict) else "json_no_object"
        )


def _cell(value: object) -> str:
    """A JSON value as the text that somebody would have typed."""
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return NESTED
    return value if isinstance(value, str) else json.dumps(value)
