"""A JSON document key by key: a complaint names the place, nothing is skipped unsaid."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from budgeting.errors import Refused

MOST_CENTS = 10**15
# Years that a calendar, a time zone and every database can work with.
YEARS = range(1900, 2200)
LANGUAGES = ("nl", "fr", "en")
# Keys that say something to the people who write such files, and nothing to the system.
SILENT = {"slug", "fictional", "notes", "note", "_notice"}
TOO_LARGE = f"an amount is at most {MOST_CENTS // 100}."
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

    def degrees(self, most: int) -> float | None:
        """A latitude (`most` is 90) or a longitude (180); None where absent."""
        if not self.is_set:
            return None
        value = self._number()
        if value is None or not -most <= value <= most:
            raise self.bad("not_a_number", f"a number from -{most} to {most} is expected here.")
        return float(value)

    def cents(self) -> int:
        """An amount in euro as whole cents; refuses `not_an_amount`, `amount_too_large` and
        `not_whole_cents`."""
        value = self._number()
        if value is None:
            raise self.bad("not_an_amount", "an amount in euro is expected, as a number.")
        if value < 0:
            raise self.bad("not_an_amount", "an amount is not negative.")
        if value > MOST_CENTS // 100:
            raise self.bad("amount_too_large", TOO_LARGE)
        # Compared, not multiplied: a product would be rounded to 28 digits in silence.
        if value != (rounded := Decimal(value).quantize(Decimal("0.01"))):
            raise self.bad("not_whole_cents", "an amount has at most two decimals.")
        return int(rounded * 100)

    def _number(self) -> int | Decimal | None:
        """The number, which may be infinite; None for anything else."""
        value = self.value
        if isinstance(value, Decimal):
            return None if value.is_nan() else value
        return value if type(value) is int else None

    def day(self) -> date | None:
        """A day written as 2025-06-14; None where absent."""
        text = self.text()
        if not text:
            return None
        try:
            found = date.fromisoformat(text)
        except ValueError:
            raise self.bad("not_a_date", "a day is written as 2025-06-14.") from None
        if found.year not in YEARS:
            raise self.bad("not_a_date", f"a year from {YEARS[0]} to {YEARS[-1]} is expected.")
        return found

    def one_of(self, known: dict[str, str], default: str = "") -> str:
        """A word of a list, as this system calls it; refuses `not_known`."""
        text = self.text(default)
        if text not in known:
            raise self.bad("not_known", f"“{text[:60]}” is not one of {', '.join(known)}.")
        return known[text]

    def slug(self) -> str:
        """A short name for addresses: small letters, digits and hyphens."""
        return slug_of(self.text(), self.path)


def slug_of(text: str, path: str) -> str:
    """A short name for addresses that stands at `path`; refuses `not_a_slug`."""
    if not re.fullmatch(r"[a-z0-9_-]{1,50}", text):
        problem = "use small letters, digits and hyphens only, at most 50."
        raise BadFile("not_a_slug", path, problem)
    return text


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
