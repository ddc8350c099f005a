"""What the proposals decide without a database: costs as people write them, contacts, likeness.

Pure. Amounts are whole cents; a float never carries money.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, TypeVar

from budgeting.money import NoAmount, read_money

T = TypeVar("T")

STALE_AFTER = timedelta(days=90)
FINISHED_STATES = frozenset({"done", "stopped"})
GRANT_TRACK = "citizen_grant"

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
    """Cents from an amount as people write it (budgeting.money.read_money).

    Raises RuleBroken `cost_unreadable`, `cost_zero` or `cost_too_high` (above 100 million).
    """
    try:
        return read_money(text)
    except NoAmount as error:
        raise RuleBroken(f"cost_{error.code}") from None


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


def broken_cap(
    *, track: str, cost_cents: int | None, grant_cap_cents: int, investment_cap_cents: int | None
) -> Literal["", "grant", "investment"]:
    """Which cap of the edition a cost goes beyond; "" when it fits or is not known yet."""
    if cost_cents is None:
        return ""
    if track == GRANT_TRACK:
        return "grant" if cost_cents > grant_cap_cents else ""
    capped = investment_cap_cents is not None and cost_cents > investment_cap_cents
    return "investment" if capped else ""


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
