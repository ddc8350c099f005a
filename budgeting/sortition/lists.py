"""The list of candidates and the quotas, from files; and the digest that is published of the list.

The digest is over the canonical JSON of `[{"id": …, "column": "value", …}, …]`, sorted by id, with
the columns of the quotas only: neither the order of the rows, nor the encoding, nor what else the
file holds changes it.
"""

import json
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence

from budgeting.digests import digest_of
from budgeting.sortition.chance import is_text
from budgeting.sortition.errors import SortitionError
from budgeting.sortition.problem import Candidate, Quotas
from budgeting.tables import Fault, Table, read_table

ID = "id"
MOST_ID = 60
MOST_VALUE = 80


class ListRefused(SortitionError):
    """A list of candidates with mistakes; `faults` names all of them by row."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("list_faulty", f"The list has {len(faults)} mistakes.")
        self.faults = tuple(faults)


def read_candidates(
    data: bytes, columns: Collection[str], allowed: Quotas | None = None
) -> list[Candidate]:
    """The candidates of a file, sorted by id, with the columns of the quotas and nothing else.

    With `allowed` every value must have a quota. Raises ListRefused.
    """
    table = read_table(data, needed=(ID, *columns))
    faults = [*table.faults, *_faults(table, columns, allowed)]
    if faults:
        raise ListRefused(sorted(faults, key=lambda fault: fault.row))
    rows = [{name: _plain(cell) for name, cell in row.items()} for _number, row in table.records()]
    return sorted(rows, key=lambda row: row[ID])


def _faults(table: Table, columns: Collection[str], allowed: Quotas | None) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for number, row in table.records():
        candidate = _plain(row.get(ID, ""))
        if ID in row and not candidate:
            yield Fault(number, ID, "id_empty")
        elif len(candidate) > MOST_ID:
            yield Fault(number, ID, "id_too_long", {"most": MOST_ID})
        elif candidate and candidate in seen:
            yield Fault(number, ID, "id_doubled", {"id": candidate, "first": seen[candidate]})
        seen.setdefault(candidate, number)
        for column in columns:
            if column in row:
                yield from _value_faults(number, column, _plain(row[column]), allowed)


def _value_faults(number: int, column: str, value: str, allowed: Quotas | None) -> Iterator[Fault]:
    if not value:
        yield Fault(number, column, "value_empty")
    elif len(value) > MOST_VALUE:
        yield Fault(number, column, "value_too_long", {"most": MOST_VALUE})
    elif allowed is not None and value not in allowed[column]:
        yield Fault(number, column, "value_without_quota", {"value": value})


def list_digest(candidates: Sequence[Candidate]) -> str:
    """`sha256:…` over the candidates as `read_candidates` gives them."""
    return digest_of(sorted((dict(row) for row in candidates), key=lambda row: row[ID]))


def values_of(candidates: Sequence[Candidate]) -> dict[str, dict[str, int]]:
    """How many candidates have each value of each column, in the order of the alphabet."""
    found: dict[str, dict[str, int]] = {}
    for candidate in candidates:
        for column, value in candidate.items():
            if column != ID:
                counts = found.setdefault(column, {})
                counts[value] = counts.get(value, 0) + 1
    return {column: dict(sorted(found[column].items())) for column in sorted(found)}


def read_quotas(text: str) -> Quotas:
    """Quotas from JSON, `{"column": {"value": [least, most]}}`. Raises `quotas_malformed`.

    The published announcement of a draw, which holds them under `quotas`, will do as well.
    """
    try:
        document = json.loads(text, object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise SortitionError("quotas_malformed", f"The quotas are not JSON: {error}.") from None
    within = document.get("quotas") if isinstance(document, dict) else None
    announced = isinstance(within, dict) and all(isinstance(each, dict) for each in within.values())
    return quotas_of(within if announced else document)


def _once_each(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """JSON lets a name stand twice and means the last one; a quota has to be meant."""
    document = dict(pairs)
    if len(document) < len(pairs):
        names = [name for name, _value in pairs]
        raise _malformed(f"{next(n for n in names if names.count(n) > 1)!r} stands there twice")
    return document


def quotas_of(document: object) -> Quotas:
    """Quotas from a document of that shape; raises SortitionError `quotas_malformed`."""
    if not isinstance(document, dict) or not document:
        raise _malformed('a document {"column": {"value": [least, most]}} is needed')
    return {_name(column, document): _column(column, document[column]) for column in document}


def _column(column: str, values: object) -> Mapping[str, tuple[int, int]]:
    if not isinstance(values, dict) or not values:
        raise _malformed(f"the column {column!r} needs its values: {{value: [least, most]}}")
    made = {}
    for value, bounds in values.items():
        if not isinstance(bounds, list | tuple) or [type(each) for each in bounds] != [int, int]:
            raise _malformed(f"{column!r}, {value!r} needs two whole numbers [least, most]")
        if bounds[0] < 0 or bounds[1] < 0 or max(bounds) > 1_000_000:
            raise _malformed(f"{column!r}, {value!r} needs numbers from 0 to 1,000,000")
        made[_name(value, values)] = (bounds[0], bounds[1])
    return made


def _name(name: str, others: Collection[str]) -> str:
    plain = _plain(name)
    if not is_text(plain):
        raise _malformed(f"the name {name!r} is no text")
    if not plain or [_plain(other) for other in others].count(plain) > 1 or plain == ID:
        raise _malformed(f"the name {name!r} is empty, doubled or the one of the ids")
    return plain


def _malformed(what: str) -> SortitionError:
    return SortitionError("quotas_malformed", f"The quotas cannot be used: {what}.")


def _plain(text: str) -> str:
    """One way to write each accent, and no spaces around it."""
    return unicodedata.normalize("NFC", text).strip()
