"""What a translator needs to see about two texts: what changed, and what does not match. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MOST_WORDS = 3_000
"""Longer texts are compared by their lines: comparing words would keep somebody waiting."""

_WORD = re.compile(r"[\w’'-]+\s*|[^\w\s]\s*")
_LINE = re.compile(r"[^\n]+\n*|\n+")
_BLANK_LINE = re.compile(r"\n\s*\n")
_MARK = re.compile(
    r"%\(\w+\)[sd]|\{\w*\}|https?://[^\s<>)»”]+[^\s<>)»”.,;:!?]|[^\s@<>(«“]+@[\w.-]+\w", re.ASCII
)
_DIGIT = re.compile(r"\d")

PieceKind = Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    kind: PieceKind
    text: str


def plain(text: str) -> str:
    """A text with the line ends of the database and nothing around it; browsers send CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def word_diff(was: str, now: str) -> list[Piece]:
    """How one text became the other, word by word; spaces alone are no change."""
    old, new = _parts(plain(was), plain(now))
    matcher = SequenceMatcher(
        None, [one.strip() for one in old], [one.strip() for one in new], autojunk=False
    )
    return list(_pieces(matcher, old, new))


def remarks(source: str, target: str) -> list[str]:
    """What a translation should have in common with its source and has not: `paragraphs`,
    `marks` (placeholders, links, mail addresses) and `figures`."""
    found = []
    if _paragraphs(source) != _paragraphs(target):
        found.append("paragraphs")
    if Counter(_MARK.findall(source)) != Counter(_MARK.findall(target)):
        found.append("marks")
    if _figures(source) != _figures(target):
        found.append("figures")
    return found


def _parts(was: str, now: str) -> tuple[list[str], list[str]]:
    old, new = _WORD.findall(was), _WORD.findall(now)
    if max(len(old), len(new)) <= MOST_WORDS:
        return old, new
    return _LINE.findall(was), _LINE.findall(now)


def _pieces(matcher: "SequenceMatcher[str]", old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        gone, came = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if kind == "equal":
            yield Piece("same", came)
            continue
        if gone:
            yield Piece("gone", gone)
        if came:
            yield Piece("new", came)


def _paragraphs(text: str) -> int:
    return len(_BLANK_LINE.split(plain(text)))


def _figures(text: str) -> Counter[str]:
    """Each digit and how often: "€ 20.000" and "20 000 €" have the same, "14.30" and "14 h 30"."""
    return Counter(_DIGIT.findall(_MARK.sub(" ", text)))
