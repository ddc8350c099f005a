"""The header of a table: which column is which field, whatever it is called."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from budgeting.tables.types import MAX_COLUMNS, Fault

CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f\ud800-\udfff]")
"""Signs that no page shows and that a database may refuse."""


@dataclass(frozen=True)
class Wanted:
    """What a reader asks for: fields by each folded word that means one; see `read_table`."""

    fields: Mapping[str, str]
    needed: Collection[str]
    keep_unknown: bool


@dataclass(frozen=True)
class Header:
    """The columns that are kept, by field and by word, their places in a row, and the others."""

    columns: tuple[str, ...]
    words: tuple[str, ...]
    places: tuple[int, ...]
    width: int
    ignored: tuple[str, ...]
    faults: tuple[Fault, ...]


@lru_cache(2048)
def folded(word: str) -> str:
    """What counts of a word in a header: "Titre (FR)" and "titre_fr" are the same."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", word.casefold())))


def wanted(
    needed: Collection[str], known: Mapping[str, Sequence[str]], keep_unknown: bool
) -> Wanted:
    fields = {folded(word): name for name, words in known.items() for word in words}
    return Wanted(fields | {folded(name): name for name in (*needed, *known)}, needed, keep_unknown)


def read_header(cells: Sequence[str], ask: Wanted, row: int) -> Header:
    """Find the fields; faults are `column_missing` and `column_doubled`, or `too_many_columns`."""
    if len(cells) > MAX_COLUMNS:
        fault = Fault(row, "", "too_many_columns", {"most": MAX_COLUMNS})
        return Header((), (), (), len(cells), (), (fault,))
    places: dict[str, int] = {}
    ignored, faults = [], []
    words = [CONTROL.sub("", word).strip() for word in cells]
    for place, word in enumerate(words):
        name = ask.fields.get(folded(word)) or (word if ask.keep_unknown else "")
        if not name:
            ignored += [word] if word else []
        elif name in places:
            params: dict[str, str | int] = {"one": words[places[name]][:60]}
            faults.append(Fault(row, name, "column_doubled", params | {"other": word[:60]}))
        else:
            places[name] = place
    faults += [Fault(row, n, "column_missing") for n in ask.needed if n not in places]
    return Header(
        columns=tuple(places),
        words=tuple(words[place] for place in places.values()),
        places=tuple(places.values()),
        width=len(cells),
        ignored=tuple(ignored),
        faults=tuple(faults),
    )
