"""What the proposals decide without a database: costs as people write them, contacts, likeness.

Pure: standard library only. Amounts are whole cents; a float never carries money.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, TypeVar

T = TypeVar("T")

HIGHEST_COST_CENTS = 10_000_000_000
STALE_AFTER = timedelta(days=90)
FINISHED_STATES = frozenset({"done", "stopped"})
CAPPED_TRACK = "citizen_grant"

_CURRENCY = re.compile(r"€|\beuros?\b|\beur\b", re.IGNORECASE)
_SPACES = re.compile(r"[\s'’]+")
_CLOSING = re.compile(r"(?:,-+|\.-+|,–)$")
_PLAIN = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<cents>[0-9]{1,2}))?", re.ASCII)
_GROUPED = re.compile(
    r"(?P<whole>[0-9]{1,3}(?P<mark>[.,])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    r"(?:(?!(?P=mark))[.,](?P<cents>[0-9]{1,2}))?",
    re.ASCII,
)
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s.,;<>]{2,}")
_PHONE = re.compile(r"\+?[0-9 ./()-]+", re.ASCII)
_WORD = re.compile(r"[^\W\d_]{4,}")
# Words of four letters and more that say nothing about a subject, without their accents.
_EMPTY_TEXT = (
    "voor naar onze veel meer waar deze zijn hebben worden kunnen willen wordt komt alle ook niet"
    " door tussen over maar omdat zodat waarom wijk buurt mensen bewoners graag"
    " pour dans avec plus nous vous leur leurs sont etre avoir faire cette tous toutes mais parce"
    " comme entre ainsi quartier habitants gens aussi voudrais souhaite"
    " with from this that they their have more would could should people which neighbourhood"
)
_EMPTY_WORDS = frozenset(_EMPTY_TEXT.split())
_STEM = 7


class RuleBroken(ValueError):
    """Something a person wrote cannot be taken; `code` says what, in snake_case."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse_cost(text: str) -> int:
    """Cents from an amount as people write it: "1.250,50", "1 250", "€ 1250", "1,250.50".

    A mark before three digits groups thousands, before one or two it starts the cents. Raises
    RuleBroken `cost_unreadable`, `cost_zero` or `cost_too_high` (above 100 million).
    """
    bare = _CLOSING.sub("", _SPACES.sub("", _CURRENCY.sub(" ", text)))
    found = _GROUPED.fullmatch(bare) or _PLAIN.fullmatch(bare)
    if not found:
        raise RuleBroken("cost_unreadable")
    whole = found["whole"].replace(".", "").replace(",", "")
    cents = (found["cents"] or "").ljust(2, "0")
    if len(whole) > len(str(HIGHEST_COST_CENTS)):
        raise RuleBroken("cost_too_high")
    total = int(whole) * 100 + int(cents)
    if total == 0:
        raise RuleBroken("cost_zero")
    if total > HIGHEST_COST_CENTS:
        raise RuleBroken("cost_too_high")
    return total


def contact_kind(text: str) -> Literal["mail", "phone", ""]:
    """Whether a contact is an e-mail address, a telephone number, or neither.

    A number has 8 to 15 digits; a Belgian one, written with its 0, at least 9.
    """
    bare = text.strip()
    if _MAIL.fullmatch(bare):
        return "mail"
    digits = sum(character.isdigit() for character in bare)
    least = 9 if bare.startswith("0") else 8
    return "phone" if _PHONE.fullmatch(bare) and least <= digits <= 15 else ""


def contact_key(text: str) -> str:
    """One spelling for one person's contact: `An+x@Mail.be` is `an@mail.be`; a phone: digits."""
    bare = "".join(text.casefold().split())
    if contact_kind(text) == "phone":
        return "".join(character for character in bare if character.isdigit())
    name, at, host = bare.rpartition("@")
    return name.partition("+")[0] + at + host


def grant_fits(*, track: str, cost_cents: int | None, cap_cents: int) -> bool:
    """Whether a cost stays within the cap; only grants to residents have one."""
    return track != CAPPED_TRACK or cost_cents is None or cost_cents <= cap_cents


def is_stale(*, state: str, reported_on: date, today: date) -> bool:
    """Whether a funded project went unreported for more than 90 days while it is not finished."""
    return state not in FINISHED_STATES and today - reported_on > STALE_AFTER


def subject_words(text: str) -> frozenset[str]:
    """The words that say what a text is about: folded, without small words, cut to their stem."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return frozenset(w[:_STEM] for w in _WORD.findall(bare) if w not in _EMPTY_WORDS)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """0 to 1: shared words over the words of the shorter text; one shared word says nothing."""
    shared = len(one & other)
    return shared / min(len(one), len(other)) if shared >= 2 else 0.0


def most_similar(
    text: str,
    earlier: Iterable[tuple[T, Sequence[str]]],
    *,
    least: float = 0.3,
    at_most: int = 3,
) -> list[T]:
    """The earlier items most like `text`, best first; each comes with its text per language."""
    wanted = subject_words(text)
    scored = [
        (max((likeness(wanted, subject_words(other)) for other in texts), default=0.0), item)
        for item, texts in earlier
    ]
    near = [pair for pair in scored if pair[0] >= least]
    return [item for _score, item in sorted(near, key=lambda pair: -pair[0])[:at_most]]
