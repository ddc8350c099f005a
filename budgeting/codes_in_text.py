"""Voting codes and receipts in what people type: found however they are written. Pure.

Both have eighteen symbols, printed 4-4-4-4-2. People leave one out, group them their own way or
copy them with what a word processor made of the hyphens, so fifteen to nineteen are looked for.
Words are told apart by their digits: drawn symbols have some among their letters.
"""

import re
from itertools import pairwise

HIDDEN = "…"
LONGEST_TEXT = 50_000
"""Characters of a text that are looked at and kept; more is not a message of a person."""

_SYMBOL = "[2-9a-hjkmnp-z]"
_FEWEST, _PRINTED, _MOST = 15, 18, 19
_DASH = "\u00ad\u200b\u2010-\u2015\u2212-"  # the hyphen last, or it makes a range
_GAP = rf"[\s\ufeff._/{_DASH}]"
_RUN = re.compile(rf"{_SYMBOL}(?:{_GAP}{{0,5}}{_SYMBOL}){{{_FEWEST - 1},}}", re.IGNORECASE)
_GROUP = re.compile(rf"{_SYMBOL}+", re.IGNORECASE)
_DASHES = re.compile(f"[{_DASH}]")
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[a-z]", re.IGNORECASE)
# In an address a part ends at its separators, and any other sign may stand between two symbols.
_IN_ADDRESS = re.compile(
    rf"{_SYMBOL}(?:(?:[^\w/\\?#&=]|_){{0,3}}{_SYMBOL}){{{_FEWEST},}}", re.IGNORECASE
)
_PRINTED_GROUPS = re.compile(
    rf"{_SYMBOL}{{4}}(?:[{_DASH}]{_SYMBOL}{{4}}){{3}}(?!\w)", re.IGNORECASE
)
_UUID = re.compile(r"(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])", re.IGNORECASE)

Span = tuple[int, int]


def has_code(address: str) -> bool:
    """Whether sixteen symbols or more in one part of a decoded address look drawn."""
    bare = _UUID.sub("", address)
    runs = (found[0] for found in _IN_ADDRESS.finditer(bare))
    return any(_DIGIT.search(run) or _PRINTED_GROUPS.search(run) for run in runs)


def without_codes(text: str) -> str:
    """A text in which whatever looks like a voting code, or a receipt, is cut out.

    A text longer than LONGEST_TEXT ends there.
    """
    return _RUN.sub(_cut, text[:LONGEST_TEXT])


def _cut(found: re.Match[str]) -> str:
    """A run of symbols and gaps without its codes: the likeliest go first."""
    run = found[0]
    taken: set[int] = set()
    spans: list[Span] = []
    groups = _groups(found)
    for *_rank, first, last in sorted(_likely(run, groups)):
        window = range(first, last + 1)
        if taken.isdisjoint(window):
            taken.update(window)
            spans.append((groups[first][0], groups[last][1]))
    for start, end in sorted(spans, reverse=True):
        run = run[:start] + HIDDEN + run[end:]
    return run


def _groups(found: re.Match[str]) -> list[Span]:
    """The groups of a run, without the end of a word before it and the start of one behind."""
    groups = [one.span() for one in _GROUP.finditer(found[0])]
    text, start, end = found.string, found.start(), found.end()
    before, behind = text[max(start - 1, 0) : start], text[end : end + 1]
    if before.isalnum() and groups[0][1] - groups[0][0] < 4:
        del groups[0]
    if behind.isalnum() and groups and groups[-1][1] - groups[-1][0] < 4:
        del groups[-1]
    return groups


def _likely(run: str, groups: list[Span]) -> list[tuple[int, ...]]:
    """Neighbouring groups that may be a code: oddness, symbols amiss, first and last group."""
    found: list[tuple[int, ...]] = []
    for first in range(len(groups)):
        symbols = 0
        for last in range(first, min(first + _MOST, len(groups))):
            symbols += groups[last][1] - groups[last][0]
            if symbols > _MOST and last > first:
                break
            if symbols >= _FEWEST:
                oddness = _oddness(run, groups[first : last + 1])
                if oddness is not None:
                    found.append((oddness, abs(symbols - _PRINTED), -symbols, first, last))
    return found


def _oddness(run: str, groups: list[Span]) -> int | None:
    """How far these groups are from print: 0 as printed, 2 in a way of one's own; None: words."""
    text = run[groups[0][0] : groups[-1][1]]
    sizes = [end - start for start, end in groups]
    if len(sizes) == 1 or set(sizes) == {1}:
        return 0 if _DIGIT.search(text) else None
    if max(sizes) > 5:
        return None
    even = set(sizes[:-1]) == {4} and sizes[-1] <= 4
    if all(_DASHES.search(run, end, start) for (_, end), (start, _) in pairwise(groups)):
        return 0 if even else 1
    if even and _DIGIT.search(text):
        return 0
    mixed = any(_DIGIT.search(run, *one) and _LETTER.search(run, *one) for one in groups)
    return 2 if mixed and sum(size >= 4 for size in sizes) >= 3 else None
