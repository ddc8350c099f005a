"""Reading a JSON file key by key: a complaint names the place, nothing is skipped unsaid."""

import json
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from budgeting.errors import Refused

MOST_BYTES = 20 << 20
LANGUAGES = ("nl", "fr", "en")
# Keys that say something to the people who write such files, and nothing to the system.
SILENT = {"slug", "fictional", "notes", "note", "_notice"}
_MISSING = object()


class BadFile(Refused):
    """A file that cannot be loaded: `path` is the key (`proposals[3].cost_eur`) or the line."""

    def __init__(self, code: str, path: str, problem: str) -> None:
        super().__init__(code, f"{path}: {problem}")
        self.path = path


@dataclass(frozen=True)
class Node:
    """A value of the file and where it stands; `asked` collects the keys that were looked at."""

    value: Any
    path: str = ""
    asked: set[str] = field(default_factory=set, repr=False, compare=False)

    def bad(self, code: str, problem: str) -> BadFile:
        """The refusal for this value; raise what it returns."""
        return BadFile(code, self.path or "the file", problem)

    @property
    def is_set(self) -> bool:
        """Whether there is a value, and not null."""
        return self.value is not _MISSING and self.value is not None

    @property
    def is_absent(self) -> bool:
        """Whether the key is not in the file at all."""
        return self.value is _MISSING

    def get(self, key: str) -> "Node":
        """The value under a key; refuses `not_an_object` where there are no keys."""
        if self.is_set and not isinstance(self.value, dict):
            raise self.bad("not_an_object", "an object with keys is expected here.")
        path = f"{self.path}.{key}".lstrip(".")
        self.asked.add(_general(path))
        return Node((self.value if self.is_set else {}).get(key, _MISSING), path, self.asked)

    def needed(self, key: str) -> "Node":
        """The value under a key that has to be there; refuses `key_missing`."""
        found = self.get(key)
        if not found.is_set:
            raise found.bad("key_missing", "this key is needed.")
        return found

    def items(self) -> list["Node"]:
        """The entries of a list; nothing where the key is absent; refuses `not_a_list`."""
        if not self.is_set:
            return []
        if not isinstance(self.value, list):
            raise self.bad("not_a_list", "a list is expected here.")
        return [Node(v, f"{self.path}[{n}]", self.asked) for n, v in enumerate(self.value)]

    def pairs(self) -> list[tuple[str, "Node"]]:
        """Keys and values of an object whose keys are data."""
        keys = list(self.value) if self.is_set and isinstance(self.value, dict) else []
        if self.is_set and not isinstance(self.value, dict):
            raise self.bad("not_an_object", "an object with keys is expected here.")
        return [(key, self.get(key)) for key in keys]

    def text(self, default: str = "", longest: int = 10_000) -> str:
        """A text without control characters; whole numbers are taken as text."""
        if not self.is_set:
            return default
        if isinstance(self.value, bool) or not isinstance(self.value, (str, int)):
            raise self.bad("not_a_text", "a text is expected here.")
        text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", str(self.value)).strip()
        if len(text) > longest:
            raise self.bad("too_long", f"at most {longest} characters fit; there are {len(text)}.")
        return text

    def words(self, longest: int = 10_000) -> dict[str, str]:
        """A text per language (`{"nl": …, "fr": …}`); what is not given is empty."""
        if isinstance(self.value, str):
            raise self.bad("not_an_object", 'a text per language is expected: {"nl": …, "fr": …}.')
        return {language: self.get(language).text(longest=longest) for language in LANGUAGES}

    def flag(self) -> bool:
        """True or false; false where absent."""
        if self.is_set and not isinstance(self.value, bool):
            raise self.bad("not_a_flag", "true or false is expected here.")
        return self.value is True

    def whole(self, default: int, least: int = 0, most: int = 10**9) -> int:
        """A whole number."""
        value = self.value if self.is_set else default
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value):
            value = int(value)
        if type(value) is not int or not least <= value <= most:
            raise self.bad("not_a_number", f"a whole number from {least} to {most} is expected.")
        return value

    def decimal(self) -> float | None:
        """A number such as a latitude; None where absent."""
        if not self.is_set:
            return None
        if isinstance(self.value, bool) or not isinstance(self.value, (int, Decimal)):
            raise self.bad("not_a_number", "a number is expected here.")
        return float(self.value)

    def cents(self) -> int:
        """An amount in euro as whole cents; refuses `not_an_amount` and `not_whole_cents`."""
        if isinstance(self.value, bool) or not isinstance(self.value, (int, Decimal)):
            raise self.bad("not_an_amount", "an amount in euro is expected, as a number.")
        cents = Decimal(self.value) * 100
        if cents != int(cents):
            raise self.bad("not_whole_cents", "an amount has at most two decimals.")
        if not 0 <= cents < 10**15:
            raise self.bad("not_an_amount", "an amount is not negative and not astronomical.")
        return int(cents)

    def day(self) -> date | None:
        """A day written as 2025-06-14; None where absent."""
        text = self.text()
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.bad("not_a_date", "a day is written as 2025-06-14.") from None

    def one_of(self, known: dict[str, str], default: str = "") -> str:
        """A word of a list, as this system calls it; refuses `not_known`."""
        text = self.text(default)
        if text not in known:
            raise self.bad("not_known", f"“{text[:60]}” is not one of {', '.join(known)}.")
        return known[text]

    def slug(self) -> str:
        """A short name for addresses: small letters, digits and hyphens."""
        text = self.text(longest=50)
        if not re.fullmatch(r"[a-z0-9_-]+", text):
            raise self.bad("not_a_slug", "use small letters, digits and hyphens only.")
        return text


def read_document(path: Path) -> Node:
    """The JSON object in a file; refuses `file_unreadable`, `file_too_large`, `not_json`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadFile("file_too_large", path.name, f"at most {MOST_BYTES >> 20} MB.")
        value = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise BadFile("file_unreadable", str(path), f"{error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadFile("not_json", path.name, "the file is not UTF-8 text.") from None
    except (ValueError, RecursionError) as error:
        raise BadFile("not_json", path.name, f"this is not JSON ({error}).") from None
    return document_of(value, path.name)


def document_of(value: object, name: str = "the file") -> Node:
    """A document that is already in memory; refuses `not_json` unless it is an object."""
    if not isinstance(value, dict):
        raise BadFile("not_json", name, "a JSON object is expected.")
    return Node(value)


def unused_keys(document: Node) -> list[str]:
    """Keys of the file that nothing asked for, such as `voter_groups` or a misspelt one."""
    found: dict[str, None] = {}
    _walk(document.value, "", document.asked, found)
    return list(found)


def _walk(value: Any, path: str, asked: set[str], found: dict[str, None]) -> None:
    if isinstance(value, list):
        for item in value:
            _walk(item, f"{path}[]", asked, found)
    for key, below in value.items() if isinstance(value, dict) else ():
        inner = _general(f"{path}.{key}".lstrip("."))
        if inner in asked:
            _walk(below, inner, asked, found)
        elif key not in SILENT and any(each.startswith(f"{path}.".lstrip(".")) for each in asked):
            found[inner] = None


def _general(path: str) -> str:
    return re.sub(r"\[\d+\]", "[]", path)
