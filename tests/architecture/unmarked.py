"""Words in templates and scripts that a person would read and nobody can translate.

Templates are cut by Django's own lexer and read by the HTML parser of the standard library, so
nothing has to be rendered. A script holds no sentence: its words come from the page.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.template.base import Lexer, Token, TokenType

Found = tuple[int, str]
"""The line, and the words as they stand there."""

MARK = "zqvz"
"""Stands for a variable while the page around it is read."""

SAME_EVERYWHERE = {
    "Wijkstem · Voix de quartier": "the name of the product",
    "Wijkstem": "the name of the product",
    "NL": "a language's own code",
    "FR": "a language's own code",
    "EN": "a language's own code",
    "PDF": "a file format",
    "CSV": "a file format",
    "JSON": "a file format",
    "ZIP": "a file format",
    "QR": "a kind of code",
    "Pabulib": "the name of a file format",
    "SHA-256": "the name of a method",
    "WCAG": "the name of a standard",
    "km": "a unit",
    "mm": "a unit",
    "Welkom · Bienvenue · Welcome": "the title of the door, in three languages at once",
}
"""What stands on a page as it is in every language, with the reason."""

READ_ATTRIBUTES = {"title", "alt", "aria-label", "aria-description", "placeholder", "label"}
BUTTONS = {"button", "reset", "submit"}
SILENT = {"code", "script", "style"}
VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr", "path", "rect", "circle", "use", "line", "polyline", "polygon"),
}
MARKED_BLOCKS = {"blocktranslate": "endblocktranslate", "blocktrans": "endblocktrans"}
HIDDEN_BLOCKS = {"comment": "endcomment"}
CLASS_BLOCKS = {"body_class", "width"}
"""Blocks of the base page that stand inside a class attribute: names, not words."""

TECHNICAL = {"url", "static", "load", "extends", "include", "regroup", "if", "elif", "now", "date"}

STRING = re.compile(r"""(_\(\s*)?(["'])((?:\\.|(?!\2).)*)\2""")
AFTER_DATE = re.compile(r"(?:date|time):$")
WORDS = re.compile(r"[^\W\d_]{2,}(?:[ \u00a0]+[^\W\d_]{2,})+|^[A-Z][a-z]+", re.UNICODE)


def in_markup(source: str) -> list[Found]:
    """Text and attributes of an HTML template that are not marked, and strings in its tags."""
    page, strings = _cut(source)
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return sorted([*strings, *reader.found])


def in_plain_text(source: str) -> list[Found]:
    """The same for a template of plain text: everything outside its tags is read."""
    page, strings = _cut(source)
    lines = enumerate(page.split("\n"), start=1)
    return sorted([*strings, *((n, line.strip()) for n, line in lines if _is_read(line))])


def _cut(source: str) -> tuple[str, list[Found]]:
    """The page without its tags, line for line, and what their strings would show."""
    pieces: list[str] = []
    strings: list[Found] = []
    until = ""
    for token in Lexer(source).tokenize():
        name = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        lines = "\n" * token.contents.count("\n")
        if until:
            until = "" if name == until else until
            pieces.append(lines)
        elif ends := _end_of(token, name):
            until = ends
            strings += _strings(token)
        elif token.token_type == TokenType.TEXT:
            pieces.append(token.contents)
        else:
            is_variable = token.token_type == TokenType.VAR
            pieces.append((MARK if is_variable else "") + lines)
            strings += _strings(token)
    return "".join(pieces), strings


def _end_of(token: Token, name: str) -> str:
    """The tag that ends a block whose content is marked, hidden or no text; "" for others."""
    if name == "block" and token.contents.split()[1] in CLASS_BLOCKS:
        return "endblock"
    return (MARKED_BLOCKS | HIDDEN_BLOCKS).get(name, "")


def _strings(token: Token) -> Iterator[Found]:
    """The literals of a tag or variable that a page would show."""
    if token.token_type == TokenType.COMMENT or token.lineno is None:
        return
    first = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
    if first in {"translate", "trans"}:
        return
    for found in STRING.finditer(token.contents):
        before = token.contents[: found.start()]
        is_code = AFTER_DATE.search(before) or before.rstrip().endswith(("==", "!=", " in"))
        if first in TECHNICAL and "=" not in before:
            is_code = True
        if not found[1] and not is_code and WORDS.search(_bare(found[3])):
            yield token.lineno, found[3]


class _Reader(HTMLParser):
    """Walks a page and keeps the words that nobody marked."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Found] = []
        self.open: list[tuple[str, bool]] = []

    @property
    def silent(self) -> bool:
        return any(is_silent for _tag, is_silent in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        own_language = given.get("lang", MARK) not in {"", MARK}
        is_silent = own_language or tag in SILENT or given.get("translate") == "no"
        if not self.silent and not is_silent:
            self.found += [(self.getpos()[0], text) for text in _attributes(tag, given)]
        if tag not in VOID:
            self.open.append((tag, is_silent))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        tags = [name for name, _is_silent in self.open]
        if tag in tags:
            del self.open[len(tags) - 1 - tags[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        first = self.getpos()[0]
        for number, line in enumerate(data.split("\n"), start=first):
            if _is_read(line):
                self.found.append((number, line.replace(MARK, "…").strip()))


def _attributes(tag: str, given: dict[str, str]) -> Iterator[str]:
    for name, value in given.items():
        described = tag == "meta" and name == "content" and given.get("name") == "description"
        button = tag == "input" and name == "value" and given.get("type") in BUTTONS
        for_scripts = name.startswith("data-") and WORDS.search(_bare(value))
        if (name in READ_ATTRIBUTES or described or button or for_scripts) and _is_read(value):
            yield f'{name}="{value.replace(MARK, "…")}"'


def _bare(text: str) -> str:
    """The text without variables and without the words that are the same everywhere."""
    text = text.replace(MARK, " ")
    for words in SAME_EVERYWHERE:
        text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", " ", text)
    return text


def _is_read(text: str) -> bool:
    return any(character.isalpha() for character in re.sub(r"&#?\w+;", " ", _bare(text)))


SCRIPT = re.compile(
    r"""(?P<skip>//[^\n]*|/\*.*?\*/|/(?![*/])(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\\\n\[])+/[dgimsuvy]*(?=[\s.,;)\]]))"""
    r"""|(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)""",
    re.DOTALL,
)
OF_THE_BROWSER = re.compile(
    r"use strict|Date|Enter|Escape|Home|End|Tab|Arrow(?:Up|Down|Left|Right)|Page(?:Up|Down)"
    r"|(?:(?:mouse|focus|key|pointer|touch|drag)[a-z]+ ?)+"
)
"""Names that a browser gives to keys, headers and events, and its own directive."""
CODE_IN_TEXT = re.compile(r"\$\{[^}]*\}|<[^>]*>|[.#]?[\w-]*-[\w-]+|[\w ]*\[[^\]]*\]|(?<!\w)[.#]\w+")
"""Variables, tags and selectors in a literal."""


def in_script(source: str) -> list[Found]:
    """Literals of a script that hold two words or begin like a sentence."""
    found = []
    for match in SCRIPT.finditer(source):
        text = (match["text"] or "")[1:-1]
        if not OF_THE_BROWSER.fullmatch(text) and WORDS.search(CODE_IN_TEXT.sub("", text)):
            found.append((source.count("\n", 0, match.start()) + 1, text))
    return found
