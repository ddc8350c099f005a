"""Translations that were left in English, and signs set otherwise than the language sets them."""

import re
from collections.abc import Iterable, Iterator

import polib

SAME_WORDS = {
    "nl": {
        *("agenda", "budget", "code", "contact", "cookies", "later", "link", "online", "privacy"),
        *("data", "euro", "feed", "in", "open", "project", "tabs"),
    },
    "fr": {
        *("association", "budget", "chance", "code", "colophon", "contact", "cookies"),
        *("description", "introduction", "quotas"),
        *("latitude", "licence", "longitude", "page", "pages", "phase", "point", "points"),
        *("question", "questions", "version", "vote"),
    },
}
"""Words that are truly the same in English and in the other language."""

SMALL_WORDS = (
    "the and your you with please this that these those are from been has have will must cannot"
    " their who which what when where how they there"
)
ENGLISH = {
    "nl": frozenset(f"{SMALL_WORDS} an not to by it for".split()),
    "fr": frozenset(f"{SMALL_WORDS} of is to by it for not".split()),
}
"""Words that begin or bind nearly every English sentence and are no words of the language."""

NOT_PROSE = re.compile(r"<[^>]*>|%\(\w+\)[a-z]|%[sd]|\{\w*\}|https?://\S+|\S+@\S+|%%")
LETTERS = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")

FAULTS = {
    "nl": (
        ("two spaces", re.compile(r"\S {2,}\S")),
        ("a straight quote", re.compile(r"[\"«»„‘]|\w'\w")),
        ("a space before the sign", re.compile(r"\S[ \u00a0\u202f][:;!?]")),
        ("a space that may break before %", re.compile(r"[\w)] %(?!\(|[sd]\b)")),
    ),
    "fr": (
        ("two spaces", re.compile(r"\S {2,}\S")),
        ("a straight or a foreign quote", re.compile(r"[\"“”„]|\w'\w")),
        (
            "no fixed space before the sign",
            re.compile(r"[^\u00a0\s:;!?…(][;!?»]|[^\u00a0\s]:(?!\S)"),
        ),
        ("a space that may break before the sign", re.compile(r"[ \u202f][:;!?»]")),
        ("no fixed space after «", re.compile(r"«(?!\u00a0)")),
        ("a space that may break before %", re.compile(r"[\w)] %(?!\(|[sd]\b)")),
    ),
}


def untranslated(catalogue: polib.POFile, language: str) -> Iterator[str]:
    """Translations that are the English text itself, or hold its small words."""
    for entry in _live(catalogue):
        english = {entry.msgid, entry.msgid_plural or entry.msgid}
        for text in texts_of(entry):
            if text in english and _words(text) - SAME_WORDS[language]:
                yield f"still English: {text}"
            elif found := sorted(_words(text) & ENGLISH[language]):
                yield f"English words {', '.join(found)}: {text}"


def ill_set(catalogue: polib.POFile, language: str) -> Iterator[str]:
    """Translations whose spaces, quotes or signs are not those of the language."""
    for entry in _live(catalogue):
        for text in texts_of(entry):
            plain = re.sub(r"<[^>]*>|https?://\S+", "x", text).replace("%%", "%")
            yield from (f"{name}: {text}" for name, rule in FAULTS[language] if rule.search(plain))


def unused_words(catalogues: dict[str, polib.POFile]) -> Iterator[str]:
    """Words of the list that no entry needs any more."""
    for language, words in SAME_WORDS.items():
        same = (e.msgid for e in _live(catalogues[language]) if e.msgid in texts_of(e))
        needed = {word for text in same for word in _words(text)}
        yield from (f"{language}: {word}" for word in sorted(words - needed))


def texts_of(entry: polib.POEntry) -> list[str]:
    """The translations of an entry, one per plural form."""
    if entry.msgid_plural:
        return [text for _number, text in sorted(entry.msgstr_plural.items())]
    return [entry.msgstr]


def _live(catalogue: Iterable[polib.POEntry]) -> Iterator[polib.POEntry]:
    return (entry for entry in catalogue if not entry.obsolete)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in LETTERS.findall(NOT_PROSE.sub(" ", text))}
